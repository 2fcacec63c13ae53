"""The index for full-text search, asked; indexed.py fills it."""

# ruff: noqa: S608 - names of tables and columns are put into statements, values never

from collections.abc import Sequence
from typing import Any

from watcher.core.model import Search
from watcher.core.text.lookup import Term, terms
from watcher.store.database import Database
from watcher.store.rows import stamp

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


def _expression(wanted: Sequence[Term]) -> str:
    """The terms in the index's own language; every word is quoted, so nothing of it is an operator."""
    said = [[_quoted(term) for term in wanted if term.is_unwanted is unwanted] for unwanted in (False, True)]
    positive = " AND ".join(said[0])
    return " NOT ".join((f"({positive})", *said[1])) if positive else ""


def _quoted(term: Term) -> str:
    return " + ".join('"' + word.replace('"', '""') + '"' for word in term.words) + (" *" if term.is_open else "")
