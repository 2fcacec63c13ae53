"""A second window on a running watcher: what changed in its database, told as the events that changed it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from heapq import nlargest

from watcher.core.events import (
    AlertSent,
    ArticleEdited,
    EntryDecided,
    Event,
    Muted,
    Polled,
    PollFailed,
    StoriesCorrected,
    StoryChanged,
)
from watcher.core.model import Correction, Feed, FeedState
from watcher.dashboard.snapshot import Snapshot
from watcher.dashboard.state import LINE, LINES, State
from watcher.dashboard.words import Line, sentence


def onlooked(
    found: Snapshot, topics: Sequence[str], *, now: datetime, zone: tzinfo = UTC, names: Mapping[str, str] | None = None
) -> State:
    """The state of a window that is opened on what a watcher elsewhere keeps, with the log as far as that tells it."""
    names = names or {}
    feeds = [Feed(url=known.url, name=names.get(known.url) or known.title) for known in found.feeds.values()]
    return replace(found.state(feeds, topics, now=now, zone=zone), log=_recalled(found, now=now, names=names))


def _recalled(found: Snapshot, *, now: datetime, names: Mapping[str, str]) -> tuple[Line, ...]:
    """The log of a window that has just been opened: what the database tells of what happened before.

    What a feed's last poll brought is not in it, so polls that went well are left out.
    """
    failing = {url: state for url, state in found.feeds.items() if state.fault}
    happened = changes(Snapshot(), replace(found, feeds=failing), now=now, names=names)
    events = nlargest(LINES, map(_when_it_was, happened), key=_at)
    lines = [line for event in reversed(events) if (line := sentence(event)) is not None]
    return tuple(replace(line, number=number, text=line.text[:LINE]) for number, line in enumerate(lines, start=1))


def _when_it_was(event: Event) -> Event:
    match event:
        case StoryChanged(story=story):
            return replace(event, at=story.first_seen)
        case AlertSent(alert=alert):
            return replace(event, at=alert.created)
        case _:
            return event


def _at(event: Event) -> datetime:
    return event.at


def changes(before: Snapshot, after: Snapshot, *, now: datetime, names: Mapping[str, str]) -> Iterator[Event]:
    """The events that lead from one snapshot to the next, as far as the two can tell. `names` are the feeds', by url."""
    for url, state in after.feeds.items():
        earlier = before.feeds.get(url)
        if state.last_poll is not None and (earlier is None or earlier.last_poll != state.last_poll):
            yield _poll(earlier, state, names.get(url) or state.called)
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
    yield from _mutes(before, after, now)
    yield from _edits(before, after)


def _edits(before: Snapshot, after: Snapshot) -> Iterator[ArticleEdited]:
    for visit in after.edits:
        if visit not in before.edits and visit.entry in after.matches:
            decision, story = after.matches[visit.entry]
            yield ArticleEdited(at=visit.at, visit=visit, entry=decision.article.entry, story=story)


def _mutes(before: Snapshot, after: Snapshot, now: datetime) -> Iterator[Muted]:
    """Mutes that were set, and those that are gone before their time."""
    titles = {key: story.title for key, story in after.stories.items()}
    fresh = (mute for mute in after.mutes if mute not in before.mutes)
    yield from (Muted(at=now, mute=mute, title=titles.get(mute.story, "")) for mute in fresh)
    muted = {(mute.topic, mute.story) for mute in after.mutes}
    for mute in before.mutes:
        if mute.until > now and (mute.topic, mute.story) not in muted:
            yield Muted(at=now, mute=replace(mute, until=now), title=titles.get(mute.story, ""))


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
