"""The command that says what stands in the way of watching, and what to do about it."""

import os
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from watcher.cli.options import ConfigOption, DataOption
from watcher.cli.surroundings import Finding, disk, outside


def doctor(
    offline: Annotated[
        bool, typer.Option("--offline", help="Ask no server; network and clock are not looked at.")
    ] = False,
    config: ConfigOption = None,
    data: DataOption = None,
) -> None:
    """Look at everything that watching needs. From the configuration to the clock: each line says ok, warning or fault, and what to do. Exit code 1 on a fault."""
    faults = 0
    here = (_configuration(config), _database(data), (disk(data), _sqlite(), _desktop(), _terminal()))
    for finding in chain(*here, () if offline else outside(config)):
        typer.echo(f"{finding.level:8}{finding.what:15}{finding.detail}")
        faults += finding.level == "fault"
    if faults:
        raise typer.Exit(1)


def _configuration(path: Path | None) -> Iterator[Finding]:
    from watcher.config import config_path, load
    from watcher.dashboard.words import count
    from watcher.errors import ConfigError
    from watcher.log.mask import masked

    usual = path or config_path()
    known = path is not None or usual.exists()
    try:
        loaded = load(usual if known else None)
    except ConfigError as error:
        for fault in error.faults:
            yield Finding("fault", "configuration", masked(str(fault)))
        return
    counts = f"{count(len(loaded.config.feed), 'feed')}, {count(len(loaded.config.topic), 'topic')}"
    if not known:
        yield Finding("warning", "configuration", f"none at {usual}; the starter is used ({counts}): `watcher init`")
    else:
        yield Finding("ok", "configuration", f"{usual}: {counts}")
    if not loaded.config.watcher.contact:
        hint = "set [watcher] contact, so that the owners of servers can reach you before they block you"
        yield Finding("warning", "contact", hint)


def _database(path: Path | None) -> Iterator[Finding]:
    from watcher.config import DATABASE, data_path
    from watcher.errors import StoreError
    from watcher.store import open_store

    database = (path or data_path()) / DATABASE
    if not database.exists():
        yield Finding("ok", "database", f"none yet at {database}; the first run makes it")
        return
    try:
        store = open_store(database, read_only=True)
        counts = store.counts()
        store.close()
    except StoreError as error:
        yield Finding("fault", "database", str(error))
        return
    entries, pending = f"{counts['entries']:,} entries", counts["pending"]
    yield Finding("ok", "database", f"{database}: {entries}, {database.stat().st_size / 1e6:.1f} MB")
    if pending:
        yield Finding("warning", "alerts", f"{pending} wait for their channel")


def _sqlite() -> Finding:
    from watcher.store import sqlite_version

    version, sound = sqlite_version()
    remark = "" if sound else ": may damage a database that two programs write at once; let watcher alone write it"
    return Finding("ok", "sqlite", version + remark)


def _desktop() -> Finding:
    from watcher.notify import desktop_fault

    fault = desktop_fault()
    return Finding("warning" if fault else "ok", "desktop", fault or "notifications can be shown")


def _terminal() -> Finding:
    if not sys.stdout.isatty():
        return Finding("ok", "terminal", "none: `watcher run` writes lines")
    encoding = sys.stdout.encoding or "ascii"
    if "utf" not in encoding.lower():
        return Finding("warning", "terminal", f"its encoding is {encoding}: set LANG to a UTF-8 locale")
    return Finding("ok", "terminal", f"{os.environ.get('TERM', 'unknown')}, {encoding}")
