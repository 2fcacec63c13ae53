"""The command that copies what watcher remembers to a safe place."""

from pathlib import Path
from typing import Annotated

import typer

from watcher.cli.options import DataOption


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the copy goes; nothing is overwritten.")],
    data: DataOption = None,
) -> None:
    """Copy the database to a file. Also while a watcher runs; the copy is looked through. To restore, put it in place."""
    from watcher.config import DATABASE, data_path
    from watcher.store import back_up

    database = (data or data_path()) / DATABASE
    size = back_up(database.resolve(), file)
    typer.echo(f"{file}: {size / 1e6:.1f} MB, whole and sound. To restore it, stop watcher and put it at {database}")
