"""Terms of no language, which inflect as each text does: one sorted list of words serves the texts of all languages.

A stem is nearly always the beginning of its words, so those that a token may be a form of stand in a row behind the
token's stems. Words that a language respells (army, armi) are listed by stem beside it.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from watcher.core.rules.blocks import KEY
from watcher.core.rules.phrases import Sought, bare, begins_otherwise, joined, stems, ways, written_in
from watcher.core.rules.runs import Laid
from watcher.core.rules.vocabulary import ANY, Listing
from watcher.core.text.inflection import Tail, Uninflected
from watcher.core.text.languages import PLAIN, Language, staying
from watcher.core.text.words import tokens

LONG_STEM: Final = 5  # letters that must be left of a name of no language for endings to be exchanged on it


class AnyWords:
    """Terms by their first words, folded; understood when a token is a form of such a word."""

    __slots__ = ("_beginnings", "_listings", "_numbers", "_respelt", "_terms", "_words")

    def __init__(self, terms: Sequence[Laid]) -> None:
        self._terms = terms
        self._listings: dict[int, tuple[Listing, str]] = {}
        self._respelt: dict[str, dict[str, list[str]]] = {}
        self._numbers: dict[str, list[int]] = {}
        for number, (_, line, _) in enumerate(terms):
            for first in (line,) if line.isalnum() else _firsts(line):
                self._numbers.setdefault(first, []).append(number)
        self._words = sorted(self._numbers)
        self._beginnings = {word[:KEY] for word in self._words}

    def find(self, token: str, row: Language) -> Iterator[Sought]:
        """All terms that a token is the first word of, in a text of some language."""
        abroad = staying(row.code)
        for first in dict.fromkeys((*self._firsts_of(token, row), *self._firsts_of(token, abroad))):
            for number in self._numbers[first]:
                listing, text = self._listings.get(number) or self._understood(number)
                for word, *rest in ways(listing, text, abroad if is_short(row, self._terms[number][0]) else row):
                    if word.text == first and word.takes(token):
                        yield Sought(listing, tuple(rest))

    def _firsts_of(self, token: str, row: Language) -> Iterator[str]:
        """The first words that a token may be a form of."""
        if token in self._numbers:
            yield token
        near = token[:KEY] in self._beginnings or token[:1] in self._beginnings or _may_begin_otherwise(row)
        if not near or row is PLAIN or isinstance(row.inflection, Uninflected):
            return
        respelt = self._respelt.get(row.code)
        if respelt is None:
            respelt = self._respelt[row.code] = self._respelt_in(row)
        for stem in stems(row.code, token):
            if isinstance(row.inflection, Tail):  # whose stems are words
                yield from (stem,) if stem in self._numbers and stem != token else ()
                continue
            for place in range(bisect_left(self._words, stem), len(self._words)):
                word = self._words[place]
                if not word.startswith(stem):
                    break
                if word != token and row.stem(word) == stem:
                    yield word
            yield from (word for word in respelt.get(stem, ()) if word != token)

    def _respelt_in(self, row: Language) -> dict[str, list[str]]:
        """The words that do not begin with their stem in some language, by that stem."""
        found: dict[str, list[str]] = {}
        for word in self._words if not isinstance(row.inflection, Tail) else ():
            if written_in(row, word) and not word.startswith(stem := row.stem(word)):
                found.setdefault(stem, []).append(word)
        return found

    def _understood(self, number: int) -> tuple[Listing, str]:
        written, folded, holder = self._terms[number]
        listing = holder.listing(written, ANY)
        self._listings[number] = listing, bare(folded)
        return self._listings[number]


def _may_begin_otherwise(row: Language) -> bool:
    """Whether a token may begin with other letters than its word; else no stemmer need run where none begins alike."""
    return begins_otherwise(row) or row.code == "ga"  # Irish softens the first consonant


def is_short(row: Language, written: str) -> bool:
    """Whether a name is too short to exchange its ending in some language: Kiev is not Slovene ki."""
    word = written.casefold()
    stem = row.stem(word) if word.isalpha() else word
    return len(stem) < LONG_STEM and stem != word


def _firsts(line: str) -> Iterable[str]:
    """The first words of all ways to write a term."""
    words = tokens(line.partition("^")[0])
    if not words:
        return ()
    return {words[0], *(way[0] for way in joined(words))} if 1 < len(words) <= 3 else (words[0],)
