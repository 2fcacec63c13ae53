"""The lock that lets one process write to a database.

The operating system's lock decides, so one that a killed process left behind is free again; what the file says is for
people. The file itself stays, because removing it would let two processes lock two files of one name.

POSIX record locks are used rather than flock: worker processes that outlive a killed watcher would inherit a flock
and keep it for ever. Their price is that a process never contends with itself, hence `_held`.
"""

import os
import platform
import sys
from contextlib import suppress
from pathlib import Path

from watcher.errors import StoreError

if sys.platform == "win32":
    import msvcrt

    FAR = 1 << 30  # Windows forbids others to read what is locked, so a byte beyond the text is

    def _lock(file: int) -> None:
        os.lseek(file, FAR, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        os.lseek(file, 0, os.SEEK_SET)
else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


_held: set[Path] = set()


class Lock:
    """Held from its making until `release` or the end of the process; raises StoreError if another has it."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(f"{database.name}.lock")
        if self._path in _held:
            raise StoreError(f"{database} is already open for writing in this process")
        self._file = self._open(database)
        _held.add(self._path)

    def _open(self, database: Path) -> int:
        try:
            file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise StoreError(
                f"{database} cannot be written, because {self._path} cannot: {error.strerror}. "
                "Choose a place that you may write to"
            ) from error
        try:
            _lock(file)
        except (BlockingIOError, PermissionError) as error:  # both mean "somebody else has it"
            holder = _read(file)
            os.close(file)
            raise StoreError(
                f"{database} is in use by another watcher ({holder}), and only one may write to it: "
                "stop that one first, or watch along with `watcher dashboard`, which only reads"
            ) from error
        except OSError as error:
            os.close(file)
            raise StoreError(f"{self._path} cannot be locked: {error.strerror}. Choose a local disk") from error
        with suppress(OSError):  # the lock holds without its text, on a full disk too
            os.ftruncate(file, 0)
            os.write(file, f"process {os.getpid()} on {platform.node()}\n".encode())
        return file

    def release(self) -> None:
        with suppress(OSError):  # a full disk must not stop the end
            os.ftruncate(self._file, 0)
        os.close(self._file)
        _held.discard(self._path)


def holder(database: Path) -> str:
    """Who writes to a database, "" if nobody does. Asked by another process, which has the lock for an instant."""
    path = database.with_name(f"{database.name}.lock")
    try:
        file = os.open(path, os.O_RDWR)
    except OSError:
        return ""
    try:
        _lock(file)
    except OSError:
        return _read(file)
    else:
        return ""
    finally:
        os.close(file)  # which lets go of it


def runs(database: Path) -> bool:
    """Whether somebody writes to a database, for whoever asks again and again: a lock that nobody claims is not touched."""
    with suppress(OSError):
        return database.with_name(f"{database.name}.lock").stat().st_size > 0 and bool(holder(database))
    return False


def _read(file: int) -> str:
    """Who holds the lock, as far as the file tells."""
    with suppress(OSError):
        os.lseek(file, 0, os.SEEK_SET)
        return os.read(file, 200).decode(errors="replace").strip() or "one that is just starting"
    return "one that does not say who it is"
