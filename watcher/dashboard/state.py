"""What the dashboard knows: a fold of events into one frozen, bounded value."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from datetime import UTC, date, datetime, tzinfo
from heapq import nlargest
from typing import assert_never

from watcher.core import events
from watcher.core.events import Event
from watcher.core.model import Decision, Feed, FeedState, Mark, Mute, Story, Visit
from watcher.dashboard.reading import Reading, read
from watcher.dashboard.tally import Tally
from watcher.dashboard.words import Line, Tone, sentence
from watcher.errors import FetchFault
from watcher.frozen import dataclass

STORIES = 2000  # kept; older ones are in the database
READINGS = 60  # articles of one story whose hits are kept
CORRECTED = 200  # corrections that can be undone by a key
EDITED = 500  # articles whose silent edits are shown
LINES = 500  # of the log that are not routine
ROUTINE = 200  # of the log that are: a poll that brought nothing pushes no match or failure out
LINE = 500  # characters of one of them
HOURS = 48  # of a topic's sparkline
OFFLINE_AFTER = 3  # polls in a row that nobody answered
# Faults of polls that nobody answered; "" if it is not known. Whoever sends a 404 or a page of its own is there.
_UNANSWERED = ("", FetchFault.DNS, FetchFault.CONNECT, FetchFault.TLS, FetchFault.TIMEOUT)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRow:
    """A feed's last known state; `busy` while it is being polled."""

    name: str
    state: FeedState
    busy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Everything that a view may show. Mappings are replaced, never changed, and hold the latest last."""

    started: datetime
    zone: tzinfo = UTC
    version: str = ""
    config: str = ""
    topics: tuple[str, ...] = ()
    feeds: Mapping[str, FeedRow] = field(default_factory=dict)
    stories: Mapping[str, Story] = field(default_factory=dict)
    readings: Mapping[str, Mapping[str, Reading]] = field(default_factory=dict)  # story → entry → reading
    edits: Mapping[str, tuple[Visit, ...]] = field(default_factory=dict)  # entry → visits that found it changed
    marks: Mapping[str, Mark] = field(default_factory=dict)  # story → what a person had made of it before the start
    mutes: Mapping[tuple[str, str], datetime] = field(default_factory=dict)  # topic and story, one of them "" → until
    corrected: tuple[str, ...] = ()  # the ids of corrections made since the start that stand
    pulse: Mapping[str, Mapping[int, int]] = field(default_factory=dict)  # topic → hour since the epoch → matches
    log: tuple[Line, ...] = ()
    day: date
    today: Tally = Tally()
    total: Tally = Tally()
    unanswered: int = 0  # polls in a row
    misconfigured: str = ""  # what is wrong with the configuration that was not taken up
    unkept: str = ""  # why the database took nothing the last time
    fault: str = ""  # the last alert that a channel did not take, until one goes out again
    stopped: str = ""
    whole: bool = True  # False while only a screenful of the database was read

    @property
    def online(self) -> bool | None:
        """Whether the network seems to be there; None before the first poll came back."""
        if not self.total.polls and not self.total.failed_polls:
            return None
        return self.unanswered < min(OFFLINE_AFTER, max(1, len(self.feeds)))

    @property
    def last_answer(self) -> bool | None:
        """Whether one of the feeds that were polled last answered: what a window on another watcher knows; None if none was."""
        polled = [
            (row.state.last_poll, _is_unanswered(row.state)) for row in self.feeds.values() if row.state.last_poll
        ]
        return not all(unanswered for _, unanswered in nlargest(OFFLINE_AFTER, polled)) if polled else None

    @property
    def unasked(self) -> int:
        """How many feeds were never polled yet."""
        return sum(row.state.last_poll is None for row in self.feeds.values())

    @property
    def next_poll(self) -> datetime | None:
        return min((row.state.next_poll for row in self.feeds.values() if row.state.next_poll), default=None)


def empty(*, now: datetime, zone: tzinfo = UTC) -> State:
    """The state before anything happened."""
    return State(started=now, zone=zone, day=now.astimezone(zone).date())


def seed(
    stories: Sequence[Story],
    recent: Sequence[tuple[Decision, str]],
    states: Sequence[FeedState],
    feeds: Sequence[Feed],
    topics: Sequence[str],
    *,
    now: datetime,
    zone: tzinfo = UTC,
    marks: Sequence[Mark] = (),
    mutes: Sequence[Mute] = (),
    edits: Sequence[Visit] = (),
    whole: bool = True,
) -> State:
    """The state that a database tells of: stories and recent matches in the order in which the store gives them."""
    known = {state.url: state for state in states}
    state = replace(
        empty(now=now, zone=zone),
        topics=tuple(topics),
        feeds={feed.url: _row(feed, known.get(feed.url)) for feed in feeds},
        marks={mark.story: mark for mark in marks},
        mutes={(mute.topic, mute.story): mute.until for mute in mutes},
        stories={story.id: story for story in sorted(stories, key=lambda story: story.last_seen)[-STORIES:]},
        whole=whole,
    )
    for visit in edits:
        state = _with_edit(state, visit)
    matches = [(decision, story, decision.article.entry.first_seen) for decision, story in reversed(recent)]
    today = sum(at.astimezone(zone).date() >= state.day for _, _, at in matches)
    return replace(_with_matches(state, matches), today=Tally(matches=today))


def completed(state: State, seeded: State) -> State:
    """The state after the first screenful, with what the whole look at the database seeded; what was told since stays.

    The look comes later than the screenful, so all that the database knows is taken from it: who looks on hears only of
    what changes after it.
    """
    return replace(
        state,
        feeds={url: replace(state.feeds.get(url, row), state=row.state) for url, row in seeded.feeds.items()},
        stories=seeded.stories,
        readings=seeded.readings,
        edits=seeded.edits,
        marks=seeded.marks,
        mutes=seeded.mutes,
        pulse=seeded.pulse,
        today=replace(state.today, matches=seeded.today.matches),
        log=seeded.log or state.log,
        whole=True,
    )


def _is_unanswered(feed: FeedState) -> bool:
    """Whether nobody answered when a feed was asked last."""
    return bool(feed.fault) and feed.fault_kind in _UNANSWERED


def apply(state: State, event: Event) -> State:  # noqa: C901, PLR0912 - a table with one case for each event
    """The state after an event."""
    state = _logged(_counted(_on_day(state, event.at), event), event)
    match event:
        case events.Started():
            begun = replace(state, started=event.at, version=event.version, stopped="")
            return replace(begun, topics=event.topics, config=event.config)
        case events.PollStarted():
            row = state.feeds.get(event.feed) or FeedRow(name=event.feed, state=FeedState(url=event.feed))
            return replace(state, feeds={**state.feeds, event.feed: replace(row, busy=True)})
        case events.Polled():
            return replace(_with_feed(state, event), unanswered=0, unkept="")
        case events.PollFailed():
            unanswered = state.unanswered + 1 if _is_unanswered(event.state) else 0
            return replace(_with_feed(state, event), unanswered=unanswered, unkept="")
        case events.EntryDecided():
            if not event.decision.matches:
                return state
            return _with_matches(state, [(event.decision, event.story, event.at)])
        case events.StoryChanged():
            return _with_story(state, event.story)
        case events.StoriesCorrected():
            return _corrected(state, event)
        case events.Muted(at=at, mute=mute):
            return lapsed(replace(state, mutes={**state.mutes, (mute.topic, mute.story): mute.until}), at)
        case events.AlertSent():
            return replace(state, fault="")
        case events.AlertFailed():
            return replace(state, fault=f"{event.channel}: {event.fault}")
        case events.Stopped():
            return replace(state, stopped=event.why)
        case events.Reloaded():
            return _reloaded(state, event)
        case events.ReloadFailed():
            return replace(state, misconfigured=" ".join(event.faults[0].split()))
        case events.ArticleEdited():
            return _with_edit(state, event.visit)
        case events.Warned(what=what, unkept=unkept):
            return replace(state, unkept=what) if unkept else state
        case (
            events.PageFailed()
            | events.Reapplied()
            | events.Woke()
            | events.FeedDied()
            | events.FeedFellSilent()
            | events.FeedReturned()
        ):
            return state
        case _:
            assert_never(event)


def _logged(state: State, event: Event) -> State:
    line = sentence(event)
    if line is None:
        return state
    number = state.log[-1].number + 1 if state.log else 1
    quiet = line.tone is Tone.QUIET
    alike = [place for place, known in enumerate(state.log) if (known.tone is Tone.QUIET) is quiet]
    full = len(alike) >= (ROUTINE if quiet else LINES)
    kept = (*state.log[: alike[0]], *state.log[alike[0] + 1 :]) if full else state.log
    if isinstance(event, events.Warned):  # what each poll warns of anew, as of a full disk, stands there once
        kept = tuple(known for known in kept if (known.what, known.text) != (line.what, line.text[:LINE]))
    return replace(state, log=(*kept, replace(line, number=number, text=line.text[:LINE])))


def lapsed(state: State, now: datetime) -> State:
    """The state without the mutes whose time is over."""
    if all(until > now for until in state.mutes.values()):
        return state
    return replace(state, mutes={key: until for key, until in state.mutes.items() if until > now})


def _with_edit(state: State, visit: Visit) -> State:
    """A change of an article, without the texts, which the database has."""
    bare = replace(visit, text="", headers=(), body=b"")
    edits = {entry: found for entry, found in state.edits.items() if entry != visit.entry}
    edits[visit.entry] = (*state.edits.get(visit.entry, ()), bare)
    return replace(state, edits=dict([*edits.items()][-EDITED:]))


def _row(feed: Feed, known: FeedState | None) -> FeedRow:
    """A feed under its name, with what is known of it."""
    state = known or FeedState(url=feed.url)
    return FeedRow(name=feed.name or state.called, state=state)


def _reloaded(state: State, event: events.Reloaded) -> State:
    """Feeds that stay keep what is known of them, with the name that they have now."""
    feeds = {}
    for feed in event.feeds:
        row = state.feeds.get(feed.url)
        feeds[feed.url] = _row(feed, row.state if row else None)
    return replace(state, feeds=feeds, topics=event.topics, config=event.config, misconfigured="")


def _on_day(state: State, at: datetime) -> State:
    """Start today's counts anew when the local day turns; a clock that steps back turns nothing."""
    day = at.astimezone(state.zone).date()
    return replace(state, day=day, today=Tally()) if day > state.day else state


