"""What a country is called: its names, capital, inhabitants and leaders, by language."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from watcher.errors import RuleError


def country_terms(code: str) -> Mapping[str, tuple[str, ...]]:
    """The terms of a country by language, written as in docs/groups.md.

    `code` is of ISO 3166-1 alpha-2, in any case, or XK for Kosovo. Raise RuleError for any other.
    """
    text = _text()
    start = text.find(f'\n"{code.upper()}": ') if len(code) == 2 and code.isalpha() else -1
    if start < 0:
        raise RuleError(f'no country has the code "{code}"', source=code, column=1, hint=f"known are {_codes(text)}")
    line = text[start + len('\n"XX": ') : text.index("\n", start + 1)]
    return {language: tuple(terms) for language, terms in json.loads(line.rstrip(",")).items()}


def _codes(text: str) -> str:
    return ", ".join(line[1:3] for line in text.splitlines() if line.startswith('"'))


@cache
def _text() -> str:
    """The whole table unread: a country is one line of it, and only that line is parsed."""
    return files("watcher.data").joinpath("countries.json").read_text(encoding="utf-8")
