"""How much an article is about a topic, rather than merely mentioning it.

    score = ᴺ√(e₁ · e₂ · … · eₙ)  ×  closeness  ×  contest

A geometric mean over the rule's required parts is a soft "and": a weak part lowers the score, a missing one makes it
nothing. Each part's evidence saturates, so a long article gains nothing by length. `parts` of a verdict are the
factors: their product is the score.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Final

from watcher.core.model import Answer, Field, ScorePart
from watcher.core.rules.expression import Not, Operator, Outcome
from watcher.core.rules.operators import Age, Count, Fact
from watcher.core.rules.reading import Place, Reading, Zone
from watcher.frozen import dataclass

DEFAULT_THRESHOLD: Final = (
    0.4  # a title with one plain hit for each part passes, and a teaser with two; one of each does not
)

# What a hit counts by where it stands: an editor puts what an article is about into its title, then its teaser, then
# the top of its text. From there it falls evenly to nothing at the last word, where the background stands.
FIELD_WEIGHTS: Final[Mapping[Field, float]] = {Field.TITLE: 1.0, Field.SUMMARY: 0.8, Field.TEXT: 0.6}
_ZONE_WEIGHTS: Final = tuple(FIELD_WEIGHTS[zone.field] for zone in Zone)
REPEAT: Final = 0.5  # each further mention of a term counts half of the one before: never more than twice in all
SATURATION: Final = 1.8  # mass at which evidence is 1 - 1/e: one plain hit in a title gives .43, two different ones .67
PLAIN: Final = 0.5  # a hit of this weight says by itself that its part is there; weak words have 0.4
TALE_FALL: Final = 3  # the power of depth by which a tale's hits fall: an eighth is lost at its middle, then all
FACT_MASS: Final = 1.0  # a yes without a place (url:, source:) weighs as much as a hit in the title
CLOSE_SHARE: Final = 0.25  # of the score hangs on the parts standing together: parts of one event share a sentence
WINDOW: Final = 2  # sentences are together: the second often says "he" or "there"
CONTEST_BASE: Final = 0.3  # so much of its own an article has before anything against it counts, one weak hit's worth
AGAINST_SHARE: Final = 0.7  # of what evidence against weighs: soldiers at a match lose, a gala for fallen soldiers wins
SHOWN_TERMS: Final = 5  # in an explanation, for each part


Factor = tuple[int, str]  # the number of a part, and how it is written


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """Something that says the article is about another matter."""

    expression: Operator
    weight: float


def brings_evidence(part: Operator) -> bool:
    """Whether a part that is joined by & counts; vetoes and facts are conditions only."""
    falling = isinstance(part, Count) and part.sign.startswith("<")
    return not (falling or isinstance(part, Not | Fact | Age))


def factors(parts: Sequence[Operator]) -> tuple[Factor, ...]:
    """Which of the parts that a rule joins by & count, and how each is written."""
    return tuple((number, str(part)) for number, part in enumerate(parts) if brings_evidence(part))


def score(
    counting: Sequence[Factor], outcomes: Sequence[Outcome], against: Sequence[Against], reading: Reading
) -> tuple[float, tuple[ScorePart, ...]]:
    """The score, 0 to 1, and its factors. `outcomes` are what the parts said that the rule joins by &."""
    if not counting:
        return 1.0, (ScorePart(label="conditions", value=1.0, why="the rule asks for no words"),)
    found = [outcomes[number] for number, _ in counting]
    stand = [outcome.places for outcome in found]
    tale = _is_tale(stand)
    masses = [mass(outcome.places, yes=outcome.answer is Answer.YES, tale=tale) for outcome in found]
    parts = [
        ScorePart(label=label, value=evidence(weight) ** (1 / len(found)), why=_where(places, weight))
        for (_, label), places, weight in zip(counting, stand, masses, strict=True)
    ]
    parts.append(_closeness(stand))
    if against:
        parts.append(_contest(min(masses), against, reading, tale=tale))
    return math.prod([part.value for part in parts]), tuple(parts)


def evidence(weight: float) -> float:
    """From mass, which adds up, to evidence, 0 to 1, which saturates."""
    return 1 - math.exp(-weight / SATURATION)


def mass(places: Sequence[Place], *, yes: bool, tale: bool = False) -> float:
    """The sum of what hits count: by where and by weight, repeated mentions of one term less and less."""
    if len(places) == 1:
        return _weight(places[0], tale=tale)
    by_term: dict[tuple[str, str], list[float]] = {}
    for place in outermost(places):
        by_term.setdefault((place.group, place.term), []).append(_weight(place, tale=tale))
    if not by_term:
        return FACT_MASS if yes else 0.0
    return sum(
        value * REPEAT**rank for values in by_term.values() for rank, value in enumerate(sorted(values, reverse=True))
    )


def _weight(place: Place, *, tale: bool) -> float:
    if tale:
        return place.weight * (1 - place.depth**TALE_FALL)
    return place.weight * _ZONE_WEIGHTS[place.zone] * (1 - place.depth)


def _is_tale(parts: Sequence[Sequence[Place]]) -> bool:
    """Whether title and teaser keep quiet, and the text comes to the matter in more than one sentence.

    Magazines begin with a scene and tell what it is about in the middle. One sentence that holds it all is a mention,
    so the part that stands in most sentences is left aside: soldiers march through every paragraph of a military paper.
    """
    if len(parts) < 3 and min(map(len, parts)) < 2:
        return False  # one place is no tale, as is told below at length
    sentences: list[set[int]] = []
    for places in parts:
        plain = [place for place in places if place.weight >= PLAIN]
        if plain and min(place.zone for place in plain) < Zone.LEAD:
            return False
        sentences.append({place.sentence for place in plain})
    sentences.sort(key=len)
    return len(set[int]().union(*(sentences[:-1] or sentences))) > 1


def outermost(places: Iterable[Place]) -> Iterator[Place]:
    """Places that do not lie inside another: "Kim Jong Un" is one mention, not one of "Kim", too."""
    field, end = None, -1
    for place in sorted(places, key=lambda place: (place.zone.field, place.start, -place.end)):
        if place.zone.field is not field:
            field, end = place.zone.field, -1
        if place.end > end:
            end = place.end
            yield place


def _closeness(parts: Sequence[Sequence[Place]]) -> ScorePart:
    """The largest share of parts that stand within two sentences."""
    if len(parts) == 1:
        return _close(1, 1)
    in_sentence: dict[int, int] = {}  # the parts, a bit each
    for index, places in enumerate(parts):
        for place in places:
            for sentence in range(place.sentence - WINDOW + 1, place.sentence + 1):
                in_sentence[sentence] = in_sentence.get(sentence, 0) | 1 << index
    return _close(max(map(int.bit_count, in_sentence.values()), default=0), len(parts))


@cache
def _close(together: int, parts: int) -> ScorePart:
    if parts == 1:
        return ScorePart(label="closeness", value=1.0, why="one part stands alone")
    value = 1 - CLOSE_SHARE + CLOSE_SHARE * max(together - 1, 0) / (parts - 1)
    return ScorePart(label="closeness", value=value, why=f"{together} of {parts} parts within {WINDOW} sentences")


def _contest(weakest: float, against: Sequence[Against], reading: Reading, *, tale: bool) -> ScorePart:
    rivals = []
    for rival in against:
        answer, places, _ = rival.expression.evaluate(reading)
        weight = mass(places, yes=answer is Answer.YES, tale=tale) * rival.weight
        if weight:
            rivals.append((weight, f"{rival.expression} {_where(places, weight)}"))
    total = sum(weight for weight, _ in rivals)
    own = weakest + CONTEST_BASE
    why = "; ".join(text for _, text in sorted(rivals, reverse=True)) or "nothing says otherwise"
    return ScorePart(label="against", value=own / (own + AGAINST_SHARE * total), why=why)


def _where(places: Sequence[Place], weight: float) -> str:
    if len(places) == 1:
        return f"{weight:.2f} ({places[0].zone.field.value}: {places[0].term})"
    terms: dict[str, dict[str, None]] = {}
    for place in places:
        terms.setdefault(place.zone.field, {}).setdefault(place.term)
    where = ", ".join(f"{field}: {', '.join(list(names)[:SHOWN_TERMS])}" for field, names in terms.items())
    return f"{weight:.2f}" + (f" ({where})" if where else "")
