"""Following the configuration while the watch goes on: read anew, checked whole, put in force at once, and told."""

import asyncio
import logging
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import field, fields, is_dataclass
from pathlib import Path
from typing import Any

from watcher.app import App
from watcher.config import Config, Loaded, load
from watcher.config.tables import Reading
from watcher.core.events import Reapplied, Reloaded, ReloadFailed, Warned
from watcher.dashboard.configured import key_faults
from watcher.errors import ConfigError, Fault, StoreError
from watcher.frozen import dataclass
from watcher.turns import Turns

EVERY = 10.0  # seconds between two looks at the file
SETTLED = 0.3  # seconds without a change: an editor that is still writing is waited for
IN_PART = "in part"  # noted while rules are applied: whatever ends that early, they are applied again
NAMED = 5  # of many things that changed, so many are named

# What the parts are built with rather than asked for each time.
AT_START = frozenset(
    {
        "dashboard.keys",
        "dashboard.mouse",
        "dashboard.theme",
        "watcher.timezone",
        "watcher.workers",
        "http.concurrency",
        "http.proxy",
        "http.robots",
    }
) | {f"reading.{one.name}" for one in fields(Reading)}

log = logging.getLogger(__name__)

Stamp = tuple[int, int, int] | None  # None: there is no file to read


@dataclass(slots=True)
class Reload:
    """Puts a configuration in force when its file has changed, or when somebody asks."""

    app: App
    every: float = EVERY
    _asked: asyncio.Event = field(default_factory=asyncio.Event)
    _applying: asyncio.Task[None] | None = None

    def ask(self) -> None:
        """Read the configuration anew now, changed or not. May be called from a signal handler of the loop."""
        self._asked.set()

    async def run(self) -> None:
        """Look at the file now and then, until cancelled."""
        path = self.app.loaded.path
        if path is None:
            return
        known = _stamp(path)
        try:
            await self._apply_changed()
            while True:
                with suppress(TimeoutError):
                    async with asyncio.timeout(self.every):
                        await self._asked.wait()
                now = await _settled(path)
                if self._asked.is_set() or now != known:
                    self._asked.clear()
                    known = now
                    await self._guarded(path)
        finally:
            await self._stop_applying()

    async def _guarded(self, path: Path) -> None:
        """Reload, and survive whatever is wrong with it: the good configuration is still in force."""
        pipeline = self.app.pipeline
        try:
            await self._reload(path)
        except Exception as error:
            log.exception("the configuration could not be reloaded")
            pipeline.emit(Warned(at=pipeline.clock.now(), what=f"internal error while reloading: {error!r}"))

    async def _reload(self, path: Path) -> None:
        pipeline = self.app.pipeline
        try:
            loaded = await asyncio.to_thread(load, path, beside=key_faults)  # compiling rules takes its time
            before = self.app.loaded.config
            _something_is_left(path, before, loaded.config)
            await self.app.adopt(loaded)
        except ConfigError as error:
            faults = tuple(str(fault) for fault in error.faults)
            pipeline.emit(ReloadFailed(at=pipeline.clock.now(), config=str(path), faults=faults))
            return
        except StoreError as error:
            pipeline.emit(Warned(at=pipeline.clock.now(), what=f"the new configuration waits: {error}"))
            return
        self._tell(loaded, before)
        if _tables(before.http) != _tables(loaded.config.http):
            self.app.daemon.poll_now(tuple(state.url for state in pipeline.store.states() if state.fault))
        await self._apply_changed()

    def _tell(self, loaded: Loaded, before: Config) -> None:
        config = loaded.config
        changes = tuple(_changes(before, config))
        settings = tuple(_settings(before, config))
        self.app.pipeline.emit(
            Reloaded(
                at=self.app.pipeline.clock.now(),
                config=loaded.source,
                feeds=config.feeds,
                topics=tuple(topic.name for topic in config.topic),
                changes=(*changes, *(f"{name} changed" for name in settings if name not in AT_START)),
                later=tuple(name for name in settings if name in AT_START),
            )
        )

    async def _apply_changed(self) -> None:
        """Begin to apply the rules of now to stored entries if others were applied last, in this run or the one before."""
        pipeline, rules = self.app.pipeline, self.app.loaded.rules
        fingerprint = await asyncio.to_thread(lambda: rules.fingerprint)  # thousands of terms take their time
        try:
            before = pipeline.store.judged_by()
            if before != fingerprint:
                await self._stop_applying()
                pipeline.store.note_rules(IN_PART if before else fingerprint)  # a new database was judged by no others
        except StoreError as error:
            pipeline.emit(Warned(at=pipeline.clock.now(), what=f"changed rules hold from now on only: {error}"))
        else:
            if before not in {fingerprint, ""}:
                self._applying = asyncio.create_task(self._apply(fingerprint))

    async def _apply(self, fingerprint: str) -> None:
        """Apply changed rules to the newest stored entries, in slices that hold up nothing else."""
        pipeline, changed, turns = self.app.pipeline, 0, Turns()
        try:
            entries = pipeline.store.newest(self.app.loaded.config.watcher.reapply)
            for entry in reversed(entries):  # as they came, for a story is told in that order
                changed += pipeline.reconsider(entry)
                await turns.share()
            pipeline.store.note_rules(fingerprint)
        except StoreError as error:
            pipeline.emit(Warned(at=pipeline.clock.now(), what=f"changed rules hold from now on only: {error}"))
        else:
            pipeline.emit(Reapplied(at=pipeline.clock.now(), entries=len(entries), changed=changed))

    async def _stop_applying(self) -> None:
        if self._applying is not None:
            self._applying.cancel()
            await asyncio.gather(self._applying, return_exceptions=True)


