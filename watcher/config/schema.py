"""Tables as frozen dataclasses: what TOML holds becomes their values, and every fault in it is told where it stands.

The annotation of a setting says what it takes: a text, a number, a list, another table, one of some words. Functions in
`Annotated` look at it further; they return the value to keep, or raise ValueError with what they expected.
"""

import difflib
from collections.abc import Callable, Sequence
from dataclasses import MISSING, Field, field, fields, is_dataclass
from datetime import timedelta
from functools import cache
from types import UnionType
from typing import Annotated, Any, Final, Literal, TypeVar, Union, cast, get_args, get_origin

from watcher.config.places import Path
from watcher.config.values import duration

T = TypeVar("T")
Tell = Callable[..., None]  # takes the path of what is wrong, a sentence, and key=True if the key itself is wrong
Reader = Callable[[Any, Path, Tell], Any]  # from what TOML holds to the value, or to FAULTY once that is told

FAULTY: Final = object()
KIND: Final = "kind"  # the setting by which one of several tables is chosen


def setting(default: T, about: str, *, least: Any = None, most: Any = None) -> T:
    """A setting with a default. `least` and `most` bound a number or a span, or the length of a text or a list."""
    kept: Any = {"default_factory": default.copy} if isinstance(default, dict) else {"default": default}
    return cast("T", field(**kept, metadata={"about": about, "least": least, "most": most}))


def required(about: str, *, least: int | None = None) -> Any:
    """A setting that must be there; `least` is the least length of a text or a list."""
    return field(metadata={"about": about, "least": least, "most": None})


def read_table(table: type[T], raw: Any, path: Path, tell: Tell) -> T:
    """The table that TOML's dictionary makes. Faults are told; what is wrong has its default then, or nothing in it."""
    known = _settings(cast("type", table))
    for name in raw:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f'did you mean "{near[0]}"?' if near else f"choices are {', '.join(known)}"
            tell((*path, name), f'unknown setting "{name}" ({hint})', key=True)
    values = {}
    for name, (one, reader) in known.items():
        there = (*path, name)
        if name in raw:
            value = reader(raw[name], there, tell)
            if value is not FAULTY:
                values[name] = value
        elif _is_required(one):
            tell(there, f'"{name}" is missing')
        if name not in values and _is_required(one):
            values[name] = _nothing(one.type)
    return table(**values)


def default_of(one: "Field[Any]") -> Any:
    """What a setting is if nobody sets it; MISSING if somebody must."""
    return one.default if one.default_factory is MISSING else one.default_factory()


def written(table: Any) -> dict[str, Any]:
    """The settings of a table that somebody must write into a file for it to be the same."""
    values = {one.name: (getattr(table, one.name), default_of(one)) for one in fields(table)}
    return {name: value for name, (value, default) in values.items() if value != default}


# --- what reads a setting ---------------------------------------------------------------------------------------------


@cache
def _settings(table: type) -> dict[str, tuple["Field[Any]", Reader]]:
    return {one.name: (one, _bounded(_reader(one.type), **_bounds(one))) for one in fields(table)}


def _bounds(one: "Field[Any]") -> dict[str, Any]:
    return {name: one.metadata.get(name) for name in ("least", "most")}


def _is_required(one: "Field[Any]") -> bool:
    return one.default is MISSING and one.default_factory is MISSING


def _nothing(kind: Any) -> Any:
    """An empty value of a kind."""
    while get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    return get_args(kind)[0] if get_origin(kind) is Literal else (get_origin(kind) or kind)()


