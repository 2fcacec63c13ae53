"""The hosts of quirks.toml that want something of their own, read once."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final, cast

import toml_rs

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
    text = files("watcher.data").joinpath("quirks.toml").read_text(encoding="utf-8")
    rows = cast("Mapping[str, Mapping[str, float | str]]", toml_rs.loads(text))
    return {host: Quirk(**row) for host, row in rows.items()}  # type: ignore[arg-type]  # a test reads the rows


def quirk_of(host: str, quirks: Mapping[str, Quirk]) -> Quirk:
    """What a host (a name, with or without its port) wants: its own row, or that of the nearest host above it."""
    name = host.partition(":")[0].lower()
    while name:
        if name in quirks:
            return quirks[name]
        name = name.partition(".")[2]
    return USUAL
