"""The command that shows the whole program on a newsroom of its own."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from watcher.cli.options import ForOption, HeadlessOption, JsonOption, data_folder, span

if TYPE_CHECKING:
    from watcher.app import App
    from watcher.demo import Newsroom, Timeline

PAUSE = 0.1  # seconds between two looks at how far the demo is
AT_ONCE = 0.001  # seconds; with --once no time passes in which an article could be edited
LATER = timedelta(days=1)  # by then everything is due that waits for a time of its own
PATIENCE = 120.0  # seconds that a slow machine may take to read what came last


def demo(
    for_: ForOption = None,
    once: Annotated[
        bool, typer.Option("--once", help="Poll before and after the whole story, without waiting for it to unfold.")
    ] = False,
    speed: Annotated[
        float, typer.Option("--speed", min=0.1, max=60, help="How many times faster the story unfolds.")
    ] = 1.0,
    headless: HeadlessOption = False,
    json: JsonOption = False,
    data: Annotated[
        Path | None,
        typer.Option("--data", metavar="FOLDER", help="Keep the demo's database here instead of dropping it."),
    ] = None,
) -> None:
    """Watch a small newsroom in this process. Thirteen outlets, eleven languages, one story that spreads; nothing leaves the machine."""
    import asyncio
    import tempfile

    from watcher.app import assemble
    from watcher.cli.operate import Fan, Mode, operate
    from watcher.demo import REVISIT, Newsroom, Timeline, demo_config
    from watcher.notify import desktop_fault

    timeline = Timeline(speed=speed)
    channels = ("screen",) if desktop_fault() else ("screen", "desktop")

    async def main(folder: Path) -> None:
        async with Newsroom(timeline) as newsroom:
            mode = Mode(headless=headless, json=json, once=once, duration=span(for_))
            fan = Fan()
            config = demo_config(newsroom, speed=speed, channels=channels, revisit=AT_ONCE if once else REVISIT)
            app = assemble(config, data=folder, emit=fan)
            work = None
            if once:
                work = _twice(app, newsroom, timeline)
            elif not mode.dashboard and mode.duration is None:
                work = _to_the_end(app, newsroom, timeline)
            try:
                await operate(app, fan, mode, work=work)
            finally:
                await app.close()

    if data is not None:
        asyncio.run(main(data_folder(data)))
        return
    with tempfile.TemporaryDirectory(prefix="watcher-demo-") as folder:
        asyncio.run(main(Path(folder)))


def _twice(app: "App", newsroom: "Newsroom", timeline: "Timeline") -> Callable[[], Awaitable[None]]:
    """Poll every feed as it was before the story, then as it is after it."""

    async def work() -> None:
        await app.daemon.once()
        timeline.skip(newsroom.script.length)
        await app.daemon.once()

    return work


def _to_the_end(app: "App", newsroom: "Newsroom", timeline: "Timeline") -> Callable[[], Awaitable[None]]:
    """Watch until the whole story has been told: every feed polled after its last article, every page read."""
    import asyncio

    store, clock = app.store, app.pipeline.clock

    def told(end: datetime) -> bool:
        polled = all(state.last_poll and state.last_poll >= end for state in store.states())
        waiting = any(due(clock.now(), 1) for due in (store.unread, store.unsent))
        return polled and not waiting and not store.revisits(clock.now() + LATER, 1)

    async def work() -> None:
        watching = asyncio.create_task(app.daemon.run())
        while timeline.elapsed() < newsroom.script.length and not watching.done():  # noqa: ASYNC110 - time wakes nobody
            await asyncio.sleep(PAUSE)
        end, patience = clock.now(), PATIENCE
        while not told(end) and patience > 0 and not watching.done():
            await asyncio.sleep(PAUSE)
            patience -= PAUSE
        app.daemon.stop()
        await watching

    return work
