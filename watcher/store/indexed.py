"""What entries are found by, kept in step with them by whoever writes: their numbers, and the words of their texts.

The index of words holds no text, so what is taken out of it must be named exactly as it was put in. Therefore the words'
version is noted, and an index that was made by other rules is built anew when the database is opened to write.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from watcher.core.model import Article, Entry
from watcher.core.text.lookup import VERSION, indexed
from watcher.store.database import Database
from watcher.store.rows import Cell, stamp

Report = Callable[[int, int], None]  # how many pieces of how many are done

BATCH = 500  # entries that building the index reads at a time
PUT = "INSERT INTO search (rowid, title, summary, text) VALUES (?, ?, ?, ?)"
TAKE_OUT = "INSERT INTO search (search, rowid, title, summary, text) VALUES ('delete', ?, ?, ?, ?)"
NUMBER = "INSERT INTO searched (doc, entry, last_seen) VALUES (?, ?, ?)"
STORED = """
    SELECT entry.id, searched.doc, entry.title, entry.summary, entry.text
    FROM entry JOIN searched ON searched.entry = entry.id WHERE entry.id IN ({})"""
IN_ORDER = """
    SELECT searched.doc, entry.title, entry.summary, entry.text
    FROM searched CROSS JOIN entry ON entry.id = searched.entry WHERE searched.doc > ? ORDER BY searched.doc LIMIT ?"""

# Each commit is a segment of the index, and merging them was a fifth of storing new entries. Twice as many as usual may
# wait before they are merged bit by bit, and merges in one piece, which hold the loop, come only if that lags far behind.
MERGES = {"automerge": 8, "crisismerge": 32}


class Stored(NamedTuple):
    """An entry as the index has it: under which number, and with which title, summary and text."""

    number: int
    texts: tuple[str, ...]


def stored(database: Database, entries: Collection[str]) -> dict[str, Stored]:
    """Those of the entries that are in the index, by their ids. To be asked before they are written."""
    return {entry: Stored(number, tuple(texts)) for entry, number, *texts in database.rows_in(STORED, entries)}


def number(database: Database, entries: Iterable[Entry], before: Mapping[str, Stored]) -> dict[str, int]:
    """The numbers of entries, in the order in which they came; the new ones get theirs here, once they are written."""
    ((last,),) = database.rows("SELECT coalesce(max(doc), 0) FROM searched")
    new = enumerate((entry for entry in entries if entry.id not in before), last + 1)
    rows = [(place, entry.id, stamp(entry.first_seen)) for place, entry in new]
    database.execute_many(NUMBER, rows)
    return {entry: one.number for entry, one in before.items()} | {entry: place for place, entry, _ in rows}


def put(
    database: Database, articles: Iterable[Article], before: Mapping[str, Stored], numbers: Mapping[str, int]
) -> None:
    """Have the index find articles by their words of now, and no more by those that they had `before`."""
    changed = [one for one in articles if one.entry.id not in before or before[one.entry.id].texts != _texts(one)]
    old = [before[one.entry.id] for one in changed if one.entry.id in before]
    database.execute_many(TAKE_OUT, [_words(number, *texts) for number, texts in old])
    database.execute_many(PUT, [_words(numbers[one.entry.id], *_texts(one)) for one in changed])


def forget(database: Database, entries: Collection[str]) -> None:
    """Take entries out of the index, before they are deleted."""
    gone = stored(database, entries).values()
    database.execute_many(TAKE_OUT, [_words(number, *texts) for number, texts in gone])


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
        ((total,),) = database.rows("SELECT count(*) FROM searched")
        last = done = 0
        while rows := database.rows(IN_ORDER, (last, BATCH)):
            database.execute_many(PUT, [_words(*row) for row in rows])
            last, done = rows[-1][0], done + len(rows)
            report(done, total)
        database.execute("UPDATE search_version SET version = ?", (VERSION,))


def _texts(article: Article) -> tuple[str, ...]:
    return article.entry.title, article.entry.summary, article.text


def _words(number: int, *texts: str) -> Sequence[Cell]:
    return (number, *map(indexed, texts))
