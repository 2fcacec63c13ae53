"""What a database holds at one moment, as far as a dashboard shows it: what every dashboard begins with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import Final

from watcher.core.model import Alert, Correction, Decision, Feed, FeedState, Mark, Mute, Story, Visit
from watcher.core.stories import WINDOW
from watcher.dashboard.state import STORIES, State, seed
from watcher.ports import Store

MATCHES: Final = 500  # the newest, whose hits are shown
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
        )


def look(store: Store, now: datetime) -> Snapshot:
    """Read all that a dashboard shows."""
    since = now - WINDOW
    return Snapshot(
        feeds={state.url: state for state in store.states()},
        stories={story.id: story for story in store.stories(since, STORIES)},
        matches={pair[0].article.entry.id: pair for pair in reversed(store.recent(MATCHES))},
        alerts={alert.id: alert for alert in reversed(store.alerts(ALERTS))},
        corrections={one.id: one for one in reversed(store.corrections(CORRECTIONS))},
        mutes=store.mutes(now),
        marks={mark.story: mark for mark in store.marks(since)},
        edits=store.edits(since, EDITS)[::-1],
    )
