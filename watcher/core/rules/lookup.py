"""From a token of a text to the terms that it is the first word of, for terms that inflect in languages of their own.

A word and its stem share a beginning. That beginning is what a token is looked up by, each of its own beginnings in
turn; a stemmer runs only on what that proposes, and only that of the term's own language. What lies in a drawer of a
block is understood when a token comes that asks for the drawer.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from watcher.core.rules.blocks import KEY, Block, beginning
from watcher.core.rules.phrases import Sought, Word, bare, begins_otherwise, stems, ways, written_in
from watcher.core.rules.runs import Laid, automaton
from watcher.core.rules.terms import Shape, needed
from watcher.core.rules.vocabulary import Listing
from watcher.core.text.inflection import Cut, Snowball, Tail
from watcher.core.text.languages import Language

ByStem = dict[str, list[Sought]]


class Part(NamedTuple):
    """Those terms of a block that something admits, as a row inflects them."""

    block: Block
    row: Language
    admits: Callable[[str], bool] = lambda _: True


class Words:
    """Terms with what they are found by. Drawers open as tokens come; what is found does not depend on their order."""

    __slots__ = (
        "_by_stem",
        "_forms",
        "_inside",
        "_known",
        "_literals",
        "_longest",
        "_odd",
        "_opened",
        "_parts",
        "_respelt",
        "_some",
        "_suffixes",
        "patterns",
    )

    def __init__(self, parts: Iterable[Part]) -> None:
        self._some = list(parts)
        self._odd = [part for part in self._some if part.block.by_stem]
        self._respelt = {part.row.code: _respelt(part.row) for part in self._some}
        self._opened: set[str | tuple[int, str]] = set()
        self._known: dict[Word, list[Sought]] = {}
        self._forms: dict[str, list[Sought]] = {}
        self._literals: dict[str, list[tuple[Word, list[Sought]]]] = {}
        self._by_stem: dict[str, ByStem] = {}
        self._suffixes: dict[str, list[Sought]] = {}
        self._parts: dict[str, list[Sought]] = {}
        self._inside: Any = None
        self._longest = 0
        self.patterns: list[tuple[Listing, str]] = []  # each with what a text must hold to be worth the search
        for part in self._some:
            self._understand(part, part.block.anywhere)

    # --- understanding ------------------------------------------------------------------------------------------------

    def _open(self, token: str) -> None:
        for size in range(1, KEY + 1):
            if (key := token[:size]) not in self._opened:
                self._opened.add(key)
                for part in self._some:
                    self._understand(part, part.block.by_word.get(key, ()))

    def _open_odd(self, token: str) -> Iterator[tuple[ByStem, str]]:
        """The same where drawers go by stems; tells which stems to look for where."""
        for number, part in enumerate(self._odd):
            if not written_in(part.block.row, token):
                continue
            inflects = begins_otherwise(part.row)
            found = stems(part.row.code, token) if inflects else (beginning(token, part.block.row),)
            for stem in found:
                for size in range(1, KEY + 1):
                    if (key := (number, stem[:size])) not in self._opened:
                        self._opened.add(key)
                        self._understand(part, part.block.by_stem.get(stem[:size], ()))
                if inflects:
                    yield self._by_stem.setdefault(part.row.code, {}), stem

    def _understand(self, part: Part, terms: Iterable[Laid]) -> None:
        for written, folded, holder in terms:
            if not part.admits(written):
                continue
            listing = holder.listing(written, part.block.tag)
            if listing.term.shape is Shape.PATTERN:
                self.patterns.append((listing, needed(listing.term.text)))
                continue
            for first, *rest in ways(listing, bare(folded), part.row):
                self._place(first, part.row).append(Sought(listing, tuple(rest)))

    def _place(self, word: Word, row: Language) -> list[Sought]:
        """Where the terms are kept that a word is the first of."""
        if not word.start:
            self._longest = max(self._longest, len(word.text))
            return (self._suffixes if word.end else self._parts).setdefault(word.text, [])
        respelt = self._respelt[row.code]
        if word.stem and respelt is None and written_in(row, word.text):
            return self._by_stem.setdefault(row.code, {}).setdefault(word.stem, [])
        if word.end and (not word.stem or respelt is None):
            return self._forms.setdefault(word.text, [])
        sought = self._known.get(word)
        if sought is None:
            sought = self._known[word] = []
            literal = word.text
            if word.stem and respelt is not None:
                shared = _shared(word.text, word.stem) or word.text
                literal = shared[: max(len(shared) - respelt, KEY)]
            self._literals.setdefault(literal, []).append((word, sought))
            self._longest = max(self._longest, len(literal))
        return sought

    # --- asking -------------------------------------------------------------------------------------------------------

    def find(self, token: str) -> Iterator[Sought]:
        """All terms that a token is the first word of."""
        self._open(token)
        by_stem = list(self._open_odd(token))
        yield from self._forms.get(token, ())
        reach = min(len(token), self._longest)
        for end in range(1, reach + 1):
            for word, sought in self._literals.get(token[:end], ()):
                if word.takes(token):
                    yield from sought
        for size in range(1, reach + 1 if self._suffixes else 0):
            yield from self._suffixes.get(token[-size:], ())
        if self._parts:
            yield from self._held(token)
        for known, stem in by_stem:
            yield from known.get(stem, ())

    def _held(self, token: str) -> Iterator[Sought]:
        if self._inside is None:
            self._inside = automaton(list(self._parts))
        parts = {token[start:end] for _, start, end in self._inside.find_matches_as_indexes(token, overlapping=True)}
        for part in parts:
            yield from self._parts[part]


def _respelt(row: Language) -> int | None:
    """How many letters at the end of a stem a token may spell otherwise; None if even its beginning may differ."""
    if begins_otherwise(row):
        return None
    inflection = row.inflection
    others = [other for _, other in inflection.shifts] if isinstance(inflection, Cut | Tail | Snowball) else []
    if isinstance(inflection, Tail):
        others += [f"{strong} " for _, strong in inflection.grades]  # and the vowel behind it
    return max(map(len, others), default=0)


def _shared(word: str, stem: str) -> str:
    """The beginning that two words share."""
    if word.startswith(stem):
        return stem
    size = next((index for index, (a, b) in enumerate(zip(word, stem, strict=False)) if a != b), len(stem))
    return word[:size]
