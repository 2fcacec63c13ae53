"""From a token of a text to the words of terms that it is a form of: proposed by prefix, verified by stem.

A word and its stem share a beginning. That beginning is what a token is looked up by, each of its own beginnings in
turn; a stemmer runs only on what that proposes, and only that of the term's own language. What a token stands for is
remembered, so a text costs little more than one look into a dict for each of its words.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from watcher.core.text.inflection import Cut, Snowball, Tail
from watcher.core.text.languages import PLAIN, Language
from watcher.core.text.words import tokens

MEMO_PIECES: Final = 200_000  # about 20 MB; the news of a month hold fewer different words in a language
LONG_PIECE: Final = 100  # letters; longer ones are noise that should not fill the memo
_SCRIPTS: Final[Mapping[str, re.Pattern[str]]] = {
    "Latn": re.compile("[a-z]"),
    "Cyrl": re.compile("[\u0400-\u052f]"),
    "Arab": re.compile("[\u0600-\u08ff]"),
    "Hebr": re.compile("[\u0590-\u05ff]"),
}


class Words:
    """The words of terms, each under a number of its own. Filled once, then only asked."""

    __slots__ = (
        "_by_stem",
        "_count",
        "_forms",
        "_inside",
        "_known",
        "_literals",
        "_longest",
        "_parts",
        "_respelt",
        "_suffixes",
    )

    def __init__(self, count: Iterator[int]) -> None:
        self._count = count
        self._known: dict[tuple[str, str], int] = {}  # word and language → number
        self._forms: dict[str, list[int]] = {}
        self._literals: dict[str, list[tuple[int, Language | None, str, str]]] = {}
        self._by_stem: dict[str, tuple[Language, dict[str, list[int]]]] = {}
        self._suffixes: dict[str, list[int]] = {}
        self._parts: dict[str, list[int]] = {}
        self._inside: Any = None
        self._respelt: dict[str, int | None] = {}
        self._longest = 0

    def inflected(self, word: str, row: Language) -> int:
        """Take in a word in all its forms."""
        key = (word, row.code)
        number = self._known.get(key)
        if number is None:
            number = self._known[key] = next(self._count)
            self._add(word, row, number)
        return number

    def _add(self, word: str, row: Language, number: int) -> None:
        if row is PLAIN or word.isdecimal():
            self._forms.setdefault(word, []).append(number)
            return
        if row.code not in self._respelt:
            self._respelt[row.code] = _respelt(row)
        stem, respelt = row.stem(word), self._respelt[row.code]
        if respelt is None:
            self._forms.setdefault(word, []).append(number)
            self._by_stem.setdefault(row.code, (row, {}))[1].setdefault(stem, []).append(number)
        else:
            literal = _shared(word, stem)
            self._add_literal(literal[: max(len(literal) - respelt, 2)], (number, row, word, stem))

    def part(self, word: str, *, start: bool, end: bool) -> int:
        """Take in a word with wildcards; `start` and `end` say where it is bound to the token's."""
        number = next(self._count)
        if start:
            self._add_literal(word, (number, None, word, word))
        elif end:
            self._suffixes.setdefault(word, []).append(number)
            self._longest = max(self._longest, len(word))
        else:
            self._parts.setdefault(word, []).append(number)
        return number

    def _add_literal(self, literal: str, entry: tuple[int, Language | None, str, str]) -> None:
        self._literals.setdefault(literal, []).append(entry)
        self._longest = max(self._longest, len(literal))

    def numbers(self, token: str) -> list[int]:
        """The numbers of all words that a token is a form of."""
        found = list(self._forms.get(token, ()))
        reach = min(len(token), self._longest)
        stems: dict[str, tuple[str, ...]] = {}
        for end in range(1, reach + 1):
            for number, row, word, stem in self._literals.get(token[:end], ()):
                if row is None or token == word:
                    found.append(number)
                    continue
                if row.code not in stems:
                    stems[row.code] = row.stems(token)
                if stem in stems[row.code]:
                    found.append(number)
        for size in range(1, reach + 1 if self._suffixes else 0):
            found += self._suffixes.get(token[-size:], ())
        if self._parts:
            found += self._held(token)
        for row, by_stem in self._by_stem.values():
            if written_in(row, token):
                found += (number for stem in row.stems(token) for number in by_stem.get(stem, ()))
        return found

    def _held(self, token: str) -> list[int]:
        if self._inside is None:
            self._inside = automaton(list(self._parts))
        parts = {token[start:end] for _, start, end in self._inside.find_matches_as_indexes(token, overlapping=True)}
        return [number for part in parts for number in self._parts[part]]


class Memo(dict[str, int]):
    """How many words each piece of one language's texts has, and by `hits` what those stand for, once it was met.

    A piece is what white space parts, "(Moscow," or "Kim". Most pieces of a text have been met before and stand for
    nothing, so a text costs little more than splitting it.
    """

    __slots__ = ("_noise", "_sources", "hits")

    def __init__(self, sources: Sequence[Words]) -> None:
        super().__init__()
        self._sources = sources
        self._noise: list[str] = []
        self.hits: dict[str, tuple[tuple[int, tuple[int, ...]], ...]] = {}  # number within the piece → terms' words

    def count(self, pieces: Sequence[str]) -> list[int]:
        """How many words each piece has; what they stand for is in `hits` until the next call."""
        if len(self) >= MEMO_PIECES:
            self.clear()
            self.hits.clear()
        for piece in self._noise:
            self.pop(piece, None)
            self.hits.pop(piece, None)
        self._noise.clear()
        return list(map(self.__getitem__, pieces))

    def __missing__(self, piece: str) -> int:
        words = tokens(piece)
        meant = [(place, self._numbers(word)) for place, word in enumerate(words)]
        hits = tuple((place, numbers) for place, numbers in meant if numbers)
        if hits:
            self.hits[piece] = hits
        if len(piece) > LONG_PIECE:
            self._noise.append(piece)
        self[piece] = len(words)
        return len(words)

    def _numbers(self, token: str) -> tuple[int, ...]:
        return tuple({number: None for words in self._sources for number in words.numbers(token)})


def _respelt(row: Language) -> int | None:
    """How many letters at the end of a stem a token may spell otherwise; None if even its beginning may differ."""
    inflection = row.inflection
    if isinstance(inflection, Cut) and (inflection.heads or inflection.letters or inflection.article):
        return None
    pairs = inflection.shifts if isinstance(inflection, Cut | Tail | Snowball) else ()
    return max((len(other) for _, other in pairs), default=0)


def written_in(row: Language, token: str) -> bool:
    """Whether a token's first letter is of a script that the language is written in."""
    return any(script not in _SCRIPTS or _SCRIPTS[script].match(token) for script in row.scripts)


def _shared(word: str, stem: str) -> str:
    """The beginning that two words share."""
    if word.startswith(stem):
        return stem
    size = next((index for index, (a, b) in enumerate(zip(word, stem, strict=False)) if a != b), len(stem))
    return word[:size]


def automaton(patterns: Sequence[str]) -> Any:
    """An Aho–Corasick automaton that finds all places of all patterns, overlapping ones included."""
    return AhoCorasick(patterns, matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA)
