"""The command that watches."""

from typing import Annotated

import typer

from watcher.cli.options import (
    ConfigOption,
    DataOption,
    ForOption,
    HeadlessOption,
    JsonOption,
    LogFileOption,
    LogJsonOption,
    LogLevelOption,
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
    log_level: LogLevelOption = None,
    log_json: LogJsonOption = False,
    log_file: LogFileOption = None,
) -> None:
    """Watch the configured feeds. On a terminal this is the dashboard, elsewhere one line per event."""
    import asyncio

    from watcher.app import assemble
    from watcher.cli.logs import chosen
    from watcher.cli.operate import Fan, Mode, operate
    from watcher.cli.progress import progress
    from watcher.config.secrets import known
    from watcher.dashboard.lines import described
    from watcher.log.events import EventLog
    from watcher.log.output import logging_to

    mode = Mode(headless=headless, json=json, once=once, duration=span(for_))
    loaded, folder = load_config(config), data_folder(data)
    log = chosen(log_level, json=log_json, file=log_file, beside=folder if mode.dashboard else None)

    async def main() -> None:
        fan = Fan([EventLog(described)] if log.events else [])
        with progress("Indexing the archive") as bar:
            app = assemble(loaded, data=folder, emit=fan, report=bar.to)
        try:
            await operate(app, fan, mode)
        finally:
            await app.close()

    with logging_to(log, known):
        asyncio.run(main())
