"""The command that brings a database to this version when somebody wants to see to it."""

from typing import Annotated

import typer

from watcher.cli.options import DataOption


def migrate(
    backup: Annotated[bool, typer.Option("--backup/--no-backup", help="Copy the database first, beside it.")] = True,
    data: DataOption = None,
) -> None:
    """Bring the database to this version. With a copy of the old one beside it; `watcher run` does the same, without the copy."""
    from watcher.cli.progress import progress
    from watcher.config import DATABASE, data_path
    from watcher.store import back_up, open_store, versions
    from watcher.store.lock import holder

    path = ((data or data_path()) / DATABASE).resolve()
    before, now = versions(path)
    if before == now and holder(path):
        typer.echo(f"{path} is of version {now} already, and a watcher writes to it")
        return
    if before < now and backup:
        copy = path.with_name(f"{path.name}.v{before}")
        size = back_up(path, copy)
        typer.echo(f"{copy}: {size / 1e6:.1f} MB, the database as it was")
    with progress("Indexing") as bar:
        open_store(path, report=bar.to).close()
    typer.echo(f"{path} is of version {now}" + (f", it was of {before}" if before < now else " already"))
