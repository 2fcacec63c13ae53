"""The operators that look at places, fields and facts, and the table of all, OPERATORS, at the foot.

A new operator is a class here, a line in the table, and a line in the grammar.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from operator import attrgetter, eq, ge, gt, le, lt
from typing import ClassVar, Final

from watcher.core.model import Answer
from watcher.core.rules.expression import (
    And,
    AtLeast,
    Clause,
    Not,
    Operator,
    Or,
    Outcome,
    embrace,
    sorted_places,
    yes_if,
)
from watcher.core.rules.reading import TEXT_ZONES, Place, Reading, Zone
from watcher.frozen import dataclass

DEFAULT_NEAR: Final = 12  # words; about one clause

# --- distance ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Near(Operator):
    """`near(a, b, 12)`: two places with at most so many words in between, in either order."""

    a: Operator
    b: Operator
    words: int = DEFAULT_NEAR
    located: ClassVar[bool] = True

    def __str__(self) -> str:
        return f"near({self.a}, {self.b}, {self.words})"

    @property
    def operands(self) -> tuple[Operator, ...]:
        return (self.a, self.b)

    def evaluate(self, reading: Reading) -> Outcome:
        first, second = self.a.evaluate(reading), self.b.evaluate(reading)
        found = {*within_words(first.places, second.places, self.words)}
        found.update(within_words(second.places, first.places, self.words))
        return yes_if(sorted(found), first.open or second.open)

    def required(self) -> tuple[Clause, ...]:
        return (*self.a.required(), *self.b.required())


@dataclass(frozen=True, slots=True, kw_only=True)
class Before(Near):
    """`before(a, b, 12)`: the same, a first."""

    def __str__(self) -> str:
        return f"before({self.a}, {self.b}, {self.words})"

    def evaluate(self, reading: Reading) -> Outcome:
        first, second = self.a.evaluate(reading), self.b.evaluate(reading)
        a, b = first.places, second.places
        found = {*_followed(a, b, self.words), *_preceded(b, a, self.words)}
        return yes_if(sorted(found), first.open or second.open)


def within_words(places: Sequence[Place], others: Sequence[Place], words: int) -> set[Place]:
    """Those places that have another, apart from themselves, within so many words on either side."""
    return {*_followed(places, others, words), *_preceded(places, others, words)}


def _followed(places: Sequence[Place], others: Sequence[Place], words: int) -> Iterable[Place]:
    """Those places after which another begins within so many words."""
    ordered = sorted(others, key=attrgetter("at", "start"))
    starts = [other.at for other in ordered]
    for place in places:
        index = bisect_left(starts, place.until)
        follows = index < len(starts) and starts[index] - place.until <= words
        if follows or (index and _behind(place, ordered[index - 1])):
            yield place


def _preceded(places: Sequence[Place], others: Sequence[Place], words: int) -> Iterable[Place]:
    """Those places before which another ends within so many words."""
    ordered = sorted(others, key=attrgetter("until", "end"))
    ends = [other.until for other in ordered]
    for place in places:
        index = bisect_right(ends, place.at)
        precedes = index and place.at - ends[index - 1] <= words
        if precedes or (index < len(ordered) and _behind(ordered[index], place)):
            yield place


def _behind(place: Place, other: Place) -> bool:
    """Whether the other begins after the place in one and the same word, which no count of words tells: 光缆受损, 북러."""
    return other.start >= place.end and other.zone.field is place.zone.field


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence(Operator):
    """`sentence(a, b, …)`: all in one sentence."""

    of: tuple[Operator, ...]
    located: ClassVar[bool] = True

    def __str__(self) -> str:
        return f"sentence({', '.join(str(operand) for operand in self.of)})"

    @property
    def operands(self) -> tuple[Operator, ...]:
        return self.of

    def evaluate(self, reading: Reading) -> Outcome:
        outcomes = [operand.evaluate(reading) for operand in self.of]
        shared = set.intersection(*({place.sentence for place in outcome.places} for outcome in outcomes))
        found = [place for place in sorted_places(outcomes) if place.sentence in shared]
        return yes_if(found, any(outcome.open for outcome in outcomes))

    def required(self) -> tuple[Clause, ...]:
        return tuple(clause for operand in self.of for clause in operand.required())


# --- counting, fields, facts ------------------------------------------------------------------------------------------

COMPARISONS: Mapping[str, Callable[[int, int], bool]] = {">=": ge, ">": gt, "<=": le, "<": lt, "=": eq}


@dataclass(frozen=True, slots=True, kw_only=True)
class Count(Operator):
    """`count(a) >= 3`: growing with >= and >, falling with < and <=; = first grows, then falls."""

    operand: Operator
    sign: str
    n: int

    def __str__(self) -> str:
        return f"count({self.operand}) {self.sign} {self.n}"

    @property
    def operands(self) -> tuple[Operator, ...]:
        return (self.operand,)

    def evaluate(self, reading: Reading) -> Outcome:
        outcome = self.operand.evaluate(reading)
        count = apart(outcome.places)
        holds = COMPARISONS[self.sign](count, self.n)
        settled = not outcome.open or (holds if self.sign in (">=", ">") else count > self.n or self._passed(count))
        if not settled:
            return Outcome(answer=Answer.UNDECIDED, places=outcome.places, open=True)
        return Outcome(
            answer=Answer.YES if holds else Answer.NO, places=outcome.places if holds else (), open=outcome.open
        )

    def _passed(self, count: int) -> bool:
        """Whether `<` has been missed for good by a count that equals its bound."""
        return self.sign == "<" and count >= self.n

    def required(self) -> tuple[Clause, ...]:
        return self.operand.required() if self.sign in (">=", ">", "=") and self.n > 0 else ()


def apart(places: Sequence[Place]) -> int:
    """How many places there are that do not overlap: the most that can be chosen, by taking the earliest end."""
    count, free = 0, -1
    for place in sorted(places, key=lambda place: place.until):
        if place.at >= free:
            count, free = count + 1, place.until
    return count


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope(Operator):
    """`title:a`, `lead:a`, `text:a`: only there."""

    name: str
    operand: Operator
    binding: ClassVar[int] = 2
    located: ClassVar[bool] = True
    ZONES: ClassVar[Mapping[str, frozenset[Zone]]] = {
        "title": frozenset({Zone.TITLE}),
        "lead": frozenset({Zone.SUMMARY, Zone.LEAD}),
        "text": TEXT_ZONES,
    }

    def __str__(self) -> str:
        return f"{self.name}:{embrace(self.operand, 2)}"

    @property
    def operands(self) -> tuple[Operator, ...]:
        return (self.operand,)

    def evaluate(self, reading: Reading) -> Outcome:
        return self.operand.evaluate(reading.narrowed(self.ZONES[self.name]))

    def required(self) -> tuple[Clause, ...]:
        return self.operand.required()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Operator):
    """`source:reuters`: what feed and entry state about the article. Only `cites:` can gain from the page."""

    name: str
    value: str  # folded
    LOOKUPS: ClassVar[Mapping[str, Callable[[Reading, str], bool]]] = {
        "url": lambda reading, value: value in reading.facts.url,
        "source": lambda reading, value: any(value in name for name in reading.facts.source),
        "author": lambda reading, value: value in reading.facts.author,
        "tag": lambda reading, value: value in reading.facts.tags,
        "lang": lambda reading, value: f"{reading.facts.lang}-".startswith(f"{value}-"),
        "country": lambda reading, value: value == reading.facts.country,
        "cites": lambda reading, value: any(value in name for name in reading.facts.cites),
    }

    def __str__(self) -> str:
        return f'{self.name}:"{self.value}"'

    def evaluate(self, reading: Reading) -> Outcome:
        may_come = self.name == "cites" and bool(reading.open_zones)
        if self.LOOKUPS[self.name](reading, self.value):
            return Outcome(answer=Answer.YES)
        return Outcome(answer=Answer.UNDECIDED if may_come else Answer.NO, open=may_come)


HOURS: Mapping[str, float] = {"min": 1 / 60, "h": 1.0, "d": 24.0, "w": 168.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Age(Operator):
    """`age < 48h`: of the stated date, as it is when the article is judged."""

    sign: str
    n: int
    unit: str

    def __str__(self) -> str:
        return f"age {self.sign} {self.n}{self.unit}"

    def evaluate(self, reading: Reading) -> Outcome:
        bound = timedelta(hours=self.n * HOURS[self.unit])
        holds = reading.facts.age < bound if self.sign == "<" else reading.facts.age > bound
        return Outcome(answer=Answer.YES if holds else Answer.NO)


OPERATORS: Mapping[str, type[Operator]] = {
    "&": And,
    "|": Or,
    "!": Not,
    "of": AtLeast,
    "near": Near,
    "before": Before,
    "sentence": Sentence,
    "count": Count,
    "age": Age,
    **dict.fromkeys(Scope.ZONES, Scope),
    **dict.fromkeys(Fact.LOOKUPS, Fact),
}
