"""The characters without which a regular expression cannot match, so that most texts need not be searched for it."""

from collections.abc import Iterator
from itertools import chain, pairwise
from typing import Final

_HARMLESS: Final = frozenset("bBwWdDsSAZ")  # escapes that stand for no character of their own
_SPECIAL: Final = frozenset(".^$|?*+{}")
_MAY_MISS: Final = ("?", "*", "{")  # what stands before one of these may be missing


def essence(pattern: str) -> tuple[str, ...]:
    """Runs of plain characters, in lower case, one of which each match must hold; none if that cannot be told.

    Looks outside classes and at alternatives, and gives up at whatever it does not know for certain.
    """
    if "(?x" in pattern or "(?ix" in pattern:
        return ()
    found = [_of_one(each) for each in _alternatives(pattern)]
    return tuple(dict.fromkeys(chain.from_iterable(found))) if all(found) else ()


def _of_one(pattern: str) -> tuple[str, ...]:
    """The same of an alternative: its longest run, or those of a group in it if the shortest of them is longer."""
    runs, run, depth, place = [("",)], "", 0, 0
    groups: list[tuple[str, ...]] = []
    while place < len(pattern):
        char = pattern[place]
        place += 1
        plain = ""
        if char == "[":
            place = _after_class(pattern, place)
        elif char == "\\":
            escaped = pattern[place : place + 1]
            place += 1
            if escaped.isalnum() and escaped not in _HARMLESS:
                return ()
            plain = "" if escaped.isalnum() else escaped
        elif char in "()":
            if pattern.startswith("(?:", place - 1) and not depth:
                end = _after_group(pattern, place)
                groups += [essence(pattern[place + 2 : end - 1])] if pattern[end : end + 1] not in _MAY_MISS else []
            depth += 1 if char == "(" else -1
        elif char == "{":
            place = max(pattern.find("}", place) + 1, place)
        elif char not in _SPECIAL:
            plain = char
        after = pattern[place : place + 1]
        if plain and not depth and after not in _MAY_MISS:
            run += plain
            if after != "+":
                continue
        runs.append((run.lower(),))
        run = ""
    best = max([*runs, (run.lower(),), *filter(None, groups)], key=lambda way: min(map(len, way)))
    return best if best[0] else ()


def _marks(pattern: str, place: int = 0) -> Iterator[tuple[int, str]]:
    """The characters outside classes that are not escaped, each with its place."""
    while place < len(pattern):
        char = pattern[place]
        yield place, char
        place = _after_class(pattern, place + 1) if char == "[" else place + 1 + (char == "\\")


def _alternatives(pattern: str) -> list[str]:
    """What | parts outside of groups."""
    depth, cuts = 0, [-1]
    for place, char in _marks(pattern):
        depth += (char == "(") - (char == ")")
        if char == "|" and not depth:
            cuts.append(place)
    return [pattern[cut + 1 : end] for cut, end in pairwise([*cuts, len(pattern)])]


def _after_group(pattern: str, place: int) -> int:
    """Where a group that begins before `place` ends."""
    depth = 1
    for each, char in _marks(pattern, place):
        depth += (char == "(") - (char == ")")
        if not depth:
            return each + 1
    return len(pattern)


def _after_class(pattern: str, place: int) -> int:
    """Where a class that begins before `place` ends."""
    if pattern[place : place + 1] == "^":
        place += 1
    place += 1  # the first character may be a bracket
    while place < len(pattern) and pattern[place] != "]":
        place += 2 if pattern[place] == "\\" else 1
    return place + 1
