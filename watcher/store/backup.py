"""Copying a database while a watcher writes to it: whole as of one moment, looked through, and never over another file."""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from watcher.errors import StoreError
from watcher.store.database import Database


def back_up(database: Path, target: Path) -> int:
    """Copy a database to a file that is not there yet; the copy's size in bytes. Raises StoreError.

    One step of SQLite's backup reads as of one moment, and in a WAL database it holds up no writer. What is at the
    target is whole and sound, or nothing: the copy is made beside it and gets its name at the end.
    """
    if target.exists() or target.is_symlink():
        raise StoreError(f"{target} is there already, and a backup overwrites nothing: name another file")
    source = Database(database, read_only=True, older=True)
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        _copy(source, part)
        _put(part, target)
        return target.stat().st_size
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"{target} cannot be written: {error}. {database} was left as it is") from error
    finally:
        source.close()
        for left in (part, part.with_name(f"{part.name}-journal")):
            with suppress(OSError):
                left.unlink()


def _copy(source: Database, part: Path) -> None:
    with closing(sqlite3.connect(part, isolation_level=None)) as copy:
        source.copy_to(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
        ((found,),) = copy.execute("PRAGMA integrity_check(1)").fetchall()
    if found != "ok":
        raise StoreError(
            f"{source.path} is damaged ({found}); no backup was made of it. Older backups are worth more now"
        )


def _put(part: Path, target: Path) -> None:
    """Give a finished copy its name; raise FileExistsError if somebody took the name meanwhile."""
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    try:
        os.link(part, target)
    except (OSError, NotImplementedError) as error:
        if isinstance(error, FileExistsError):
            raise
        if target.exists():
            raise FileExistsError("it is there already") from error
        part.rename(target)  # a file system without hard links
