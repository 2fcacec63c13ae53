"""What an operator is, and those that join others: &, |, !, `n of`. The rest stand in `operators`.

An operator knows four things: how it is written (`str`), what it says of an article (`evaluate`), what must stand in
an article for it to say yes (`required`, so that most rules are never evaluated), and whether it has places that
`near` and its kin can measure between (`located`).

Rule 1. Three answers. UNDECIDED means: no page has been read, and the page could tell.
Rule 2. What is decided without the page stays decided with it. It holds because a page only ever adds places, an
        operator with `located` only ever gains places when its operands do, and every operator is one of the following:
        growing (more places never undo a yes), falling (`!`, `count <`: more places never undo a no), or a fact.
Rule 3. Places are evidence: an operator returns those of the operands that made it say yes; a veto has none.
"""

from collections.abc import Iterable, Sequence
from typing import ClassVar, Final, NamedTuple

from watcher.core.model import Answer
from watcher.core.rules.reading import Place, Reading
from watcher.frozen import dataclass

Clause = frozenset[str]  # atoms, one of which must have been hit


class Outcome(NamedTuple):
    """What an operator said; `open` tells that the page could add places."""

    answer: Answer
    places: tuple[Place, ...] = ()
    open: bool = False


ABSENT: Final = Outcome(answer=Answer.NO)
ABSENT_SO_FAR: Final = Outcome(answer=Answer.UNDECIDED, open=True)


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


def yes_if(found: Sequence[Place], reading_open: bool) -> Outcome:  # noqa: FBT001 - the one flag there is
    if found:
        return Outcome(Answer.YES, tuple(found), reading_open)
    return ABSENT_SO_FAR if reading_open else ABSENT


def sorted_places(outcomes: Iterable[Outcome]) -> tuple[Place, ...]:
    """The places of several operands in order, each once; those of a single operand are so already."""
    outcomes = [outcome for outcome in outcomes if outcome.places]
    if len(outcomes) < 2:
        return outcomes[0].places if outcomes else ()
    return tuple(sorted({place for outcome in outcomes for place in outcome.places}))


def embrace(operand: Operator, binding: int) -> str:
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
        if not places:
            return ABSENT_SO_FAR if reading.open else ABSENT
        if self.weight != 1.0:
            places = tuple(place._replace(weight=place.weight * self.weight) for place in places)
        return Outcome(Answer.YES, places, reading.open)

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
        return " & ".join(embrace(operand, 2) for operand in self.of)

    @property
    def operands(self) -> tuple[Operator, ...]:
        return self.of

    def evaluate(self, reading: Reading) -> Outcome:
        return at_least(len(self.of), [operand.evaluate(reading) for operand in self.of])

    def required(self) -> tuple[Clause, ...]:
        return tuple(clause for operand in self.of for clause in operand.required())


@dataclass(frozen=True, slots=True, kw_only=True)
class Or(Operator):
    """`a | b`: growing in each operand that is."""

    of: tuple[Operator, ...]
    binding: ClassVar[int] = 0
    located: ClassVar[bool] = True

    def __str__(self) -> str:
        return " | ".join(embrace(operand, 1) for operand in self.of)

    @property
    def operands(self) -> tuple[Operator, ...]:
        return self.of

    def evaluate(self, reading: Reading) -> Outcome:
        return at_least(1, [operand.evaluate(reading) for operand in self.of])

    def required(self) -> tuple[Clause, ...]:
        return any_of(1, self.of)


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLeast(Operator):
    """`2 of (a, b, c)`: growing in each operand that is."""

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
    still_open = True in [outcome.open for outcome in outcomes]
    if len(yes) >= n:
        return Outcome(Answer.YES, sorted_places(yes), still_open)
    undecided = sum(outcome.answer is Answer.UNDECIDED for outcome in outcomes)
    answer = Answer.UNDECIDED if len(yes) + undecided >= n else Answer.NO
    return Outcome(answer, sorted_places(outcomes), still_open)


def joined_parts(operator: Operator) -> tuple[Operator, ...]:
    """What an operator joins by &, however it is put into parentheses; itself, if it is no &."""
    if isinstance(operator, And):
        return tuple(part for operand in operator.of for part in joined_parts(operand))
    return (operator,)


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
        return f"!{embrace(self.operand, 2)}"

    @property
    def operands(self) -> tuple[Operator, ...]:
        return (self.operand,)

    def evaluate(self, reading: Reading) -> Outcome:
        outcome = self.operand.evaluate(reading)
        turned = {Answer.YES: Answer.NO, Answer.NO: Answer.YES}.get(outcome.answer, Answer.UNDECIDED)
        return Outcome(answer=turned, open=outcome.open)
