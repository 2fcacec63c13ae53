"""What a person asked for: where a topic's alerts go, how loud and how often, and when nobody wants to be disturbed."""

from datetime import UTC, datetime, time, timedelta, tzinfo
from enum import StrEnum

from watcher.core.alerts.hours import Quiet
from watcher.core.model import Candidate, Mute, Priority
from watcher.frozen import dataclass


class Deliver(StrEnum):
    """When a topic's alerts are told."""

    INSTANT = "instant"
    HOURLY = "hourly"  # a digest at every full hour that has something to tell
    DAILY = "daily"


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Where a topic's alerts go, how loud they are, and how often they come."""

    channels: tuple[str, ...]
    priority: Priority = Priority.NORMAL
    deliver: Deliver = Deliver.INSTANT
    budget: int = 0  # alerts a day; 0: as many as there are


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """When and how much a person wants to hear, over all topics."""

    zone: tzinfo = UTC  # of all local times here
    quiet: Quiet | None = None
    daily: time = time(8)  # when the daily digest comes
    budget: int = 0  # alerts a day; 0: as many as there are
    pause: timedelta = timedelta(minutes=30)  # between two alerts of one story and topic
    flood: int = 20  # more alerts than this at once are told in one digest
    nap: timedelta = timedelta(minutes=15)  # what was missed in a longer sleep is told in one digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Mood:
    """What counts just now. `catching_up`: until when what comes was missed in sleep, and is told in one digest."""

    mutes: tuple[Mute, ...] = ()
    candidates: tuple[Candidate, ...] = ()  # of the last days, for the budgets
    catching_up: datetime | None = None
