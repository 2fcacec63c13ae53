"""From a token of a text to the terms that it is the first word of.

A word and its stem share a beginning. Most tokens are refused by their first letters, which no term begins with that is
looked for in their text; of the others, each beginning of their own is looked up in turn. A stemmer runs only on what
that proposes, and only that of the term's own language.

What lies in a drawer of a block is parted by more letters when a token comes that begins like it, and understood when
one comes that has these, too: to part a term takes a few microseconds, and ten times that to understand it.
"""

from collections.abc import Iterable, Iterator
from itertools import accumulate, chain
from typing import Any

from watcher.core.rules.beginnings import FINE, beginnings, common
from watcher.core.rules.blocks import KEY, Part
from watcher.core.rules.loose import Inflected
from watcher.core.rules.phrases import Sought, Word, bare, begins_otherwise, stems, ways, written_in
from watcher.core.rules.runs import Laid, automaton
from watcher.core.rules.terms import Shape, needed
from watcher.core.rules.vocabulary import Listing
from watcher.core.text.languages import Language

ByStem = dict[str, list[Sought]]


class Words:
    """Terms with what they are found by. Drawers open as tokens come; what is found does not depend on their order."""

    __slots__ = (
        "_begun",
        "_by_stem",
        "_drawers",
        "_fine",
        "_forms",
        "_inside",
        "_known",
        "_least",
        "_longest",
        "_loose",
        "_narrowest",
        "_odd",
        "_opened",
        "_opened_odd",
        "_parts",
        "_sizes",
        "_starts",
        "_suffixes",
        "_tails",
        "patterns",
    )

    def __init__(self, parts: Iterable[Part], loose: Iterable[Inflected] = ()) -> None:
        some = list(parts)
        self._loose = list(loose)
        self._odd: dict[str, list[Part]] = {}  # those that go by stems, by the code of their language
        for part in some:
            if part.block.by_stem and begins_otherwise(part.row):
                self._odd.setdefault(part.row.code, []).append(part)
        self._drawers: dict[str, list[tuple[Part, list[Laid]]]] = {}  # by up to KEY letters: those that are closed …
        self._fine: dict[str, list[tuple[Part, list[Laid]]]] = {}  # … and by more, those that are parted
        for part in some:
            for key, terms in part.block.by_word.items():
                self._drawers.setdefault(key, []).append((part, terms))
            for key, terms in () if begins_otherwise(part.row) else part.block.as_written.items():
                self._drawers.setdefault(key, []).append((part, terms))
        self._opened: set[str] = set()
        self._opened_odd: set[tuple[str, str]] = set()  # of those that go by stems
        self._starts: set[str] = set()  # what any term in an opened drawer begins with, FINE letters at most
        self._known: dict[tuple[str, ...], list[Sought]] = {}
        self._forms: dict[str, list[Sought]] = {}
        # By beginning: what has it, with the language and stem of the forms that are meant; without a stem, all.
        self._begun: dict[str, list[tuple[Language, str, list[Sought]]]] = {}
        self._longest = 0
        self._by_stem: dict[str, ByStem] = {}
        self._suffixes: dict[str, list[Sought]] = {}
        self._parts: dict[str, list[Sought]] = {}
        self.patterns: list[tuple[Listing, tuple[str, ...]]] = []  # each with what a text must hold one of
        for part in some:
            self._understand(part, part.block.anywhere)
        # Both are asked of every token, so the shortest of each refuses most.
        self._sizes = sorted(set(map(len, self._suffixes)))
        self._least = min(self._sizes, default=1)
        self._tails = {suffix[-self._least :] for suffix in self._suffixes}
        self._narrowest = min(map(len, self._parts), default=1)
        self._inside: Any = automaton(list(self._parts)) if self._parts else None

    # --- understanding ------------------------------------------------------------------------------------------------

    def _open(self, begin: str) -> None:
        """Part what lies in the drawers of a token's first letters."""
        self._opened.add(begin)
        for key in {begin[:1], begin}:
            for part, terms in self._drawers.pop(key, ()):
                self._understand(part, terms if begins_otherwise(part.row) else self._near(part, terms))
            for loose in self._loose:
                if not loose.open(key):
                    self._understand(loose.part, self._near(loose.part, loose.few(key)))

    def _near(self, part: Part, terms: Iterable[Laid]) -> list[Laid]:
        """The terms of a drawer that no more letters part; the others go into drawers of more letters, still closed."""
        finer: dict[str, list[Laid]] = {}
        row_for = part.row_for
        for term in terms:
            written, line, _ = term
            if row := row_for(written):
                finer.setdefault(common(line, row, name=not written[:1].islower())[:FINE], []).append(term)
        near: list[Laid] = []
        for key, some in finer.items():
            if len(key) > KEY:
                self._starts.add(key)
                self._fine.setdefault(key, []).append((part, some))
            else:
                near += some
        return near

    def _understand(self, part: Part, terms: Iterable[Laid]) -> None:
        for written, folded, holder in terms:
            row = part.row_for(written)
            if row is None:
                continue
            listing = holder.listing(written, part.block.tag)
            if listing.term.shape is Shape.PATTERN:
                self.patterns.append((listing, needed(listing.term.text)))
                continue
            for first, *rest in ways(listing, bare(folded), row):
                self._place(first, row).append(Sought(listing, tuple(rest)))

    def _place(self, word: Word, row: Language) -> list[Sought]:
        """Where the terms are kept that a word is the first of."""
        if not word.start:
            return (self._suffixes if word.end else self._parts).setdefault(word.text, [])
        odd = begins_otherwise(row)
        if word.stem and odd and written_in(row, word.text):
            return self._by_stem.setdefault(row.code, {}).setdefault(word.stem, [])
        if word.end and (not word.stem or odd):
            return self._forms.setdefault(word.text, [])
        begin = beginnings(word.text, word.stem, row) if word.end else (word.text,)
        key = (row.code, word.stem, *begin)
        sought = self._known.get(key)
        if sought is None:
            sought = self._known[key] = []
            self._longest = max(self._longest, *map(len, begin))
            for each in begin:
                self._starts.add(each[:FINE])
                self._begun.setdefault(each, []).append((row, word.stem, sought))
        return sought

    # --- asking -------------------------------------------------------------------------------------------------------

    def find(self, token: str) -> list[Sought]:
        """All terms that a token is the first word of."""
        if token[:KEY] not in self._opened:
            self._open(token[:KEY])
        found: list[Sought] = []
        # Written out, since this refuses most of all tokens: each of up to FINE letters.
        if not self._starts.isdisjoint((token[:5], token[:4], token[:3], token[:2], token[:1])):
            found += self._begins(token)
        for loose in self._loose:
            if loose.otherwise or token[:KEY] in loose.begun:
                found += loose.find(token)
        if token in self._forms:
            found += self._forms[token]
        for code, parts in self._odd.items() if self._odd else ():
            if written_in(parts[0].row, token):
                found += self._stemmed(code, parts, token)
        if self._tails and token[-self._least :] in self._tails:
            for size in self._sizes:
                found += self._suffixes.get(token[-size:], ()) if size <= len(token) else ()
        if self._inside and len(token) >= self._narrowest:
            inside = self._inside.find_matches_as_indexes(token, overlapping=True)
            for part in {token[start:end] for _, start, end in inside} if inside else ():
                found += self._parts[part]
        return found

    def _begins(self, token: str) -> Iterable[Sought]:
        for key in (token[:3], token[:4], token[:5]) if self._fine else ():
            if key in self._fine:
                for part, terms in self._fine.pop(key):
                    self._understand(part, terms)
        forms: dict[int, list[Sought]] = {}
        for begun in filter(self._begun.__contains__, accumulate(token[: self._longest])):
            rest = token[len(begun) :]
            for row, stem, sought in self._begun[begun]:
                if not stem or (row.inflection.may_add(rest) and stem in stems(row.code, token)):
                    forms[id(sought)] = sought  # a word may have two beginnings that the token has
        return chain.from_iterable(forms.values()) if forms else ()

    def _stemmed(self, code: str, parts: Iterable[Part], token: str) -> Iterator[Sought]:
        """The same where drawers go by stems."""
        known = self._by_stem.setdefault(code, {})
        for stem in stems(code, token):
            for key in (stem[:1], stem[:KEY]):
                if (code, key) not in self._opened_odd:
                    self._opened_odd.add((code, key))
                    for part in parts:
                        self._understand(part, part.block.by_stem.get(key, ()))
            yield from known.get(stem, ())
