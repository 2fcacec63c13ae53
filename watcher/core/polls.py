"""What a poll comes to: the feed's state after it, what is new, what is no news, and what a person should know."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from watcher.core import health, identity, moves, timing
from watcher.core.events import Event, Warned
from watcher.core.model import Alert, Entry, Feed, FeedState, ParsedFeed, RawEntry, Reply
from watcher.errors import FeedError, FetchError
from watcher.frozen import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the configuration says about polls."""

    limits: timing.Limits
    look_back: timedelta | None  # how old an entry of a first poll may be and still be told; None: any age
    oldest: timedelta = timedelta(days=30)  # what was older when it was first seen is no news
    channels: tuple[str, ...] = ()  # who is told when a feed dies, falls silent or returns


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an answer comes to."""

    state: FeedState
    entries: tuple[tuple[Entry, bool], ...]  # new ones, in document order; true: kept and not told
    seen_again: tuple[str, ...]
    aliases: tuple[tuple[str, str], ...]
    found: tuple[tuple[RawEntry, str], ...]  # what is known, with the ids of its entries
    note: str  # what was odd


def named(feed: Feed, state: FeedState, parsed: ParsedFeed | None = None) -> str:
    """The name that people and its entries' titles know a feed by: its own, or what it calls itself.

    A feed that renames itself keeps the old name for one poll more, or its titles would be others.
    """
    return feed.name or (parsed.title if parsed and not state.title else "") or state.called


def outcome(
    feed: Feed,
    before: FeedState,
    reply: Reply,
    parsed: ParsedFeed | None,
    *,
    items: Sequence[identity.Item],
    known: Mapping[str, str],
    now: datetime,
    spread: float,
    terms: Terms,
) -> Outcome:
    """What an answer comes to; `parsed` is None if it was unchanged, `known` maps those of its items' keys that are stored."""
    trust = identity.policy_for(before, reply.url)
    total = parsed.total if parsed else 0
    fresh = identity.unseen(items, known, total=total, policy=trust) if items else identity.Unseen()
    state = timing.after_success(
        before, reply, parsed, now=now, new=len(fresh.entries), feed=feed, limits=terms.limits, spread=spread
    )
    if fresh.reidentified and not trust.titles:
        state = replace(state, renamed=state.renamed + 1)
    return Outcome(
        state=health.judged(before, state, entries=fresh.entries, now=now, online=True),
        entries=tuple((entry, _is_no_news(entry, before, trust, terms, now)) for entry in fresh.entries),
        seen_again=fresh.seen_again,
        aliases=fresh.aliases,
        found=fresh.found,
        note=health.note(before, parsed, renamed=fresh.reidentified),
    )


def lots(entries: Sequence[tuple[Entry, bool]], most: int) -> list[Sequence[tuple[Entry, bool]]]:
    """New entries as they are stored, the oldest first if they are many; at least one lot, for the feed's state."""
    if len(entries) > most:
        entries = sorted(entries, key=lambda one: (one[0].published or one[0].first_seen, one[0].id))
    return [entries[start : start + most] for start in range(0, len(entries) or 1, most)]


def failure(
    before: FeedState,
    error: FetchError | FeedError,
    *,
    heard: datetime | None,
    feeds: Collection[str],
    now: datetime,
    spread: float,
    terms: Terms,
) -> FeedState:
    """The state after a poll that failed. `heard` is when any of the feeds last answered: offline, none is to blame."""
    state = timing.after_failure(before, error, now=now, limits=terms.limits, spread=spread)
    since = state.failing_since
    online = len(feeds) == 1 or bool(heard and since and heard >= since)
    return health.judged(before, state, now=now, online=online)


def tidings(
    before: FeedState, after: FeedState, *, name: str, now: datetime, terms: Terms
) -> tuple[tuple[Alert, ...], Sequence[Event]]:
    """What a poll has changed that a person should know: alerts for the channels that want them, and events."""
    changed, moved = health.news(before, after, name=name, now=now), moves.news(before, after)
    events: list[Event] = [changed] if changed else []
    if moved:
        events.append(Warned(at=now, what=f"{name} {moved}", hint="change its url in the configuration"))
    if not changed or not terms.channels:
        return (), events
    return (health.alert(after.url, name, after, channels=terms.channels, now=now),), events


def _is_no_news(entry: Entry, before: FeedState, trust: identity.Policy, terms: Terms, now: datetime) -> bool:
    """Whether an entry is kept and not told: of a first poll, of an archive, or listed before the feed moved."""
    if not before.baseline and _is_beyond(entry, terms.look_back, now):
        return True
    if trust.elsewhere and (entry.published is None or before.last_ok is None or entry.published < before.last_ok):
        return True
    return identity.is_old(entry, terms.oldest)


def _is_beyond(entry: Entry, look_back: timedelta | None, now: datetime) -> bool:
    return look_back is not None and (entry.published is None or now - entry.published > look_back or not look_back)
