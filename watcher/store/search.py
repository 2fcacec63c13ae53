"""The index for full-text search, asked; indexed.py fills it."""

# ruff: noqa: S608 - names of tables and columns are put into statements, values never

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, compress, count, islice
from typing import Any

from watcher.core.model import PageState, Search
from watcher.core.rules.sieve import Chosen, Marks, Pair
from watcher.core.text.lookup import Term, terms
from watcher.store.database import Database
from watcher.store.rows import stamp

# The distinct words of the index. It walks through all places of all words, 15 s for a million entries.
VOCABULARY = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_word USING fts5vocab (main, search, row)"
ASKED_AT_ONCE = 30  # words: one by one they cost their statements, and each one more is looked at for each entry found
HELD = "SELECT entry.rowid FROM searched CROSS JOIN entry ON entry.id = searched.entry"
UNREAD = f"entry.page IN ('{PageState.UNREAD}', '{PageState.FAILED}')"
UNKNOWN = """
    SELECT entry.rowid FROM entry
    WHERE NOT EXISTS (SELECT 1 FROM searched WHERE searched.entry = entry.id) OR entry.answer = 'yes'"""
MATCHES = """EXISTS (
    SELECT 1 FROM verdict
    WHERE verdict.entry = entry.id AND topic = ? AND verdict.answer = 'yes' AND score >= threshold)"""


def question(wanted: Search, before: int | None, limit: int) -> tuple[str, list[Any]]:
    """A search as a statement that gives entries with their places, newest first; with its parameters."""
    clauses, parameters = [], list[Any]()
    expression = _expression(terms(wanted.query))
    tables, number = "searched", "searched.doc"
    if expression:
        # CROSS JOIN: the index leads, so that the newest come first without sorting all.
        tables, number = "search CROSS JOIN searched ON searched.doc = search.rowid", "search.rowid"
        clauses, parameters = ["search MATCH ?"], [expression]
    for clause, value in (
        (f"{number} < ?", before),
        ("entry.first_seen >= ?", stamp(wanted.since) if wanted.since else None),
        ("entry.outlet = ? COLLATE NOCASE", wanted.outlet or None),
        ("(entry.lang || '-') LIKE (? || '-%')", wanted.lang or None),
        ("entry.answer = ?", str(wanted.answer) if wanted.answer else None),
        (MATCHES, wanted.topic or None),
    ):
        if value is not None:
            clauses.append(clause)
            parameters.append(value)
    where = f"WHERE {' AND '.join(clauses)}" if clauses else ""
    tables = f"{tables} CROSS JOIN entry ON entry.id = searched.entry"
    sql = f"SELECT searched.entry, searched.doc FROM {tables} {where} ORDER BY {number} DESC LIMIT ?"
    return sql, [*parameters, limit]


def frequency(database: Database, query: str) -> int:
    """How many entries have the words of a query."""
    expression = _expression(terms(query))
    ((number,),) = (
        database.rows("SELECT count(*) FROM search WHERE search MATCH ?", (expression,)) if expression else ((0,),)
    )
    return int(number)


def index_words(database: Database, beginning: str = "") -> Iterator[str]:
    """The distinct words of the index that begin so, in their order."""
    database.execute(VOCABULARY)
    sql = "SELECT term FROM temp.search_word WHERE term >= ? AND term <= ?"
    return (word for (word,) in database.each(sql, (beginning, f"{beginning}\U0010ffff")))


def index_all(database: Database) -> Marks:
    """All entries that have a number in the index."""
    marks = _none(database)
    for (doc,) in database.each("SELECT doc FROM searched"):
        marks[doc] = 1
    return int.from_bytes(marks, "little")


def index_marks(database: Database, wanted: Collection[Term], pairs: Collection[Pair]) -> Marks:
    """The entries that have one of some words or both of a pair, by their numbers in the index."""
    marks, words = _none(database), iter(wanted)
    singles = iter(lambda: " OR ".join(map(_quoted, islice(words, ASKED_AT_ONCE))), "")
    for expression in chain(singles, (f"({_one_of(pair.ones)}) AND ({_one_of(pair.others)})" for pair in pairs)):
        for (doc,) in database.each("SELECT rowid FROM search WHERE search MATCH ?", (expression,)):
            marks[doc] = 1
    return int.from_bytes(marks, "little")


def _none(database: Database) -> bytearray:
    ((size,),) = database.rows("SELECT coalesce(max(doc), 0) + 1 FROM searched")
    return bytearray(size)


def _one_of(words: Iterable[str]) -> str:
    return " OR ".join(_quoted(Term((word,))) for word in words)


def places(database: Database, chosen: Chosen) -> bytes:
    """A byte for each place of an entry: 1 for what was chosen, what matched before, and what is not in the index yet."""
    ((size,),) = database.rows("SELECT coalesce(max(rowid), 0) + 1 FROM entry")
    found = bytearray(size)
    for marks, clause in ((chosen.matching, "WHERE"), (chosen.wanting & ~chosen.matching, f"WHERE {UNREAD} AND")):
        sql = f"{HELD} {clause} searched.doc IN (SELECT value FROM json_each(?))"
        for (place,) in database.each(sql, (json.dumps(numbers(marks)),)):
            found[place] = 1
    for (place,) in database.each(UNKNOWN):
        found[place] = 1
    return bytes(found)


def numbers(marks: Marks) -> list[int]:
    """The numbers of what is marked, in order."""
    return list(compress(count(), marks.to_bytes((marks.bit_length() + 7) // 8, "little")))


def _expression(wanted: Sequence[Term]) -> str:
    """The terms in the index's own language; every word is quoted, so nothing of it is an operator."""
    said = [[_quoted(term) for term in wanted if term.is_unwanted is unwanted] for unwanted in (False, True)]
    positive = " AND ".join(said[0])
    return " NOT ".join((f"({positive})", *said[1])) if positive else ""


def _quoted(term: Term) -> str:
    return " + ".join('"' + word.replace('"', '""') + '"' for word in term.words) + (" *" if term.is_open else "")
