"""What a write-ahead log says before SQLite recovers from it; nothing here changes the log.

SQLite takes up a log as far as its checksums hold and drops the rest without a word. That is right for the last commit
that a crash cut short, and not for a log that something else wrote into: so the log is read once more here, in the
format of https://www.sqlite.org/fileformat2.html#walformat.
"""

import struct
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

HEADER = struct.Struct(">8I")  # magic, version, page size, sequence, salt 1, salt 2, checksum 1, checksum 2
FRAME = struct.Struct(">6I")  # page, size of the database after a commit or 0, salt 1, salt 2, checksum 1, checksum 2
MAGIC = 0x377F0682  # the lowest bit is the byte order of the checksums
MASK = 0xFFFFFFFF

Checksum = tuple[int, int]


class Log(Enum):
    """What a log is like."""

    SOUND = "sound"  # or absent, or ending as a killed process leaves it
    BROKEN = "broken"  # commits follow behind a frame that is not whole
    UNREADABLE = "unreadable"


def look(log: Path) -> Log:
    """What a log is like; raises OSError."""
    try:
        content = log.read_bytes()
    except FileNotFoundError:
        return Log.SOUND
    if len(content) <= HEADER.size + FRAME.size:  # not even one frame, so no commit
        return Log.SOUND
    magic, _, page_size, _, *salts, first, second = HEADER.unpack_from(content)
    order = ">" if magic & 1 else "<"
    seed = _checksum(content[: HEADER.size - 8], order, (0, 0))
    if magic & ~1 != MAGIC or seed != (first, second):
        return Log.UNREADABLE
    frames = _frames(content, page_size)
    for frame in frames:
        _, _, salt_1, salt_2, first, second = FRAME.unpack_from(frame)
        seed = _checksum(frame[:8] + frame[FRAME.size :], order, seed)
        if [salt_1, salt_2] != salts or seed != (first, second):
            break
    # A writer that was killed left at most this one frame unfinished, for frames are written one after the other.
    behind = (FRAME.unpack_from(frame) for frame in frames)
    return Log.BROKEN if any(size and found == salts for _, size, *found, _, _ in behind) else Log.SOUND


def _frames(content: bytes, page_size: int) -> Iterator[bytes]:
    step = FRAME.size + page_size
    for start in range(HEADER.size, len(content) - step + 1, step):
        yield content[start : start + step]


def _checksum(content: bytes, order: str, seed: Checksum) -> Checksum:
    first, second = seed
    for even, odd in struct.iter_unpack(f"{order}2I", content):
        first = (first + even + second) & MASK
        second = (second + odd + first) & MASK
    return first, second
