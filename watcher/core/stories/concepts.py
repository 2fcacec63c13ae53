"""Concepts: what news is about in any language, found by the rule engine with word lists of its own."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from watcher.core.model import Article, Decision
from watcher.core.rules import Group
from watcher.core.rules.document import Clutter
from watcher.core.rules.expression import Atom
from watcher.core.rules.matcher import Matcher
from watcher.core.rules.reading import Place
from watcher.core.rules.sighting import Sighting
from watcher.core.rules.vocabulary import resolve
from watcher.errors import RuleFaults

# What the names of groups begin with that are features; what else they include or ask for company is none.
CONCEPT: Final = "concept-"
COUNTRY: Final = "country-"
NAME: Final = "name-"
_CLIPPED: Final = 4  # letters


class Concepts:
    """Lists of words that mean the same, ready to be looked for. Immutable."""

    __slots__ = ("_matcher", "home")

    def __init__(
        self, groups: Mapping[str, Group], *, clutter: Iterable[str] = (), home: Mapping[str, str] | None = None
    ) -> None:
        vocabulary, faults = resolve([Atom(key=f"@{name}") for name in groups], groups, sound=groups)  # they ship
        if faults:
            raise RuleFaults(faults)
        self._matcher = Matcher(vocabulary, Clutter(clutter))
        self.home: Mapping[str, str] = home or {}  # language → the one country whose press writes in it

    def look(self, article: Article) -> Sighting:
        """Everything that stands in an article."""
        return self._matcher.read(article)


def found(sighting: Sighting) -> Iterator[tuple[str, tuple[Place, ...]]]:
    """The concepts, countries and names that stand in an article, by name of their group, each with its places."""
    for atom in sorted(sighting.atoms):
        name = atom.removeprefix("@")
        if not name.startswith((CONCEPT, COUNTRY, NAME)):
            continue
        places = tuple(place for place in sighting.places(atom) if not _is_clipped(place))
        if places:
            yield name, places


def _is_clipped(place: Place) -> bool:
    """Whether what stands there is but the beginning of the term, and short: als is no form of Alsír."""
    size = place.end - place.start
    return size <= _CLIPPED and size < len(place.term.strip('*="'))


def groups_hit(decision: Decision) -> frozenset[str]:
    """The groups of the user's rules that an article satisfied."""
    return frozenset(hit.group for verdict in decision.matches for hit in verdict.hits if hit.group)
