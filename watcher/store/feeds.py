"""What the store knows of feeds: which there are, how each is, and when it is asked next."""

# ruff: noqa: S608 - names of tables and columns are put into statements, values never

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from watcher.core.model import Feed, FeedState, Reason
from watcher.store.database import Database
from watcher.store.rows import FEED, MICROSECOND, insert, literal, stamp, time_of

STATES = f"SELECT {FEED.columns('feed')} FROM feed"

# What waits for a time of its own; 0 and NULL mean at once or never, and both stay. Digests that wait for an hour of
# the local clock go on waiting for it, on another day perhaps.
DAY = timedelta(days=1) // MICROSECOND
SPANS = ", ".join(map(literal, (Reason.ASLEEP, Reason.FLOOD, Reason.PAUSE)))
WAITING = (
    "UPDATE feed SET next_poll = next_poll + ?1 WHERE next_poll > 0",
    "UPDATE entry SET retry_at = retry_at + ?1, page_due = page_due + ?1 WHERE page_due > 0",
    "UPDATE delivery SET next_try = next_try + ?1 WHERE state = 'pending' AND next_try > 0",
    f"UPDATE suppressed SET due = due + iif(reason IN ({SPANS}), ?1, ?1 / {DAY} * {DAY}) WHERE due IS NOT NULL",
    "UPDATE mute SET until = until + ?1",
    "UPDATE visit SET again_at = again_at + ?1 WHERE again_at IS NOT NULL",
)


class Feeds:
    """The part of the Store of ports.py that is about feeds."""

    _database: Database

    def register(self, feeds: Sequence[Feed]) -> None:
        known = self._database.rows("SELECT url FROM feed WHERE place IS NOT NULL ORDER BY place")
        if [url for (url,) in known] == [feed.url for feed in feeds]:
            return
        new = f"{insert('feed', names=FEED.names)} ON CONFLICT (url) DO NOTHING"
        with self._database.transaction():
            self._database.execute("UPDATE feed SET place = NULL")
            self._database.execute_many(new, [FEED.row(FeedState(url=feed.url)) for feed in feeds])
            places = [(place, feed.url) for place, feed in enumerate(feeds)]
            self._database.execute_many("UPDATE feed SET place = ? WHERE url = ?", places)

    def state(self, url: str) -> FeedState:
        rows = self._database.rows(f"{STATES} WHERE url = ?", (url,))
        return FEED.value(rows[0]) if rows else FeedState(url=url)

    def states(self) -> tuple[FeedState, ...]:
        rows = self._database.rows(f"{STATES} WHERE place IS NOT NULL ORDER BY place")
        return tuple(map(FEED.value, rows))

    def due(self, now: datetime, limit: int) -> tuple[str, ...]:
        sql = """
            SELECT url FROM feed WHERE place IS NOT NULL AND coalesce(next_poll, 0) <= ?
            ORDER BY coalesce(next_poll, 0), place LIMIT ?"""
        return tuple(url for (url,) in self._database.rows(sql, (stamp(now), limit)))

    def next_due(self) -> datetime | None:
        ((due,),) = self._database.rows("SELECT min(coalesce(next_poll, 0)) FROM feed WHERE place IS NOT NULL")
        return None if due is None else time_of(due)

    def reschedule(self, times: Mapping[str, datetime], *, by: timedelta) -> None:
        with self._database.transaction():
            for statement in WAITING if by else ():
                self._database.execute(statement, (by // MICROSECOND,))
            polls = [(stamp(time), url) for url, time in times.items()]
            self._database.execute_many("UPDATE feed SET next_poll = ? WHERE url = ?", polls)
