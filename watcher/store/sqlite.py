"""The store in one SQLite file: entries, stories and how a plan is written; the parts beside it know the rest."""

# ruff: noqa: S608 - names of tables and columns are put into statements, values never

import json
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from watcher.core.model import Answer, Decision, Delays, Matched, Member, Plan, Search, Story, Stretch, Volume
from watcher.core.rules.sieve import Chosen, Marks, Pair
from watcher.core.text.lookup import Term
from watcher.store import indexed, lately, plans, search, sweep
from watcher.store.database import CHUNK, Database
from watcher.store.feeds import Feeds
from watcher.store.indexed import Report, nobody
from watcher.store.notes import Notes
from watcher.store.rows import ARTICLE, DECISION, ENTRY, MEMBER, STORY, VERDICT, key_number, stamp
from watcher.store.said import Said
from watcher.store.telling import Telling
from watcher.store.visits import Visits

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
NEWEST = " UNION ALL ".join(  # one branch for each answer, because that is what the index begins with
    f"SELECT * FROM (SELECT id, first_seen FROM entry WHERE answer = '{answer}' ORDER BY first_seen DESC LIMIT ?1)"
    for answer in Answer
)
KNOWN = "SELECT key, searched.entry FROM entry_key JOIN searched ON doc = entry_key.entry WHERE key IN ({})"


class SqliteStore(Feeds, Telling, Said, Visits):
    """The Store of ports.py over one file; open it with `open_store`."""

    def __init__(self, path: Path, *, read_only: bool = False, report: Report = nobody) -> None:
        self._database = Database(path, read_only=read_only)
        self._read_only = read_only
        self.notes = Notes(path)
        if not read_only:
            indexed.bring_up_to_date(self._database, report)

    # --- entries ------------------------------------------------------------------------------------------------------

    def known(self, keys: Collection[str]) -> dict[str, str]:
        numbers = {key_number(key): key for key in keys}
        return {numbers[number]: entry for number, entry in self._database.rows_in(KNOWN, numbers)}

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

    def walk(self, wanted: Stretch, *, without: Collection[str] = (), only: bytes | None = None) -> Iterator[Decision]:
        return sweep.decisions(self._database, wanted, partial(self._decisions, without=without), only)

    def matches(self, wanted: Stretch) -> Iterator[Matched]:
        return sweep.matches(self._database, wanted)

    def volumes(self, since: datetime) -> tuple[Volume, ...]:
        return sweep.volumes(self._database, stamp(since))

    def delivered(self, wanted: Stretch) -> tuple[Volume, ...]:
        return sweep.delivered(self._database, wanted)

    def index_words(self, beginning: str = "") -> Iterator[str]:
        return search.index_words(self._database, beginning)

    def index_all(self) -> Marks:
        return search.index_all(self._database)

    def index_marks(self, wanted: Collection[Term], pairs: Collection[Pair]) -> Marks:
        return search.index_marks(self._database, wanted, pairs)

    def places(self, chosen: Chosen) -> bytes:
        return search.places(self._database, chosen)

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
        newest = "SELECT id FROM story WHERE last_seen >= ? ORDER BY last_seen DESC, id DESC LIMIT ?"
        found = self._read_stories(f"story.id IN ({newest})", stamp(since), -1 if limit is None else limit)
        return tuple(sorted(found, key=lambda story: (story.first_seen, story.id)))

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
        known = {story.id: self._stored_story(story.id) for story in plan.stories}
        with self._database.transaction():
            plans.write(self._database, plan, known)

    def prune(self, before: datetime, limit: int) -> int:
        sql = """
            SELECT entry.id FROM entry LEFT JOIN feed ON feed.url = entry.feed
            WHERE entry.answer IN ('no', 'undecided') AND entry.first_seen < ?1
            AND (feed.place IS NULL OR feed.last_ok >= ?1)
            AND NOT EXISTS (SELECT 1 FROM searched WHERE searched.entry = entry.id AND last_seen >= ?1)
            AND NOT EXISTS (SELECT 1 FROM member WHERE member.entry = entry.id)
            LIMIT ?2"""
        with self._database.transaction():
            entries = self._database.rows(sql, (stamp(before), limit))
            indexed.forget(self._database, [entry for (entry,) in entries])
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
