"""What is on the screen: golden pictures at every size, and text from outside that tries to break them.

After a change that is meant to be seen, WATCHER_GOLDEN=write makes the tests write the pictures anew; look at the diff.
"""

import os
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.style import Style

from tests.dashboard.newsroom import FEEDS, NOW, TOPICS, alert, decision, feed_state, screen, story
from tests.dashboard.terminal import Terminal, shown, written
from watcher.core.events import ArticleEdited, EntryDecided, Polled, PollFailed, StoryChanged
from watcher.core.model import Change, Mark, Outcome, Reason, Untaken, Visit
from watcher.dashboard.keys import Mode
from watcher.dashboard.menu import ENTRIES
from watcher.dashboard.screen import Cut, Menu, Screen, opened, rows
from watcher.dashboard.state import apply, empty, seed
from watcher.dashboard.tellings import Telling
from watcher.dashboard.theme import ASCII_SIGNS, DARK, LIGHT, Theme
from watcher.dashboard.view import render

GOLDEN = Path(__file__).parent / "screens"
ASCII = replace(DARK, signs=ASCII_SIGNS, encoding="ascii")
SIZES = ((200, 60), (120, 40), (80, 24), (40, 12), (1, 1))
HOSTILE = {
    "escape sequences": "\x1b[2J\x1b[31mred\x1b]0;owned\x07 \x9b5;5H \x1bP+q\x1b\\ \x1b[?1049l",
    "bidi controls": "\u202eevil\u202c \u2066x\u2069 \u200f\u061c",
    "wide letters": "朝鮮民主主義人民共和国の代表団がロシアへ出発した" * 4,
    "emoji families": "👩‍👩‍👧‍👦👍🏽🇰🇵🇷🇺1️⃣❤️🏳️‍🌈" * 6,
    "zalgo": "Z" + "\u0301\u0489\u036f" * 2000 + "algo",
    "one long word": "w" * 1_000_000,
    "markup": "[bold red]x[/] [/nothing] :smile: [link=https://x.example]y[/link]",
    "line breaks": "one\ntwo\r\nthree\u2028four\x0bfive\tsix",
    "right to left": "שלום עולם صحيفة الميناء " * 8,
    "indic and thai": "क्षत्रिय ज़िंदगी ภาษาไทยที่นี่ தமிழ் " * 6,
    "jamo": "\u1112\u1161\u11ab\u1100\u1173\u11af" * 20,
    "surrogates": "a\ud800b\udfffc",
    "nothing": "\u200b\u00ad",
    "private and tags": "\U000e0041\U000e0042 \ue000 \uffff",
}


VIEWS = ("stories", "story", "topics", "feeds", "alerts", "log", "help")


def view_of(name: str) -> Screen:
    if name in {"story", "explain"}:
        return replace(screen(), story="e0", explaining=name == "explain")
    if name == "split":
        return replace(screen(), story="e0", cut=Cut(entry="e3", tagged=("e2", "e3")))
    if name == "tagged":
        return replace(screen(), tagged=("e6", "e0"), note="2 tagged; M makes one story of them")
    return replace(screen(), view=Mode(name))


