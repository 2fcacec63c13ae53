"""What articles are compared by: concepts of the news in many languages, and the names of all countries."""

from collections.abc import Iterator
from functools import cache
from typing import Final

from watcher.core.rules import Group
from watcher.core.rules.vocabulary import Fault
from watcher.core.stories import CONCEPT, COUNTRY, NAME, Concepts
from watcher.data import FOLDER, load_clutter, load_groups, load_home, parse_group, read_table
from watcher.data.countries import all_countries
from watcher.errors import RuleFaults

# Countries that a shipped group knows better than CLDR: with abbreviations, organs, and names that count in company.
_WATCHED: Final = {
    "CN": "china", "JP": "japan", "KP": "north-korea", "KR": "south-korea",
    "RU": "russia", "UA": "ukraine", "US": "united-states",
}  # fmt: skip

_NAMES: Final = "names.toml"


@cache
def load_concepts() -> Concepts:
    """All concepts, made ready once. Raises RuleFaults if a table is wrong, which a test sees to."""
    return Concepts(concept_groups(), clutter=load_clutter(), home=load_home())


def concept_groups() -> dict[str, Group]:
    """The lists that concepts are made of, by name."""
    faults: list[Fault] = []
    groups = {group.name: group for group in (*_countries(), *_concepts(faults))}
    if faults:
        raise RuleFaults(faults)
    return groups


def _countries() -> Iterator[Group]:
    for code, terms in all_countries():
        name = f"{COUNTRY}{code.lower()}"
        include = (_WATCHED[code],) if code in _WATCHED else ()
        yield Group(name=name, kind="names", include=include, terms=terms)
    yield from load_groups(_WATCHED.values()).values()


def _concepts(faults: list[Fault]) -> Iterator[Group]:
    for file in sorted(file.name for file in (FOLDER / "concepts").iterdir()):
        prefix = NAME if file == _NAMES else CONCEPT
        for name, table in read_table(f"concepts/{file}").items():
            yield parse_group(f"{prefix}{name}", table, faults)
