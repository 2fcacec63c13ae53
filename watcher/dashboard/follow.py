"""A second window on a running watcher: what changed in its database, told as the events that changed it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Self

from watcher.core.events import AlertSent, EntryDecided, Event, Polled, PollFailed, StoriesCorrected, StoryChanged
from watcher.core.model import Alert, Correction, Decision, FeedState, Story
from watcher.ports import Store

MATCHES = 200  # the newest, which are compared; more do not come in a second
ALERTS = 50
CORRECTIONS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What a database held at one moment, as far as a dashboard shows it."""

    feeds: Mapping[str, FeedState] = field(default_factory=dict)
    stories: Mapping[str, Story] = field(default_factory=dict)
    matches: Mapping[str, tuple[Decision, str]] = field(default_factory=dict)  # by entry, with the id of its story
    alerts: Mapping[str, Alert] = field(default_factory=dict)
    corrections: Mapping[str, Correction] = field(default_factory=dict)

    @classmethod
    def of(cls, store: Store, now: datetime, window: timedelta) -> Self:
        """Read it from a store."""
        return cls(
            feeds={state.url: state for state in store.states()},
            stories={story.id: story for story in store.stories(now - window)},
            matches={pair[0].article.entry.id: pair for pair in reversed(store.recent(MATCHES))},
            alerts={alert.id: alert for alert in reversed(store.alerts(ALERTS))},
            corrections={one.id: one for one in reversed(store.corrections(CORRECTIONS))},
        )


def changes(before: Snapshot, after: Snapshot, *, now: datetime, names: Mapping[str, str]) -> Iterator[Event]:
    """The events that lead from one snapshot to the next, as far as the two can tell. `names` are the feeds', by url."""
    for url, state in after.feeds.items():
        earlier = before.feeds.get(url)
        if state.last_poll is not None and (earlier is None or earlier.last_poll != state.last_poll):
            yield _poll(earlier, state, names.get(url) or state.title or url)
    for key, correction in after.corrections.items():
        if before.corrections.get(key) != correction:
            yield _corrected(correction, after, now)
    for key, story in after.stories.items():
        if before.stories.get(key) != story:
            yield StoryChanged(at=now, story=story, new=key not in before.stories)
    for key, (decision, story_id) in after.matches.items():
        known = before.matches.get(key)
        if known is None or known[0] != decision:
            yield EntryDecided(
                at=decision.decided_at,
                decision=decision,
                story=story_id,
                silent=decision.silent,
                again=known is not None,
            )
    for key, alert in after.alerts.items():
        if key not in before.alerts:
            yield AlertSent(at=now, alert=alert, channel=", ".join(alert.channels))


def _corrected(correction: Correction, after: Snapshot, now: datetime) -> StoriesCorrected:
    touched = (correction.story, correction.other)
    stories = tuple(after.stories[name] for name in touched if name in after.stories)
    gone = next((name for name in touched if name not in after.stories), "")
    return StoriesCorrected(at=now, correction=correction, stories=stories, gone=gone)


def _poll(before: FeedState | None, state: FeedState, name: str) -> Polled | PollFailed:
    at = state.last_poll
    assert at is not None
    if state.fault:
        return PollFailed(at=at, feed=state.url, name=name, state=state, fault=state.fault)
    return Polled(
        at=at,
        feed=state.url,
        name=name,
        state=state,
        total=state.items,
        new=state.entries - (before.entries if before else 0),
        not_modified=bool(before and state.not_modified > before.not_modified),
        baseline=before is None or not before.baseline,
        recovered=bool(before and before.fault),
    )
