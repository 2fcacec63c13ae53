"""Dates as feeds write them: RFC 822, ISO 8601 and what people type, in a score of languages.

Own code, because feedparser and email.utils read some foreign dates wrongly without a word. Ambiguous or impossible
dates are None: no date is better than a wrong one.
"""

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone

from watcher import late
from watcher.core.text.months import MONTH_NAMES

_FIRST_YEAR, _LAST_YEAR = 1970, 2100
_LONGEST = 100  # characters of a date that are looked at

# Abbreviations are cut from these unless they stand there themselves.
_MONTHS = {name.casefold(): month for line in MONTH_NAMES for month, name in enumerate(line.split(), 1)}
_MONTHS |= {"sep": 9, "mär": 3}

_ZONES = {  # hours east of Greenwich; where an abbreviation has several meanings, the one that feeds mean
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "cest": 2, "mez": 1, "mesz": 2,
    "met": 1, "mest": 2, "eet": 2, "eest": 3, "sast": 2, "cat": 2, "eat": 3, "wat": 1, "msk": 3, "мск": 3, "trt": 3,
    "gst": 4, "pkt": 5, "ist": 5.5, "npt": 5.75, "ict": 7, "wib": 7, "hkt": 8, "sgt": 8, "pht": 8, "awst": 8,
    "jst": 9, "kst": 9, "acst": 9.5, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13, "brt": -3, "art": -3, "ast": -4,
    "adt": -3, "nst": -3.5, "est": -5, "edt": -4, "et": -5, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8,
    "pdt": -7, "pt": -8, "akst": -9, "akdt": -8, "hst": -10,
}  # fmt: skip

