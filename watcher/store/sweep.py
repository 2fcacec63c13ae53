"""Walks the whole archive: first where its decisions stand, from indexes alone, then these themselves, some at a time."""

# ruff: noqa: S608 - names of tables and columns are put into statements, values never

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from watcher.core.model import Answer, Decision, Matched, PageState, Stretch, Volume
from watcher.store.database import Database
from watcher.store.rows import literal, stamp, time_of
from watcher.store.search import MATCHES

# The columns of Matched that an entry has itself, in their order.
MATCHED = """
    SELECT rowid, id, title, url, outlet, lang, country, published, first_seen, summary, page, feed
    FROM entry WHERE rowid IN (SELECT value FROM json_each(?))"""
# Their places first, from the index alone: then the rows are read in the order in which they lie.
YES = """
    SELECT entry, place, topic, score, words FROM verdict
    WHERE rowid IN (SELECT rowid FROM verdict WHERE entry IN (SELECT value FROM json_each(?)))
    AND answer = 'yes' AND score >= threshold"""
PAGES = {str(page): page for page in PageState}
AT_ONCE = 200  # decisions that are in memory
MATCHES_AT_ONCE = (200, 4000)  # that are in memory: few, so that the first come soon, then more and more
VOLUMES = """
    SELECT feed, (SELECT lang FROM entry AS one WHERE one.feed = entry.feed ORDER BY first_seen DESC LIMIT 1),
    min(first_seen), max(first_seen), count(*)
    FROM entry WHERE first_seen >= ? GROUP BY feed ORDER BY feed"""


def decisions(
    database: Database,
    wanted: Stretch,
    read: Callable[[str, Sequence[Any]], tuple[Decision, ...]],
    only: bytes | None,
) -> Iterator[Decision]:
    """The decisions of a stretch of the archive, as of the moment of the first; `read` turns a condition into them.

    `only` says by the places of entries which are wanted; those that came later are.
    """
    places = (place for place, *_ in database.each(*_question(wanted)))
    if only is not None:
        places = (place for place in places if place >= len(only) or only[place])
    while chunk := list(islice(places, AT_ONCE)):
        marks = ", ".join("?" * len(chunk))
        yield from read(f"WHERE entry.rowid IN ({marks}) ORDER BY entry.first_seen DESC, entry.rowid DESC", chunk)


def volumes(database: Database, since: int) -> tuple[Volume, ...]:
    """How much each feed has told since then."""
    return tuple(
        Volume(feed=feed, lang=lang, oldest=time_of(oldest), newest=time_of(newest), entries=number)
        for feed, lang, oldest, newest, number in database.rows(VOLUMES, (since,))
    )


def delivered(database: Database, wanted: Stretch) -> tuple[Volume, ...]:
    """How much of a stretch of the archive is in each language."""
    clauses, parameters = _narrowed(wanted)
    if wanted.feeds:
        clauses.append(f"feed IN ({', '.join('?' * len(wanted.feeds))})")
        parameters += wanted.feeds
    sql = f"SELECT lang, min(first_seen), max(first_seen), count(*) FROM entry WHERE {' AND '.join(clauses) or 1} GROUP BY lang"
    return tuple(
        Volume(feed="", lang=lang, oldest=time_of(oldest), newest=time_of(newest), entries=number)
        for lang, oldest, newest, number in database.rows(sql, parameters)
    )


def matches(database: Database, wanted: Stretch) -> Iterator[Matched]:
    """What matched in a stretch of the archive, as of the moment of the first.

    Each chunk is read from front to back, though the newest come first: a third less processor time when nothing is cached.
    """
    places = database.each(*_question(replace(wanted, answer=Answer.YES, topic="")))
    size, most = MATCHES_AT_ONCE
    while chunk := [place for place, *_ in islice(places, size)]:
        verdicts: dict[str, list[Any]] = {}
        with database.snapshot():
            entries = {row[0]: row for row in database.rows(MATCHED, (json.dumps(chunk),))}
            for verdict in database.rows(YES, (json.dumps([row[1] for row in entries.values()]),)):
                verdicts.setdefault(verdict[0], []).append(verdict)
        for place in chunk:
            of_entry = verdicts.get(entries[place][1], []) if place in entries else []  # pruned a moment ago
            if any(wanted.topic in ("", topic) for _, _, topic, *_ in of_entry):
                yield _matched(entries[place], sorted(of_entry))
        size = min(2 * size, most)


def _matched(row: Sequence[Any], verdicts: Sequence[tuple[Any, ...]]) -> Matched:
    _, entry, title, url, outlet, lang, country, published, first_seen, summary, page, feed = row
    return Matched(
        entry,
        title,
        url,
        outlet,
        lang,
        country,
        None if published is None else time_of(published),
        time_of(first_seen),
        summary,
        PAGES[page],
        feed,
        tuple([verdict[2:4] for verdict in verdicts]),
        _words(verdicts),
    )


def _words(verdicts: Sequence[tuple[Any, ...]]) -> tuple[str, ...]:
    first, *more = (json.loads(verdict[-1]) for verdict in verdicts)
    return tuple(sorted({*first}.union(*more)) if more else first)


def _narrowed(wanted: Stretch) -> tuple[list[str], list[Any]]:
    """What every question about a stretch asks for, with its parameters."""
    clauses, parameters = [], list[Any]()
    for clause, value in (
        ("first_seen >= ?", stamp(wanted.since) if wanted.since else None),
        ("first_seen < ?", stamp(wanted.before) if wanted.before else None),
        (MATCHES, wanted.topic or None),
    ):
        if value is not None:
            clauses.append(clause)
            parameters.append(value)
    return clauses, parameters


def _question(wanted: Stretch) -> tuple[str, list[Any]]:
    """Where the decisions stand, newest first. There is an index for each way to ask, so the first come at once."""
    clauses, parameters = _narrowed(wanted)
    leading = [f"answer = {literal(answer)}" for answer in Answer if wanted.answer in (None, answer)]
    if wanted.feeds:
        leading = [f"feed IN ({', '.join('?' * len(wanted.feeds))})"]
        clauses += [f"answer = {literal(wanted.answer)}"] if wanted.answer else []
        parameters = [*wanted.feeds, *parameters]
    branches = [
        f"SELECT rowid AS place, first_seen FROM entry WHERE {' AND '.join((one, *clauses))}" for one in leading
    ]
    return f"{' UNION ALL '.join(branches)} ORDER BY first_seen DESC, place DESC", parameters * len(branches)
