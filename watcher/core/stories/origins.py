"""On how many independent sources a story rests, and who had it first.

Outlets that copy one another, or that cite the same source in the end, tell what one origin said. What is left is an
upper bound: two outlets without citations may still have read the same wire.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import combinations
from typing import Final

from watcher.core.model import Member, Story
from watcher.core.stories.copies import COPY, containment
from watcher.core.stories.likeness import vector
from watcher.core.stories.roots import root
from watcher.frozen import dataclass

STATE_MEDIA: Final = "state-media"
MOST_COMPARED: Final = 60  # members whose texts are held against each other


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """One source and the outlets that rest on it, in order of publication; `name` is the outlet's own if it cites none."""

    name: str
    kind: str = ""  # as in Citation, "" for an outlet that cites nobody
    outlets: tuple[str, ...]
    first: datetime

    @property
    def is_state_media(self) -> bool:
        return self.kind == STATE_MEDIA


@dataclass(frozen=True, slots=True, kw_only=True)
class Origins:
    """What a story rests on: "14 outlets, at most 2 origins: KCNA, NIS". The first mover has no lag."""

    origins: tuple[Origin, ...]  # the one with the most outlets first
    lags: tuple[tuple[str, timedelta], ...]  # by outlet, in order of publication

    @property
    def first_mover(self) -> str:
        return self.lags[0][0]


def origins(story: Story) -> Origins:
    """Fold the outlets of a story: same outlet, near copy, same source in the end, or citing one another."""
    members = sorted(story.members, key=lambda member: (member.published, member.entry))
    groups = _Groups()
    times = Counter(source for member in members for source in {one.source for one in member.citations})
    often = {source for source, number in times.items() if number > 1}
    roots = {member.entry: root(member, often) for member in members}
    for member in members:
        groups.join(("outlet", member.outlet), ("entry", member.entry))
        if member.citations:
            groups.join(("entry", member.entry), ("outlet", roots[member.entry]))
    for one, other in _copies(members):
        groups.join(("entry", one.entry), ("entry", other.entry))
    together: dict[Hashable, list[Member]] = {}
    for member in members:
        together.setdefault(groups.find(("entry", member.entry)), []).append(member)
    found = [_origin(some, roots) for some in together.values()]
    first = {member.outlet: member.published for member in reversed(members)}
    return Origins(
        origins=tuple(sorted(found, key=lambda origin: (-len(origin.outlets), origin.first, origin.name))),
        lags=tuple((outlet, first[outlet] - members[0].published) for outlet in _outlets(members)),
    )


def _origin(members: list[Member], roots: Mapping[str, str]) -> Origin:
    cited = Counter(roots[member.entry] for member in members if member.citations)
    outlets = _outlets(members)
    if not cited:
        return Origin(name=outlets[0], outlets=outlets, first=members[0].published)
    name = max(sorted(cited), key=lambda source: cited[source])
    kinds = (citation.kind for member in members for citation in member.citations if citation.source == name)
    return Origin(name=name, kind=next(kinds), outlets=outlets, first=members[0].published)


def _outlets(members: Iterable[Member]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(member.outlet for member in members))


def _copies(members: list[Member]) -> Iterator[tuple[Member, Member]]:
    sketches = [(member, vector(member).sketch) for member in members[:MOST_COMPARED]]
    for (one, mine), (other, theirs) in combinations(sketches, 2):
        if containment(mine, theirs) >= COPY:
            yield one, other


class _Groups:
    """Disjoint sets (Tarjan, Efficiency of a good but not linear set union algorithm, 1975), with path halving."""

    def __init__(self) -> None:
        self._parent: dict[Hashable, Hashable] = {}

    def find(self, item: Hashable) -> Hashable:
        parent = self._parent
        while parent.setdefault(item, item) != item:
            parent[item] = item = parent.setdefault(parent[item], parent[item])
        return item

    def join(self, one: Hashable, other: Hashable) -> None:
        self._parent[self.find(one)] = self.find(other)
