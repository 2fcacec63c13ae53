"""The command that shows the whole program on a newsroom of its own."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from watcher.cli.options import ForOption, HeadlessOption, JsonOption, data_folder, span

if TYPE_CHECKING:
    from watcher.app import App
    from watcher.demo import Newsroom, Timeline

AFTERMATH = 8.0  # seconds of the demo after its last article, so that every feed is polled once more


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
    """Watch a small newsroom inside this process: thirteen outlets, eleven languages, one story that spreads."""
    from watcher.app import assemble
    from watcher.cli.operate import Fan, Mode, operate
    from watcher.demo import Newsroom, Timeline, demo_config
    from watcher.notify import desktop_fault

    timeline = Timeline(speed=speed)
    channels = ("screen",) if desktop_fault() else ("screen", "desktop")

    async def main(folder: Path) -> None:
        async with Newsroom(timeline) as newsroom:
            mode = Mode(headless=headless, json=json, once=once, duration=span(for_))
            if not mode.dashboard and mode.duration is None:
                mode = replace(mode, duration=timedelta(seconds=(newsroom.script.length + AFTERMATH) / speed))
            fan = Fan()
            app = assemble(demo_config(newsroom, speed=speed, channels=channels), data=folder, emit=fan)
            try:
                await operate(app, fan, mode, work=_twice(app, newsroom, timeline) if once else None)
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
