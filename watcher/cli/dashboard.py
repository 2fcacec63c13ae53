"""The command that shows the dashboard of a watcher that runs elsewhere."""

import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from watcher.cli.options import ConfigOption, DataOption, fail, load_config

if TYPE_CHECKING:
    from watcher.config import Loaded
    from watcher.dashboard.live import Dashboard
    from watcher.dashboard.press import Command
    from watcher.ports import Clock, Store

LOOK = 1.0  # seconds between two looks at the database …
SHARE = 20  # … or so many times as long as a look takes, if that is more


def dashboard(config: ConfigOption = None, data: DataOption = None) -> None:
    """Show the dashboard of a watcher that runs headless or in another terminal: read-only, following live."""
    import asyncio

    from watcher.config import DATABASE, data_path
    from watcher.store import open_store

    loaded, path = load_config(config), (data or data_path()) / DATABASE
    if not path.exists():
        fail(f"there is no database at {path} yet: `watcher run` makes it")
    store = open_store(path, read_only=True)
    try:
        asyncio.run(_show(loaded, store, path))
    finally:
        store.close()


async def _show(loaded: "Loaded", store: "Store", path: Path) -> None:
    import asyncio

    from watcher.app import SystemClock, browse
    from watcher.config import zone_of
    from watcher.core.model import Feed
    from watcher.core.stories import WINDOW
    from watcher.dashboard.keys import keymap
    from watcher.dashboard.live import Dashboard, ExitReason
    from watcher.dashboard.press import OpenLink, ReadAlerts
    from watcher.dashboard.state import seed
    from watcher.dashboard.tellings import read_tellings

    clock = SystemClock()
    now, config = clock.now(), loaded.config
    names = {feed.url: feed.name for feed in config.feeds}
    states = store.states()  # of the feeds that the watcher polls, whatever this configuration says
    state = seed(
        store.stories(now - WINDOW),
        store.recent(500),
        states,
        [Feed(url=known.url, name=names.get(known.url) or known.title) for known in states],
        [topic.name for topic in config.topic],
        now=now,
        zone=zone_of(config.watcher.timezone),
        marks=store.marks(now - WINDOW),
    )

    def obey(command: "Command") -> None:
        """Do what a key asked of the world outside: links and alerts are shown here; the rest is the other's business."""
        if isinstance(command, OpenLink):
            browse(command.url)
        elif isinstance(command, ReadAlerts):
            shown.show_tellings(read_tellings(store))

    shown = Dashboard(
        state,
        clock=clock,
        on_command=obey,
        look=config.dashboard.theme,
        keymap=keymap(config.dashboard.keys),
        mouse=config.dashboard.mouse,
        onlooker=True,
    )
    following = asyncio.create_task(_follow(shown, store, path, clock, names))
    reason = await shown.run()
    following.cancel()
    with suppress(asyncio.CancelledError):
        await following
    if reason is ExitReason.NO_TERMINAL:
        fail("the dashboard needs a terminal; `watcher stories` lists what was found")


async def _follow(shown: "Dashboard", store: "Store", path: Path, clock: "Clock", names: dict[str, str]) -> None:
    """Tell the dashboard what changed in the database, as long as it is shown."""
    import asyncio

    from watcher.core.stories import WINDOW
    from watcher.dashboard.follow import Snapshot, changes

    before = Snapshot.of(store, clock.now(), WINDOW)
    wait, looked_at = LOOK, _written(path)
    while True:
        await asyncio.sleep(wait)
        written = _written(path)
        if written == looked_at:
            continue
        began = time.monotonic()
        after = Snapshot.of(store, clock.now(), WINDOW)
        for event in changes(before, after, now=clock.now(), names=names):
            shown.emit(event)
        before, looked_at = after, written
        wait = max(LOOK, SHARE * (time.monotonic() - began))


def _written(path: Path) -> tuple[int, ...]:
    """When the database and its log were last written."""
    found = []
    for file in (path, path.with_name(path.name + "-wal")):
        with suppress(OSError):
            found.append(file.stat().st_mtime_ns)
    return tuple(found)
