"""What a country is called: its names, capital, inhabitants and leaders, by language."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from watcher.errors import RuleError


def country_terms(code: str) -> Mapping[str, tuple[str, ...]]:
    """The terms of a country by language, written as in docs/rules.md.

    `code` is of ISO 3166-1 alpha-2, in any case, or XK for Kosovo. Raise RuleError for any other.
    """
    table = _table()
    opening = f'\n"{code.upper()}": '.encode()
    start = table.find(opening) if len(code) == 2 and code.isalpha() else -1
    if start < 0:
        raise RuleError(
            f'no country has the code "{code}"', source=code, column=1, hint="known are " + ", ".join(country_codes())
        )
    line = table[start + len(opening) : table.index(b"\n", start + 1)].rstrip(b",")
    return {language: tuple(terms) for language, terms in json.loads(line).items()}


def all_countries() -> Iterator[tuple[str, Mapping[str, tuple[str, ...]]]]:
    """Every country's code and terms: the table read once from end to end."""
    for code, listed in json.loads(_table()).items():
        yield code, {language: tuple(terms) for language, terms in listed.items()}


def country_codes() -> tuple[str, ...]:
    """The codes of all countries that have terms."""
    return tuple(line[1:3].decode() for line in _table().splitlines() if line.startswith(b'"'))


@cache
def _table() -> bytes:
    """The whole table, undecoded: a country is one line of it, and only that line is read."""
    return files("watcher.data").joinpath("countries.json").read_bytes()
