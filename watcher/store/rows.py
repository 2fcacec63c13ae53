"""How the values of the model are laid out in rows, field by field.

A column has the name of its field, so a new field of the model is a new column in a migration and nothing more.
"""

# ruff: noqa: S608 - names of tables and columns are put into statements, values never

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from hashlib import blake2b
from json.encoder import encode_basestring
from operator import attrgetter
from typing import Any, Generic, NamedTuple, TypeVar, get_type_hints

from watcher.core.model import (
    Alert,
    Answer,
    Article,
    Candidate,
    Change,
    Citation,
    Correction,
    Decision,
    Delivery,
    Entry,
    FeedState,
    Field,
    Headline,
    Hit,
    Mark,
    Member,
    Mute,
    News,
    Occasion,
    Outcome,
    PageState,
    Priority,
    Reason,
    ScorePart,
    Story,
    Suppressed,
    Verdict,
    Visit,
    Way,
)
from watcher.frozen import field_names

T = TypeVar("T")
Cell = str | int | float | bytes | None

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
EMPTY = {"text": "''", "hits": "'[]'", "parts": "'[]'", "keys": "'[]'"}  # columns that may be left out


def stamp(time: datetime) -> int:
    """A time as microseconds since 1970, exactly."""
    return (time - EPOCH) // MICROSECOND


def time_of(microseconds: int) -> datetime:
    """The time of a stamp, in UTC."""
    return EPOCH + timedelta(microseconds=microseconds)


def key_number(key: str) -> int:
    """A key as the eight bytes that it is looked up by; two of a hundred million are one by a chance of one in three thousand."""
    return int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True)


class Codec(NamedTuple):
    """How one field becomes a cell and comes back."""

    encode: Callable[[Any], Cell]
    decode: Callable[[Any], Any]


class Record(Generic[T]):
    """The columns of a dataclass in the order of its fields; `without` names the fields that are kept elsewhere.

    What turns values into rows and back is made at first use: a run needs that of a few records.
    """

    def __init__(self, kind: type[T], *, without: Collection[str] = ()) -> None:
        self.names = tuple(name for name in field_names(kind) if name not in without)
        self._kind = kind

    @cached_property
    def _every(self) -> list[Codec]:
        hints = get_type_hints(self._kind)
        return [CODECS[hints[name]] for name in self.names]

    @cached_property
    def _codecs(self) -> list[tuple[int, Codec]]:
        return [(place, codec) for place, codec in enumerate(self._every) if codec is not SAME]

    @cached_property
    def _get(self) -> Callable[[T], tuple[Any, ...]]:
        values = attrgetter(*self.names)
        return values if len(self.names) > 1 else lambda value: (values(value),)

    def row(self, value: T) -> list[Cell]:
        row = list(self._get(value))
        for place, codec in self._codecs:
            row[place] = codec.encode(row[place])
        return row

    def value(self, row: Sequence[Any], **elsewhere: Any) -> T:
        """The value that a row was made of; `elsewhere` are the fields that are kept in other tables."""
        if len(row) != len(self.names):
            raise ValueError(f"{len(row)} cells for the {len(self.names)} fields of {self._kind.__name__}")
        return self._make(row, elsewhere)

    @cached_property
    def _make(self) -> Callable[[Sequence[Any], Mapping[str, Any]], T]:
        """A function that calls the dataclass with each field by its name: thrice as quick as a loop over the fields.

        Reading an archive makes millions of values. dataclasses make their own functions in the same way.
        """
        codecs = self._every
        cells = (f"row[{place}]" if codec is SAME else f"d{place}(row[{place}])" for place, codec in enumerate(codecs))
        named = ", ".join(f"{name}={cell}" for name, cell in zip(self.names, cells, strict=True))
        known = {f"d{place}": codec.decode for place, codec in enumerate(codecs)} | {"kind": self._kind}
        made: Callable[[Sequence[Any], Mapping[str, Any]], T] = eval(  # noqa: S307 - of our own names alone
            f"lambda row, elsewhere: kind({named}, **elsewhere)", known
        )
        return made

    def columns(self, table: str, without: Collection[str] = ()) -> str:
        """The names for a SELECT, each with its table; fields that are wanted `without` come back empty."""
        return ", ".join(EMPTY[name] if name in without else f"{table}.{name}" for name in self.names)


