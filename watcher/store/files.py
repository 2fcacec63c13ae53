"""What the files of a database say before SQLite touches them.

SQLite takes an emptied file for a fresh database and drops a write-ahead log that it cannot read without a word. Both
would lose what was remembered, so both are looked for first, and nothing here ever changes a file that holds data.
"""

import struct
from pathlib import Path

from watcher.errors import StoreError

MAGIC = b"SQLite format 3\0"
WAL_HEADER = struct.Struct(">8I")  # magic, version, page size, sequence, salt 1, salt 2, checksum 1, checksum 2
WAL_MAGIC = 0x377F0682  # https://www.sqlite.org/fileformat2.html#walformat; the lowest bit is the checksum's byte order
WAL_FRAME_HEADER = 24


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


def lost(path: Path) -> str:
    """What to say when a database that was begun is no longer there."""
    return (
        f"{path} is empty or gone, although it once held data. Put a backup in its place, "
        f"or delete {marker(path)} to begin anew with nothing known"
    )


def inspect(path: Path) -> bool:
    """Whether there is a database at the path; raise StoreError if there is something else, or one was lost."""
    if path.is_dir():
        raise StoreError(f"{path} is a directory: name a file in it")
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
    _inspect_wal(path.with_name(f"{path.name}-wal"), path)
    return True


def _inspect_wal(wal: Path, path: Path) -> None:
    try:
        with wal.open("rb") as file:
            header = file.read(WAL_HEADER.size)
    except FileNotFoundError:
        return
    except OSError as error:
        raise StoreError(f"{wal} cannot be read: {error.strerror}") from error
    # A log that holds not even one frame can hold no commit: a crash may leave it so.
    if wal.stat().st_size > WAL_HEADER.size + WAL_FRAME_HEADER and not _is_sound(header):
        raise StoreError(
            f"{wal} is damaged, and with it the last changes of {path.name}; both were left as they are. "
            f"Put a backup in their place, or move {wal.name} away to go on without the last changes"
        )


def _is_sound(header: bytes) -> bool:
    magic = int.from_bytes(header[:4], "big")
    if magic & ~1 != WAL_MAGIC:
        return False
    words = struct.unpack(">6I" if magic & 1 else "<6I", header[:24])
    first = second = 0
    for even, odd in zip(words[::2], words[1::2], strict=True):
        first = (first + even + second) & 0xFFFFFFFF
        second = (second + odd + first) & 0xFFFFFFFF
    return (first, second) == struct.unpack(">2I", header[24:])