# The two ways in which nearly all feeds write: RFC 822 as RSS has it, RFC 3339 as Atom has it.
_RFC822 = late.pattern(
    r"(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) ([01]\d|2[0-3]):([0-5]\d):([0-5]\d) (?:GMT|([+-])(\d\d)(\d\d))"
)
_RFC3339 = late.pattern(r"\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:Z|[+-]\d\d:\d\d)")
_ENGLISH = {
    name.capitalize(): month
    for month, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
_ISO = late.pattern(r"(\d{4})([-/.])\s?(\d{1,2})(?:\2\s?(\d{1,2}))?(?!\d)\.?")
_BASIC = late.pattern(r"(\d{4})(\d{2})(\d{2})(?=T|\s|$)")
_EAST = late.pattern(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]?")
_DAY_FIRST = late.pattern(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_NAMED = late.pattern(
    r"(?:(?P<d1>\d{1,2})(?:st|nd|rd|th|er|º|°|\.)?[\s.,-]*(?:de\s+|of\s+|d')?)?"
    r"(?P<name>[^\W\d_]{3,12})\.?[\s.,-]*(?:de[l]?\s+)?"
    r"(?:(?P<d2>\d{1,2})(?:st|nd|rd|th)?[\s.,]+)?(?P<y>\d{4}|\d{2})(?![\d:])"
)
_ASCTIME = late.pattern(
    r"\s+(\d{1,2})\s+(\d{1,2}:\d{2}.{0,20}?)\s(\d{4})$"
)  # Fri Nov 20 10:00:00 2026, from the month on
_TIME = late.pattern(
    r"(?P<half>오전|오후|上午|下午|午前|午後)?\s*(?<!\d)(?P<h>\d{1,2})(?:[:h]|\s*[時时点點시]\s*)(?P<m>\d{2}|\d(?=[分분]))(?:[分분])?"
    r"(?:[:分]?\s*(?P<s>\d{2})[秒초]?)?(?:[.,]\d+)?(?!\d)\s*(?P<ampm>[ap]\.?m\b\.?)?",
    re.IGNORECASE,
)
_BASIC_TIME = late.pattern(r"T(?P<h>\d{2})(?P<m>\d{2})(?P<s>\d{2})?(?!\d)")
_OFFSET = late.pattern(r"^[\s(]*(?:(?:GMT|UTC)\s*)?([+\-\u2212])(\d{1,2}):?(\d{2})?(?!\d)", re.IGNORECASE)
_ZONE = late.pattern(r"^[\s(]*([^\W\d_]{1,5})\b")
_EPOCH = late.pattern(r"(\d{10})(\d{3})?")


def parse(text: str) -> datetime | None:
    """The moment that a text states, in UTC; None if it states none. A missing zone is taken for UTC."""
    text = unicodedata.normalize("NFC", text[:_LONGEST]).strip()
    try:
        if epoch := _EPOCH.fullmatch(text):
            return datetime.fromtimestamp(int(epoch[1]), UTC)
        moment = _plainly(text)
        if moment is not None:
            return moment if _FIRST_YEAR <= moment.year <= _LAST_YEAR else None
        if (day := _day(text)) is None:
            return None
        (year, month, date), rest = day
        if not _FIRST_YEAR <= year <= _LAST_YEAR:
            return None
        return (datetime(year, month, date, tzinfo=UTC) + _time_of_day(rest)).astimezone(UTC)
    except (ValueError, OverflowError):  # the 30th of February, 25 o'clock
        return None


def _plainly(text: str) -> datetime | None:
    """The moment of a date that is written as the standards ask; None if it is written otherwise."""
    if _RFC3339.fullmatch(text):
        return datetime.fromisoformat(text).astimezone(UTC)
    found = _RFC822.fullmatch(text)
    if found is None or found[2] not in _ENGLISH:
        return None
    moment = datetime(
        int(found[3]), _ENGLISH[found[2]], int(found[1]), int(found[4]), int(found[5]), int(found[6]), tzinfo=UTC
    )
    offset = timedelta(hours=int(found[8] or 0), minutes=int(found[9] or 0))
    timezone(offset)  # raises ValueError beyond a day
    return moment + offset if found[7] == "-" else moment - offset


def _day(text: str) -> tuple[tuple[int, int, int], str] | None:
    """Year, month and day, and the text without them."""
    for pattern in (_ISO, _EAST, _BASIC):
        if found := pattern.search(text):
            numbers = [int(group) for group in found.groups() if group and group.isdigit()]
            year, month, day = (*numbers, 1)[:3]
            return (year, month, day), text[: found.start()] + " " + text[found.end() :]
    if found := _DAY_FIRST.search(text):
        order = _order(int(found[1]), found[2], int(found[3]))
        return ((_year(found[4]), *order), text[: found.start()] + " " + text[found.end() :]) if order else None
    return _named_day(text)


def _order(first: int, mark: str, second: int) -> tuple[int, int] | None:
    """Month and day of two numbers. With slashes, 05/06 is May in one country and June in the next: nobody knows."""
    if mark == "." or first > 12 or first == second:
        return second, first
    return (first, second) if second > 12 else None


def _named_day(text: str) -> tuple[tuple[int, int, int], str] | None:
    for word in re.finditer(r"[^\W\d_]{3,12}", text):
        if (month := _MONTHS.get(word[0].casefold())) is None:
            continue
        start = _before(text, word.start())
        found = _NAMED.match(text, start)
        if found and found["name"] == word[0] and (day := found["d1"] or found["d2"]):
            return (_year(found["y"]), month, int(day)), text[:start] + " " + text[found.end() :]
        if found := _ASCTIME.match(text, word.end()):
            return (int(found[3]), month, int(found[1])), found[2]
    return None


def _before(text: str, position: int) -> int:
    """Where the day's number before a month's name begins, or the name itself."""
    number = re.search(r"(?<!\d)\d{1,2}(?:st|nd|rd|th|er|º|°|\.)?[\s.,-]*(?:de\s+|of\s+|d')?$", text[:position])
    return number.start() if number else position


def _year(text: str) -> int:
    year = int(text)
    return year if len(text) == 4 else year + (1900 if year >= 70 else 2000)


def _time_of_day(text: str) -> timedelta:
    """What has to be added to midnight UTC of the day."""
    if (found := _TIME.search(text) or _BASIC_TIME.search(text)) is None:
        return timedelta()
    parts = found.groupdict()
    hour, minute, second = int(parts["h"]), int(parts["m"]), min(int(parts["s"] or 0), 59)  # 60: a leap second
    half = (parts.get("half") or parts.get("ampm") or "").casefold().replace(".", "")
    if half in ("pm", "오후", "下午", "午後") and hour < 12:
        hour += 12
    elif half in ("am", "오전", "上午", "午前") and hour == 12:
        hour = 0
    if minute > 59 or (hour, minute, second) > (24, 0, 0):
        raise ValueError(text)
    return timedelta(hours=hour, minutes=minute, seconds=second) - _offset(text[found.end() :])


def _offset(text: str) -> timedelta:
    if found := _OFFSET.match(text):
        offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
        timezone(offset)  # raises ValueError beyond a day
        return offset if found[1] == "+" else -offset
    zone = _ZONE.match(text)
    return timedelta(hours=_ZONES.get(zone[1].casefold(), 0)) if zone else timedelta()
