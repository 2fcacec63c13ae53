"""Terms of no language, which inflect as each text does: one sorted list of words serves the texts of all languages.

A stem is nearly always the beginning of its words, so those that a token may be a form of stand in a row behind the
token's stems. Words that a language respells (army, armi) are listed by stem beside it.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import accumulate
from typing import Final

from watcher.core.rules.beginnings import CUT_LEAVES, left_by_cuts, respelt
from watcher.core.rules.blocks import KEY
from watcher.core.rules.phrases import Sought, bare, begins_otherwise, joined, stems, ways, written_in
from watcher.core.rules.runs import Laid
from watcher.core.rules.vocabulary import ANY, Listing
from watcher.core.text.inflection import Cut, Tail, Uninflected
from watcher.core.text.languages import PLAIN, Language, staying
from watcher.core.text.words import tokens

Look = Callable[[str], list[str]]

LONG_STEM: Final = 5  # letters that must be left of a name of no language for endings to be exchanged on it


class AnyWords:
    """Terms by their first words, folded; understood when a token is a form of such a word."""

    __slots__ = ("_cut", "_less", "_listings", "_longest", "_looks", "_numbers", "_terms", "_words")

    def __init__(self, terms: Sequence[Laid]) -> None:
        self._terms = terms
        self._listings: dict[int, tuple[Listing, str]] = {}
        self._numbers: dict[str, list[int]] = {}
        for number, (_, line, _) in enumerate(terms):
            for first in (line,) if line.isalnum() else _firsts(line):
                self._numbers.setdefault(first, []).append(number)
        self._words = sorted(self._numbers)
        self._longest = max(map(len, self._words), default=0)
        self._cut: frozenset[str] = frozenset()
        self._less: dict[int, frozenset[str]] = {}  # the words, less so many letters
        self._looks: dict[str, tuple[Look, ...]] = {}  # by the code of a language

    def find(self, token: str, row: Language) -> list[Sought]:
        """All terms that a token is the first word of, in a text of some language."""
        looks = self._looks.get(row.code)
        if looks is None:
            looks = self._looks[row.code] = tuple(self._looks_in(row))
        firsts = [token] if token in self._numbers else []
        for look in looks:
            firsts += look(token)
        found = []
        for first in dict.fromkeys(firsts) if firsts else ():
            for number in self._numbers[first]:
                listing, text = self._listings.get(number) or self._understood(number)
                for word, *rest in ways(
                    listing, text, staying(row.code) if is_short(row, self._terms[number][0]) else row
                ):
                    if word.text == first and word.takes(token):
                        found.append(Sought(listing, tuple(rest)))
        return found

    # --- the first words that a token may be a form of ----------------------------------------------------------------

    def _looks_in(self, row: Language) -> Iterator[Look]:
        """How they are looked for, each way so that most tokens are done with soon."""
        for each in (row,) if row in (PLAIN, staying(row.code)) else (row, staying(row.code)):
            inflection = each.inflection
            if isinstance(inflection, Tail):
                letters = respelt(inflection)
                yield (
                    partial(self._with_tails, self._shortened(letters), each) if letters else partial(self._grown, each)
                )
            elif isinstance(inflection, Cut) and not begins_otherwise(each):
                self._cut = self._cut or frozenset(map(left_by_cuts, self._words))
                yield partial(self._with_cuts, each, self._respelt_in(each))
            elif not isinstance(inflection, Uninflected):
                yield partial(self._stemmed, each, self._respelt_in(each))

    def _grown(self, row: Language, token: str) -> list[str]:
        begun = self._numbers.keys() & accumulate(token[: self._longest])
        return [word for word in begun if row.inflection.may_add(token[len(word) :]) and word in stems(row.code, token)]

    def _with_tails(self, known: frozenset[str], row: Language, token: str) -> list[str]:
        if known.isdisjoint(accumulate(token[: self._longest])):
            return []
        return [stem for stem in stems(row.code, token) if stem in self._numbers]

    def _with_cuts(self, row: Language, respelt_in: Mapping[str, list[str]], token: str) -> list[str]:
        if self._cut.isdisjoint(accumulate(token[:CUT_LEAVES])):
            assert isinstance(row.inflection, Cut)
            shifted = row.inflection.shifts.of(token)
            if all(self._cut.isdisjoint(accumulate(form[:CUT_LEAVES])) for form in shifted):
                return []
        return self._stemmed(row, respelt_in, token)

    def _stemmed(self, row: Language, respelt_in: Mapping[str, list[str]], token: str) -> list[str]:
        found: list[str] = []
        for stem in stems(row.code, token):
            for place in range(bisect_left(self._words, stem), len(self._words)):
                word = self._words[place]
                if not word.startswith(stem):
                    break
                if row.stem(word) == stem:
                    found.append(word)
            found += respelt_in.get(stem, ())
        return found

    def _shortened(self, letters: int) -> frozenset[str]:
        if letters not in self._less:
            self._less[letters] = frozenset({word[: max(len(word) - letters, KEY)] for word in self._words})
        return self._less[letters]

    def _respelt_in(self, row: Language) -> dict[str, list[str]]:
        """The words that do not begin with their stem in some language, by that stem."""
        found: dict[str, list[str]] = {}
        for word in self._words:
            if written_in(row, word) and not word.startswith(stem := row.stem(word)):
                found.setdefault(stem, []).append(word)
        return found

    def _understood(self, number: int) -> tuple[Listing, str]:
        written, folded, holder = self._terms[number]
        listing = holder.listing(written, ANY)
        self._listings[number] = listing, bare(folded)
        return self._listings[number]


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
