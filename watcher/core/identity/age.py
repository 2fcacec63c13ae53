"""Is this old news? Feeds list anniversaries, evergreen pages and whole archives as if they had come today."""

from datetime import UTC, datetime, timedelta

from watcher import late
from watcher.core.model import Entry

_MONTH = timedelta(days=31)  # an address without a day may mean any of its month
# Only where a part of the path begins with it: "the-quake-of-2011-03-11" is what an article is about.
_PARTED = late.pattern(r"/(20[0-4]\d|199\d)([/.-])(0[1-9]|1[0-2])(?:\2(0[1-9]|[12]\d|3[01]))?(?=[/._-]|$)")
_WHOLE = late.pattern(r"/(20[0-4]\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=[/._-]|$)")


def is_old(entry: Entry, limit: timedelta) -> bool:
    """Whether an entry was older than the limit when it was first seen, by its own date or by that in its address.

    The address is believed against a stated date, for a page that is touched again gets a new date and no new address;
    but not eight digits in a row, which may be an article's number.
    """
    in_address = date_of(entry.url, whole=entry.published is None)
    stated = [moment for moment in (entry.published, in_address) if moment is not None]
    return bool(stated) and entry.first_seen - min(stated) > limit


def date_of(url: str, *, whole: bool = True) -> datetime | None:
    """The latest moment that a date in an address's path may mean; `whole`: also one written in eight digits."""
    path = "/" + url.partition("://")[2].partition("/")[2].partition("?")[0]
    if found := _PARTED.search(path):
        year, _, month, day = found.groups()
    elif whole and (found := _WHOLE.search(path)):
        year, month, day = found.groups()
    else:
        return None
    try:
        begins = datetime(int(year), int(month), int(day or 1), tzinfo=UTC)
    except ValueError:  # the 31st of June
        return None
    return begins + (timedelta(days=1) if day else _MONTH)
