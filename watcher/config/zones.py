"""The time zone that a configuration names."""

from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo


def zone_of(name: str) -> tzinfo:
    """The zone of a name such as "Europe/Berlin", or this machine's own for "local"."""
    return Local() if name == "local" else ZoneInfo(name)


class Local(tzinfo):
    """The machine's own zone, which knows when summer time begins and ends, as a fixed offset would not."""

    def utcoffset(self, when: datetime | None) -> timedelta | None:
        return None if when is None else when.replace(tzinfo=None).astimezone().utcoffset()

    def dst(self, when: datetime | None) -> timedelta | None:  # noqa: ARG002 - the system does not say how much of an offset is summer time
        return None

    def tzname(self, when: datetime | None) -> str | None:
        return None if when is None else when.replace(tzinfo=None).astimezone().tzname()

    def fromutc(self, when: datetime) -> datetime:
        local = when.replace(tzinfo=UTC).astimezone()
        return local.replace(tzinfo=self)
