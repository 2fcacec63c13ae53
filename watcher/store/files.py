"""What the files of a database say before SQLite touches them.

SQLite takes an emptied file for a fresh database and drops a write-ahead log that it cannot read without a word. Both
would lose what was remembered, so both are looked for first, and nothing here ever changes a file that holds data.
"""

import logging
import os
import shutil
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from watcher.errors import StoreError
from watcher.store import wal

MAGIC = b"SQLite format 3\0"
TICK = 10_000_000  # nanoseconds; what a system writes as a file's time is no multiple of it but by chance

logger = logging.getLogger(__name__)


def marker(path: Path) -> Path:
    """The file that says that a database was begun here, so that an emptied one cannot pass for a new one."""
    return path.with_name(f"{path.name}.begun")


def mark_begun(path: Path) -> None:
    """Leave the marker beside a database that has its tables."""
    try:
        with marker(path).open("x", encoding="utf-8") as file:
            file.write(
                f"{path.name} was begun. While this file stands here, a missing or empty {path.name} is a loss\n"
                "and not a beginning. To begin anew, delete both.\n"
            )
    except FileExistsError:
        return
    except OSError as error:
        raise StoreError(f"{marker(path)} cannot be written: {error.strerror}") from error


def mark_closed(path: Path) -> None:
    """Note that a database was sound and closed in order: it and its marker get one time, which no later write leaves.

    Systems tell times by ticks of a few milliseconds, so that a write right after this one could come at the same.
    """
    with suppress(OSError):  # then it is looked through at the next start
        closed = path.stat().st_mtime_ns // TICK * TICK
        for file in (path, marker(path)):
            os.utime(file, ns=(closed, closed))


def is_as_closed(path: Path, now: datetime) -> bool:
    """Whether nobody has written to a database since it was closed in order, on this day (UTC), nor left a log."""
    try:
        closed = path.stat().st_mtime_ns
        marked = marker(path).stat().st_mtime_ns
    except OSError:
        return False
    log, day = path.with_name(f"{path.name}-wal"), datetime.fromtimestamp(closed // 1_000_000_000, UTC).date()
    is_folded = not log.exists() or not log.stat().st_size  # an empty one comes of looking at the database
    return closed == marked and closed % TICK == 0 and day == now.date() and is_folded


def lost(path: Path) -> str:
    """What to say when a database that was begun is no longer there."""
    return (
        f"{path} is empty or gone, although it once held data. Put a backup in its place, "
        f"or delete {marker(path)} to begin anew with nothing known"
    )


def inspect(path: Path, *, to_write: bool) -> bool:
    """Whether there is a database at the path; raise StoreError if there is something else, or one was lost."""
    if path.exists() and not path.is_file():
        raise StoreError(f"{path} is a directory or a device: name a file")
    try:
        with path.open("rb") as file:
            head = file.read(len(MAGIC))
    except FileNotFoundError:
        head = b""
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}") from error
    if not head:
        if marker(path).exists():
            raise StoreError(lost(path))
        return False
    if head != MAGIC:
        raise StoreError(
            f"{path} is not a database, or its beginning is damaged; it was left as it is. "
            "Put a backup in its place, move it away to begin anew, or name another file"
        )
    if to_write:
        _inspect_log(path.with_name(f"{path.name}-wal"), path)
    return True


def _inspect_log(log: Path, path: Path) -> None:
    """Refuse a log that cannot be read at all; keep a copy of one that can be read in part, and go on.

    A loss of power may leave the second kind, and a watcher that nobody sits beside has to start again by itself.
    """
    try:
        found = wal.look(log)
        if found is wal.Log.BROKEN:
            kept = log.with_name(f"{log.name}.damaged")
            shutil.copyfile(log, kept)
            logger.warning("%s is damaged: the last changes of %s are lost; a copy is kept as %s", log, path.name, kept)
    except OSError as error:
        raise StoreError(f"{log} cannot be read or copied: {error.strerror}") from error
    if found is wal.Log.UNREADABLE:
        raise StoreError(
            f"{log} is damaged, and with it the last changes of {path.name}; both were left as they are. "
            f"Put a backup in their place, or move {log.name} away to go on without the last changes"
        )
