"""Classes of characters for regular expressions, which Python's `re` has no names for."""

import re
from collections.abc import Iterable

from watcher.core.text.categories import RUNS, runs_of


def points_in(categories: str) -> list[int]:
    """The code points of alphabets in some categories of Unicode, ascending: `points_in("L Mn")`; see `categories.NAMES`."""
    return sorted(
        point
        for category in categories.split()
        for first, _, last in (run.partition("-") for run in RUNS[category].split())
        for point in range(int(first, 16), int(last, 16) + 1)
    )


def in_categories(categories: str) -> str:
    """The same as the inside of a character class."""
    return as_class(points_in(categories))


def as_class(points: Iterable[int]) -> str:
    """The inside of a character class that holds ascending code points, as ranges."""
    return "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in runs_of(points))