def hostile(text: str) -> Screen:
    """A screen on which every foreign text is the same hostile one."""
    state = empty(now=NOW)
    feed = FEEDS[0].url
    state = apply(state, Polled(at=NOW, feed=feed, name=text, state=feed_state(0), note=text))
    failed = replace(feed_state(1, fault=text))
    state = apply(state, PollFailed(at=NOW, feed=FEEDS[1].url + text[:50], name=text, state=failed, fault=text))
    plain = decision(0)
    entry = replace(plain.article.entry, title=text, summary=text, outlet=text)
    verdict = plain.verdicts[0]
    hits = tuple(replace(hit, start=1, end=max(2, len(text) // 2), text=text[1:9]) for hit in verdict.hits)
    parts = tuple(replace(part, label=text, why=text) for part in verdict.parts)
    changed = replace(
        plain,
        article=replace(plain.article, entry=entry, text=text),
        verdicts=(replace(verdict, topic=text, hits=hits, parts=parts),),
    )
    state = replace(apply(state, EntryDecided(at=NOW, decision=changed, story="e0")), topics=(text, TOPICS[0]))
    told = story(0, 1, 2, 3)
    members = tuple(replace(member, title=text, outlet=text, lang=text[:5]) for member in told.members)
    told = replace(told, title=text, topics=(text,), members=members)
    alerts = (replace(alert(), title=text, outlet=text, topic=text, story="e0"),) * 2
    told_of = (Telling(alert=alerts[0]), Telling(alert=alerts[1], reason=Reason.QUIET, due=NOW))
    return replace(opened(apply(state, StoryChanged(at=NOW, story=told, new=True))), tellings=told_of)


def lines(terminal: Terminal) -> str:
    return "".join(f"{line.rstrip()}\n" for line in terminal.display)


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("look", ["signs", "ascii"])
@pytest.mark.parametrize("name", [*VIEWS, "explain", "tagged", "split"])
def test_the_screen_is_the_one_in_the_golden_file(name, look, width, height):
    theme = ASCII if look == "ascii" else DARK
    drawn = lines(shown(view_of(name), width, height, theme=theme))
    golden = GOLDEN / f"{name}-{width}x{height}{'-ascii' if look == 'ascii' else ''}.txt"
    if os.environ.get("WATCHER_GOLDEN") == "write":
        golden.write_text(drawn, encoding="utf-8")
    assert drawn == golden.read_text(encoding="utf-8")


def test_every_filter_is_offered_on_eighty_columns():
    drawn = lines(shown(replace(screen(), menu=Menu()), 80, 24, theme=ASCII))
    assert all(f" {key} {kind}" in drawn for key, kind in ENTRIES.items())


@pytest.mark.parametrize("name", [*VIEWS, "explain", "tagged", "split"])
def test_an_ascii_screen_is_ascii(name):
    assert written(view_of(name), 120, 40, theme=ASCII, color=False).isascii()


@pytest.mark.parametrize("size", [(170, 24), (110, 24), (40, 12)])
@pytest.mark.parametrize("kind", HOSTILE)
def test_no_text_moves_the_walls(kind, size):
    calm = walls(shown(opened(empty(now=NOW)), *size))
    for view in ("stories", "story", "feeds", "alerts", "log", "topics"):
        place = hostile(HOSTILE[kind])
        place = replace(place, story="e0") if view == "story" else replace(place, view=Mode(view))
        terminal = shown(place, *size)
        assert walls(terminal) == [calm[0]] * (size[1] - 2)


def walls(terminal: Terminal) -> list[set[int]]:
    """The columns in which each row between header and footer has a wall or a joint."""
    signs = {"│", "┤", "├", "┼", "┬"}
    return [
        {column for column in range(terminal.columns) if terminal.buffer[row][column].data in signs}
        for row in range(1, terminal.lines - 1)
    ]


@pytest.mark.parametrize("kind", HOSTILE)
def test_nothing_foreign_steers_the_terminal(kind):
    for view in (Mode.STORIES, Mode.TOPICS, Mode.FEEDS, Mode.ALERTS, Mode.LOG):
        sent = written(replace(hostile(HOSTILE[kind]), view=view), 160, 50)
        rest = re.sub(r"\x1b\[[0-9;]*m", "", sent)
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", rest)


@settings(max_examples=40)
@given(text=st.text(max_size=120), width=st.integers(0, 210), height=st.integers(0, 30))
def test_any_text_at_any_size_fills_the_screen_exactly(text, width, height):
    frame = render(hostile(text), width=width, height=height, now=NOW, theme=DARK)
    assert {line.cell_len for line in frame.lines} <= {width}
    assert len(frame.lines) == (height if width else 0)


def test_hits_in_a_headline_are_highlighted():
    terminal = shown(screen(), 120, 40)
    row = next(row for row in range(40) if "Cable between" in terminal.display[row])
    column = terminal.display[row].index("Cable between")
    word = [terminal.buffer[row][at] for at in range(column, column + len("Cable"))]
    after = terminal.buffer[row][column + len("Cable ")]
    assert all(cell.bold and cell.fg == "brown" for cell in word)  # pyte's name for yellow
    assert after.fg == "default"


def test_without_colours_hits_are_underlined_and_nothing_is_coloured():
    plain = replace(DARK, hit=Style(bold=True, underline=True))
    terminal = shown(screen(), 120, 40, theme=plain, color=False)
    cells = [cell for row in terminal.buffer.values() for cell in row.values()]
    assert {cell.fg for cell in cells} == {"default"}
    assert any(cell.underscore for cell in cells)


@pytest.mark.parametrize("view", [Mode.STORIES, Mode.TOPICS, Mode.FEEDS, Mode.ALERTS, Mode.LOG])
def test_an_empty_view_says_what_to_do(view):
    calm = replace(opened(empty(now=NOW)), view=view)
    assert "config.toml" in lines(shown(calm, 120, 40)) or view in {Mode.LOG, Mode.ALERTS}
    searched = replace(screen(), view=view, query="nowhere to be found")
    assert "Esc shows all" in lines(shown(searched, 120, 40))


@pytest.mark.parametrize("theme", [DARK, LIGHT, ASCII], ids=["dark", "light", "ascii"])
def test_the_selected_row_stands_out_on_every_terminal(theme: Theme):
    terminal = shown(screen(), 80, 24, theme=theme)
    assert terminal.buffer[2][40].bg != terminal.buffer[3][40].bg


def test_what_is_longer_than_its_panel_says_how_far_down_one_is():
    def rule(place: Screen, height: int) -> str:
        return shown(place, 120, height).display[1].split("┬")[0]

    feeds = replace(screen(), view=Mode.FEEDS, selected={Mode.FEEDS: FEEDS[0].url})
    place = rows(feeds).index(FEEDS[0].url) + 1
    assert f"{place} of {len(FEEDS)}" in rule(feeds, 10)
    assert "of" not in rule(feeds, 40)
    assert "100 %" in rule(replace(screen(), view=Mode.HELP, scroll=1000), 20)
    assert "%" not in rule(replace(screen(), view=Mode.HELP), 100)


def test_while_feeds_are_asked_for_the_first_time_the_header_says_how_far_that_is():
    begun = seed((), (), (), FEEDS, TOPICS, now=NOW)
    assert "↻ first polls" in shown(opened(begun), 120, 30).display[0]
    for number in range(4):
        begun = apply(begun, Polled(at=NOW, feed=FEEDS[number].url, name="", state=feed_state(number)))
    assert "first poll ━━━━────── 4 of 10" in shown(opened(begun), 120, 30).display[0]
    assert "first poll" not in shown(screen(), 120, 30).display[0]


@pytest.mark.parametrize("width", [80, 100, 120, 200])
def test_what_somebody_must_mend_is_cut_rather_than_left_out_of_the_header(width):
    path = "/home/somebody/.config/watcher/config.toml"
    known = replace(screen().state, config=path, fault="desktop: no bus answers here")
    said = f"{path}:12:3: topic.rule: there is no group @nosuch; the nearest name is @north-korea"
    both = shown(replace(screen(), state=replace(known, misconfigured=said)), width, 24).display[0]
    assert "alerts:" in both
    assert "config" in both
    one = shown(replace(screen(), state=replace(known, fault="", misconfigured=said)), width, 24).display[0]
    assert "config.toml:12:3: " in one
    assert one.rstrip().endswith("14:32")
    assert "new" in one
    unkept = replace(known, fault="", unkept="/data/watcher.db: the disk is full. Nothing of this change was kept")
    assert "nothing is kept: the" in shown(replace(screen(), state=unkept), width, 24).display[0]


def test_what_is_muted_says_so_and_until_when():
    until = NOW + timedelta(hours=1)
    place = replace(screen(), state=replace(screen().state, mutes={("", "e6"): until, (TOPICS[1], ""): until}))
    picture = lines(shown(place, 120, 40))
    assert "⊘ 2 muted" in picture.splitlines()[0]
    assert "⊘" in shown(place, 120, 40).display[2]
    assert "⊘ Baltic cables  " in picture
    assert "muted until 15:32" in lines(shown(replace(place, story="e6"), 120, 40))
    assert "⊘ Baltic cables until 15:32" in lines(shown(replace(place, view=Mode.TOPICS), 120, 40))


def test_a_story_says_what_an_outlet_changed_in_silence_and_when():
    place = replace(screen(), story="e0")
    edited = Visit(entry="e0", at=NOW, outcome=Outcome.EDITED, changes=(Change.HEADLINE, Change.NUMBER), text="x" * 999)
    entry = decision(0).article.entry
    after = apply(place.state, ArticleEdited(at=NOW, visit=edited, entry=entry, story="e0"))
    assert "edited: headline changed, number changed 14:32" in lines(shown(replace(place, state=after), 120, 60))
    assert "edited" not in lines(shown(place, 120, 60))
    assert [visit.text for visit in after.edits["e0"]] == [""]


def test_an_alert_that_no_channel_has_taken_is_not_called_told():
    owed, lost = Untaken(fault="desktop: no session bus"), Untaken(fault="phone: answers 410", final=True)
    for untaken, outcome, said in (
        (None, "told", "Told by"),
        (owed, "not told yet", "Not told yet: desktop: no session bus"),
        (lost, "given up", "Given up: phone: answers 410"),
    ):
        view = replace(screen(), view=Mode.ALERTS, tellings=(Telling(alert=alert(), untaken=untaken),))
        drawn = lines(shown(view, 120, 30))
        assert f" {outcome} " in drawn
        assert said in drawn


def test_a_story_that_was_not_opened_is_marked_until_it_is():
    place = screen()
    assert "●" in shown(place, 80, 24).display[2][:3]
    marks = (Mark(story="e0", seen=5), Mark(story="e5", seen=2), Mark(story="e6", dismissed=True))
    seen = replace(place, marks={mark.story: mark for mark in marks})
    assert "●" not in shown(seen, 80, 24).display[2][:3]
