"""How much two articles, or an article and a story, speak of the same event.

Shared features count by what their kind is worth and by how rare they are among the live stories; the cosine sees to it
that they are most of what both have. After EMM's story tracking (Pouliquen, Steinberger, Deguernel, Story tracking:
linking similar news over time and across languages, 2008), which weighs names, places and subject codes likewise.
"""

import math
from collections.abc import Iterable, Mapping, Sequence, Sized
from dataclasses import field
from datetime import datetime, timedelta
from typing import Final

from watcher.core.model import Member
from watcher.core.stories.copies import COPY, containment
from watcher.frozen import dataclass

SILENCE: Final = timedelta(days=5)  # after which a story is over
SPAN: Final = timedelta(days=7)  # from its first article to its last
SERIES: Final = timedelta(hours=18)  # what one outlet repeats after that is a series, such as a daily report
_DECAY: Final = timedelta(days=3)
_SHARPNESS: Final = 1.5  # of the cosine
_CONTAINED: Final = 1.0
_ELSEWHERE: Final = 0.05
_SERIAL: Final = 0.05
_ONE_SORT: Final = 0.08
WHAT: Final = frozenset("cro")  # kinds that tell what sort of event it is, which happens everywhere, …
WHERE: Final = frozenset("gro")  # … and in which country, where much happens
_PROMINENT: Final = 0.7  # weight of what stands in title, summary or lead
_FELLOWS: Final = 0.25  # what the next best members add to the best one

# What a shared feature of a kind is worth …
RELIABILITY: Final[Mapping[str, float]] = {
    "c": 2.4, "p": 2.4, "g": 0.6, "n": 2.0, "t": 2.5, "s": 0.6, "w": 0.4, "r": 0.2, "o": 0.5, "u": 1.0,
}  # fmt: skip
# … and in what part of all stories one is expected, so that the first articles have weights before anything is counted.
EXPECTED: Final[Mapping[str, float]] = {
    "c": 0.05, "p": 0.03, "g": 0.08, "n": 0.01, "t": 0.01, "s": 0.01, "w": 0.02, "r": 0.3, "o": 0.1, "u": 0.01,
}  # fmt: skip
# Concepts that stand in news of every sort are expected so often.
EVERYDAY: Final = 0.3
EVERYDAY_CONCEPTS: Final = frozenset(
    f"c:{name}"
    for name in (
        "admission", "agreement", "casualties", "children", "commission", "company", "contract", "denial", "experts", "history",
        "interview", "meeting", "minister", "money", "officers", "opinion", "police", "president", "prime-minister", "protest",
        "report", "shares", "soldiers", "speech", "thanks", "trade", "visit", "women", "workers",
    )
)  # fmt: skip
_PRIOR_STORIES: Final = 30.0

_NOTHING: Final[Mapping[str, float]] = {}
SILENT: Final = "ws"  # kinds of which two languages or scripts share nothing, and that says nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Vector:
    """An article as it is compared: its weights by kind of feature, and its sketch."""

    entry: str
    outlet: str
    published: datetime
    kinds: Mapping[str, Mapping[str, float]] = field(repr=False)
    sketch: tuple[str, ...] = field(repr=False)

    @property
    def names(self) -> Iterable[str]:
        return (name for weights in self.kinds.values() for name in weights)


def vector(member: Member) -> Vector:
    """A member's features, ready to be compared."""
    kinds: dict[str, dict[str, float]] = {}
    sketch = []
    for name, weight in member.features:
        if name[0] == "k":
            sketch.append(name[2:])
        else:
            kinds.setdefault(name[0], {})[name] = weight
    return Vector(
        entry=member.entry, outlet=member.outlet, published=member.published, kinds=kinds, sketch=tuple(sketch)
    )


class Rarities(dict[str, float]):
    """What a shared feature counts: its kind's worth times its inverse document frequency among the live stories.

    With a prior by kind, so that the first articles have weights too. Made anew for each article that joins.
    """

    __slots__ = ("_squares", "_stories", "_with")

    def __init__(self, stories_with: Mapping[str, Sized], stories: int) -> None:
        super().__init__()
        self._with = stories_with
        self._squares: dict[tuple[str, str], float] = {}
        self._stories = stories + _PRIOR_STORIES

    def __missing__(self, name: str) -> float:
        expected = (EVERYDAY if name in EVERYDAY_CONCEPTS else EXPECTED[name[0]]) * _PRIOR_STORIES
        frequency = (len(self._with.get(name, ())) + expected) / self._stories
        value = self[name] = RELIABILITY[name[0]] * max(-math.log(frequency), 0.0)
        return value

    def squares(self, article: Vector, kind: str) -> float:
        """The sum of squares that an article's features of a kind contribute to its norm."""
        key = (article.entry, kind)
        known = self._squares.get(key)
        if known is None:
            known = 0.0
            for name, weight in article.kinds.get(
                kind, _NOTHING
            ).items():  # a sum of generators takes half as long again
                value = self[name] * weight
                known += value * value
            self._squares[key] = known
        return known


def is_copy(one: Vector, other: Vector) -> bool:
    """Whether one article is the other with small edits."""
    if one.outlet == other.outlet and abs(one.published - other.published) > SERIES:
        return False
    return containment(one.sketch, other.sketch) >= COPY


def _credibility(one: Vector, other: Vector) -> float:
    """How far likeness is to be believed: what happened in other countries, or is counted anew each day, is another event."""
    believed = 1.0
    if _contradict(one, other, "g"):
        believed *= _ELSEWHERE
    if one.outlet == other.outlet and abs(one.published - other.published) > SERIES and _contradict(one, other, "n"):
        believed *= _SERIAL
    return believed


def _contradict(one: Vector, other: Vector, kind: str) -> bool:
    mine, theirs = (
        {name for name, weight in each.kinds.get(kind, {}).items() if weight >= _PROMINENT} for each in (one, other)
    )
    return bool(mine and theirs and mine.isdisjoint(theirs))


def likeness(one: Vector, other: Vector, rarities: Rarities) -> float:
    """How much two articles speak of one event. Kinds that one of them lacks say nothing, nor words of two languages."""
    shared = product = one_norm = other_norm = 0.0
    sorts = set[str]()
    for kind in RELIABILITY:
        mine, theirs = one.kinds.get(kind, _NOTHING), other.kinds.get(kind, _NOTHING)
        common = [name for name in mine if name in theirs]  # in the order of names, so that sums are the same each time
        if kind in SILENT and not common:
            continue
        one_norm += rarities.squares(one, kind)
        other_norm += rarities.squares(other, kind)
        if common:
            sorts.add(kind)
        for name in common:
            rare = rarities[name]
            weights = mine[name] * theirs[name]
            shared += rare * math.sqrt(weights)
            product += rare * rare * weights
    if not product:
        return 0.0
    cosine = product / math.sqrt(one_norm * other_norm)
    contained = min(1.0, product / min(one_norm, other_norm))
    decay = math.exp(-abs(one.published - other.published) / _DECAY)
    if sorts <= WHAT or sorts <= WHERE:
        shared *= _ONE_SORT
    return shared * math.pow(cosine, _SHARPNESS) * math.pow(contained, _CONTAINED) * decay * _credibility(one, other)


def belonging(scores: Sequence[float]) -> float:
    """How much an article belongs to a story, from its likeness to the members: the best, and the mean of the next two."""
    best, *others = sorted(scores, reverse=True)
    fellows = others[:2]
    return best + (_FELLOWS * sum(fellows) / len(fellows) if fellows else 0.0)
