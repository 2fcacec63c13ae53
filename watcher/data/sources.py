"""The sources of outlets.toml with the ways of attribution.toml, read once."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final, cast, get_args

from watcher.core.citations import Sources, compile_sources
from watcher.core.citations.bodies import Countries
from watcher.core.citations.spec import Attribution, Body, CueKind, Cues, Kind, Outlet
from watcher.data import load_clutter, load_home, read_table
from watcher.data.countries import country_adjective, country_words

ALWAYS_STATE: Final = frozenset({"state-media", "official"})


@cache
def load_sources() -> Sources:
    """Everything that ships, compiled; the same object each time."""
    countries = Countries(words=country_words, adjective=country_adjective)
    return compile_sources(
        read_outlets(), read_attribution(), load_clutter(), countries=countries, bodies=read_bodies()
    )


def read_bodies() -> tuple[Body, ...]:
    """The rows of bodies.toml."""
    table = read_table("bodies.toml")
    return tuple(Body(name=name, names=tuple(row["names"]), known=row.get("known", {})) for name, row in table.items())


def read_outlets() -> tuple[Outlet, ...]:
    """The rows of outlets.toml in their order."""
    return tuple(_outlets(read_table("outlets.toml")))


def read_attribution() -> Attribution:
    """The rows of attribution.toml."""
    table = dict(read_table("attribution.toml"))
    common = table.pop("any")
    return Attribution(
        cues=tuple(_cues(lang, row) for lang, row in table.items()),
        that=tuple(common["that"]),
        joining=tuple(common["and"]),
        credits=tuple(common["credit"]),
        origins=tuple(common["origin"]),
        home=load_home(),
    )


def _outlets(table: Mapping[str, Mapping[str, Any]]) -> Iterator[Outlet]:
    for kind, rows in table.items():
        for name, row in rows.items():
            settings: dict[str, Any] = {
                key: tuple(value) if isinstance(value, list) else value for key, value in row.items()
            }
            settings.setdefault("state", kind in ALWAYS_STATE)
            yield Outlet(name=name, kind=cast("Kind", kind), **settings)


def _cues(lang: str, row: Mapping[str, Any]) -> Cues:
    terms = {kind: tuple(row[kind]) for kind in get_args(CueKind) if kind in row}
    settings = {key: value for key, value in row.items() if key not in terms}
    return Cues(lang=lang, terms=terms, **settings)
