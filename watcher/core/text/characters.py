"""Classes of characters for regular expressions, which Python's `re` has no names for."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import chain
from typing import Final

# Where letters and marks of alphabets lie. Left out: Han, Hangul syllables and private use, which have no marks and
# are named by their block. A walk over all of Unicode would cost every start a fifth of a second.
_ALPHABETS: Final = (
    range(0x3400),
    range(0xA000, 0xAC00),
    range(0xFB00, 0x12000),
    range(0x16100, 0x17000),
    range(0x1BC00, 0x1BD00),
    range(0x1CF00, 0x1F000),
)


def points_in(categories: str) -> list[int]:
    """The code points of some general categories of Unicode, ascending: `points_in("Mn Me")`."""
    wanted = frozenset(categories.split())
    return [point for point, category in _categories() if category in wanted]


def in_categories(categories: str) -> str:
    """The same as the inside of a character class."""
    return as_class(points_in(categories))


@cache
def _categories() -> tuple[tuple[int, str], ...]:
    return tuple((point, unicodedata.category(chr(point))) for point in chain(*_ALPHABETS))


def as_class(points: Iterable[int]) -> str:
    """The inside of a character class that holds ascending code points, as ranges."""
    ranges: list[tuple[int, int]] = []
    for point in points:
        if ranges and ranges[-1][1] == point - 1:
            ranges[-1] = (ranges[-1][0], point)
        else:
            ranges.append((point, point))
    return "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in ranges)
