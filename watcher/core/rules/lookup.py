"""From a token of a text to the terms that it is the first word of, for terms that inflect in languages of their own.

A word and its stem share a beginning. That beginning is what a token is looked up by, each of its own beginnings in
turn; a stemmer runs only on what that proposes, and only that of the term's own language. Terms lie in drawers by the
two letters that their first word begins with, folded and no more, until a token comes that begins with them: of a
hundred thousand terms, most texts make a few thousand worth understanding.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Final

from watcher.core.rules.phrases import Sought, Word, bare, begins_otherwise, stems, ways
from watcher.core.rules.runs import automaton
from watcher.core.rules.terms import Shape
from watcher.core.rules.vocabulary import Holder, Laid, Listing
from watcher.core.text.inflection import Cut, Snowball, Tail
from watcher.core.text.languages import Language
from watcher.core.text.words import first_word

KEY: Final = 2  # letters of a drawer: no language changes them, but for those whose drawers go by stems
_SCRIPTS: Final = {"Latn": "a-z", "Cyrl": "\u0400-\u052f", "Arab": "\u0600-\u08ff", "Hebr": "\u0590-\u05ff"}

# A term of a list: as written, folded with its marks on, what holds it, its language's tag and row.
Entry = tuple[str, str, Holder, str, Language]


class Words:
    """Terms with what they are found by. Drawers open as tokens come; what is found does not depend on their order."""

    __slots__ = (
        "_by_stem",
        "_drawers",
        "_forms",
        "_inside",
        "_known",
        "_literals",
        "_longest",
        "_parts",
        "_respelt",
        "_suffixes",
        "patterns",
    )

    def __init__(self) -> None:
        self._drawers: dict[str, list[Entry]] = {}
        self._known: dict[Word, list[Sought]] = {}
        self._forms: dict[str, list[Sought]] = {}
        self._literals: dict[str, list[tuple[Word, list[Sought]]]] = {}
        self._by_stem: dict[str, tuple[Language, dict[str, list[Sought]]]] = {}
        self._suffixes: dict[str, list[Sought]] = {}
        self._parts: dict[str, list[Sought]] = {}
        self._inside: Any = None
        self._respelt: dict[str, int | None] = {}
        self._longest = 0
        self.patterns: list[Listing] = []

    def lay(self, row: Language, lang: str, terms: Iterable[Laid]) -> None:
        """Take in terms of one language, none of them a run without spaces."""
        respelt = self._respelt[row.code] = _respelt(row)
        drawers = self._drawers
        for term in terms:
            entry = (*term, lang, row)
            line = entry[1]
            key = line[:KEY]
            if respelt is None or not key.isalnum():
                if line.startswith(("*", "/")):  # what begins anywhere is in no drawer
                    self._understand(entry)
                    continue
                key = self._key(line, row)
            if key in drawers:
                drawers[key].append(entry)
            else:
                drawers[key] = [entry]

    def _key(self, line: str, row: Language) -> str:
        """The drawer of a term: its first word's beginning, or its stem's where a token may begin otherwise."""
        start, end = first_word(line)
        word = line[start:end]
        cut = row.inflection
        inflects = line[end : end + 1] != "*" and not line.startswith(("=", '"'))
        if not inflects or not isinstance(cut, Cut) or self._respelt[row.code] is not None or not written_in(row, word):
            return word[:KEY]
        self._by_stem.setdefault(row.code, (row, {}))
        return f"{row.code} {cut.bare(word)[:KEY]}"

    # --- understanding ------------------------------------------------------------------------------------------------

    def _open(self, key: str) -> None:
        for entry in self._drawers.pop(key, ()):
            self._understand(entry)

    def _understand(self, entry: Entry) -> None:
        written, folded, holder, lang, row = entry
        listing = holder.listing(written, lang)
        if listing.term.shape is Shape.PATTERN:
            self.patterns.append(listing)
            return
        for first, *rest in ways(listing, bare(folded), row):
            self._place(first, row).append(Sought(listing, tuple(rest)))

    def _place(self, word: Word, row: Language) -> list[Sought]:
        """Where the terms are kept that a word is the first of."""
        if not word.start:
            self._longest = max(self._longest, len(word.text))
            return (self._suffixes if word.end else self._parts).setdefault(word.text, [])
        respelt = self._respelt[row.code]
        if word.stem and respelt is None and written_in(row, word.text):
            return self._by_stem[row.code][1].setdefault(word.stem, [])
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
        by_stem = list(self._open_for(token))
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

    def _open_for(self, token: str) -> Iterator[tuple[dict[str, list[Sought]], str]]:
        """Open the drawers that a token asks for; tell which stems to look for where."""
        for size in range(1, KEY + 1):
            self._open(token[:size])
        for code, (row, known) in self._by_stem.items():
            if written_in(row, token):
                for stem in stems(code, token):
                    for size in range(1, KEY + 1):
                        self._open(f"{code} {stem[:size]}")
                    yield known, stem

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


def written_in(row: Language, token: str) -> bool:
    """Whether a token's first letter is of a script that the language is written in."""
    letters = _letters(row.scripts)
    return letters is None or letters.match(token) is not None


@cache
def _letters(scripts: tuple[str, ...]) -> re.Pattern[str] | None:
    """The letters of scripts; None if some are not known."""
    classes = [_SCRIPTS.get(script, "") for script in scripts]
    return re.compile(f"[{''.join(classes)}]") if all(classes) else None


def _shared(word: str, stem: str) -> str:
    """The beginning that two words share."""
    if word.startswith(stem):
        return stem
    size = next((index for index, (a, b) in enumerate(zip(word, stem, strict=False)) if a != b), len(stem))
    return word[:size]
