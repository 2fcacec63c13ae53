"""Which entries of an archive rules may say anything of, told by the words that an index of its texts holds.

The index knows the distinct words of all texts (`core/text/lookup.py`), and which entries have one. Each word is asked
for once, for texts of all languages, what it may be the first word of. An entry that has no word of a clause that a
rule requires cannot be a match, so most entries need not be read. What is told may be too much, never too little.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate, chain
from math import ceil
from typing import Any, Final, NamedTuple

from watcher import late
from watcher.core.rules.beginnings import beginnings
from watcher.core.rules.expression import Clause
from watcher.core.rules.phrases import Sought, Word, begins_otherwise
from watcher.core.rules.ruleset import Rule, Ruleset
from watcher.core.rules.runs import automaton
from watcher.core.rules.shelves import Shelf, Shelves
from watcher.core.rules.vocabulary import EXCEPT, Vocabulary
from watcher.core.text.fold import fold
from watcher.core.text.inflection import Uninflected
from watcher.core.text.languages import LANGUAGES, PLAIN, row_of
from watcher.core.text.lookup import Term, is_cut, terms
from watcher.core.text.words import tokens, words

LONGEST: Final = 8_000  # letters of a word; the index cuts longer ones off, at 32 kB
TELLING: Final = 3  # letters of a word that tells of its phrase; shorter ones begin what half of all words begin with
CLAUSES: Final = 64  # that are remembered: a byte for each entry
# Letters to us that the index parts words at: a test walks through Unicode. None is of a script that words are spaced in.
_LOST: Final = late.pattern(
    "[\u0f85\u2e80-\u2ef2\uaa77-\uaa79\U00010100-\U0001019b\U000101d0-\U000101fc\U0001039f\U000103d0\U00010857\U0001091f"
    "\U0001093f\U00010a50-\U00010a58\U00010a7f\U00010b39-\U00010b3f\U00011047-\U0001104d\U000110bb-\U000110c1"
    "\U00011140-\U00011143\U000111c5-\U000111c8\U00012470-\U00012473\U0001eef0\U0001eef1]"
)

Marks = int  # a byte for each number of an entry in the index, the first lowest: 1 or 0


class Chosen(NamedTuple):
    """Entries of which a rule may say yes, and those of which it may want the page if that was never read."""

    matching: Marks
    wanting: Marks

    def joined(self, other: "Chosen") -> "Chosen":
        return Chosen(self.matching | other.matching, self.wanting | other.wanting)


class Pair(NamedTuple):
    """Words of the index that have to stand in an entry: one of each set."""

    ones: set[str]
    others: set[str]


class Rest(NamedTuple):
    """Phrases that a word is the rarest of behind their first one: for which atoms they count, and what is there of them."""

    atoms: set[str]
    pair: Pair


class Told(NamedTuple):
    """What a sieve made of the words that it heard of: what the index is to be asked for each atom, and for phrases."""

    terms: dict[str, set[Term]]
    rests: dict[Word, Rest]


class Sieve:
    """Hears of each word of an index once, then tells which entries are worth reading."""

    __slots__ = (
        "_all",
        "_anywhere",
        "_counts_for",
        "_known",
        "_later",
        "_longest",
        "_parts",
        "_rests",
        "_rules",
        "_shelves",
        "_spotter",
        "_terms",
    )

    def __init__(self, rules: Sequence[Rule], vocabulary: Vocabulary) -> None:
        self._rules = rules
        self._all = frozenset(chain.from_iterable(chain.from_iterable(rule.required for rule in rules)))
        feeds = vocabulary.feeds
        told = {*vocabulary.groups, *vocabulary.terms}
        self._counts_for = {atom: self._all.intersection(feeds.get(atom, (atom,))) for atom in told}
        needed = replace(
            vocabulary,
            lists=tuple(one for one in vocabulary.lists if one.slot != EXCEPT and self._counts_for[one.atom]),
            terms=tuple(term for term in vocabulary.terms if self._counts_for[term]),
        )
        self._shelves = _shelves(needed)
        self._terms: dict[str, set[Term]] = {atom: set() for atom in self._all}  # what the index is asked for each
        self._anywhere: set[str] = set()  # atoms that no word of the index tells of
        self._parts: dict[str, list[tuple[Word, frozenset[str]]]] = {}  # by what a word must hold
        self._known: dict[str, frozenset[str]] = {}  # of syllables of Hangul
        self._rests: dict[Word, Rest] = {}
        self._later: dict[str, dict[Word, Rest]] = {}  # the same by what such words begin with
        self._longest = 0
        self._look_for(needed)
        self._spotter: Any = automaton(list(self._parts)) if self._parts else None

    # --- words --------------------------------------------------------------------------------------------------------

    def take(self, word: str) -> None:
        """Hear of a word of the index."""
        self._note(word, self._all if _hides(word) else self._begun(word))

    @property
    def told(self) -> Told:
        return Told(self._terms, self._rests)

    def add(self, told: Told) -> None:
        """Hear of all words that another sieve of the same rules has taken."""
        for atom, some in told.terms.items():
            self._terms[atom] |= some
        for word, (atoms, pair) in told.rests.items():
            rest = self._rest(word)
            rest.atoms.update(atoms)
            rest.pair.ones.update(pair.ones)

    def beginnings(self) -> tuple[str, ...]:
        """Once all words were taken: what those begin with that should be taken again, none beginning with another."""
        apart: list[str] = []
        for begin in sorted(self._later):
            if not (apart and begin.startswith(apart[-1])):
                apart.append(begin)
        return tuple(apart)

    def take_again(self, word: str) -> None:
        """Hear of a word that begins like one which stands behind the first of a phrase: Corée in *la Corée*."""
        for begun in filter(self._later.__contains__, accumulate(word[: self._longest])):
            for later, rest in self._later[begun].items():
                if later.takes(word):
                    rest.pair.others.add(word)

    def _note(self, word: str, atoms: Iterable[str]) -> None:
        for atom in atoms:
            self._terms[atom].add(Term((word,)))

    def _begun(self, word: str) -> frozenset[str]:
        """The atoms that an entry with a word may have."""
        if is_cut(word):  # what stands in runs is asked for anyway; words of one syllable begin a run
            if word[0] not in self._known:
                self._known[word[0]] = self._found(word[0])
            return self._known[word[0]]
        found = self._found(word)
        if self._spotter is not None:
            for _, start, end in self._spotter.find_matches_as_indexes(word, overlapping=True):
                for part, atoms in self._parts[word[start:end]]:
                    if part.takes(word):
                        found |= atoms
        return found

    def _found(self, token: str) -> frozenset[str]:
        found = frozenset[str]()
        for sought in chain.from_iterable(shelf.words.find(token) for shelf in self._shelves):
            atoms = self._counts_for[sought.listing.atom]
            if not atoms <= found and not self._is_told_later(sought, token, atoms):
                found |= atoms
        return found

    def _is_told_later(self, phrase: Sought, first: str, atoms: Iterable[str]) -> bool:
        """Whether a phrase is told by its first word together with another; that is noted."""
        word = max(phrase.rest, key=_rarity, default=None)
        if word is None or _rarity(word) < TELLING or not word.start:
            return False
        if begins_otherwise(row_of(word.code) if word.stem else PLAIN):
            return False
        rest = self._rest(word)
        rest.atoms.update(atoms)
        rest.pair.ones.add(first)
        return True

    def _rest(self, word: Word) -> Rest:
        """Where phrases are noted that a word is the rarest of behind their first one."""
        rest = self._rests.get(word)
        if rest is None:
            rest = self._rests[word] = Rest(set(), Pair(set(), set()))
            row = row_of(word.code) if word.stem else PLAIN
            for begin in beginnings(word.text, word.stem, row) if word.stem else (word.text,):
                self._later.setdefault(begin, {})[word] = rest
                self._longest = max(self._longest, len(begin))
        return rest

    # --- terms that are no words --------------------------------------------------------------------------------------

    def _look_for(self, vocabulary: Vocabulary) -> None:
        """Prepare for patterns, for what stands in runs without spaces, and for letters that the index does not know."""
        for shelf in self._shelves:
            for listing, needed in shelf.words.patterns:
                for run in needed:
                    self._hold(run, self._counts_for[listing.atom])
            for anchor, atoms in shelf.runs.anchors().items():
                self._hold(anchor, frozenset().union(*map(self._counts_for.__getitem__, atoms)))
        written = [(one.atom, "\n".join(chain.from_iterable(one.terms.values()))) for one in vocabulary.lists]
        for atom, text in chain(written, zip(vocabulary.terms, vocabulary.terms, strict=True)):
            if _LOST.search(fold(text).text):
                self._anywhere |= self._counts_for[atom]

    def _hold(self, run: str, atoms: frozenset[str]) -> None:
        """Characters that a text must hold for some atoms: the longest word of them is looked for."""
        spans = words(run)
        if not spans:
            self._anywhere |= atoms
            return
        start, end = max(spans, key=lambda span: (span[0] > 0) + (span[1] < len(run)) + span[1] - span[0])
        text = run[start:end]
        if is_cut(text) and not _joins_letters(text):
            for atom in atoms:
                self._terms[atom].add(_in_row(text))
            start, end = 0, len(run)  # a word that is not cut may hold it anywhere
        part = Word(text, start=start > 0, end=end < len(run))
        self._parts.setdefault(text, []).append((part, atoms))

    # --- entries ------------------------------------------------------------------------------------------------------

    def choose(
        self, entries: Callable[[Collection[Term], Collection[Pair]], Marks], everything: Marks
    ) -> Chosen | None:
        """The entries worth reading, by those that have one of some words or pairs of words; None if these are all.

        `everything` marks all entries of the index.
        """

        @lru_cache(CLAUSES)
        def having(clause: Clause) -> Marks:
            if clause & self._anywhere:
                return everything
            pairs = [
                rest.pair for rest in self._rests.values() if rest.pair.others and not clause.isdisjoint(rest.atoms)
            ]
            return entries(set().union(*map(self._terms.__getitem__, clause)), pairs)

        matching = wanting = 0
        for rule in self._rules:
            shown = [everything, *(0 for _ in rule.required)]  # at each place, those with so many clauses at least
            for clause in rule.required:
                found = having(clause)
                for number in range(len(rule.required), 0, -1):
                    shown[number] |= shown[number - 1] & found
            matching |= shown[-1]
            wanting |= shown[_shown(rule)]
        return None if everything in (matching, wanting) else Chosen(matching, wanting)


def sieve(ruleset: Ruleset, topic: str = "") -> Sieve | None:
    """The sieve of all rules or of one topic's; None if one of them may speak of entries that have none of its words."""
    rules = [rule for rule in ruleset.rules if topic in ("", rule.topic.name)]
    if any(not rule.required or rule.topic.fetch == "always" for rule in rules):
        return None
    return Sieve(rules, ruleset.vocabulary)


