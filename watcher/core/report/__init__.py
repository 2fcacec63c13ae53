"""A report on a span of time: what matched, which stories it made, who was first, and where nobody looked."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Final

from watcher.core.edits import Revision
from watcher.core.model import FeedState, Story, Volume
from watcher.core.report.accounts import Account, Telling, account
from watcher.core.report.figures import (
    Bar,
    Course,
    Hole,
    LangCoverage,
    Match,
    Mover,
    Share,
    course,
    holes,
    languages,
    movers,
    shares,
)
from watcher.frozen import dataclass

__all__ = [
    "Account",
    "Asked",
    "Bar",
    "Course",
    "Hole",
    "LangCoverage",
    "Match",
    "Mover",
    "Report",
    "Share",
    "Sources",
    "Telling",
    "account",
    "report",
]

TOLD_IN_FULL: Final = 40  # stories; the others have a line each
OLDER: Final = timedelta(days=14)  # what was published longer before it was first seen stretches no chart


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a report is about; what is empty does not narrow it."""

    since: datetime | None = None  # first seen then or later
    topic: str = ""
    story: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What a report is made from."""

    matches: tuple[Match, ...]  # newest first
    stories: tuple[Story, ...]
    revisions: Mapping[str, Sequence[Revision]]  # by entry
    volumes: tuple[Volume, ...]
    states: tuple[FeedState, ...]  # of the configured feeds
    names: Mapping[str, str]  # of feeds, by address


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything that a report says, in the order in which it says it."""

    asked: Asked
    start: datetime
    end: datetime  # of a report on one story, its last article
    made: datetime
    topics: tuple[tuple[str, int], ...]  # with their matches, the most first
    outlets: int
    entries: int  # that were looked at
    feeds: int
    edited: int  # articles that were changed after they were read
    course: Course
    langs: tuple[Share, ...]
    countries: tuple[Share, ...]
    accounts: tuple[Account, ...]  # the stories that are told in full, the widest first
    others: tuple[Story, ...]  # the newest first
    movers: tuple[Mover, ...]
    coverage: tuple[LangCoverage, ...]
    holes: tuple[Hole, ...]
    matches: tuple[Match, ...]

    @property
    def stories(self) -> int:
        return len(self.accounts) + len(self.others)


def report(asked: Asked, sources: Sources, *, now: datetime, zone: tzinfo) -> Report:
    """Work out a report; `zone` is where days begin and end."""
    matches = sources.matches
    start = asked.since or _start(matches, now)
    end = max((match.at for match in matches), default=now) if asked.story else now
    found = holes(matches, sources.volumes, sources.states, sources.names)
    widest = sorted(sources.stories, key=lambda story: (-len(story.outlets), -story.score, story.id))
    told = {story.id for story in widest[:TOLD_IN_FULL]}
    counts: dict[str, int] = {}
    for match in matches:
        for topic, _ in match.topics:
            counts[topic] = counts.get(topic, 0) + 1
    return Report(
        asked=asked,
        start=start,
        end=end,
        made=now,
        topics=tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0]))),
        outlets=len({match.outlet for match in matches}),
        entries=sum(volume.entries for volume in sources.volumes),
        feeds=len(sources.states),
        edited=len({match.entry for match in matches} & {entry for entry, made in sources.revisions.items() if made}),
        course=course(matches, start, end, zone),
        langs=shares(matches, lambda match: match.lang.split("-")[0]),
        countries=shares(matches, lambda match: match.country),
        accounts=tuple(account(story, sources.revisions) for story in widest[:TOLD_IN_FULL]),
        others=tuple(
            sorted((s for s in sources.stories if s.id not in told), key=lambda s: (s.last_seen, s.id), reverse=True)
        ),
        movers=movers(sources.stories),
        coverage=languages(matches, sources.volumes),
        holes=tuple(hole for hole in found if hole.condition) if asked.story else found,
        matches=matches,
    )


def _start(matches: Sequence[Match], now: datetime) -> datetime:
    """When the first match was published, unless it was an old one."""
    if not matches:
        return now
    return max(min(match.at for match in matches), min(match.seen for match in matches) - OLDER)
