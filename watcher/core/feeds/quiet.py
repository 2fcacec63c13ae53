"""The hours in which a feed asks not to be polled: RSS's <skipHours> and <skipDays>."""

from collections.abc import Iterator
from itertools import islice

from lxml import etree

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MOST = 24  # elements of a kind that are looked at


def quiet_hours(root: etree._Element) -> bytes:
    """Hours of the week, one byte each, from Monday 0:00 UTC; the specification counts hours in GMT from 0 to 23."""
    hours = {int(text) % 24 for text in _texts(root, "hour", "skipHours") if text.isascii() and text.isdigit()}
    days = {_DAYS.index(text) for text in _texts(root, "day", "skipDays") if text in _DAYS}
    return bytes(hour for hour in range(7 * 24) if hour % 24 in hours or hour // 24 in days)


def _texts(root: etree._Element, name: str, parent: str) -> Iterator[str]:
    found = root.iterfind(f"{{*}}channel/{{*}}{parent}/{{*}}{name}")
    return ((element.text or "").strip().lower()[:9] for element in islice(found, _MOST))
