"""The index for full-text search: kept in step with the entries by whoever writes them, and asked.

It holds no text, so what is taken out of it must be named exactly as it was put in. Therefore the words' version is
noted, and an index that was made by other rules is built anew when the database is opened to write.
"""

# ruff: noqa: S608 - names of tables and columns are put into statements, values never

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from watcher.core.model import Article, Search
from watcher.core.text.lookup import VERSION, Term, indexed, terms
from watcher.store.database import Database
from watcher.store.rows import Cell, stamp

Report = Callable[[int, int], None]  # how many pieces of how many are done

BATCH = 500  # entries that building the index reads at a time
PUT = "INSERT INTO search (rowid, title, summary, text) VALUES (?, ?, ?, ?)"
TAKE_OUT = "INSERT INTO search (search, rowid, title, summary, text) VALUES ('delete', ?, ?, ?, ?)"
NUMBER = "INSERT INTO searched (entry) VALUES (?)"
WHERE = "SELECT entry, doc FROM searched WHERE entry IN ({})"
KNOWN = """
    SELECT entry.id, searched.doc, entry.title, entry.summary, entry.text
    FROM entry JOIN searched ON searched.entry = entry.id WHERE entry.id IN ({})"""

# Each commit is a segment of the index, and merging them was a fifth of storing new entries. Twice as many as usual may
# wait before they are merged bit by bit, and merges in one piece, which hold the loop, come only if that lags far behind.
MERGES = {"automerge": 8, "crisismerge": 32}
MATCHES = """EXISTS (
    SELECT 1 FROM verdict
    WHERE verdict.entry = entry.id AND topic = ? AND verdict.answer = 'yes' AND score >= threshold)"""


def forget(database: Database, entries: Iterable[str]) -> None:
    """Take entries out of the index, before they are deleted or written anew."""
    rows = database.rows_in(KNOWN, tuple(entries))
    database.execute_many(TAKE_OUT, [_words(doc, *texts) for _, doc, *texts in rows])


def changed(database: Database, articles: Sequence[Article]) -> list[Article]:
    """Those of the articles whose text the index does not have; an older one is taken out. Before they are written."""
    found = database.rows_in(KNOWN, [article.entry.id for article in articles])
    known = {entry: (doc, texts) for entry, doc, *texts in found}
    new = []
    for article in articles:
        _, texts = known.get(article.entry.id, (0, []))
        if texts == [article.entry.title, article.entry.summary, article.text]:
            del known[article.entry.id]
        else:
            new.append(article)
    database.execute_many(TAKE_OUT, [_words(doc, *texts) for doc, texts in known.values()])
    return new


def put(database: Database, articles: Sequence[Article]) -> None:
    """Put articles into the index that are not in it. After their entries are written."""
    entries = [article.entry for article in articles]
    database.execute_many(f"{NUMBER} ON CONFLICT (entry) DO NOTHING", [(entry.id,) for entry in entries])
    docs = dict(database.rows_in(WHERE, [entry.id for entry in entries]))
    rows = [_words(docs[one.entry.id], one.entry.title, one.entry.summary, one.text) for one in articles]
    database.execute_many(PUT, rows)


def nobody(_done: int, _total: int) -> None:
    """Nobody wants to know how far it is."""


def bring_up_to_date(database: Database, report: Report = nobody) -> None:
    """Build the index if it is not there or was made by other rules; `report` hears how many of how many entries."""
    known = dict(database.rows("SELECT k, v FROM search_config"))
    for name, most in MERGES.items():
        if known.get(name) != most:
            database.execute("INSERT INTO search (search, rank) VALUES (?, ?)", (name, most))
    ((version,),) = database.rows("SELECT version FROM search_version")
    if version == VERSION:
        return
    with database.transaction():
        database.execute("INSERT INTO search (search) VALUES ('delete-all')")
        database.execute("DELETE FROM searched")
        ((total,),) = database.rows("SELECT count(*) FROM entry")
        first_seen, entry, done = -(1 << 62), "", 0
        while rows := database.rows(
            "SELECT id, title, summary, text, first_seen FROM entry WHERE (first_seen, id) > (?, ?) "
            "ORDER BY first_seen, id LIMIT ?",
            (first_seen, entry, BATCH),
        ):
            database.execute_many(NUMBER, [row[:1] for row in rows])
            ((last,),) = database.rows("SELECT max(doc) FROM searched")
            docs = range(last - len(rows) + 1, last + 1)
            database.execute_many(PUT, [_words(doc, *row[1:4]) for doc, row in zip(docs, rows, strict=True)])
            entry, first_seen = rows[-1][0], rows[-1][4]
            done += len(rows)
            report(done, total)
        database.execute("UPDATE search_version SET version = ?", (VERSION,))


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


def _words(doc: int, *texts: str) -> tuple[Cell, ...]:
    return (doc, *map(indexed, texts))
