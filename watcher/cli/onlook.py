"""A window on a watcher that runs elsewhere: what is in its database, and what changes there."""

import asyncio
import time
from contextlib import suppress
from dataclasses import field, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from watcher import __version__
from watcher.cli.options import fail
from watcher.config import Loaded, zone_of
from watcher.core.events import Started, Stopped, Warned
from watcher.core.model import Mute, Wanted
from watcher.dashboard.commands import Command, Correct, ExitReason, MuteFor, OpenLink, ReadAlerts
from watcher.dashboard.follow import changes, onlooked
from watcher.dashboard.keys import keymap
from watcher.dashboard.live import Dashboard
from watcher.dashboard.snapshot import Snapshot, glance, look
from watcher.dashboard.state import State
from watcher.dashboard.tellings import read_tellings
from watcher.errors import StoreError
from watcher.frozen import dataclass
from watcher.machine import SystemClock, browse
from watcher.ports import Clock, Store
from watcher.store.lock import runs

NOBODY: Final = "no watcher runs on this database"
LOOK: Final = 1.0  # seconds between two looks at the database …
SHARE: Final = 20  # … or so many times as long as a look takes, if that is more


async def onlook(loaded: Loaded, store: Store, path: Path) -> None:
    """Show what is in the store, whose file is at the path, until the person leaves. Raises ConfigError without a terminal."""
    clock, config, settings = SystemClock(), loaded.config, loaded.config.dashboard
    names = {feed.url: feed.name for feed in config.feeds}
    topics, zone = tuple(topic.name for topic in config.topic), zone_of(config.watcher.timezone)

    def state(found: Snapshot, now: datetime) -> State:
        known = onlooked(found, topics, now=now, zone=zone, names=names)
        return known if runs(path) else replace(known, stopped=NOBODY)

    def recall() -> State:
        now = clock.now()
        follower.seen = look(store, now)
        whole = state(follower.seen, now)
        follower.alone = bool(whole.stopped)
        return whole

    now = clock.now()
    first = state(glance(store, now), now)
    shown = Dashboard(
        first,
        recall=recall,
        clock=clock,
        on_command=lambda command: follower.obey(command),  # noqa: PLW0108 - it is made after the dashboard
        look=settings.theme,
        keymap=keymap(settings.keys),
        mouse=settings.mouse,
        onlooker=True,
    )
    follower = _Follower(shown, store, clock, path, names, topics, loaded.source, alone=bool(first.stopped))
    following = asyncio.create_task(follower.follow())
    reason = await shown.run()
    following.cancel()
    with suppress(asyncio.CancelledError):
        await following
    if reason is ExitReason.NO_TERMINAL:
        fail("the dashboard needs a terminal; `watcher stories` lists what was found")


@dataclass(slots=True)
class _Follower:
    """Tells a dashboard what changes in a database, and whoever writes to that what the person asks for."""

    shown: Dashboard
    store: Store
    clock: Clock
    path: Path
    names: dict[str, str]
    topics: tuple[str, ...]
    source: str  # of the configuration
    alone: bool  # nobody writes to the database, as the dashboard says
    seen: Snapshot | None = None
    written: tuple[int, ...] = field(default=())
    asked: list[str] = field(default_factory=list)  # names of notes that nobody has answered yet

    async def follow(self) -> None:
        """Look now and then, until cancelled; a look that takes long is a rare one."""
        wait = LOOK
        while True:
            await asyncio.sleep(wait)
            began = time.monotonic()
            self._look()
            self._attend()
            self._hear()
            wait = max(LOOK, SHARE * (time.monotonic() - began))

    def _look(self) -> None:
        written = _written(self.path)
        now, before = self.clock.now(), self.seen
        if before is None or written == self.written:
            return
        self.seen, self.written = look(self.store, now), written
        for event in changes(before, self.seen, now=now, names=self.names):
            self.shown.emit(event)
        if self.seen.marks != before.marks:
            self.shown.show_marks(self.seen.marks)

    def _attend(self) -> None:
        """Say when the watcher ends, and when one begins."""
        now, before, self.alone = self.clock.now(), self.alone, not runs(self.path)
        if self.alone and not before:
            self.shown.emit(Stopped(at=now, why=NOBODY))
        elif before and not self.alone:
            feeds, topics = len(self.names), self.topics
            self.shown.emit(Started(at=now, version=__version__, feeds=feeds, topics=topics, config=self.source))

    def obey(self, command: Command) -> None:
        """Do what a key asked of the world outside. What changes something is the other's business, who is left a note."""
        match command:
            case OpenLink(url=url):
                browse(url)
            case ReadAlerts():
                self.shown.show_tellings(read_tellings(self.store))
            case MuteFor(story=story, topic=topic, span=span):
                self._leave(Mute(story=story, topic=topic, until=self.clock.now() + span))
            case Correct(wanted=wishes):
                for wish in wishes:
                    self._leave(wish)
            case _:
                pass

    def _leave(self, wanted: Wanted) -> None:
        try:
            self.asked.append(self.store.notes.leave(wanted))
        except StoreError as error:
            self.shown.emit(Warned(at=self.clock.now(), what=f"that could not be asked for: {error}"))

    def _hear(self) -> None:
        """Tell the person what was refused."""
        for name in [*self.asked]:
            fault = self.store.notes.answered(name)
            if fault is not None:
                self.asked.remove(name)
            if fault:
                self.store.notes.withdraw(name)
                self.shown.emit(Warned(at=self.clock.now(), what=f"that was not done: {fault}"))


def _written(path: Path) -> tuple[int, ...]:
    """When the database and its log were last written."""
    found = []
    for file in (path, path.with_name(path.name + "-wal")):
        with suppress(OSError):
            found.append(file.stat().st_mtime_ns)
    return tuple(found)