def _shown(rule: Rule) -> int:
    """How many required clauses must have a hit for a rule to want the page of an entry."""
    number = len(rule.required)
    return {"half": ceil(number / 2), "any": 1}.get(rule.topic.fetch, number)


def _shelves(vocabulary: Vocabulary) -> tuple[Shelf, Shelf]:
    """What is looked for in texts of all languages, and in those of any."""
    shelves = Shelves(vocabulary)
    rows = [row for row in LANGUAGES.values() if row.extra or not isinstance(row.inflection, Uninflected)]
    return shelves.everywhere, shelves.only_in("", PLAIN, *rows)


def _rarity(word: Word) -> int:
    """How rare a word is likely to be: the longer the rarer, and numbers are rare."""
    return len(word.text) + (TELLING if word.text.isdecimal() else 0)


def _hides(word: str) -> bool:
    """Whether there may be more in a text than a word of the index says.

    It may be cut off, it may be several words to us, or it was cut into pairs though it is of a script that has spaces.
    """
    if word.isascii():
        return len(word) > LONGEST
    return len(word) > LONGEST or tokens(word) != [word] or (is_cut(word) and _joins_letters(word))


def _joins_letters(word: str) -> bool:
    """Whether a word is in a script that words are spaced in, so that others may stand in one word with it."""
    return len(tokens(f"{word[0]}a")) == 1


def _in_row(run: str) -> Term:
    """What the index has for part of a run."""
    return Term((run,), is_open=True) if len(run) == 1 else terms(f'"{run}"')[0]
