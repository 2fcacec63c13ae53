"""Three ways to bring the forms of a word together: a Snowball stemmer, endings to cut, tails to take off.

* `Snowball` where its algorithm serves folded words well.
* `Cut` for languages that exchange endings (Slavic, Romanian, Arabic): the longest known ending goes, from the term as
  from the token.
* `Tail` for languages that add endings to a word that stays (Turkish, Finnish, Hungarian, Nordic): the term stays as it
  is written, and a token is tried with one, two or three endings taken off.

All work on folded words. A table is a string of endings; a digit in front says how many letters must be left (`4ов`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import cache
from typing import Final, Protocol

import Stemmer

from watcher.frozen import dataclass

_DEPTH: Final = 3  # endings in a row: Turkish asker-ler-i-nde
_SHORT_STEM: Final = 4
_LONG_DROP: Final = 3
VOWELS: Final = frozenset("aeiouy")
_LONGEST_TAIL: Final = 7  # letters of an ending that is added


class Inflection(Protocol):
    """How the words of a language change."""

    def stem(self, word: str) -> str:
        """What stands for all forms of a term's word."""

    def stems(self, token: str) -> tuple[str, ...]:
        """What a token of a text may be a form of, its likeliest stem first."""

    def may_add(self, rest: str) -> bool:
        """Whether a form may end so behind what it begins with; a no is certain, and much sooner told than by stems."""


class Shifts:
    """Pairs of a token's ending and what stands there in the term, tried in their order."""

    __slots__ = ("_begun", "_by_ending", "_by_other", "_sizes", "longest", "pairs")

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self.pairs = tuple(pairs)
        self._sizes = sorted({len(ending) for ending, _ in self.pairs})
        self._by_ending: dict[str, list[tuple[int, str]]] = {}  # a table of forty is too long to be tried one by one
        self._by_other: dict[str, list[str]] = {}
        for place, (ending, other) in enumerate(self.pairs):
            self._by_ending.setdefault(ending, []).append((place, other))
            self._by_other.setdefault(other, []).append(ending)
        self.longest = max((len(other) for _, other in self.pairs), default=0)  # of what stands in terms
        self._begun: dict[str, list[tuple[int, str]]] = {}  # made when first asked for

    def of(self, token: str, *, least: int = 2) -> list[str]:
        """What a token may be written for, so many letters of it at least."""
        found = []
        for size in self._sizes:
            if len(token) - size < least:
                break
            for place, other in self._by_ending.get(token[-size:], ()):
                found.append((place, token[:-size] + other))
        found.sort()
        return [word for _, word in found]

    def before(self, word: str) -> Iterator[str]:
        """What a term's word may be respelt to in a token, before endings."""
        for size in range(min(self.longest, len(word) - 2) + 1):
            for ending in self._by_other.get(word[len(word) - size :], ()):
                yield word[: len(word) - size] + ending

    def behind(self, stem: str) -> list[tuple[int, str]]:
        """What tokens may end in instead of so many last letters of a stem, which begin what stands there in the term."""
        if not self._begun:
            for ending, other in self.pairs:
                for size in range(1, len(other) + 1):
                    self._begun.setdefault(other[:size], []).append((size, ending))
        found = []
        for size in range(1, min(self.longest, len(stem) - 2) + 1):
            if stem[-size:] in self._begun:
                found += self._begun[stem[-size:]]
        return found


_NO_SHIFTS: Final = Shifts()


