"""How a feed is: one of a few conditions, with the reason, since when, and what happens next."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from watcher.core.events import FeedDied, FeedFellSilent, FeedReturned
from watcher.core.health import silence
from watcher.core.model import Alert, Entry, FeedState, ParsedFeed, Priority
from watcher.frozen import dataclass, replace

__all__ = ["DEAD", "SILENT", "Condition", "Health", "alert", "health", "judged", "news", "note"]

DEAD, SILENT = "dead", "silent"  # what FeedState.alarm says
_DEAD_AFTER = timedelta(days=1)  # of failing; maintenance, a lapsed certificate or a bad night are over by then
_FEWEST_FAILURES = 3
_STAMPED = timedelta(minutes=5)  # a latest date so near to the poll may be the server's clock and no news


class Condition(StrEnum):
    """What a person would call it."""

    NEW = "not polled yet"
    OK = "ok"
    UNCHANGED = "not modified"
    EMPTY = "empty"
    SILENT = "silent"
    FAILING = "failing"
    THROTTLED = "throttled"
    WALLED = "walled"
    NOT_A_FEED = "not a feed"
    GONE = "gone"


_FAULTS = {
    "throttled": Condition.THROTTLED,
    "gone": Condition.GONE,
    "wall": Condition.WALLED,
    "unreadable": Condition.NOT_A_FEED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """A feed's condition. `since` is None where nobody can say; `next` is when it is asked again."""

    condition: Condition
    reason: str = ""
    since: datetime | None = None
    next: datetime | None = None

    @property
    def well(self) -> bool:
        return self.condition in (Condition.NEW, Condition.OK, Condition.UNCHANGED)


def health(state: FeedState) -> Health:
    """How a feed is, by what is remembered of it. An answer "not modified" never makes a failed feed well."""
    if state.fault:
        condition = _FAULTS.get(state.fault_kind, Condition.FAILING)
        return Health(condition=condition, reason=state.fault, since=state.failing_since, next=state.next_poll)
    if state.last_ok is None:
        return Health(condition=Condition.NEW, next=state.next_poll)
    if state.alarm == SILENT:
        return Health(condition=Condition.SILENT, reason=_silence(state), since=_last_news(state), next=state.next_poll)
    if state.items == 0 and state.answered_by:
        reason = "it lists nothing" + (", though it once did" if state.entries else "")
        return Health(condition=Condition.EMPTY, reason=reason, since=state.last_new, next=state.next_poll)
    condition = Condition.UNCHANGED if state.unchanged else Condition.OK
    return Health(condition=condition, since=state.last_new, next=state.next_poll)


def judged(
    before: FeedState, after: FeedState, *, entries: Sequence[Entry] = (), now: datetime, online: bool
) -> FeedState:
    """The state after a poll with what it says of the feed's rhythm and health; `entries` are the new ones.

    `online` says whether any feed has answered lately: while none does, the fault is not this feed's.
    """
    if after.fault:
        return _alarmed(after, DEAD, now) if online and _is_dead(after, now) else after
    if before.baseline:
        heard = silence.unpack(after.rhythm)
        rhythm = silence.listen(heard, _news(before, after, entries, now), now)
        if rhythm is not heard:
            after = replace(after, rhythm=silence.pack(rhythm))
        if rhythm.silent:
            return _alarmed(after, SILENT, now)
    return _alarmed(after, "", now)


def news(
    before: FeedState, after: FeedState, *, name: str, now: datetime
) -> FeedDied | FeedFellSilent | FeedReturned | None:
    """What a poll has changed about a feed's health, if a person should know."""
    if after.alarm == before.alarm:
        return None
    found = health(after)
    match after.alarm:
        case "dead":
            return FeedDied(at=now, feed=after.url, name=name, reason=found.reason, since=found.since)
        case "silent":
            return FeedFellSilent(at=now, feed=after.url, name=name, reason=found.reason, since=found.since)
        case _:
            return FeedReturned(at=now, feed=after.url, name=name, since=before.alarm_since)


def note(before: FeedState, parsed: ParsedFeed | None, *, renamed: int) -> str:
    """What was odd about a body that could be read; "" if nothing was."""
    if parsed is None:
        return ""
    said = [parsed.note] if parsed.note else []
    if parsed.tossed:
        said.append(f"{parsed.tossed:,} of {parsed.total:,} items are beyond the bound and were not read")
    if before.items and not parsed.total:
        said.append(f"it is empty, though it listed {before.items:,} items before")
    if renamed:
        said.append(f"{renamed:,} items came under new ids and were recognised by their titles")
    unlinked = sum(not raw.url for raw in parsed.entries)
    if unlinked:
        said.append(f"{unlinked:,} {'item has' if unlinked == 1 else 'items have'} no link that can be opened")
    return "; ".join(said)


def alert(feed: str, name: str, state: FeedState, *, channels: Sequence[str], now: datetime) -> Alert:
    """What a channel is told when a feed's alarm has changed. Its id is the occasion's, like any alert's."""
    found = health(state)
    what = {DEAD: f"{name} can no longer be read", SILENT: f"{name} has fallen silent"}
    occasion = f"{feed}\0{state.alarm}\0{state.alarm_since}"
    return Alert(
        id=hashlib.sha256(occasion.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        story="",
        topic="feeds",
        entry="",
        title=what.get(state.alarm, f"{name} is back"),
        outlet=name,
        lang="",
        url="",
        why=found.reason,
        score=0.0,
        priority=Priority.LOW,
        created=now,
        channels=tuple(channels),
    )


def _alarmed(state: FeedState, alarm: str, now: datetime) -> FeedState:
    return state if state.alarm == alarm else replace(state, alarm=alarm, alarm_since=now)


def _is_dead(state: FeedState, now: datetime) -> bool:
    if state.fault_kind == "gone":
        return True
    since = state.failing_since or now
    return now - since >= _DEAD_AFTER and state.failures >= _FEWEST_FAILURES


def _news(before: FeedState, after: FeedState, entries: Sequence[Entry], now: datetime) -> list[datetime]:
    """When the news of a poll came. A later date is a sign of life, too: another feed may have told the entry first."""
    if entries:
        return [entry.published or now for entry in entries]
    later = after.newest is not None and (before.newest is None or after.newest > before.newest)
    return [after.newest] if later and after.newest and after.newest < now - _STAMPED else []


def _last_news(state: FeedState) -> datetime | None:
    return max((moment for moment in (state.last_new, state.newest) if moment), default=None)


def _silence(state: FeedState) -> str:
    usual = silence.unpack(state.rhythm).usual
    if usual is None:
        return "nothing new for unusually long"
    hours = usual / timedelta(hours=1)
    often = (
        "every hour" if hours < 1.5 else f"every {hours:.0f} hours" if hours < 48 else f"every {hours / 24:.0f} days"
    )
    return f"nothing new for unusually long; as a rule something comes about {often}"
