"""Terms of no language, which inflect as each text does: their words are stemmed when the first text of a language comes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import accumulate
from typing import Final

from watcher.core.rules.beginnings import CUT_LEAVES, left_by_cuts, respelt
from watcher.core.rules.blocks import KEY
from watcher.core.rules.phrases import Sought, bare, begins_otherwise, firsts, stems, ways, written_in
from watcher.core.rules.runs import Laid
from watcher.core.rules.vocabulary import ANY, Listing
from watcher.core.text.inflection import Cut, Tail, Uninflected
from watcher.core.text.languages import PLAIN, Language, staying

Look = Callable[[str], list[str]]

LONG_STEM: Final = 5  # letters that must be left of a name of no language for endings to be exchanged on it


class AnyWords:
    """Terms by their first words, folded; understood when a token is a form of such a word."""

    __slots__ = ("_cut", "_less", "_listings", "_longest", "_looks", "_numbers", "_terms")

    def __init__(self, terms: Sequence[Laid]) -> None:
        self._terms = terms
        self._listings: dict[int, tuple[Listing, str]] = {}
        self._numbers: dict[str, list[int]] = {}
        for number, (_, line, _) in enumerate(terms):
            for first in (line,) if line.isalnum() else firsts(line):
                self._numbers.setdefault(first, []).append(number)
        self._longest = max(map(len, self._numbers), default=0)
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
                if letters:
                    yield partial(self._with_tails, self._shortened(letters), each)
                else:
                    endings = inflection.endings
                    sizes = sorted(set(map(len, endings)))
                    yield partial(self._added, endings, sizes) if inflection.depth == 1 else partial(self._grown, each)
            elif isinstance(inflection, Cut) and not begins_otherwise(each):
                self._cut = self._cut or frozenset(map(left_by_cuts, self._numbers))
                yield partial(self._with_cuts, each, self._by_stem(each))
            elif not isinstance(inflection, Uninflected):
                yield partial(self._stemmed, each, self._by_stem(each))

    def _added(self, endings: Mapping[str, int], sizes: Sequence[int], token: str) -> list[str]:
        """What is left of a token without one ending, which is all that it may have. The token itself is not asked for."""
        found = []
        for size in sizes:
            word = token[:-size]
            if word in self._numbers and endings.get(token[-size:], len(token)) <= len(word):
                found.append(word)
        return found

    def _grown(self, row: Language, token: str) -> list[str]:
        begun = self._numbers.keys() & accumulate(token[: self._longest])
        return [word for word in begun if row.inflection.may_add(token[len(word) :]) and word in stems(row.code, token)]

    def _with_tails(self, known: frozenset[str], row: Language, token: str) -> list[str]:
        if known.isdisjoint(accumulate(token[: self._longest])):
            return []
        return [stem for stem in stems(row.code, token) if stem in self._numbers]

    def _with_cuts(self, row: Language, by_stem: Mapping[str, list[str]], token: str) -> list[str]:
        if self._cut.isdisjoint(accumulate(token[:CUT_LEAVES])):
            assert isinstance(row.inflection, Cut)
            shifted = row.inflection.shifts.of(token)
            if all(self._cut.isdisjoint(accumulate(form[:CUT_LEAVES])) for form in shifted):
                return []
        return self._stemmed(row, by_stem, token)

    def _stemmed(self, row: Language, by_stem: Mapping[str, list[str]], token: str) -> list[str]:
        return [word for stem in stems(row.code, token) for word in by_stem.get(stem, ())]

    def _shortened(self, letters: int) -> frozenset[str]:
        if letters not in self._less:
            self._less[letters] = frozenset({word[: max(len(word) - letters, KEY)] for word in self._numbers})
        return self._less[letters]

    def _by_stem(self, row: Language) -> dict[str, list[str]]:
        """The words by their stems in some language; one of another script has none that is respelt."""
        found: dict[str, list[str]] = {}
        for word in self._numbers:
            if word.startswith(stem := row.stem(word)) or written_in(row, word):
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
