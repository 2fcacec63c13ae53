"""The figures of a report: how many, when, where, who first, and what nobody watched."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from statistics import median
from typing import Final

from watcher.core.health import health
from watcher.core.model import FeedState, Story, Volume
from watcher.core.stories import origins
from watcher.frozen import dataclass

MOST_BARS: Final = 100  # of one chart; more would be hair
FEW: Final = 2  # outlets of a story from which on being first says something


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One article that matched, as far as a report shows it."""

    entry: str
    at: datetime  # published, or first seen
    seen: datetime
    outlet: str
    title: str
    url: str = ""
    lang: str = ""
    country: str = ""
    feed: str = ""
    topics: tuple[tuple[str, float], ...] = ()  # with their scores


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many of the matches one language or country has, in how many outlets."""

    code: str  # "" where nobody knows
    matches: int
    outlets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """The matches of one span of time."""

    start: datetime
    matches: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Matches over time. `earlier` are older than the first bar."""

    unit: str  # minute, hour, day, week or month
    bars: tuple[Bar, ...]
    earlier: int = 0

    @property
    def peak(self) -> Bar | None:
        return max(self.bars, key=lambda bar: bar.matches, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mover:
    """How often an outlet was the first of several, and how far behind it was otherwise."""

    outlet: str
    first: int  # stories
    stories: int  # that several outlets told, this one among them
    lag: timedelta  # the median behind the first


@dataclass(frozen=True, slots=True, kw_only=True)
class LangCoverage:
    """What is watched in one language, and what came of it."""

    lang: str
    feeds: int
    entries: int
    matches: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole:
    """A feed that told nothing of it: it failed, fell silent, or what it told never matched."""

    name: str
    lang: str
    entries: int
    condition: str = ""  # "" if it is well
    reason: str = ""
    since: datetime | None = None


def shares(matches: Iterable[Match], key: Callable[[Match], str]) -> tuple[Share, ...]:
    """The matches by language or country, the most first; what is unknown stands last."""
    counts: Counter[str] = Counter()
    outlets: dict[str, set[str]] = {}
    for match in matches:
        counts[key(match)] += 1
        outlets.setdefault(key(match), set()).add(match.outlet)
    order = sorted(counts, key=lambda code: (not code, -counts[code], code))
    return tuple(Share(code=code, matches=counts[code], outlets=len(outlets[code])) for code in order)


def course(matches: Sequence[Match], start: datetime, end: datetime, zone: tzinfo) -> Course:
    """The matches by minute, hour, day, week or month of a time zone, whichever gives a chart that can be read."""
    unit = _unit(start, end)
    counts = Counter(_floor(match.at, unit, zone) for match in matches if match.at >= start)
    first = _floor(start, unit, zone)
    bars: list[Bar] = []
    while first <= end and len(bars) < MOST_BARS:
        bars.append(Bar(start=first, matches=counts[first]))
        first = _floor(first + _STEPS[unit], unit, zone)
    return Course(unit=unit, bars=tuple(bars), earlier=sum(match.at < start for match in matches))


# As far as a step may reach into the next span, whose beginning is then taken.
_STEPS: Final = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(hours=36),  # a day has 23 to 25 hours
    "week": timedelta(days=7, hours=12),
    "month": timedelta(days=45),
}
_REACHES: Final = {
    "minute": timedelta(minutes=90),
    "hour": timedelta(hours=72),
    "day": timedelta(days=92),
    "week": timedelta(weeks=90),
}


def _unit(start: datetime, end: datetime) -> str:
    return next((unit for unit, reach in _REACHES.items() if end - start <= reach), "month")


def _floor(at: datetime, unit: str, zone: tzinfo) -> datetime:
    """The beginning of the span that a time is in. Days begin at midnight of the zone, weeks on Monday."""
    local = at.astimezone(zone).replace(second=0, microsecond=0)
    if unit == "minute":
        return local
    if unit == "hour":
        return local.replace(minute=0)
    day = local.replace(hour=0, minute=0)
    if unit == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if unit == "month" else day


def movers(stories: Iterable[Story]) -> tuple[Mover, ...]:
    """Who was first in stories that several outlets told, the most often first."""
    first: Counter[str] = Counter()
    lags: dict[str, list[timedelta]] = {}
    for story in stories:
        behind = origins(story).lags
        if len(behind) >= FEW:
            first[behind[0][0]] += 1
            for outlet, lag in behind:
                lags.setdefault(outlet, []).append(lag)
    found = (
        Mover(
            outlet=outlet,
            first=first[outlet],
            stories=len(all_),
            lag=timedelta(seconds=median(lag.total_seconds() for lag in all_)),
        )
        for outlet, all_ in lags.items()
    )
    return tuple(sorted(found, key=lambda one: (-one.first, one.lag, -one.stories, one.outlet)))


def languages(matches: Iterable[Match], volumes: Sequence[Volume]) -> tuple[LangCoverage, ...]:
    """What is watched in each language: those without a match first, then the most told."""
    feeds, entries = Counter(_primary(one.lang) for one in volumes), Counter[str]()
    for one in volumes:
        entries[_primary(one.lang)] += one.entries
    found = Counter(_primary(match.lang) for match in matches)
    rows = (
        LangCoverage(lang=lang, feeds=feeds[lang], entries=entries[lang], matches=found[lang])
        for lang in {*feeds, *found}
    )
    return tuple(sorted(rows, key=lambda row: (row.matches > 0, -row.entries, row.lang)))


def holes(
    matches: Iterable[Match], volumes: Sequence[Volume], states: Sequence[FeedState], names: Mapping[str, str]
) -> tuple[Hole, ...]:
    """The configured feeds that are not well, and those that never matched, with the most entries first."""
    told = {one.feed: one for one in volumes}
    matched = {match.feed for match in matches}
    found = []
    for state in states:
        volume, condition = told.get(state.url), health(state)
        if condition.well and state.url in matched:
            continue
        hole = Hole(
            name=names.get(state.url, state.url),
            lang=_primary(volume.lang if volume else state.lang),
            entries=volume.entries if volume else 0,
            condition="" if condition.well else str(condition.condition),
            reason=condition.reason,
            since=condition.since,
        )
        found.append(hole)
    return tuple(sorted(found, key=lambda hole: (not hole.condition, -hole.entries, hole.name)))


def _primary(lang: str) -> str:
    return lang.split("-", maxsplit=1)[0]