def _counted(state: State, event: Event) -> State:
    today, total = state.today.after(event), state.total.after(event)
    return state if total is state.total else replace(state, today=today, total=total)


def _with_feed(state: State, event: events.Polled | events.PollFailed) -> State:
    known = state.feeds.get(event.feed)
    name = event.name or (known.name if known else event.feed)
    return replace(state, feeds={**state.feeds, event.feed: FeedRow(name=name, state=event.state)})


def _with_story(state: State, story: Story) -> State:
    stories = {key: value for key, value in state.stories.items() if key != story.id}
    stories[story.id] = story
    readings = state.readings
    if len(stories) > STORIES:
        oldest = next(iter(stories))
        del stories[oldest]
        readings = {key: value for key, value in readings.items() if key != oldest}
    return replace(state, stories=stories, readings=readings)


def _corrected(state: State, event: events.StoriesCorrected) -> State:
    """Readings move with their articles; a story that is no more goes."""
    touched = (event.correction.story, event.correction.other)
    known = {entry: reading for name in touched for entry, reading in state.readings.get(name, {}).items()}
    readings = {name: kept for name, kept in state.readings.items() if name not in touched}
    for story in event.stories:
        readings[story.id] = {m.entry: known[m.entry] for m in story.members if m.entry in known}
    stories = {key: story for key, story in state.stories.items() if key != event.gone}
    stories |= {story.id: story for story in event.stories}
    corrected = tuple(name for name in state.corrected if name != event.correction.id)
    return replace(
        state,
        stories=dict(sorted(stories.items(), key=lambda pair: pair[1].last_seen)),
        readings=readings,
        corrected=corrected if event.correction.undone else (*corrected, event.correction.id)[-CORRECTED:],
    )


def _with_matches(state: State, found: Iterable[tuple[Decision, str, datetime]]) -> State:
    """Keep what was found in articles of stories; each article beats once, however often it is read again."""
    readings, pulse = dict(state.readings), dict(state.pulse)
    for decision, story, at in found:
        entry, known = decision.article.entry.id, readings.get(story, {})
        if entry not in known:
            for verdict in decision.matches:
                pulse[verdict.topic] = _beat(pulse.get(verdict.topic, {}), hour_of(at))
        readings[story] = {**dict([*known.items()][-READINGS:]), entry: read(decision)}
    return replace(state, readings=readings, pulse=pulse)


def _beat(hours: Mapping[int, int], hour: int) -> Mapping[int, int]:
    recent = {when: number for when, number in hours.items() if when > hour - HOURS}
    return {**recent, hour: recent.get(hour, 0) + 1}


def hour_of(at: datetime) -> int:
    """The hour since the epoch that a moment lies in."""
    return int(at.timestamp()) // 3600
