"""The command that watches."""

from typing import Annotated

import typer

from watcher.cli.options import (
    ConfigOption,
    DataOption,
    ForOption,
    HeadlessOption,
    JsonOption,
    data_folder,
    load_config,
    span,
)


def run(
    config: ConfigOption = None,
    data: DataOption = None,
    once: Annotated[bool, typer.Option("--once", help="Poll every feed once, read pages, announce, and exit.")] = False,
    headless: HeadlessOption = False,
    json: JsonOption = False,
    for_: ForOption = None,
) -> None:
    """Watch the configured feeds. On a terminal this is the dashboard, elsewhere one line per event."""
    import asyncio

    from watcher.app import assemble
    from watcher.cli.operate import Fan, Mode, operate

    mode = Mode(headless=headless, json=json, once=once, duration=span(for_))
    loaded, folder = load_config(config), data_folder(data)

    async def main() -> None:
        fan = Fan()
        app = assemble(loaded, data=folder, emit=fan)
        try:
            await operate(app, fan, mode)
        finally:
            await app.close()

    asyncio.run(main())