# Made once: json.dumps makes one at each call.
dumps: Callable[[object], str] = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _texts(texts: Iterable[str]) -> str:
    """As `dumps` writes them, in a quarter of the time: each entry has two lists of texts."""
    return f"[{','.join(map(encode_basestring, texts))}]"


def _optional(codec: Codec) -> Codec:
    return Codec(
        lambda value: None if value is None else codec.encode(value),
        lambda cell: None if cell is None else codec.decode(cell),
    )


def _list_of(record: Record[Any]) -> Codec:
    """A tuple of values as a JSON array of their rows, without the names."""
    return Codec(
        lambda values: dumps([record.row(value) for value in values]),
        lambda cell: () if cell == "[]" else tuple(map(record.value, json.loads(cell))),  # mostly none
    )


def _one_of(kind: type[StrEnum]) -> Codec:
    """A word of a fixed list; looked up, since asking the list's class takes ten times as long."""
    return Codec(str, {str(word): word for word in kind}.__getitem__)


SAME = Codec(lambda value: value, lambda cell: cell)  # SQLite takes it as it is; Record leaves it alone
TIME = Codec(stamp, time_of)

CODECS: dict[Any, Codec] = {
    str: SAME,
    int: SAME,
    float: SAME,
    bytes: SAME,
    bool: Codec(int, bool),
    datetime: TIME,
    datetime | None: _optional(TIME),
    timedelta: Codec(lambda span: span // MICROSECOND, lambda cell: timedelta(microseconds=cell)),
    Answer: _one_of(Answer),
    Field: _one_of(Field),
    Occasion: _one_of(Occasion),
    Outcome: _one_of(Outcome),
    PageState: _one_of(PageState),
    Priority: _one_of(Priority),
    Reason: _one_of(Reason),
    Way: _one_of(Way),
    tuple[str, ...]: Codec(_texts, lambda cell: () if cell == "[]" else tuple(json.loads(cell))),
    tuple[Change, ...]: Codec(dumps, lambda cell: tuple(map(Change, json.loads(cell)))),
    tuple[tuple[str, str], ...]: Codec(dumps, lambda cell: tuple((name, value) for name, value in json.loads(cell))),
    tuple[tuple[str, float], ...]: Codec(dumps, lambda cell: tuple((name, value) for name, value in json.loads(cell))),
}
HIT = Record(Hit)
CODECS[tuple[Hit, ...]] = _list_of(HIT)
for _part, _kind in (
    (tuple[ScorePart, ...], ScorePart),
    (tuple[Citation, ...], Citation),
    (tuple[Headline, ...], Headline),
    (tuple[News, ...], News),
):
    CODECS[_part] = _list_of(Record(_kind))

FEED = Record(FeedState)
ENTRY = Record(Entry)
ARTICLE = Record(Article, without={"entry"})
DECISION = Record(Decision, without={"article", "verdicts"})
VERDICT = Record(Verdict)
STORY = Record(Story, without={"members"})
MEMBER = Record(Member)
ALERT = Record(Alert)
DELIVERY = Record(Delivery, without={"alert"})
SUPPRESSED = Record(Suppressed, without={"alert"})
CANDIDATE = Record(Candidate)
MUTE = Record(Mute)
MARK = Record(Mark)
VISIT = Record(Visit, without={"body"})  # which only evidence needs, and which may be large
CORRECTION = Record(Correction)


def upsert(table: str, *, key: Sequence[str], names: Sequence[str]) -> str:
    """Insert a row, or overwrite the named columns of the one that has the same key."""
    changes = ", ".join(f"{name} = excluded.{name}" for name in names if name not in key)
    return f"{insert(table, names=names)} ON CONFLICT ({', '.join(key)}) DO UPDATE SET {changes}"


def insert(table: str, *, names: Sequence[str]) -> str:
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"


def literal(text: str) -> str:
    """A constant of the program inside a statement."""
    return "'" + text.replace("'", "''") + "'"
