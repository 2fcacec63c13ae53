"""When a person wants to hear of things: quiet hours, full hours and the daily digest, in the person's time zone."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from watcher.frozen import dataclass

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """A span of every day, which may cross midnight: it begins at `start` and is over at `end`."""

    start: time
    end: time

    def until(self, now: datetime, zone: tzinfo) -> datetime | None:
        """When the quiet that reigns now is over, in UTC; None if none does."""
        local = now.astimezone(zone)
        clock, overnight = local.time(), self.start > self.end
        late = clock >= self.start
        if not (late or clock < self.end if overnight else late and clock < self.end):
            return None
        return moment(local.date() + DAY if overnight and late else local.date(), self.end, zone, after=now)


def awake(when: datetime, quiet: Quiet | None, zone: tzinfo) -> datetime:
    """The moment itself, or the end of the quiet that it falls into."""
    return (quiet.until(when, zone) if quiet else None) or when


def next_hour(now: datetime, zone: tzinfo) -> datetime:
    """The next full hour of the local clock, which may be a half hour elsewhere."""
    local = now.astimezone(zone)
    passed = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    return now.astimezone(UTC) - passed + HOUR


def next_daily(now: datetime, at: time, zone: tzinfo) -> datetime:
    """The next time that the local clock shows `at`."""
    today = now.astimezone(zone).date()
    due = moment(today, at, zone)
    return due if due > now else moment(today + DAY, at, zone)


def midnight(now: datetime, zone: tzinfo) -> datetime:
    """When today began."""
    return moment(now.astimezone(zone).date(), time(0), zone)


def moment(day: date, at: time, zone: tzinfo, *, after: datetime | None = None) -> datetime:
    """A local time as a moment in UTC. Of the two that an autumn night has, the first that is `after` something."""
    first, second = (datetime.combine(day, at, tzinfo=zone).replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    return second if after is not None and first <= after < second else first
