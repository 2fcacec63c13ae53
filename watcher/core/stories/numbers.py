"""Numbers with their units, whatever way a language writes them: 1,500 soldiers, 1 500, 1万2000, 12 тыс., neun Millionen."""

import re
from collections.abc import Iterator
from typing import Final

from watcher import late
from watcher.core.stories.number_words import CJK, CJK_DIGITS, MULTIPLIERS, UNITS, WORDS
from watcher.core.text.months import is_day

_STEM: Final = 4
# What makes a bare number a date, a time or an ordinal in its language.
_CALENDAR: Final = late.pattern(
    r"\s?(?:年|月|日|時|时|點|点|分|년|월|일|시|분|г\.|года|году|год|року|uhr|am\b|pm\b|a\.m|p\.m|h\b|:\d|th\b|st\b|nd\b|rd\b|周年|주년)"
)
_NUMBER: Final = late.pattern(r"(?<![\w.,/:-])[$€£]?\s?(\d{1,3}(?:[., \u00a0\u202f'’]\d{3})+(?!\d)|\d+(?:[.,]\d+)?)")
_GOES_ON: Final = late.pattern(r"[-/:.]\d")  # a score, a date, a time, an address
_TAIL: Final = late.pattern(r"[\s-]?([^\W\d_]+|%|\$|€)")
_CJK_NUMBER: Final = late.pattern(f"[{''.join(CJK_DIGITS)}{''.join(CJK)}]{{2,}}")
_WORD_NUMBER: Final = late.pattern(r"(?<!\w)([^\W\d_']+(?:'[^\W\d_]+)?)[\s-]([^\W\d_]{2,})")
_SMALL: Final = 10  # below it everybody counts alike
_LONGEST: Final = 15  # digits


def counts(text: str) -> Iterator[tuple[str, int, int]]:
    """The numbers of a folded text that say how many: days of a month are none, though articles on one event share them."""
    return (found for found in numbers(text) if not is_day(text, *found[1:]))


def numbers(text: str) -> Iterator[tuple[str, int, int]]:
    """The numbers of a folded text as "1500" or "152 mm", each with its span; no years, dates in digits, times, single digits."""
    for match in _NUMBER.finditer(text):
        found = _number(text, match)
        if found is not None:
            yield found
    for match in _WORD_NUMBER.finditer(text):
        counted, factor = WORDS.get(match[1]), _multiplier(match[2])
        if counted is not None and factor >= 1e3:
            yield _written(counted * factor), match.start(), match.end()
    for match in _CJK_NUMBER.finditer(text):
        value = _cjk(match[0])
        if value >= _SMALL and not _CALENDAR.match(text, match.end()):
            yield _written(value), match.start(), match.end()


def _number(text: str, match: re.Match[str]) -> tuple[str, int, int] | None:
    written, end = match[1], match.end()
    if len(written) > _LONGEST:
        return None
    grouped = re.fullmatch(r"\d{1,3}(?:\D\d{3})+", written) is not None
    value = float(re.sub(r"\D", "", written)) if grouped else float(written.replace(",", "."))
    plain = not grouped and written.isdigit()
    if plain and (_CALENDAR.match(text, end) or _GOES_ON.match(text, end)):
        return None
    value, end, scaled = _scaled(text, value, end)
    unit, end = _unit(text, end)
    if not unit and match[0][0] in "$€":
        unit = match[0][0]
    if plain and not scaled and not unit and 1900 <= value <= 2100:
        return None
    if value < _SMALL and not unit:
        return None
    return _written(value) + (f" {unit}" if unit else ""), match.start(1), end


def _scaled(text: str, value: float, end: int) -> tuple[float, int, bool]:
    """A number times what follows it: 12 тыс., 1万2000, 9 Millionen."""
    scaled = False
    if text[end : end + 1] in CJK:
        total = 0.0
        while text[end : end + 1] in CJK and end < len(text):
            value *= CJK[text[end]]
            end, scaled = end + 1, True
            rest = re.compile(r"\d+").match(text, end)
            if rest is None:
                continue
            total, value, end = total + value, float(rest[0][:_LONGEST]), rest.end()
        return total + value, end, scaled
    tail = _TAIL.match(text, end)
    factor = _multiplier(tail[1]) if tail else 0.0
    if tail is None or not factor:
        return value, end, False
    return value * factor, tail.end() + (text[tail.end() : tail.end() + 1] == "."), True


def _multiplier(word: str) -> float:
    """What a word multiplies by, inflected perhaps; 0 if it does not."""
    for length in range(len(word), max(len(word) - 4, 0), -1):
        factor = MULTIPLIERS.get(word[:length])
        if factor is not None and (length == len(word) or length > 3):
            return factor
    return 0.0


def _unit(text: str, end: int) -> tuple[str, int]:
    tail = _TAIL.match(text, end)
    if tail is None:
        return "", end
    word = tail[1]
    for length in range(min(len(word), 10), 0, -1):
        unit = UNITS.get(word[:length])
        if unit is not None and (length == len(word) or length >= _STEM or word[0] >= "\u3000"):
            return unit, tail.start(1) + length
    return "", end


def _cjk(run: str) -> float:
    total = section = digit = 0.0
    for char in run[:_LONGEST]:
        factor = CJK.get(char)
        if factor is None:
            digit = digit * 10 + CJK_DIGITS[char]
        elif factor >= 1e4:
            total, section, digit = total + (section + digit or 1) * factor, 0.0, 0.0
        else:
            section, digit = section + (digit or 1) * factor, 0.0
    return total + section + digit


def _written(value: float) -> str:
    return f"{value:.10g}"
