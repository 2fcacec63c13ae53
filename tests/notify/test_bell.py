"""The bell of a real terminal: a pseudo-terminal, read from its other side."""

import io
import os
import sys

import pytest

from tests.notify.values import alert
from watcher.errors import NotifyError
from watcher.notify.bell import Bell

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals to look into", allow_module_level=True)


@pytest.fixture
def terminal():
    master, slave = os.openpty()
    with open(slave, "w", encoding="utf-8") as out:  # noqa: PTH123 - a descriptor
        yield out, lambda end: _read(master, end)
    os.close(master)


def _read(master, end):
    """What was written, up to its end: a terminal hands it over piece by piece."""
    found = b""
    while not found.endswith(end):
        found += os.read(master, 100_000)
    return found


async def test_it_rings_and_sets_the_window_s_title_and_gives_it_back(terminal):
    out, written = terminal
    bell = Bell(terminal=out)
    await bell.send(alert())
    await bell.send(alert(title="Noch eine"))
    await bell.close()
    await bell.close()
    first = "\x1b[22;2t\x1b]2;watcher: Delegation aus Nordkorea nach Russland abgereist\x1b\\\a"
    assert written(b"23;2t").decode() == first + "\x1b]2;watcher: Noch eine\x1b\\\a\x1b[23;2t"


async def test_without_a_title_it_only_rings(terminal):
    out, written = terminal
    bell = Bell(title=False, terminal=out)
    await bell.send(alert())
    await bell.close()
    assert written(b"\a") == b"\a"


@pytest.mark.parametrize("hostile", ["a\x07\x1b]52;c;aGk=\x07", "a\x1b\\\x1b[2J", "a\x9c\x9b2J", "a\u202e\x00\r\nb"])
async def test_no_title_can_end_its_sequence_and_begin_another(terminal, hostile):
    out, written = terminal
    await Bell(terminal=out).send(alert(title=hostile))
    title = written(b"\x1b\\\x07").removeprefix(b"\x1b[22;2t\x1b]2;").removesuffix(b"\x1b\\\x07")
    assert title.decode().isprintable()


async def test_a_terminal_without_the_letters_gets_question_marks():
    class Old(io.TextIOWrapper):
        def isatty(self):
            return True

    raw = io.BytesIO()
    terminal = Old(raw, encoding="ascii")
    await Bell(terminal=terminal).send(alert(title="평양"))
    assert b"watcher: ??" in raw.getvalue()


async def test_where_there_is_no_terminal_the_channel_says_so():
    with pytest.raises(NotifyError, match="no terminal") as caught:
        await Bell(terminal=io.StringIO()).send(alert())
    assert caught.value.final
