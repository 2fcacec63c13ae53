"""Walks the whole archive: first where its decisions stand, from indexes alone, then these themselves, some at a time."""

# ruff: noqa: S608 - names of tables and columns are put into statements, values never

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from watcher.core.model import Answer, Decision, Stretch, Volume
from watcher.store.database import Database
from watcher.store.rows import HIT, literal, stamp, time_of
from watcher.store.search import MATCHES

WORDS = "SELECT entry, hits FROM verdict WHERE entry IN ({}) AND answer = 'yes' AND score >= threshold"
TEXT_OF_HIT = HIT.names.index("text")
AT_ONCE = 200  # decisions that are in memory
VOLUMES = """
    SELECT feed, (SELECT lang FROM entry AS one WHERE one.feed = entry.feed ORDER BY first_seen DESC LIMIT 1),
    min(first_seen), max(first_seen), count(*)
    FROM entry WHERE first_seen >= ? GROUP BY feed ORDER BY feed"""


def decisions(
    database: Database, wanted: Stretch, read: Callable[[str, Sequence[Any]], tuple[Decision, ...]]
) -> Iterator[Decision]:
    """The decisions of a stretch of the archive, as of the moment of the first; `read` turns a condition into them."""
    places = database.each(*_question(wanted))
    while chunk := [place for place, *_ in islice(places, AT_ONCE)]:
        marks = ", ".join("?" * len(chunk))
        yield from read(f"WHERE entry.rowid IN ({marks}) ORDER BY entry.first_seen DESC, entry.rowid DESC", chunk)


def volumes(database: Database, since: int) -> tuple[Volume, ...]:
    """How much each feed has told since then."""
    return tuple(
        Volume(feed=feed, lang=lang, oldest=time_of(oldest), newest=time_of(newest), entries=number)
        for feed, lang, oldest, newest, number in database.rows(VOLUMES, (since,))
    )


def words(database: Database, entries: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """What stands in entries for the topics that they match, each once; read without making hits of it."""
    found: dict[str, set[str]] = {}
    for entry, hits in database.rows(WORDS.format(", ".join("?" * len(entries))), entries):
        found.setdefault(entry, set()).update(hit[TEXT_OF_HIT] for hit in json.loads(hits))
    return {entry: tuple(sorted(texts)) for entry, texts in found.items()}


def _question(wanted: Stretch) -> tuple[str, list[Any]]:
    """Where the decisions stand, newest first. There is an index for each way to ask, so the first come at once."""
    clauses, parameters = [], list[Any]()
    for clause, value in (
        ("first_seen >= ?", stamp(wanted.since) if wanted.since else None),
        ("first_seen < ?", stamp(wanted.before) if wanted.before else None),
        (MATCHES, wanted.topic or None),
    ):
        if value is not None:
            clauses.append(clause)
            parameters.append(value)
    leading = [f"answer = {literal(answer)}" for answer in Answer if wanted.answer in (None, answer)]
    if wanted.feeds:
        leading = [f"feed IN ({', '.join('?' * len(wanted.feeds))})"]
        clauses += [f"answer = {literal(wanted.answer)}"] if wanted.answer else []
        parameters = [*wanted.feeds, *parameters]
    branches = [
        f"SELECT rowid AS place, first_seen FROM entry WHERE {' AND '.join((one, *clauses))}" for one in leading
    ]
    return f"{' UNION ALL '.join(branches)} ORDER BY first_seen DESC, place DESC", parameters * len(branches)
