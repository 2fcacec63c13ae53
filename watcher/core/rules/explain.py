"""Why a topic matches an article or does not: the words that fired in their sentences, and the least that is missing.

What is missing is worked out operator by operator, one line of LACKS for each: of alternatives the one that needs
least, of parts joined by & all that fail. It is empty exactly where the rule says yes; a test holds every operator to it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, Final, NamedTuple

from watcher.core.model import Answer, Article, Field, Hit, ScorePart, Verdict
from watcher.core.rules.expression import And, AtLeast, Atom, Not, Operator, Or
from watcher.core.rules.nearest import Nearest, nearest
from watcher.core.rules.operators import Age, Before, Count, Fact, Near, Scope, Sentence, apart
from watcher.core.rules.reading import Place, Reading
from watcher.core.rules.ruleset import MAX_HITS, Rule, Ruleset, read
from watcher.core.rules.score import factors, score
from watcher.core.rules.sighting import Sighting
from watcher.core.text.sentences import sentences
from watcher.frozen import dataclass

AROUND: Final = 120  # characters of a sentence shown on either side of its hits
NAMED: Final = 5  # terms that a sentence about them names


class Mark(NamedTuple):
    """A hit within a passage."""

    start: int
    end: int
    group: str
    term: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A sentence of the original text, perhaps shortened, with the hits in it."""

    field: Field
    text: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """One thing that keeps a rule from saying yes. `open`: the page, which has not been read, could bring it."""

    part: str
    why: str
    open: bool = False
    atoms: tuple[str, ...] = ()  # groups and terms that are absent
    near: tuple[Nearest, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What one topic makes of an article, and why. `met` of `parts` joined by & hold; `lowers` pull the score down."""

    rule: str
    verdict: Verdict
    met: int
    parts: int
    lacks: tuple[Lack, ...]
    passages: tuple[Passage, ...]
    lowers: tuple[ScorePart, ...] = ()


def explain(
    rules: Ruleset, article: Article, *, now: datetime, citations: tuple[str, ...] = ()
) -> tuple[Explanation, ...]:
    """Every topic's verdict on an article with its reasons, in the order of the topics."""
    sighting = rules.look(article)
    reading = read(sighting, article, now=now, citations=citations)
    judged = {verdict.topic: verdict for verdict in rules.judge(article, now=now, citations=citations)}
    return tuple(_explained(rule, judged.get(rule.topic.name), sighting, reading) for rule in rules.rules)


def _explained(rule: Rule, judged: Verdict | None, sighting: Sighting, reading: Reading) -> Explanation:
    verdict = judged or _unsaid(rule, sighting, reading)
    found = lacks(rule.expression, reading)
    return Explanation(
        rule=rule.topic.rule,
        verdict=verdict,
        met=sum(part.evaluate(reading).answer is Answer.YES for part in rule.parts),
        parts=len(rule.parts),
        lacks=tuple(_with_nearest(lack, sighting) for lack in found),
        passages=tuple(passages(sighting, verdict.hits)),
        lowers=_lowering(verdict) if verdict.answer is Answer.YES and not verdict.matches else (),
    )


def _unsaid(rule: Rule, sighting: Sighting, reading: Reading) -> Verdict:
    """The verdict that `judge` leaves out: a plain no, or nothing shown yet. What there is of the rule is shown all the same."""
    outcomes = [part.evaluate(reading) for part in rule.parts]
    places = {place for atom in rule.expression.atoms() for place in reading.places(atom.key)}
    return Verdict(
        topic=rule.topic.name,
        answer=rule.expression.evaluate(reading).answer,
        score=0.0,
        threshold=rule.threshold,
        hits=tuple(sighting.hits(sorted(places)[:MAX_HITS])),
        parts=score(factors(rule.parts), outcomes, rule.against, reading)[1],
    )


def _lowering(verdict: Verdict) -> tuple[ScorePart, ...]:
    """The factors under the even share: if all were as good as that, their product would be the threshold."""
    share = verdict.threshold ** (1 / max(len(verdict.parts), 1))
    return tuple(sorted((part for part in verdict.parts if part.value < share), key=lambda part: part.value))


# --- hits in their sentences ------------------------------------------------------------------------------------------


def passages(sighting: Sighting, hits: Iterable[Hit]) -> Iterator[Passage]:
    """The sentences that hits stand in, each once, in the order of the article."""
    for field in sighting.fields:
        text = field.folded.original
        inside = sorted(
            dict.fromkeys(hit for hit in hits if hit.field is field.field), key=lambda hit: (hit.start, -hit.end)
        )
        spans = sentences(text) if inside else []
        for span, group in groupby(inside, key=lambda hit: _sentence(spans, hit)):
            yield _passage(field.field, text, span, list(group))


def _sentence(spans: Sequence[tuple[int, int]], hit: Hit) -> tuple[int, int]:
    return next((span for span in spans if hit.start < span[1]), (hit.start, hit.end))


def _passage(field: Field, text: str, sentence: tuple[int, int], hits: Sequence[Hit]) -> Passage:
    """The sentence as far as it lies around the hits; a hit that the one before overlaps is not marked again."""
    first, last = hits[0].start, min(max(hit.end for hit in hits), hits[0].start + 4 * AROUND)
    start, end = max(min(sentence[0], first), first - AROUND), min(max(sentence[1], last), last + AROUND)
    marks: list[Mark] = []
    for hit in hits:
        if hit.end <= end and (not marks or hit.start - start >= marks[-1].end):
            marks.append(Mark(hit.start - start, hit.end - start, hit.group, hit.term))
    return Passage(field=field, text=text[start:end], marks=tuple(marks))


# --- what is missing --------------------------------------------------------------------------------------------------


def lacks(operator: Operator, reading: Reading) -> tuple[Lack, ...]:
    """The least that keeps an operator from saying yes; nothing if it does."""
    answer = operator.evaluate(reading).answer
    if answer is Answer.YES:
        return ()
    return LACKS[type(operator)](operator, reading, answer is Answer.UNDECIDED)


def _atom(operator: Atom, reading: Reading, still_open: bool) -> tuple[Lack, ...]:  # noqa: ARG001, FBT001 - as LACKS asks
    return (Lack(part=operator.key, why="absent", open=still_open, atoms=(operator.key,)),)


def _and(operator: And, reading: Reading, still_open: bool) -> tuple[Lack, ...]:  # noqa: ARG001, FBT001
    return tuple(lack for operand in operator.of for lack in lacks(operand, reading))


def _or(operator: Or, reading: Reading, still_open: bool) -> tuple[Lack, ...]:  # noqa: FBT001
    ways = [lacks(operand, reading) for operand in operator.of]
    if all(len(way) == 1 and way[0].atoms for way in ways):
        atoms = tuple(dict.fromkeys(atom for way in ways for atom in way[0].atoms))
        return (Lack(part=" | ".join(atoms), why="none of these is there", open=still_open, atoms=atoms),)
    return min(ways, key=len)


def _at_least(operator: AtLeast, reading: Reading, still_open: bool) -> tuple[Lack, ...]:  # noqa: ARG001, FBT001
    ways = sorted((lacks(operand, reading) for operand in operator.of), key=len)
    return tuple(lack for way in ways[: operator.n] for lack in way)


def _not(operator: Not, reading: Reading, still_open: bool) -> tuple[Lack, ...]:  # noqa: FBT001
    if still_open:
        return (Lack(part=str(operator), why="a veto that the page could still bring", open=True),)
    places = operator.operand.evaluate(reading).places
    return (Lack(part=str(operator), why=f"a veto: {_named(places) or operator.operand} stands there"),)


def _near(operator: Near, reading: Reading, still_open: bool) -> tuple[Lack, ...]:  # noqa: FBT001
    absent = (*lacks(operator.a, reading), *lacks(operator.b, reading))
    if absent:
        return absent
    first, second = operator.a.evaluate(reading).places, operator.b.evaluate(reading).places
    order = ", in this order" if isinstance(operator, Before) else ""
    gaps = [_gap(one, other) for one in first for other in second if one.zone.field is other.zone.field]
    apart_by = f"at best {min(gaps)} words lie between them" if gaps else "they stand in different fields"
    why = f"both are there, but not within {operator.words} words{order}: {apart_by}"
    return (Lack(part=str(operator), why=why, open=still_open),)


def _gap(one: Place, other: Place) -> int:
    return max(one.at - other.until, other.at - one.until, 0)


def _sentence_lacks(operator: Sentence, reading: Reading, still_open: bool) -> tuple[Lack, ...]:  # noqa: FBT001
    absent = tuple(lack for operand in operator.of for lack in lacks(operand, reading))
    return absent or (Lack(part=str(operator), why="all are there, but never in one sentence", open=still_open),)


def _count(operator: Count, reading: Reading, still_open: bool) -> tuple[Lack, ...]:  # noqa: FBT001
    places = operator.operand.evaluate(reading).places
    atoms = () if places else tuple(atom.key for atom in operator.operand.atoms())
    return (Lack(part=str(operator), why=f"there are {apart(places)} places", open=still_open, atoms=atoms),)


def _scope(operator: Scope, reading: Reading, still_open: bool) -> tuple[Lack, ...]:  # noqa: FBT001
    elsewhere = operator.operand.evaluate(reading)
    if elsewhere.answer is Answer.YES and elsewhere.places:
        fields = " and ".join(dict.fromkeys(place.zone.field.value for place in elsewhere.places))
        why = f"{_named(elsewhere.places)} stands in the {fields}, but not where {operator.name}: looks"
        return (Lack(part=str(operator), why=why, open=still_open),)
    return lacks(operator.operand, reading.narrowed(operator.ZONES[operator.name]))


def _fact(operator: Fact, reading: Reading, still_open: bool) -> tuple[Lack, ...]:  # noqa: FBT001
    stated = getattr(reading.facts, "tags" if operator.name == "tag" else operator.name)
    values = [value for value in ((stated,) if isinstance(stated, str) else stated) if value]
    why = f"{operator.name} is {', '.join(values)[: 2 * AROUND]}" if values else f"no {operator.name} is known"
    return (Lack(part=str(operator), why=why, open=still_open),)


def _age(operator: Age, reading: Reading, still_open: bool) -> tuple[Lack, ...]:  # noqa: FBT001
    hours = reading.facts.age.total_seconds() / 3600
    return (Lack(part=str(operator), why=f"it is {hours:.1f} hours old", open=still_open),)


LACKS: Final[Mapping[type[Operator], Callable[[Any, Reading, bool], tuple[Lack, ...]]]] = {
    Atom: _atom,
    And: _and,
    Or: _or,
    AtLeast: _at_least,
    Not: _not,
    Near: _near,
    Before: _near,
    Sentence: _sentence_lacks,
    Count: _count,
    Scope: _scope,
    Fact: _fact,
    Age: _age,
}


def _named(places: Iterable[Place]) -> str:
    return ", ".join(list(dict.fromkeys(place.term for place in places))[:NAMED])


def _with_nearest(lack: Lack, sighting: Sighting) -> Lack:
    near = tuple(dict.fromkeys(one for atom in lack.atoms for one in nearest(sighting, atom)))
    return Lack(part=lack.part, why=lack.why, open=lack.open, atoms=lack.atoms, near=near[:NAMED])
