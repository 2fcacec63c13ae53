"""What a country is called: its names, capital, inhabitants and leaders, by language."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from watcher import late
from watcher.core.citations.bodies import beginning
from watcher.core.rules.vocabulary import ANY
from watcher.core.text.fold import fold
from watcher.core.text.languages import language
from watcher.errors import RuleError

_WORD: Final = late.pattern(r"[^\W\d_]{2,}")
_ADJECTIVES_LISTED: Final = frozenset(("en", "de", "fr", "es", "ru"))
_ADJECTIVE: Final = late.pattern(r"[A-Z][\w ]+(?:ish|ian|ean|ese|an|i|[cst]h|ic|ine|ek|ss|no|ak|kh|ar)")


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
def country_words(language_code: str) -> Mapping[str, str]:
    """The country of each single word that names one in a language: folded, and as its stem.

    A beginning that the names of one country alone have stands there with a star, for adjectives that no list has.
    """
    row, found, beginnings = language(language_code), dict[str, str](), dict[str, set[str]]()
    for code in country_codes():
        terms = country_terms(code)
        for term in (*terms.get(language_code, ()), *terms.get(ANY, ())):
            for word in (words := fold(term.strip('="*')).text.split()):
                if _WORD.fullmatch(word):
                    beginnings.setdefault(beginning(word), set()).add(code)
                    if len(words) == 1:
                        found.setdefault(word, code)
                        found.setdefault(row.stem(word), code)
    if language_code in _ADJECTIVES_LISTED:
        return found
    return {word: next(iter(codes)) for word, codes in beginnings.items() if word and len(codes) == 1} | found


@cache
def country_adjective(code: str) -> str:
    """What belongs to a country is called so in English: Turkish; its name where no list has the adjective."""
    name, *others = (term.strip('="') for term in country_terms(code)["en"])
    return next((word for word in others if _ADJECTIVE.fullmatch(word)), name)


@cache
def _table() -> bytes:
    """The whole table, undecoded: a country is one line of it, and only that line is read."""
    return Path(__file__).with_name("countries.json").read_bytes()
