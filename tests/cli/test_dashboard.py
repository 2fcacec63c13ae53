"""The real program in a real terminal: marks that outlive it, a second window beside it, and the terminal afterwards."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.dashboard.session import Session, restored
from tests.store.values import decision, member, verdict
from watcher.config import DATABASE
from watcher.core.model import Plan, Story
from watcher.store import open_store

TOPIC = "North Korea and Russia"
CONFIG = f"""
[[feed]]
url = "http://127.0.0.1:9/feed"
name = "Nobody"

[[topic]]
name = "{TOPIC}"
rule = "delegation"
notify = []
"""
TITLES = ("A cable is cut", "A delegation leaves", "A tanker is stopped")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A database with three stories, and a configuration for it."""
    (tmp_path / "config.toml").write_text(CONFIG, encoding="utf-8")
    now = datetime.now(UTC).replace(microsecond=0)
    store = open_store(tmp_path / DATABASE)
    for number, title in enumerate(TITLES):
        at = now - timedelta(minutes=30 - number)
        found = decision(number, verdict(), entry_changes={"title": title, "first_seen": at})
        part = replace(member(number), title=title, first_seen=at, published=at, url=f"https://news.example/{number}")
        store.commit(Plan(decisions=(found,), stories=(Story(id=part.entry, title=title, topics=(TOPIC,), members=(part,), score=0.7),)))  # fmt: skip
    store.close()
    return tmp_path


@pytest.fixture
def start(folder: Path) -> Iterator[Callable[..., Session]]:
    begun: list[Session] = []

    def begin(*command: str, width: int = 120, height: int = 30) -> Session:
        places = ["--config", str(folder / "config.toml"), "--data", str(folder)]
        session = Session([sys.executable, "-m", "watcher", *command, *places], width, height)
        begun.append(session)
        return session

    yield begin
    for session in begun:
        session.close()


def listed(session: Session, title: str) -> list[str]:
    """The lines of the list in which a story stands."""
    return [line for line in session.terminal.display if title in line and line.startswith(("▌", "|"))]


def row(session: Session, title: str) -> str:
    return listed(session, title)[0]


def test_a_person_moves_searches_opens_dismisses_undoes_resizes_and_quits(start):
    session = start("run")
    session.sees(TITLES[2])
    session.press("/cable")
    session.sees("/cable")
    session.loses(TITLES[1])
    session.press("\r\x1b")
    session.sees(TITLES[1])
    session.press("j\r")
    session.sees("Who reported it")
    session.press("\x1b")
    session.sees(TITLES[2])
    session.press("x")
    session.sees("dismissed; u brings it back")
    session.loses(TITLES[1])
    session.press("u")
    session.sees(TITLES[1])
    session.resize(60, 14)
    session.until(lambda picture: "Topics ──" not in picture and TITLES[1] in picture, "one column")
    session.press("q")
    assert session.end() == 0
    assert restored(session)
    assert "Watched for" in session.raw[session.raw.rindex(b"\x1b[?1049l") :].decode()


def test_marks_outlive_the_program(start):
    session = start("run")
    session.sees(TITLES[2])
    session.press("s")
    session.sees("▌★")
    session.press("jx")
    session.sees("dismissed")
    session.press("\r")
    session.sees("Who reported it")
    session.press("\x1bq")
    assert session.end() == 0
    again = start("run")
    again.sees(TITLES[2])
    assert "★" in row(again, TITLES[2])
    assert row(again, TITLES[0])[1] == " "
    assert TITLES[1] not in "\n".join(again.terminal.display)
    again.press("q")
    assert again.end() == 0


def test_a_second_window_shows_what_is_done_at_the_first_and_can_ask_for_a_mute(start):
    first, second = start("run"), start("dashboard")
    first.sees(TITLES[2])
    second.sees(TITLES[2])
    first.press("s")
    second.sees("▌★")
    second.press("2m")
    second.sees("muted for an hour")
    first.sees("⊘ 1 muted")
    second.sees("⊘ 1 muted")
    first.press("2m")
    first.loses("⊘ 1 muted")
    second.loses("⊘ 1 muted")
    for window in (second, first):
        window.press("q")
        assert window.end() == 0
        assert restored(window)


def test_a_window_says_whether_a_watcher_runs(start):
    window = start("dashboard")
    window.sees("○ stopped")
    assert "next poll" not in "\n".join(window.terminal.display)
    watching = start("run")
    window.loses("○ stopped")
    watching.press("q")
    assert watching.end() == 0
    window.sees("○ stopped")
    window.press("5")
    window.sees("no watcher runs on this database")
    window.press("q")
    assert window.end() == 0


def test_stories_are_merged_at_the_first_window_and_split_and_put_back_at_the_second(start):
    first, second = start("run"), start("dashboard")
    first.sees(TITLES[2])
    second.sees(TITLES[2])
    first.press("tjM")
    for window in (first, second):
        window.until(lambda _, window=window: not listed(window, TITLES[2]) and listed(window, TITLES[1]), "one story")
    second.press("S\r")
    second.sees("split off; u takes it back")
    for window in (first, second):
        window.press("\x1b")
        window.until(lambda _, window=window: listed(window, TITLES[1]) and listed(window, TITLES[2]), "two stories")
    second.press("u")
    for window in (first, second):
        window.until(lambda _, window=window: not listed(window, TITLES[2]), "one story again")
    first.press("u")  # what it had merged itself
    for window in (first, second):
        window.until(lambda _, window=window: listed(window, TITLES[1]) and listed(window, TITLES[2]), "all three")
        window.press("q")
        assert window.end() == 0
        assert restored(window)