def _reader(kind: Any) -> Reader:
    """What reads values of a kind, by its annotation."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _checked(_reader(inner[0]), inner[1:])
    if origin is Literal:
        return _plain(lambda value: value in inner, "should be " + _either([f'"{one}"' for one in inner]))
    if origin in (Union, UnionType):
        kinds = [one for one in inner if one is not type(None)]
        return _reader(kinds[0]) if len(kinds) == 1 else _one_of(kinds)
    if origin in (tuple, list):
        return _list(_reader(inner[0]), origin)
    if origin is dict:
        return _named(_reader(inner[1]))
    if is_dataclass(kind):
        return _table(cast("type", kind))
    return _SINGLE[kind]


def _plain(fits: Callable[[Any], bool], expected: str) -> Reader:
    def read(value: Any, path: Path, tell: Tell) -> Any:
        if fits(value):
            return value
        return _told(path, expected, tell)

    return read


def _span(value: Any, path: Path, tell: Tell) -> Any:
    try:
        return duration(value)
    except ValueError as error:
        return _told(path, str(error), tell)


_SINGLE: Final[dict[Any, Reader]] = {
    str: _plain(lambda value: isinstance(value, str), "should be a text"),
    bool: _plain(lambda value: isinstance(value, bool), "should be true or false"),
    int: _plain(lambda value: type(value) is int, "should be a whole number"),
    float: _plain(lambda value: type(value) in (int, float), "should be a number"),
    timedelta: _span,
    Any: _plain(lambda _: True, ""),
}


def _checked(reader: Reader, checks: Sequence[Callable[[Any], Any]]) -> Reader:
    def read(value: Any, path: Path, tell: Tell) -> Any:
        value = reader(value, path, tell)
        try:
            for check in checks:
                value = value if value is FAULTY else check(value)
        except ValueError as error:
            return _told(path, str(error), tell)
        return value

    return read


def _bounded(reader: Reader, *, least: Any, most: Any) -> Reader:
    if least is None and most is None:
        return reader

    def read(value: Any, path: Path, tell: Tell) -> Any:
        value = reader(value, path, tell)
        if value is FAULTY:
            return value
        size = len(value) if isinstance(value, str | tuple) else value
        if least is not None and size < least:
            return _told(path, f"should {_amount(value, 'at least', least)}", tell)
        if most is not None and size > most:
            return _told(path, f"should {_amount(value, 'at most', most)}", tell)
        return value

    return read


def _list(reader: Reader, made: Callable[[list[Any]], Any]) -> Reader:
    def read(value: Any, path: Path, tell: Tell) -> Any:
        if not isinstance(value, list):
            return _told(path, "should be a list", tell)
        items = [reader(one, (*path, place), tell) for place, one in enumerate(value)]
        return FAULTY if any(one is FAULTY for one in items) else made(items)

    return read


def _named(reader: Reader) -> Reader:
    def read(value: Any, path: Path, tell: Tell) -> Any:
        if not isinstance(value, dict):
            return _told(path, "should be a table", tell)
        items = {name: reader(one, (*path, name), tell) for name, one in value.items()}
        return {name: one for name, one in items.items() if one is not FAULTY}

    return read


def _table(table: type) -> Reader:
    def read(value: Any, path: Path, tell: Tell) -> Any:
        return (
            read_table(table, value, path, tell) if isinstance(value, dict) else _told(path, "should be a table", tell)
        )

    return read


def _one_of(tables: Sequence[type]) -> Reader:
    """The table whose kind a value names. A faulty one is taken for the first kind, so that its name is known."""
    kinds = {get_args(one.type)[0]: table for table in tables for one in fields(table) if one.name == KIND}

    def read(value: Any, path: Path, tell: Tell) -> Any:
        if not isinstance(value, dict):
            return _told(path, "should be a table", tell)
        kind = value.get(KIND)
        if isinstance(kind, str) and kind in kinds:
            return read_table(kinds[kind], value, path, tell)
        wrong = f"is no {kind!r}" if KIND in value else "is missing"
        tell((*path, KIND), f'"{KIND}" of a {path[0]} {wrong} (choices are {", ".join(kinds)})')
        return tables[0]()

    return read


# --- words ------------------------------------------------------------------------------------------------------------


def _told(path: Path, message: str, tell: Tell) -> object:
    dotted = ".".join(step for step in path if isinstance(step, str))
    tell(path, f'"{dotted}" {message}' if message.startswith("should") else f"{dotted}: {message}")
    return FAULTY


def _either(words: Sequence[str]) -> str:
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _amount(value: Any, word: str, bound: Any) -> str:
    """A bound in words: be at most 1,000,000; be at least 7d; have at least 1 item."""
    shown = f"{word} {bound.days}d" if isinstance(bound, timedelta) else f"{word} {bound:,}"
    unit = "character" if isinstance(value, str) else "item" if isinstance(value, tuple) else ""
    return f"have {shown} {unit}{'s' * (bound != 1)}" if unit else f"be {shown}"
