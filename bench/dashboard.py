"""How quickly the dashboard starts, answers a key and draws, on a database of 10,000 stories and 2,000 feeds.

python -m bench.dashboard
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rich.console import Console

from watcher.config import DATABASE
from watcher.core.events import Polled, StoryChanged
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
from watcher.dashboard.press import struck
from watcher.dashboard.screen import opened
from watcher.dashboard.snapshot import look
from watcher.dashboard.state import State, apply
from watcher.dashboard.theme import DARK
from watcher.dashboard.view import extent, main_box, render
from watcher.store import open_store

STORIES, FEEDS = 10_000, 2000
NOW = datetime.now(UTC).replace(microsecond=0)
WIDTH, HEIGHT = 160, 60
FIRST, WHOLE = b"Stories", b"matches"  # what the first screen shows, and what the header counts once all was read
TOPICS = tuple(f"Topic {number}" for number in range(8))
TITLE = "Delegation of the military university leaves for Russia, {}: 金日成軍事総合大学の代表団"


def fill(path: Path) -> None:
    """Write a database as a busy week leaves it."""
    store = open_store(path)
    feeds = [Feed(url=f"https://feed{number}.example/rss") for number in range(FEEDS)]
    store.register(feeds)
    for feed in feeds:
        store.commit(
            Plan(
                state=FeedState(
                    url=feed.url,
                    polls=90,
                    not_modified=60,
                    entries=40,
                    next_poll=NOW + timedelta(hours=1),
                    last_poll=NOW,
                )
            )
        )
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


def configure(path: Path) -> None:
    """Write the configuration that goes with it: all the feeds, none of which is due."""
    feeds = (f'[[feed]]\nurl = "https://feed{number}.example/rss"\n' for number in range(FEEDS))
    topics = (f'[[topic]]\nname = "{name}"\nrule = "delegation & russia"\n' for name in TOPICS)
    path.write_text("".join((*feeds, *topics)), encoding="utf-8")


def start(*command: str, until: bytes = FIRST) -> tuple[float, float]:
    """Seconds of CPU and of time from the start of the real program until something is seen in a real terminal."""
    import fcntl
    import pty
    import select
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", HEIGHT, WIDTH, 0, 0))
    environ = {**os.environ, "TERM": "xterm-256color"}
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "watcher", *command], stdin=theirs, stdout=theirs, stderr=theirs, env=environ,
        start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    written = b""
    while until not in written:
        if not select.select([ours], [], [], 60)[0]:
            raise TimeoutError(written.decode(errors="replace"))
        written += os.read(ours, 65536)
    passed = time.perf_counter() - began
    process.kill()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = status
    os.close(ours)
    return used.ru_utime + used.ru_stime, passed


def timed(times: int, work: Callable[[], object]) -> float:
    """The least milliseconds of CPU that something takes."""
    spent = []
    for _ in range(times):
        began = time.process_time()
        work()
        spent.append(1000 * (time.process_time() - began))
    return min(spent)


class Person:
    """Somebody at the dashboard: each key and what it shows."""

    def __init__(self, state: State, console: Console) -> None:
        self.screen, self.console = opened(state), console

    def draw(self) -> None:
        self.console.print(render(self.screen, width=WIDTH, height=HEIGHT, now=NOW, theme=DARK))

    def press(self, key: str) -> None:
        box = main_box(self.screen, width=WIDTH, height=HEIGHT, now=NOW, theme=DARK)
        self.screen, _ = struck(self.screen, key, page=box.height, extent=extent(self.screen, box))
        self.draw()

    def news(self) -> None:
        """A story grows, a feed is polled: nothing of the frame before can be used again."""
        story = self.screen.state.stories[f"e{STORIES - 7}"]
        url = next(iter(self.screen.state.feeds))
        state = apply(self.screen.state, StoryChanged(at=NOW, story=replace(story, score=0.5), new=False))
        polled = Polled(at=NOW, feed=url, name="One", state=FeedState(url=url, last_poll=NOW))
        self.screen = replace(self.screen, state=apply(state, polled))
        self.draw()


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill(folder / DATABASE)
        configure(folder / "config.toml")
        places = ("--config", str(folder / "config.toml"), "--data", name)
        started = {
            command: [min(start(command, *places, until=seen) for _ in range(3)) for seen in (FIRST, WHOLE)]
            for command in ("dashboard", "run")
        }
        store = open_store(folder / DATABASE, read_only=True)
        found = look(store, NOW)
        looked = timed(3, lambda: look(store, NOW))
        store.close()
    state = found.state([Feed(url=url) for url in found.feeds], TOPICS, now=NOW)
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123 - os.devnull is no path on Windows
        person = Person(
            state, Console(file=nowhere, force_terminal=True, width=WIDTH, height=HEIGHT, color_system="truecolor")
        )
        idle, redraw, key = timed(20, person.draw), timed(20, person.news), timed(20, lambda: person.press("down"))
        person.press("/")
        letters = iter("university 99" * 2)
        search = timed(20, lambda: person.press(next(letters)))
    print(f"{len(state.stories):,} stories at hand of {STORIES:,}, {len(state.feeds):,} feeds, {WIDTH}x{HEIGHT}")
    for command, ((cpu, passed), (_, whole)) in started.items():
        told = f"{passed:.2f} s until the first screen (goal 1.5), {whole:.2f} until all is at hand"
        print(f"start of watcher {command:9} {cpu:6.2f} s of CPU, {told}")
    print(f"look at the database     {looked:6.0f} ms")
    print(f"redraw after news        {redraw:6.1f} ms (goal 30)")
    print(f"key to screen            {key:6.1f} ms (goal 50)")
    print(f"letter of a search       {search:6.1f} ms (goal 50)")
    print(f"idle                     {idle / 50:6.2f} %  (goal 0.5; one frame in five seconds)")


if __name__ == "__main__":
    main()
