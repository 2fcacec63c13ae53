"""What a database holds at one moment, as far as a dashboard shows it: what every dashboard begins with."""

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import UTC, datetime, tzinfo
from typing import Final

from watcher.core.model import Alert, Correction, Decision, Feed, FeedState, Mark, Mute, Story, Visit
from watcher.core.stories import WINDOW
from watcher.dashboard.state import STORIES, State, seed
from watcher.frozen import dataclass
from watcher.ports import Store

MATCHES: Final = 500  # the newest, whose hits are shown
FIRST: Final = 100  # stories and matches that fill any screen
ALERTS: Final = 50
CORRECTIONS: Final = 50
EDITS: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A look at a database. What is newest stands last."""

    feeds: Mapping[str, FeedState] = field(default_factory=dict)
    stories: Mapping[str, Story] = field(default_factory=dict)
    matches: Mapping[str, tuple[Decision, str]] = field(default_factory=dict)  # by entry, with the id of its story
    alerts: Mapping[str, Alert] = field(default_factory=dict)
    corrections: Mapping[str, Correction] = field(default_factory=dict)
    mutes: tuple[Mute, ...] = ()
    marks: Mapping[str, Mark] = field(default_factory=dict)
    edits: tuple[Visit, ...] = ()
    whole: bool = True  # all that a dashboard keeps was read, not a screenful

    def state(self, feeds: Sequence[Feed], topics: Sequence[str], *, now: datetime, zone: tzinfo = UTC) -> State:
        """What a dashboard with these feeds and topics begins with."""
        return seed(
            [*self.stories.values()],
            [*reversed([*self.matches.values()])],
            [*self.feeds.values()],
            feeds,
            topics,
            now=now,
            zone=zone,
            marks=[*self.marks.values()],
            mutes=self.mutes,
            edits=self.edits,
            whole=self.whole,
        )


def look(store: Store, now: datetime) -> Snapshot:
    """Read all that a dashboard shows."""
    return _look(store, now, STORIES, MATCHES)


def glance(store: Store, now: datetime) -> Snapshot:
    """Read what a first screen shows, in a fraction of the time that a look takes."""
    return replace(_look(store, now, FIRST, FIRST), whole=False)


def _look(store: Store, now: datetime, stories: int, matches: int) -> Snapshot:
    since = now - WINDOW
    return Snapshot(
        feeds={state.url: state for state in store.states()},
        stories={story.id: story for story in store.stories(since, stories)},
        matches={pair[0].article.entry.id: pair for pair in reversed(store.recent(matches))},
        alerts={alert.id: alert for alert in reversed(store.alerts(ALERTS))},
        corrections={one.id: one for one in reversed(store.corrections(CORRECTIONS))},
        mutes=store.mutes(now),
        marks={mark.story: mark for mark in store.marks(since)},
        edits=store.edits(since, EDITS)[::-1],
    )