def _stamp(path: Path) -> Stamp:
    try:
        found = path.stat()
    except OSError:
        return None
    if not stat.S_ISREG(found.st_mode) and not stat.S_ISDIR(found.st_mode):
        return None  # a pipe gives its text once
    return found.st_mtime_ns, found.st_size, found.st_ino


async def _settled(path: Path) -> Stamp:
    """The stamp of a file once nobody writes to it any more."""
    before, now = None, _stamp(path)
    while now != before:
        await asyncio.sleep(SETTLED)
        before, now = now, _stamp(path)
    return now


# --- what is different ------------------------------------------------------------------------------------------------


def _something_is_left(path: Path, before: Config, after: Config) -> None:
    """Raise ConfigError where all feeds or all topics are gone: a file that was cut off is good TOML, and watches nothing."""
    for what, known, left in (("feed", before.feed, after.feed), ("topic", before.topic, after.topic)):
        if known and not left:
            message = f"no {what} is left of {len(known)}; to watch nothing, stop watcher"
            raise ConfigError([Fault(file=str(path), message=message)])


def _changes(before: Config, after: Config) -> Iterator[str]:
    """What is different in lists of things, in words."""
    yield from _named("feed", _by(before.feed, "url"), _by(after.feed, "url"))
    yield from _named("topic", _by(before.topic, "name"), _by(after.topic, "name"))
    yield from _named("group", before.group, after.group)
    yield from _named("channel", before.channel, after.channel)


def _by(tables: Sequence[object], key: str) -> dict[str, object]:
    return {getattr(table, key): table for table in tables}


def _named(kind: str, before: Mapping[str, object], after: Mapping[str, object]) -> Iterator[str]:
    words = {
        "added": [name for name in after if name not in before],
        "removed": [name for name in before if name not in after],
        "changed": [name for name in after if name in before and after[name] != before[name]],
    }
    for word, names in words.items():
        if names:
            more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
            yield f"{kind} {word}: {', '.join(names[:NAMED])}{more}"


def _settings(before: Config, after: Config) -> Iterator[str]:
    """The names of single settings that are different, such as `http.gap`."""
    for name, new in _tables(after).items():
        if is_dataclass(new):
            old = _tables(getattr(before, name))
            yield from (f"{name}.{key}" for key, value in _tables(new).items() if old[key] != value)


def _tables(table: Any) -> dict[str, Any]:
    return {one.name: getattr(table, one.name) for one in fields(table)}
