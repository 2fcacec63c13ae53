"""The characters without which a regular expression cannot match, so that most texts need not be searched for it."""

from typing import Final

_HARMLESS: Final = frozenset("bBwWdDsSAZ")  # escapes that stand for no character of their own
_SPECIAL: Final = frozenset(".^$|?*+{}")


def essence(pattern: str) -> str:
    """The longest run of plain characters that each match must hold, in lower case; "" if none can be told.

    Looks only at what stands outside groups and classes, and gives up at whatever it does not know for certain.
    """
    runs, run, depth, place = [""], "", 0, 0
    if "(?x" in pattern or "(?ix" in pattern:
        return ""
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
                return ""
            plain = "" if escaped.isalnum() else escaped
        elif char in "()":
            depth += 1 if char == "(" else -1
        elif char == "|" and not depth:
            return ""
        elif char == "{":
            place = max(pattern.find("}", place) + 1, place)
        elif char not in _SPECIAL:
            plain = char
        after = pattern[place : place + 1]
        if plain and not depth and after not in ("?", "*", "{"):
            run += plain
            if after != "+":
                continue
        runs.append(run)
        run = ""
    return max([*runs, run], key=len).lower()


def _after_class(pattern: str, place: int) -> int:
    """Where a class that begins before `place` ends."""
    if pattern[place : place + 1] == "^":
        place += 1
    place += 1  # the first character may be a bracket
    while place < len(pattern) and pattern[place] != "]":
        place += 2 if pattern[place] == "\\" else 1
    return place + 1
