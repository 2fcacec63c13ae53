"""When to ask a feed again, and what to remember of how it answered.

A feed that answers is asked about twice in the time that it needs for a new entry, between the limits. One that fails
is asked ever more rarely, by the kind of failure, but at least once a day for ever: nothing is switched off silently.
"""

import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache
from itertools import pairwise
from typing import Any

from watcher.core.model import Feed, FeedState, ParsedFeed, RawEntry, Reply, Request
from watcher.core.moves import Move, moved
from watcher.errors import FeedError, FetchError, FetchFault, PageError, WallError
from watcher.frozen import dataclass, replace

DAY = timedelta(days=1)
_JITTER = 0.1  # of an interval: feeds that were added together drift apart
_FAULT = 300  # characters of a failure's text that are kept
_AHEAD = timedelta(minutes=10)  # a date further ahead of the clock is wrong
_HIDDEN = timedelta(hours=1)  # what is older than this at the last look was there to be seen
_LONGEST_QUIET = timedelta(hours=12)  # the longest that a feed's wish not to be asked at some hours is heeded
_LEAST_AWAKE = 24  # hours of the week; a feed that may never be asked is not believed
_AWAY = 3  # failures in a row, after which a moved feed is looked for where it used to be
_LOST = frozenset({FetchFault.GONE, FetchFault.MISSING, FetchFault.DNS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Between which intervals feeds are asked, and how often while nothing is known of their rhythm."""

    shortest: timedelta = timedelta(minutes=5)
    longest: timedelta = timedelta(hours=6)
    default: timedelta = timedelta(minutes=15)


# How long to wait after the first failure of a kind; every further one doubles it, to a day at most.
_FIRST_WAIT = {
    FetchFault.ADDRESS: DAY,
    FetchFault.PRIVATE: DAY,
    FetchFault.DNS: timedelta(minutes=10),
    FetchFault.CONNECT: timedelta(minutes=10),
    FetchFault.TLS: timedelta(hours=1),
    FetchFault.TIMEOUT: timedelta(minutes=10),
    FetchFault.PROTOCOL: timedelta(minutes=15),
    FetchFault.REDIRECTS: timedelta(hours=1),
    FetchFault.TOO_LARGE: timedelta(hours=6),
    FetchFault.ENCODING: timedelta(minutes=30),
    FetchFault.THROTTLED: timedelta(minutes=30),
    FetchFault.REFUSED: timedelta(hours=1),
    FetchFault.MISSING: timedelta(minutes=30),
    FetchFault.GONE: DAY,
    FetchFault.SERVER: timedelta(minutes=10),
    FetchFault.STATUS: timedelta(minutes=30),
    FetchFault.ROBOTS: DAY,
    FetchFault.TYPE: timedelta(hours=1),
}
_UNREADABLE = timedelta(minutes=30)  # a FeedError: maintenance pages and half-written files pass soon

# A page that cannot be had now is asked for again after these times; what will not change, never.
_PAGE_RETRIES = (timedelta(minutes=2), timedelta(minutes=15), timedelta(hours=2))
_PASSING = frozenset({
    FetchFault.DNS, FetchFault.CONNECT, FetchFault.TIMEOUT, FetchFault.PROTOCOL, FetchFault.ENCODING,
    FetchFault.THROTTLED, FetchFault.MISSING, FetchFault.SERVER, FetchFault.TLS,
})  # fmt: skip  # MISSING: some feeds announce an article before its page is there


def request(state: FeedState, now: datetime) -> Request:
    """What to ask a feed's server for: only for news, but once a day for everything."""
    address = state.address or state.url
    if state.lying or not conditional(state, now):
        return Request(url=address)
    return Request(url=address, etag=state.etag, last_modified=state.last_modified)


def conditional(state: FeedState, now: datetime) -> bool:
    """Whether validators are to be believed at this poll. Some servers say "not modified" for ever.

    The first success after a certain minute of each day, another for each feed, must be an unconditional one.
    """
    if state.last_ok is None:
        return False
    offset = _offset(state.url)
    return (state.last_ok + offset).date() == (now + offset).date()


@lru_cache(maxsize=20_000)
def _offset(url: str) -> timedelta:
    """By how much a feed's day begins before midnight."""
    return timedelta(seconds=int.from_bytes(hashlib.sha256(url.encode()).digest()[:4]) % 86_400)


def body_hash(reply: Reply) -> str:
    """What an answer is recognised by; the header and address that decide how it is read count as well."""
    parts = (reply.header("content-type").encode(), reply.url.encode(), reply.body)
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:32]


def unchanged(state: FeedState, reply: Reply) -> bool:
    """Whether an answer holds nothing that has not been read before."""
    return reply.status == 304 or (bool(state.body_hash) and body_hash(reply) == state.body_hash)


def after_success(
    state: FeedState,
    reply: Reply,
    parsed: ParsedFeed | None,
    *,
    now: datetime,
    new: int,
    feed: Feed,
    limits: Limits,
    spread: float,
) -> FeedState:
    """The state after an answer; `parsed` is None if it was unchanged, `spread` is from 0 up to 1.

    An unchanged body proves health only if the body that it repeats could be read: `after_failure` forgets validators
    and hash of one that could not, so that a state without them stays failed until a body has been read.
    """
    heals = parsed is not None or bool(state.body_hash)
    interval = _interval(state, reply, parsed, now=now, new=new, feed=feed, limits=limits)
    quiet = parsed.quiet_hours if parsed else state.quiet_hours
    due = now + max(_jittered(interval, spread), min(_retry_after(reply, now), DAY))
    changes: dict[str, Any] = {  # gathered, because a state has many fields and is made anew by each change
        "etag": reply.header("etag") or (state.etag if reply.status == 304 else ""),
        "last_modified": reply.header("last-modified") or (state.last_modified if reply.status == 304 else ""),
        "interval": interval,
        "next_poll": due if feed.interval else _awake(due, quiet),
        "last_poll": now,
        "last_new": now if new else state.last_new,
        "polls": state.polls + 1,
        "not_modified": state.not_modified + (parsed is None),
        "unchanged": state.unchanged + 1 if parsed is None else 0,
        "entries": state.entries + new,
        "bytes": state.bytes + (reply.wire_bytes or len(reply.body)),
    }
    if heals:
        changes |= {
            "last_ok": now, "failing_since": None, "failures": 0, "fault": "", "fault_kind": "", "baseline": True,
        }  # fmt: skip
    return replace(state, **changes, **(_read(state, reply, parsed, new=new, now=now) if parsed else {}))


def _read(state: FeedState, reply: Reply, parsed: ParsedFeed, *, new: int, now: datetime) -> dict[str, Any]:
    """What changes of a state by a body that was read."""
    return {
        "title": parsed.title or state.title,
        "lang": parsed.lang or state.lang,
        "body_hash": body_hash(reply),
        "item_hashes": parsed.item_hashes,
        "items": parsed.total,
        "quiet_hours": parsed.quiet_hours,
        "newest": _newest(state, parsed, now),
        "lying": state.lying or (new > 0 and _lied(state, reply, parsed, now)),
        "answered_by": reply.url,
        **moved(state, reply, now)._asdict(),
    }


def after_failure(
    state: FeedState, error: FetchError | FeedError, *, now: datetime, limits: Limits, spread: float
) -> FeedState:
    """The state after a poll that failed.

    What was known of the feed's content stays, but no validator of a body that could not be read: the next answer must
    be a whole one.
    """
    failures = state.failures + 1
    kind = error.kind if isinstance(error, FetchError) else None
    first = _FIRST_WAIT[kind] if kind else _UNREADABLE
    if first < DAY:  # what may pass soon is never waited for longer than a working feed would be
        first = max(min(first, limits.longest), limits.shortest)
    wait = _jittered(min(first * 2 ** min(failures - 1, 12), DAY), spread) if kind is not FetchFault.GONE else DAY
    if isinstance(error, FetchError) and error.retry_after:
        wait = max(wait, _jittered(error.retry_after, spread)) if error.retry_after < DAY else DAY
    after = replace(
        state,
        next_poll=now + min(wait, DAY),
        last_poll=now,
        failing_since=state.failing_since or now,
        failures=failures,
        fault=str(error)[:_FAULT] or type(error).__name__,
        fault_kind=_kind(error),
        polls=state.polls + 1,
        failed=state.failed + 1,
    )
    if state.address and (kind in _LOST or failures >= _AWAY):  # perhaps it has moved back
        after = replace(after, **Move()._asdict())
    return replace(after, etag="", last_modified="", body_hash="") if isinstance(error, FeedError) else after


def _lied(state: FeedState, reply: Reply, parsed: ParsedFeed, now: datetime) -> bool:
    """Whether an answer to the daily unconditional request shows that the conditional ones were answered wrongly.

    Either the validators are the old ones although the body is new, or every new date is one that should have been
    seen at a poll that was answered "not modified".
    """
    if conditional(state, now) or state.fault or not state.body_hash:
        return False
    same = reply.header("etag") == state.etag if state.etag else reply.header("last-modified") == state.last_modified
    if same and (state.etag or state.last_modified) and body_hash(reply) != state.body_hash:
        return True
    later = [moment for moment in _stated(parsed, now) if state.newest and moment > state.newest]
    return bool(state.unchanged and state.last_poll and later) and max(later) < (state.last_poll or now) - _HIDDEN


def _stated(parsed: ParsedFeed, now: datetime) -> list[datetime]:
    """The dates of a body's entries, without those that cannot be."""
    return [entry.published for entry in parsed.entries if entry.published and entry.published <= now + _AHEAD]


def _newest(state: FeedState, parsed: ParsedFeed, now: datetime) -> datetime | None:
    known = [state.newest] if state.newest and state.newest <= now + _AHEAD else []
    return max([*_stated(parsed, now), *known], default=None)


def _awake(due: datetime, quiet: bytes) -> datetime:
    """The first moment from `due` on that lies in none of the hours in which a feed wants not to be asked."""
    if len(set(quiet)) > 7 * 24 - _LEAST_AWAKE:
        return due
    moment = due
    while moment.weekday() * 24 + moment.hour in quiet and moment - due < _LONGEST_QUIET:
        moment += timedelta(hours=1)  # and not the full hour, at which all feeds of a site would come at once
    return moment


def _kind(error: FetchError | FeedError) -> str:
    if isinstance(error, FetchError):
        return error.kind.value
    return "wall" if error.wall else "unreadable"


def page_retry(error: FetchError | PageError, *, attempts: int) -> timedelta | None:
    """How long to wait before an article's page is asked for again after so many attempts; None: not worth it."""
    passing = error.kind in _PASSING if isinstance(error, FetchError) else not isinstance(error, WallError)
    if not passing or not 0 < attempts <= len(_PAGE_RETRIES):
        return None
    wait = _PAGE_RETRIES[attempts - 1]
    if isinstance(error, FetchError) and error.retry_after:
        return max(wait, error.retry_after) if error.retry_after < DAY else None
    return wait


def _interval(
    state: FeedState, reply: Reply, parsed: ParsedFeed | None, *, now: datetime, new: int, feed: Feed, limits: Limits
) -> timedelta:
    """Half the time between two entries, moving slowly; never shorter than the server asks within the limits."""
    if feed.interval is not None:
        return feed.interval
    if new and state.last_new is not None:
        rhythm = (now - state.last_new) / new / 2
    elif parsed is not None and not state.baseline:
        rhythm = _stated_rhythm(parsed.entries) or limits.default
    elif new:
        rhythm = state.interval
    else:
        rhythm = state.interval * 1.25  # nothing new: a little slower each time
    if state.baseline:
        rhythm = min(max(rhythm, state.interval / 2), state.interval * 2)
    asked = max(_max_age(reply), (parsed.ttl if parsed else None) or timedelta())
    return min(max(rhythm, min(asked, limits.default * 4), limits.shortest), limits.longest)


def _stated_rhythm(entries: Sequence[RawEntry]) -> timedelta | None:
    """Half the median time between the entries of a feed's first body, by their own dates."""
    moments = sorted(entry.published for entry in entries if entry.published)
    gaps = sorted(later - earlier for earlier, later in pairwise(moments))
    return gaps[len(gaps) // 2] / 2 if len(gaps) >= 4 else None


def _jittered(interval: timedelta, spread: float) -> timedelta:
    return interval * (1 + _JITTER * (2 * spread - 1))


def _max_age(reply: Reply) -> timedelta:
    """For how long a cache may keep the answer (RFC 9111, section 5.2)."""
    found = re.search(r"max-age\s*=\s*\"?([0-9]{1,9})", reply.header("cache-control"), re.IGNORECASE)
    return timedelta(seconds=int(found[1])) if found else timedelta()


def _retry_after(reply: Reply, now: datetime) -> timedelta:
    """Retry-After in either form (RFC 9110, section 10.2.3); a 200 may carry it, too."""
    text = reply.header("retry-after").strip()
    if not text:
        return timedelta()
    if re.fullmatch(r"[0-9]{1,9}", text):
        return timedelta(seconds=int(text))
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return timedelta()
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(moment - now, timedelta())
