"""Terms in scripts that do not part words by spaces: found anywhere, with company asked of the shortest.

Han, kana, Thai and their like are found wherever they stand. Hangul has spaces, but particles and compounds prolong
its words (북한군, 대북한), so three syllables are found anywhere too; two need the start of a word, which one of the syllables
that act as prepositions may precede. One syllable is a word like any other, and not found here.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from watcher import late
from watcher.core.rules.phrases import bare
from watcher.core.rules.terms import Shape
from watcher.core.rules.vocabulary import Holder, Listing
from watcher.core.text.words import Reach, reach, tokens

_HANGUL: Final = late.pattern("[\u1100-\u11ff\uac00-\ud7ff]")
_UNSPACED: Final = late.pattern(
    "[\u0e00-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\ud7ff\uf900-\ufaff\U00016fe0-\U0003ffff]"
)
_PREFIXES: Final = frozenset("대친반탈주재방")  # towards, pro-, anti-, ex-, in, at, visiting: 대북한, 친러시아
_BETWEEN: Final = late.pattern(r"[\s\-·・,'.]{0,2}")  # what may part the parts of a term
_BEFORE: Final = late.pattern(r"[\s\-·・'.]{0,2}\Z")


def has_runs(text: str) -> bool:
    """Whether a folded text holds a script of this module."""
    return not text.isascii() and _UNSPACED.search(text) is not None


def is_run(term: str) -> bool:
    """Whether a folded term is found by this module: one syllable of Hangul is a word with particles instead."""
    return has_runs(term) and not (len(term) == 1 and _HANGUL.match(term))


Laid = tuple[str, str, Holder]  # a term as written, folded with its marks on, and what holds it


class Run(NamedTuple):
    """A term cut into parts; the one at `anchor` is what the automaton looks for."""

    listing: Listing
    parts: tuple[str, ...]
    anchor: int
    bound: Reach
    closed: bool  # must also end where the word ends


class Runs:
    """The terms of some lists, understood when the first text comes that may hold one."""

    __slots__ = ("_automaton", "_laid", "_runs")

    def __init__(self, terms: Iterable[tuple[str, Laid]]) -> None:
        self._laid = list(terms)  # with the tag of their language; is_run holds of each
        self._runs: dict[str, list[Run]] = {}
        self._automaton: tuple[Any, list[list[Run]]] | None = None

    def _understand(self) -> None:
        for tag, (written, folded, holder) in self._laid:
            listing = holder.listing(written, tag)
            self._add(listing, bare(folded))
        self._laid.clear()
        self._automaton = automaton(list(self._runs)), list(self._runs.values())

    def _add(self, listing: Listing, folded: str) -> None:
        parts = tuple(tokens(folded))
        candidates = [index for index, part in enumerate(parts) if _UNSPACED.match(part)]
        anchor = max(candidates, key=lambda index: len(parts[index]))
        bound = reach("".join(part for part in parts if _HANGUL.match(part)) or parts[0])
        if folded.startswith("*") or not _HANGUL.match(parts[0]):
            bound = Reach.INSIDE
        elif folded.endswith("*") and bound is Reach.WORD:
            bound = Reach.START
        closed = bound is Reach.WORD
        if listing.term.shape is Shape.FORM and _HANGUL.match(parts[0]):
            bound, closed = Reach.WORD, True
        self._runs.setdefault(parts[anchor], []).append(Run(listing, parts, anchor, bound, closed))

    def anchors(self) -> dict[str, set[str]]:
        """What a folded text must hold for the terms of some atoms to stand in it."""
        self._understand()
        return {anchor: {run.listing.atom for run in runs} for anchor, runs in self._runs.items()}

    def find(self, text: str) -> Iterator[tuple[Listing, int, int]]:
        """All places of all terms in a folded text."""
        if self._laid:
            self._understand()
        if self._automaton is None:
            return
        machine, runs = self._automaton
        for pattern, start, end in machine.find_matches_as_indexes(text, overlapping=True):
            for run in runs[pattern]:
                span = _extend(run, text, start, end) if len(run.parts) > 1 else (start, end)
                if span and _bounded(run, text, *span):
                    yield run.listing, *span


def _extend(run: Run, text: str, start: int, end: int) -> tuple[int, int] | None:
    """From the anchor to the whole term, if the other parts stand around it."""
    for part in run.parts[run.anchor + 1 :]:
        gap = _BETWEEN.match(text, end)
        after = gap.end() if gap else end
        if not text.startswith(part, after):
            return None
        end = after + len(part)
    for part in reversed(run.parts[: run.anchor]):
        gap = _BEFORE.search(text, max(0, start - 2), start)
        before = gap.start() if gap else start
        if not text.endswith(part, 0, before):
            return None
        start = before - len(part)
    return start, end


def _bounded(run: Run, text: str, start: int, end: int) -> bool:
    if run.bound is not Reach.INSIDE and not _begins(text, start):
        return False
    if run.closed and _HANGUL.match(text, end):
        return False
    if not _UNSPACED.match(run.parts[0]) and _spaced(text[start - 1 : start]):
        return False
    return _UNSPACED.match(run.parts[-1]) is not None or not _spaced(text[end : end + 1])


def _begins(text: str, start: int) -> bool:
    if not _HANGUL.match(text[start - 1 : start]):
        return True
    return text[start - 1] in _PREFIXES and not _HANGUL.match(text[start - 2 : start - 1])


def _spaced(char: str) -> bool:
    return char.isalnum() and not _UNSPACED.match(char)


def automaton(patterns: Sequence[str]) -> Any:
    """An Aho–Corasick automaton that finds all places of all patterns, overlapping ones included."""
    return AhoCorasick(patterns, matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA)
