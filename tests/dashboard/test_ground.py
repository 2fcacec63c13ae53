"""A terminal that says of which colour its ground is gets the look for it, and its reply is no keys."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prompt_toolkit.input.vt100_parser import Vt100Parser
from prompt_toolkit.key_binding import KeyPress

from watcher.dashboard.ground import Replies, is_light, untold

WHITE, NIGHT = "\x1b]11;rgb:ffff/ffff/ffff\x1b\\", "\x1b]11;rgb:1e1e/1e1e/2e2e\x07"


def heard(*reads: str) -> tuple[list[str], list[str]]:
    """The keys and the replies in what a terminal sends, read after read."""
    presses: list[KeyPress] = []
    told: list[str] = []
    keys = []
    parser, replies = Vt100Parser(presses.append), Replies(told.append)
    for read in reads:
        presses.clear()
        parser.feed(read)
        keys += [press.data for press in replies.without(presses)]
    presses.clear()
    parser.flush()
    keys += [press.data for press in replies.without(presses)]
    return keys, told


def test_a_reply_between_keys_is_taken_out_of_them():
    assert heard(f"j{WHITE}k") == (["j", "k"], ["11;rgb:ffff/ffff/ffff"])
    assert heard(NIGHT, "q") == (["q"], ["11;rgb:1e1e/1e1e/2e2e"])


@settings(max_examples=60)
@given(st.sampled_from((WHITE, NIGHT)), st.lists(st.integers(1, len(NIGHT) - 1), max_size=4, unique=True))
def test_a_reply_in_pieces_is_one_reply(reply, cuts):
    pieces = [reply[start:end] for start, end in pairwise([0, *sorted(cuts), len(reply)])]
    assert heard("j", *pieces, "k") == (["j", "k"], heard(reply)[1])


def test_esc_and_arrows_stay_keys():
    assert heard("\x1b[A\x1bj", "\x1b") == (["\x1b[A", "\x1b", "j", "\x1b"], [])


def test_keys_after_a_pause_are_keys_though_something_began_like_a_reply():
    presses: list[KeyPress] = []
    parser, replies = Vt100Parser(presses.append), Replies(lambda _: None)
    parser.feed("\x1b]")
    assert [*replies.without(presses)] == []
    replies.end()
    presses.clear()
    parser.feed("q")
    assert [press.data for press in replies.without(presses)] == ["q"]


@pytest.mark.parametrize(
    ("reply", "light"),
    [
        ("11;rgb:ffff/ffff/ffff", True),
        ("11;rgb:fd/f6/e3", True),
        ("11;rgba:ffff/ffff/ffff/ffff", True),
        ("11;rgb:0000/0000/0000", False),
        ("11;rgb:00/2b/36", False),
        ("10;rgb:ffff/ffff/ffff", None),
        ("52;c;", None),
    ],
)
def test_the_brightness_of_the_ground_decides(reply, light):
    assert is_light(reply) is light


def test_a_terminal_is_asked_only_where_nobody_says_and_it_understands():
    assert untold({"TERM": "xterm-256color"}, "auto")
    assert not untold({"TERM": "xterm-256color"}, "dark")
    assert not untold({"TERM": "xterm-256color", "COLORFGBG": "0;15"}, "auto")
    assert not untold({"TERM": "linux"}, "auto")
