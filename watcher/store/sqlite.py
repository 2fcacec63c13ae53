"""The store in one SQLite file: what is asked of it, in SQL.

The process that writes keeps the live stories in memory, because every poll asks for them and nobody else can change
them; a reader asks the file each time.
"""

# ruff: noqa: S608 - names of tables and columns are put into statements, values never

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from heapq import nlargest
from pathlib import Path
from typing import Any

from watcher.core.model import (
    Alert,
    Answer,
    Candidate,
    Correction,
    Decision,
    Delays,
    Delivery,
    Feed,
    FeedState,
    Mark,
    Matched,
    Member,
    Mute,
    Occasion,
    Outcome,
    Plan,
    Reason,
    Search,
    Story,
    Stretch,
    Suppressed,
    Visit,
    Volume,
)
from watcher.errors import StoreError
from watcher.store import lately, plans, search, sweep
from watcher.store.database import CHUNK, Database
from watcher.store.notes import Notes
from watcher.store.rows import (
    ALERT,
    ARTICLE,
    CANDIDATE,
    CORRECTION,
    DECISION,
    DELIVERY,
    ENTRY,
    FEED,
    MARK,
    MEMBER,
    MICROSECOND,
    MUTE,
    STORY,
    SUPPRESSED,
    VERDICT,
    VISIT,
    Cell,
    insert,
    literal,
    stamp,
    time_of,
    upsert,
)
from watcher.store.search import Report, nobody

COUNTS = {
    "entries": "SELECT count(*) FROM entry",
    "matches": "SELECT count(*) FROM entry WHERE answer = 'yes'",
    "undecided": "SELECT count(*) FROM entry WHERE answer = 'undecided'",
    "stories": "SELECT count(*) FROM story",
    "alerts": "SELECT count(*) FROM alert",
    "suppressed": "SELECT count(*) FROM suppressed",
    "sent": "SELECT count(*) FROM delivery WHERE state = 'sent'",
    "pending": "SELECT count(*) FROM delivery WHERE state = 'pending'",
    "failed": "SELECT count(*) FROM delivery WHERE state = 'failed'",
}


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
NEWEST = " UNION ALL ".join(  # one branch for each answer, because that is what the index begins with
    f"SELECT * FROM (SELECT id, first_seen FROM entry WHERE answer = '{answer}' ORDER BY first_seen DESC LIMIT ?1)"
    for answer in Answer
)