@dataclass(frozen=True, slots=True, kw_only=True)
class Uninflected:
    """Words stand as they are."""

    def stem(self, word: str) -> str:
        return word

    def stems(self, token: str) -> tuple[str, ...]:
        return (token,)

    def may_add(self, rest: str) -> bool:
        return not rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Snowball:
    """A stemmer of the Snowball project by its name, and `shifts` for what it overlooks."""

    algorithm: str
    shifts: Shifts = _NO_SHIFTS
    added: str = "s"  # endings that a name takes on while it stays as it is
    short: int = _SHORT_STEM  # letters of a stem that may not have dropped 3: granada is not gran, Sicherheit not sich
    apart: tuple[str, ...] = ()  # suffixes that make another word, which the algorithm takes off: screen-ing, tank-er
    mutates: bool = False  # whether the algorithm undoes changed beginnings: Irish gCóiré, Chóiré

    def stem(self, word: str) -> str:
        stem = _stemmer(self.algorithm)(word)
        rest = word[len(stem) :] if word.startswith(stem) else ""
        for suffix in self.apart:
            if rest.startswith(suffix):
                return stem + suffix
        return word if len(stem) <= self.short and len(word) - len(stem) >= _LONG_DROP else stem

    def stems(self, token: str) -> tuple[str, ...]:
        return _distinct(map(self.stem, (token, *self.shifts.of(token))))

    def may_add(self, rest: str) -> bool:  # noqa: ARG002 - an algorithm has no table of endings
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """The longest known ending goes; `shifts` respell a token whose stem changes (rakiecie, rakieta) before that."""

    endings: dict[str, int]
    shifts: Shifts = _NO_SHIFTS
    letters: Mapping[int, str] = field(default_factory=dict)  # one script for a language that is written in two
    heads: tuple[str, ...] = ()  # proclitics of a token: Arabic wa-l-
    article: str = ""  # belongs to token and term alike
    roots: bool = False  # three consonants are a whole stem, so the guard against short stems is off
    _longest: int = field(init=False, repr=False, compare=False)  # letters of an ending

    def __post_init__(self) -> None:
        object.__setattr__(self, "_longest", max(map(len, self.endings)))

    def bare(self, word: str) -> str:
        """A word in the script of stems and without its article: what its stem is the beginning of."""
        if self.letters:
            word = word.translate(self.letters)
        bare = word.removeprefix(self.article)
        return word if len(bare) < 3 else bare

    def stem(self, word: str) -> str:
        bare = self.bare(word)
        for length in range(min(len(bare) - 1, self._longest), 0, -1):
            least = self.endings.get(bare[-length:])
            if least is not None and len(bare) - length >= least:
                return bare[:-length] if self.roots else _guarded(bare, bare[:-length])
        return bare

    def stems(self, token: str) -> tuple[str, ...]:
        if self.letters:
            token = token.translate(self.letters)
        bare: Sequence[str] = ()
        if token.startswith(self.heads):
            bare = [token[len(head) :] for head in self.heads if token.startswith(head) and len(token) - len(head) >= 3]
        return _distinct(map(self.stem, (token, *bare, *self.shifts.of(token))))

    def may_add(self, rest: str) -> bool:
        return (
            not rest
            or rest in self.endings
            or any(not one or one in self.endings for one in self.shifts.of(rest, least=0))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Tail:
    """The term stays; up to three endings are taken off a token, and `shifts` respell what is left of it.

    `grades` are consonants before a last vowel that endings weaken: Finnish sodan, sota.
    """

    endings: dict[str, int]
    shifts: Shifts = _NO_SHIFTS
    depth: int = _DEPTH
    grades: tuple[tuple[str, str], ...] = ()

    def stem(self, word: str) -> str:
        return word

    def stems(self, token: str) -> tuple[str, ...]:
        found = {token: None}
        last = [token]
        for _ in range(self.depth):
            last = [shorter for word in last for shorter in self._shorter(word) if shorter not in found]
            if not last:
                break
            found.update(dict.fromkeys(last))
        if self.shifts.pairs or self.grades:
            for word in tuple(found):
                found.update(dict.fromkeys(self.shifts.of(word)))
                if word != token and self.grades and word[-1] in VOWELS:
                    found.update(dict.fromkeys(_strengthened(word, self.grades)))
        return tuple(found)

    def may_add(self, rest: str) -> bool:
        return not rest or rest in self.endings or self._parts(rest, self.depth)

    def _parts(self, rest: str, most: int) -> bool:
        """Whether it is two endings or more, and so many at most."""
        return most > 1 and any(
            rest[size:] in self.endings and (rest[:size] in self.endings or self._parts(rest[:size], most - 1))
            for size in range(max(len(rest) - _LONGEST_TAIL, 1), len(rest))
        )

    def _shorter(self, word: str) -> Iterable[str]:
        for length in range(1, min(len(word) - 1, _LONGEST_TAIL) + 1):
            least = self.endings.get(word[-length:])
            if least is not None and len(word) - length >= least:
                yield word[:-length]


def adding(inflection: Inflection) -> Inflection:
    """The same, but a term stays whole and a token may only have one ending more: no ending is exchanged."""
    match inflection:
        case Cut():
            plain = not (inflection.heads or inflection.letters or inflection.article)
            return Tail(endings=inflection.endings, depth=1) if plain else Uninflected()
        case Snowball():
            return Tail(endings=endings(inflection.added), depth=1)
        case _:
            return inflection


def endings(table: str, *, least: int = 2) -> dict[str, int]:
    """A table of endings with the letters that each must leave, from `"ами 4ов"`."""
    return {item.lstrip("0123456789"): int(item[0]) if item[0].isdigit() else least for item in table.split()}


def heads(table: str) -> tuple[str, ...]:
    """Proclitics and their chains."""
    return tuple(table.split())


def shifts(table: str) -> Shifts:
    """From `"cie:ta rze:r s:"`."""
    return Shifts(pairs(table))


def pairs(table: str) -> tuple[tuple[str, str], ...]:
    """What stands before and behind each colon."""
    parted = (item.partition(":") for item in table.split())
    return tuple((before, after) for before, _, after in parted)


def _strengthened(word: str, grades: tuple[tuple[str, str], ...]) -> Iterable[str]:
    body, vowel = word[:-1], word[-1]
    for weak, strong in grades:
        if body.endswith(weak) and len(body) > len(weak):
            yield body.removesuffix(weak) + strong + vowel


def _guarded(word: str, stem: str) -> str:
    """A stem under 4 letters that dropped 3 or more falls back to the word: Dutch eenheid is not een."""
    return word if len(stem) < _SHORT_STEM and len(word) - len(stem) >= _LONG_DROP else stem


def _distinct(stems: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(stems))


@cache
def _stemmer(algorithm: str) -> Callable[[str], str]:
    """Made once, when first used. PyStemmer's objects hold no lock: one thread at a time, a pool its own.

    Without a cache: what the words of texts stand for is remembered elsewhere, and its upkeep took two thirds of the time.
    """
    stem: Callable[[str], str] = Stemmer.Stemmer(algorithm, 0).stemWord
    return stem
