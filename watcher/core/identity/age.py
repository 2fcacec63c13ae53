"""Is this old news? Feeds list anniversaries, evergreen pages and whole archives as if they had come today."""

import re
from datetime import UTC, datetime, timedelta

from watcher.core.model import Entry

_DATE_IN_PATH = re.compile(r"(?<!\d)(20[0-4]\d|199\d)[/.-]?(0[1-9]|1[0-2])(?:[/.-]?(0[1-9]|[12]\d|3[01]))?(?![0-9])")
_MONTH = timedelta(days=31)  # an address without a day may mean any of its month


def is_old(entry: Entry, limit: timedelta) -> bool:
    """Whether an entry was older than the limit when it was first seen, by its own date or by that in its address.

    The address is believed against a stated date: a page that is touched again gets a new date, not a new address.
    """
    stated = [moment for moment in (entry.published, date_of(entry.url)) if moment is not None]
    return bool(stated) and entry.first_seen - min(stated) > limit


def date_of(url: str) -> datetime | None:
    """The latest moment that a date in an address's path may mean; None if there is none."""
    path = url.partition("://")[2].partition("/")[2].partition("?")[0]
    found = _DATE_IN_PATH.search(f"/{path}")
    if found is None:
        return None
    try:
        day = datetime(int(found[1]), int(found[2]), int(found[3] or 1), tzinfo=UTC)
    except ValueError:  # the 31st of June
        return None
    return day + (timedelta(days=1) if found[3] else _MONTH)
