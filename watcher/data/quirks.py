"""The hosts of quirks.toml that want something of their own, read once."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from watcher.data import read_table
from watcher.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Quirk:
    """What a host wants otherwise than most; `why` says how that is known."""

    gap: float = 0.0  # seconds between two requests, at least
    accept: str = ""  # the Accept header of a feed's request; "": the usual one
    why: str = ""


USUAL: Final = Quirk()


@cache
def load_quirks() -> Mapping[str, Quirk]:
    """Everything that ships, by host; the same object each time."""
    return {host: Quirk(**row) for host, row in read_table("quirks.toml").items()}


def quirk_of(host: str, quirks: Mapping[str, Quirk]) -> Quirk:
    """What a host (a name, with or without its port) wants: its own row, or that of the nearest host above it."""
    name = host.partition(":")[0].lower()
    while name:
        if name in quirks:
            return quirks[name]
        name = name.partition(".")[2]
    return USUAL
