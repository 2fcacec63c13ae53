"""Classes of characters for regular expressions, which Python's `re` has no names for."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from watcher.core.text.categories import RUNS

Run = tuple[int, int]  # the first and the last code point of a row of them
_BASIC: Final = 0xFFFF  # the last of the basic plane


def runs_in(categories: str) -> list[Run]:
    """The runs of alphabets in some categories of Unicode, ascending: `runs_in("L Mn")`; see `categories.NAMES`."""
    ends = (run.partition("-") for category in categories.split() for run in RUNS[category].split())
    return sorted((int(first, 16), int(last, 16)) for first, _, last in ends)


def in_categories(categories: str) -> str:
    """The same as the inside of a character class."""
    return as_class(runs_in(categories))


def as_class(runs: Iterable[Run]) -> str:
    """The inside of a character class that holds runs."""
    return "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in runs)


def basic(runs: Iterable[Run]) -> Iterator[Run]:
    """What of ascending runs lies on the basic plane; no run of letters crosses its end."""
    return (run for run in runs if run[1] <= _BASIC)


def named_in(inside: str) -> list[Run]:
    """The runs that the inside of a character class names, ascending; nothing in it may be escaped."""
    return sorted((ord(first), ord(last or first)) for first, last in re.findall("(.)(?:-(.))?", inside, re.DOTALL))


def without(runs: Iterable[Run], others: Sequence[Run]) -> Iterator[Run]:
    """What is left of runs once others are taken out of them; both ascending."""
    at = 0
    for first, last in runs:
        while at < len(others) and others[at][1] < first:
            at += 1
        for low, high in others[at:]:
            if low > last:
                break
            if first < low:
                yield first, low - 1
            first = high + 1  # noqa: PLW2901 - the rest of the run
        if first <= last:
            yield first, last
