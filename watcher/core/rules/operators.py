"""The operators of the rule language: one class each, and one table, OPERATORS, at the foot.

An operator knows four things: how it is written (`str`), what it says of an article (`evaluate`), what must stand in
an article for it to say yes (`required`, so that most rules are never evaluated), and whether it has places that
`near` and its kin can measure between (`located`).

Rule 1. Three answers. UNDECIDED means: no page has been read, and the page could tell.
Rule 2. What is decided without the page stays decided with it. It holds because a page only ever adds places, an
        operator with `located` only ever gains places when its operands do, and every operator is one of the following:
        growing (more places never undo a yes), falling (`!`, `count <`: more places never undo a no), or a fact.
Rule 3. Places are evidence: an operator returns those of the operands that made it say yes; a veto has none.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from operator import eq, ge, gt, le, lt
from typing import ClassVar

from watcher.core.model import Answer
from watcher.core.rules.reading import TEXT_ZONES, Place, Reading, Zone

DEFAULT_NEAR = 12  # words; about one clause
Clause = frozenset[str]  # atoms, one of which must have been hit


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an operator said; `open` tells that the page could add places."""

    answer: Answer
    places: tuple[Place, ...] = ()
    open: bool = False


class Operator:
    """What all operators have in common. Subclasses are frozen dataclasses."""

    __slots__ = ()
    binding: ClassVar[int] = 3  # how tightly it binds: | 0, & 1, prefixes 2, everything else 3
    located: ClassVar[bool] = False

    def evaluate(self, reading: Reading) -> Outcome:
        raise NotImplementedError

    @property
    def operands(self) -> tuple["Operator", ...]:
        return ()

    def required(self) -> tuple[Clause, ...]:
        """Clauses that each need a hit before this can say yes; none if nothing can be told."""
        return ()

    def has_places(self) -> bool:
        """Whether this, with all it holds, has places that distances can be measured between."""
        return self.located and all(operand.has_places() for operand in self.operands)

    def atoms(self) -> Iterable["Atom"]:
        """All groups and terms in it."""
        for operand in self.operands:
            yield from operand.atoms()


def _yes_if(found: Sequence[Place], reading_open: bool) -> Outcome:  # noqa: FBT001 - the one flag there is
    places = tuple(found)
    if places:
        return Outcome(answer=Answer.YES, places=places, open=reading_open)
    return Outcome(answer=Answer.UNDECIDED if reading_open else Answer.NO, open=reading_open)


def _sorted_places(outcomes: Iterable[Outcome]) -> tuple[Place, ...]:
    return tuple(sorted({place for outcome in outcomes for place in outcome.places}))


def _embrace(operand: Operator, binding: int) -> str:
    return f"({operand})" if operand.binding < binding else str(operand)


# --- groups and terms -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Atom(Operator):
    """A group or a term. `key` is how it is written without its weight."""

    key: str
    weight: float = 1.0
    located: ClassVar[bool] = True

    def __str__(self) -> str:
        return self.key if self.weight == 1.0 else f"{self.key}^{self.weight:g}"

    @property
    def group(self) -> str:
        """The name of the group, "" for a term."""
        return self.key[1:] if self.key.startswith("@") else ""

    def evaluate(self, reading: Reading) -> Outcome:
        places = reading.places(self.key)
        if self.weight != 1.0:
            places = tuple(place._replace(weight=place.weight * self.weight) for place in places)
        return _yes_if(places, reading.open)

    def required(self) -> tuple[Clause, ...]:
        return (frozenset({self.key}),)

    def atoms(self) -> Iterable["Atom"]:
        yield self


# --- and, or, not, at least -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class And(Operator):
    """`a & b`: growing in each operand that is."""

    of: tuple[Operator, ...]
    binding: ClassVar[int] = 1

    def __str__(self) -> str:
        return " & ".join(_embrace(operand, 2) for operand in self.of)

    @property
    def operands(self) -> tuple[Operator, ...]:
        return self.of

    def evaluate(self, reading: Reading) -> Outcome:
        return at_least(len(self.of), [operand.evaluate(reading) for operand in self.of])

    def required(self) -> tuple[Clause, ...]:
        return tuple(clause for operand in self.of for clause in operand.required())


