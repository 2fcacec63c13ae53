"""How quickly the dashboard starts, answers a key and draws, on a database of 10,000 stories and 2,000 feeds.

python -m bench.dashboard
"""

import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from rich.console import Console

from watcher.core.model import (
    Answer,
    Article,
    Decision,
    Entry,
    Feed,
    FeedState,
    Member,
    PageState,
    Plan,
    Story,
    Verdict,
)
from watcher.core.stories import WINDOW
from watcher.dashboard.press import struck
from watcher.dashboard.screen import opened
from watcher.dashboard.state import State, seed
from watcher.dashboard.theme import DARK
from watcher.dashboard.view import extent, main_box, render
from watcher.store import open_store

STORIES, FEEDS, RECENT = 10_000, 2000, 500
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
WIDTH, HEIGHT = 160, 60
TOPICS = tuple(f"Topic {number}" for number in range(8))
TITLE = "Delegation of the military university leaves for Russia, {}: 金日成軍事総合大学の代表団"


def fill(path: Path) -> None:
    """Write a database as a busy week leaves it."""
    store = open_store(path)
    feeds = [Feed(url=f"https://feed{number}.example/rss") for number in range(FEEDS)]
    store.register(feeds)
    for feed in feeds:
        store.commit(Plan(state=FeedState(url=feed.url, polls=90, not_modified=60, entries=40, next_poll=NOW)))
    for start in range(0, STORIES, 500):
        numbers = range(start, start + 500)
        store.commit(Plan(stories=tuple(map(_story, numbers)), decisions=tuple(map(_decision, numbers))))
    store.close()


def _at(number: int) -> datetime:
    return NOW - timedelta(seconds=10 * (STORIES - number))


def _story(number: int) -> Story:
    title, at = TITLE.format(number), _at(number)
    members = tuple(
        Member(entry=f"e{number}" if part == 0 else f"e{number}-{part}", outlet=f"Outlet {number % 300 + part}",
               title=title, url=f"https://news.example/{number}/{part}", lang="en", published=at, first_seen=at)
        for part in range(1 + number % 3)
    )  # fmt: skip
    return Story(id=f"e{number}", title=title, topics=(TOPICS[number % 8],), members=members, score=0.7)


def _decision(number: int) -> Decision:
    at = _at(number)
    entry = Entry(id=f"e{number}", feed=f"https://feed{number % FEEDS}.example/rss", outlet="Outlet", first_seen=at,
                  title=TITLE.format(number), url=f"https://news.example/{number}", lang="en")  # fmt: skip
    verdict = Verdict(topic=TOPICS[number % 8], answer=Answer.YES, score=0.7, threshold=0.4)
    article = Article(entry=entry, text="Text. " * 400, page=PageState.READ)
    return Decision(article=article, verdicts=(verdict,), decided_at=at)


def load(path: Path) -> State:
    """What `watcher run` and `watcher dashboard` do before the first frame."""
    store = open_store(path)
    try:
        feeds = [Feed(url=state.url) for state in store.states()]
        marks = store.marks(NOW - WINDOW)
        return seed(
            store.stories(NOW - WINDOW), store.recent(RECENT), store.states(), feeds, TOPICS, now=NOW, marks=marks
        )
    finally:
        store.close()


def timed(times: int, work: Callable[[], object]) -> float:
    """The median milliseconds of CPU that something takes."""
    spent = []
    for _ in range(times):
        began = time.process_time()
        work()
        spent.append(1000 * (time.process_time() - began))
    return median(spent)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "watcher.db"
        fill(path)
        began = time.perf_counter()
        state = load(path)
        started = time.perf_counter() - began
    screen = opened(state)
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123 - os.devnull is no path on Windows
        console = Console(file=nowhere, force_terminal=True, width=WIDTH, height=HEIGHT, color_system="truecolor")

        def draw() -> None:
            console.print(render(screen, width=WIDTH, height=HEIGHT, now=NOW, theme=DARK))

        def key() -> None:
            nonlocal screen
            box = main_box(screen, width=WIDTH, height=HEIGHT, now=NOW, theme=DARK)
            screen, _ = struck(screen, "down", page=box.height, extent=extent(screen, box))
            draw()

        redraw, answer = timed(40, draw), timed(40, key)
        screen = replace(opened(state), query="university 99", typing=True)
        search = timed(20, draw)
    print(f"{len(state.stories)} stories at hand of {STORIES:,}, {len(state.feeds):,} feeds, {WIDTH}x{HEIGHT}")
    print(f"load and seed   {started:6.2f} s  (goal 1.5, with the start of Python)")
    print(f"redraw          {redraw:6.1f} ms (goal 30)")
    print(f"key to screen   {answer:6.1f} ms (goal 50)")
    print(f"search, redraw  {search:6.1f} ms (goal 50)")
    print(f"idle            {redraw / 50:6.2f} %  (goal 0.5; one frame in five seconds)")


if __name__ == "__main__":
    main()