class SqliteStore:
    """The Store of ports.py over one file; open it with `open_store`."""

    def __init__(self, path: Path, *, read_only: bool = False, report: Report = nobody) -> None:
        self._database = Database(path, read_only=read_only)
        self._read_only = read_only
        self.notes = Notes(path)
        if not read_only:
            search.bring_up_to_date(self._database, report)
        self._live: dict[str, Story] = {}  # every story that had an article since `_live_since`, and maybe others
        self._live_since: datetime | None = None

    # --- feeds --------------------------------------------------------------------------------------------------------

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
        rows = self._database.rows(f"SELECT {FEED.columns('feed')} FROM feed WHERE url = ?", (url,))
        return FEED.value(rows[0]) if rows else FeedState(url=url)

    def states(self) -> tuple[FeedState, ...]:
        sql = f"SELECT {FEED.columns('feed')} FROM feed WHERE place IS NOT NULL ORDER BY place"
        return tuple(FEED.value(row) for row in self._database.rows(sql))

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

    # --- entries ------------------------------------------------------------------------------------------------------

    def known(self, keys: Collection[str]) -> dict[str, str]:
        return dict(self._database.rows_in("SELECT key, entry FROM entry_key WHERE key IN ({})", keys))

    def decision(self, entry: str) -> Decision | None:
        return next(iter(self._decisions("WHERE entry.id = ?", (entry,))), None)

    def newest(self, limit: int) -> tuple[str, ...]:
        rows = self._database.rows(f"{NEWEST} ORDER BY first_seen DESC, id DESC LIMIT ?1", (limit,))
        return tuple(entry for entry, _ in rows)

    def unread(self, now: datetime, limit: int) -> tuple[Decision, ...]:
        return self._decisions("WHERE page_due <= ? ORDER BY page_due, first_seen, id LIMIT ?", (stamp(now), limit))

    def recent(self, limit: int) -> tuple[tuple[Decision, str], ...]:
        with self._database.snapshot():
            decisions = self._read_decisions("WHERE answer = 'yes' ORDER BY first_seen DESC, id DESC LIMIT ?", (limit,))
            ids = [decision.article.entry.id for decision in decisions]
            homes = self.homes(ids)
        return tuple((decision, homes.get(decision.article.entry.id, "")) for decision in decisions)

    def search(self, wanted: Search, limit: int, *, before: int | None = None) -> tuple[tuple[int, Decision], ...]:
        sql, parameters = search.question(wanted, before, min(limit, CHUNK))
        with self._database.snapshot():
            places = dict(self._database.rows(sql, parameters))
            found = self._read_decisions(f"WHERE entry.id IN ({', '.join('?' * len(places))})", tuple(places))
        found_at = ((places[decision.article.entry.id], decision) for decision in found)
        return tuple(sorted(found_at, key=lambda one: -one[0]))

    def walk(self, wanted: Stretch, *, without: Collection[str] = ()) -> Iterator[Decision]:
        return sweep.decisions(self._database, wanted, partial(self._decisions, without=without))

    def matches(self, wanted: Stretch) -> Iterator[Matched]:
        return sweep.matches(self._database, wanted)

    def volumes(self, since: datetime) -> tuple[Volume, ...]:
        return sweep.volumes(self._database, stamp(since))

    def frequency(self, query: str) -> int:
        return search.frequency(self._database, query)

    def homes(self, entries: Collection[str]) -> dict[str, str]:
        return dict(
            self._database.rows_in("SELECT entry, max(story) FROM member WHERE entry IN ({}) GROUP BY entry", entries)
        )

    def _decisions(self, where: str, parameters: Sequence[Any], without: Collection[str] = ()) -> tuple[Decision, ...]:
        with self._database.snapshot():
            return self._read_decisions(where, parameters, without)

    def _read_decisions(
        self, where: str, parameters: Sequence[Any], without: Collection[str] = ()
    ) -> tuple[Decision, ...]:
        """Decisions with all that belongs to them, in the order that `where` says."""
        columns = ", ".join(record.columns("entry", without) for record in (ENTRY, ARTICLE, DECISION))
        rows = self._database.rows(f"SELECT {columns} FROM entry {where}", parameters)
        verdicts: dict[str, list[Any]] = {row[0]: [] for row in rows}
        columns = VERDICT.columns("verdict", without)
        sql = f"SELECT entry, {columns} FROM verdict WHERE entry IN ({{}}) ORDER BY entry, place"
        for entry, *row in self._database.rows_in(sql, verdicts):
            verdicts[entry].append(VERDICT.value(row))
        return tuple(_decision(row, tuple(verdicts[row[0]])) for row in rows)

    # --- stories ------------------------------------------------------------------------------------------------------

    def stories(self, since: datetime, limit: int | None = None) -> tuple[Story, ...]:
        live = self._live_since is not None and since >= self._live_since
        if self._read_only or (limit is not None and not live):
            newest = "SELECT id FROM story WHERE last_seen >= ? ORDER BY last_seen DESC, id DESC LIMIT ?"
            return _in_order(
                self._read_stories(f"story.id IN ({newest})", stamp(since), -1 if limit is None else limit)
            )
        if not live:
            self._live = {story.id: story for story in self._read_stories("story.last_seen >= ?", stamp(since))}
        elif limit is not None:
            recent = (story for story in self._live.values() if story.last_seen >= since)
            return _in_order(nlargest(limit, recent, key=lambda story: (story.last_seen, story.id)))
        else:
            self._live = {key: story for key, story in self._live.items() if story.last_seen >= since}
        self._live_since = since
        return _in_order(self._live.values())

    def story(self, name: str) -> Story | None:
        home = "(SELECT max(story) FROM member WHERE entry = ?1)"
        return next(iter(self._read_stories(f"story.id = coalesce({home}, ?1)", name)), None)

    def latest(self, limit: int, *, topic: str = "", before: tuple[datetime, str] | None = None) -> tuple[Story, ...]:
        with self._database.snapshot():
            ids = [key for (key,) in self._database.rows(*lately.stories(limit, topic, before))]
            found = self._read_stories("story.id IN (SELECT value FROM json_each(?))", json.dumps(ids))
        return tuple(sorted(found, key=lambda story: ids.index(story.id)))

    def delays(self, since: datetime, limit: int) -> Delays:
        return lately.delays(self._database, since, limit)

    def _stored_story(self, story: str) -> Story | None:
        return next(iter(self._read_stories("story.id = ?", story)), None)

    def _read_stories(self, where: str, *parameters: str | int) -> list[Story]:
        sql = f"""
            SELECT {STORY.columns("story")}, {MEMBER.columns("member")} FROM story JOIN member ON member.story = story.id
            WHERE {where} ORDER BY story.last_seen, story.id, member.place"""
        heads: dict[str, tuple[Any, ...]] = {}
        members: dict[str, list[Member]] = {}
        width = len(STORY.names)
        for row in self._database.rows(sql, parameters):
            heads[row[0]] = row[:width]
            members.setdefault(row[0], []).append(MEMBER.value(row[width:]))
        return [STORY.value(head, members=tuple(members[key])) for key, head in heads.items()]

    # --- writing ------------------------------------------------------------------------------------------------------

    def commit(self, plan: Plan) -> None:
        known = {story.id: self._live.get(story.id) or self._stored_story(story.id) for story in plan.stories}
        with self._database.transaction():
            plans.write(self._database, plan, known)
        self._live.update((story.id, story) for story in plan.stories)
        for gone in plan.gone:
            self._live.pop(gone, None)

    def prune(self, before: datetime, limit: int) -> int:
        sql = """
            SELECT entry.id FROM entry LEFT JOIN feed ON feed.url = entry.feed
            WHERE entry.answer IN ('no', 'undecided') AND entry.first_seen < ?1
            AND (feed.place IS NULL OR feed.last_ok >= ?1)
            AND NOT EXISTS (SELECT 1 FROM entry_key WHERE entry_key.entry = entry.id AND last_seen >= ?1)
            AND NOT EXISTS (SELECT 1 FROM member WHERE member.entry = entry.id)
            LIMIT ?2"""
        with self._database.transaction():
            entries = self._database.rows(sql, (stamp(before), limit))
            search.forget(self._database, [entry for (entry,) in entries])
            self._database.execute_many("DELETE FROM entry WHERE id = ?", entries)
            return len(entries)

    # --- which rules were applied -------------------------------------------------------------------------------------

    def judged_by(self) -> str:
        rows = self._database.rows("SELECT rules FROM judged_by")
        return str(rows[0][0]) if rows else ""

    def note_rules(self, fingerprint: str) -> None:
        with self._database.transaction():
            self._database.execute("DELETE FROM judged_by")
            self._database.execute("INSERT INTO judged_by VALUES (?)", (fingerprint,))

    # --- the outbox ---------------------------------------------------------------------------------------------------

    def unsent(self, now: datetime, limit: int) -> tuple[Delivery, ...]:
        sql = f"""
            SELECT {ALERT.columns("alert")}, {DELIVERY.columns("delivery")}
            FROM delivery JOIN alert ON alert.id = delivery.alert
            WHERE delivery.state = 'pending' AND coalesce(delivery.next_try, 0) <= ?
            ORDER BY alert.created, alert.id, delivery.channel LIMIT ?"""
        rows = self._database.rows(sql, (stamp(now), limit))
        width = len(ALERT.names)
        return tuple(DELIVERY.value(row[width:], alert=ALERT.value(row[:width])) for row in rows)

    def mark(
        self,
        delivery: Delivery,
        *,
        sent_at: datetime | None,
        fault: str = "",
        retry_in: timedelta | None = None,
        now: datetime | None = None,
    ) -> None:
        outcome: tuple[str, int, int | None, int | None]
        if sent_at is not None:
            outcome = ("sent", delivery.attempts, None, stamp(sent_at))
        elif retry_in is not None:
            outcome = ("pending", delivery.attempts + 1, stamp((now or datetime.now(UTC)) + retry_in), None)
        else:
            outcome = ("failed", delivery.attempts + 1, None, None)
        sql = """
            UPDATE delivery SET state = ?, attempts = ?, next_try = ?, sent_at = ?, fault = ?
            WHERE alert = ? AND channel = ?"""
        with self._database.transaction():
            if not self._database.execute(sql, (*outcome, fault, delivery.alert.id, delivery.channel)):
                raise StoreError(f"no delivery of alert {delivery.alert.id} by {delivery.channel} is known")

    # --- what was told and what was not ------------------------------------------------------------------------------

    def told(self, stories: Collection[str]) -> tuple[Alert, ...]:
        columns = ", ".join(ALERT.names)
        sql = f"SELECT {columns} FROM alert WHERE story IN ({{}})"
        held = f"SELECT {columns} FROM suppressed WHERE story IN ({{}}) AND reason <> {literal(Reason.SILENT)}"
        found = {row[0]: row for query in (held, sql) for row in self._database.rows_in(query, stories)}
        return tuple(sorted(map(ALERT.value, found.values()), key=lambda alert: (alert.created, alert.id)))

    def alerts(self, limit: int) -> tuple[Alert, ...]:
        sql = f"SELECT {', '.join(ALERT.names)} FROM alert ORDER BY created DESC, id DESC LIMIT ?"
        return tuple(map(ALERT.value, self._database.rows(sql, (limit,))))

    def suppressed(self, limit: int) -> tuple[Suppressed, ...]:
        return self._suppressed("ORDER BY created DESC, id DESC LIMIT ?", limit)

    def held(self, now: datetime) -> tuple[Suppressed, ...]:
        return self._suppressed("WHERE due <= ? ORDER BY created, id", stamp(now))

    def _suppressed(self, where: str, parameter: int) -> tuple[Suppressed, ...]:
        sql = f"SELECT {', '.join((*ALERT.names, *SUPPRESSED.names))} FROM suppressed {where}"
        rows = self._database.rows(sql, (parameter,))
        width = len(ALERT.names)
        return tuple(SUPPRESSED.value(row[width:], alert=ALERT.value(row[:width])) for row in rows)

    def candidates(self, since: datetime) -> tuple[Candidate, ...]:
        sql = f"""
            SELECT topic, score, created, 1 FROM alert
            WHERE created >= ?1 AND story <> '' AND occasion <> {literal(Occasion.DIGEST)}
            UNION ALL
            SELECT topic, score, created, 0 FROM suppressed WHERE created >= ?1 AND reason = {literal(Reason.BUDGET)}
            ORDER BY created"""
        return tuple(map(CANDIDATE.value, self._database.rows(sql, (stamp(since),))))

    def mute(self, mute: Mute) -> None:
        with self._database.transaction():
            self._database.execute(upsert("mute", key=("topic", "story"), names=MUTE.names), MUTE.row(mute))

    def mutes(self, now: datetime) -> tuple[Mute, ...]:
        sql = f"SELECT {', '.join(MUTE.names)} FROM mute WHERE until > ? ORDER BY until, topic, story"
        return tuple(map(MUTE.value, self._database.rows(sql, (stamp(now),))))

    # --- what a person said ------------------------------------------------------------------------------------------

    def marks(self, since: datetime) -> tuple[Mark, ...]:
        sql = f"""
            SELECT {MARK.columns("mark")} FROM mark JOIN story ON story.id = mark.story
            WHERE story.last_seen >= ? ORDER BY mark.story"""
        return tuple(map(MARK.value, self._database.rows(sql, (stamp(since),))))

    def mark_stories(self, marks: Sequence[Mark]) -> None:
        sql = upsert("mark", key=("story",), names=MARK.names)
        with self._database.transaction():
            self._database.execute_many(sql, [MARK.row(mark) for mark in marks])

    def corrections(self, limit: int) -> tuple[Correction, ...]:
        sql = f"SELECT {', '.join(CORRECTION.names)} FROM correction ORDER BY at DESC, id DESC LIMIT ?"
        return tuple(map(CORRECTION.value, self._database.rows(sql, (limit,))))

    # --- what was seen of pages ---------------------------------------------------------------------------------------

    def visits(self, entry: str) -> tuple[Visit, ...]:
        return self._visits("WHERE entry = ? ORDER BY at", entry, body="body")

    def revisits(self, now: datetime, limit: int) -> tuple[Visit, ...]:
        return self._visits("WHERE again_at <= ? ORDER BY again_at, entry LIMIT ?", stamp(now), limit)

    def revisited(self, since: datetime) -> int:
        sql = f"SELECT count(*) FROM visit WHERE at >= ? AND outcome <> {literal(Outcome.FIRST)}"
        return int(self._database.rows(sql, (stamp(since),))[0][0])

    def edits(self, since: datetime, limit: int) -> tuple[Visit, ...]:
        return self._visits("WHERE changes <> '[]' AND at >= ? ORDER BY at DESC, entry LIMIT ?", stamp(since), limit)

    def _visits(self, where: str, *parameters: Cell, body: str = "x''") -> tuple[Visit, ...]:
        sql = f"SELECT {VISIT.columns('visit')}, {body} FROM visit {where}"
        return tuple(VISIT.value(row[:-1], body=row[-1]) for row in self._database.rows(sql, parameters))

    # --- all of it ----------------------------------------------------------------------------------------------------

    def counts(self) -> dict[str, int]:
        with self._database.snapshot():
            return {name: self._database.rows(sql)[0][0] for name, sql in COUNTS.items()}

    def close(self) -> None:
        self._database.close()


def _decision(row: Sequence[Any], verdicts: tuple[Any, ...]) -> Decision:
    article_from = len(ENTRY.names)
    decision_from = article_from + len(ARTICLE.names)
    entry = ENTRY.value(row[:article_from])
    article = ARTICLE.value(row[article_from:decision_from], entry=entry)
    return DECISION.value(row[decision_from:], article=article, verdicts=verdicts)


def _in_order(stories: Collection[Story]) -> tuple[Story, ...]:
    return tuple(sorted(stories, key=lambda story: (story.first_seen, story.id)))