@dataclass(frozen=True, slots=True, kw_only=True)
class Or(Operator):
    """`a | b`"""

    of: tuple[Operator, ...]
    binding: ClassVar[int] = 0
    located: ClassVar[bool] = True

    def __str__(self) -> str:
        return " | ".join(_embrace(operand, 1) for operand in self.of)

    @property
    def operands(self) -> tuple[Operator, ...]:
        return self.of

    def evaluate(self, reading: Reading) -> Outcome:
        return at_least(1, [operand.evaluate(reading) for operand in self.of])

    def required(self) -> tuple[Clause, ...]:
        return any_of(1, self.of)


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLeast(Operator):
    """`2 of (a, b, c)`"""

    n: int
    of: tuple[Operator, ...]

    def __str__(self) -> str:
        return f"{self.n} of ({', '.join(str(operand) for operand in self.of)})"

    @property
    def operands(self) -> tuple[Operator, ...]:
        return self.of

    def evaluate(self, reading: Reading) -> Outcome:
        return at_least(self.n, [operand.evaluate(reading) for operand in self.of])

    def required(self) -> tuple[Clause, ...]:
        return any_of(self.n, self.of)


def at_least(n: int, outcomes: Sequence[Outcome]) -> Outcome:
    """The law of &, | and `n of` in one place: n yeses are a yes; it is a no once n cannot be reached any more."""
    yes = [outcome for outcome in outcomes if outcome.answer is Answer.YES]
    undecided = sum(outcome.answer is Answer.UNDECIDED for outcome in outcomes)
    still_open = any(outcome.open for outcome in outcomes)
    if len(yes) >= n:
        return Outcome(answer=Answer.YES, places=_sorted_places(yes), open=still_open)
    answer = Answer.UNDECIDED if len(yes) + undecided >= n else Answer.NO
    return Outcome(answer=answer, places=_sorted_places(outcomes), open=still_open)


def any_of(n: int, operands: Sequence[Operator]) -> tuple[Clause, ...]:
    """What n of these need: at least one of any (all - n + 1) of them must be yes, so take those that need least."""
    smallest = sorted((min(needs, key=len) for operand in operands if (needs := operand.required())), key=len)
    enough = len(operands) - n + 1
    return (frozenset().union(*smallest[:enough]),) if len(smallest) >= enough else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Not(Operator):
    """`!a`: falling. A veto has no places."""

    operand: Operator
    binding: ClassVar[int] = 2

    def __str__(self) -> str:
        return f"!{_embrace(self.operand, 2)}"

    @property
    def operands(self) -> tuple[Operator, ...]:
        return (self.operand,)

    def evaluate(self, reading: Reading) -> Outcome:
        outcome = self.operand.evaluate(reading)
        turned = {Answer.YES: Answer.NO, Answer.NO: Answer.YES}.get(outcome.answer, Answer.UNDECIDED)
        return Outcome(answer=turned, open=outcome.open)


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
        a, b = first.places, second.places
        found = {*_followed(a, b, self.words), *_preceded(a, b, self.words)}
        found |= {*_followed(b, a, self.words), *_preceded(b, a, self.words)}
        return _yes_if(sorted(found), first.open or second.open)

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
        return _yes_if(sorted(found), first.open or second.open)


def _followed(places: Sequence[Place], others: Sequence[Place], words: float) -> Iterable[Place]:
    """Those places after which another begins within so many words."""
    starts = sorted(other.at for other in others)
    for place in places:
        index = bisect_left(starts, place.until)
        if index < len(starts) and starts[index] - place.until <= words:
            yield place


def _preceded(places: Sequence[Place], others: Sequence[Place], words: float) -> Iterable[Place]:
    """Those places before which another ends within so many words."""
    ends = sorted(other.until for other in others)
    for place in places:
        index = bisect_right(ends, place.at) - 1
        if index >= 0 and place.at - ends[index] <= words:
            yield place


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
        found = [place for place in _sorted_places(outcomes) if place.sentence in shared]
        return _yes_if(found, any(outcome.open for outcome in outcomes))

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
        count = _apart(outcome.places)
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


def _apart(places: Sequence[Place]) -> int:
    """How many places there are that do not overlap: the most that can be chosen, by taking the earliest end."""
    count, free = 0, -1.0
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
        return f"{self.name}:{_embrace(self.operand, 2)}"

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
