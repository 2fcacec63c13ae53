"""Concepts: what news is about in any language, found by the rule engine with word lists of its own."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from watcher.core.model import Article, Decision
from watcher.core.rules import Group, Ruleset, Topic, compile_rules
from watcher.core.rules.reading import Place
from watcher.core.rules.sighting import Sighting

COUNTRY: Final = "country-"  # what the names of groups begin with that hold a country's names


class Concepts:
    """Lists of words that mean the same, ready to be looked for. Immutable."""

    __slots__ = ("_rules",)

    def __init__(self, groups: Mapping[str, Group], *, clutter: Iterable[str] = ()) -> None:
        everything = Topic(name="concepts", rule=" | ".join(f"@{name}" for name in groups))
        self._rules: Ruleset = compile_rules((everything,), groups, clutter=clutter)

    def look(self, article: Article) -> Sighting:
        """Everything that stands in an article."""
        return self._rules.look(article)


def found(sighting: Sighting) -> Iterator[tuple[str, tuple[Place, ...]]]:
    """The concepts that stand in an article, by name, each with its places."""
    for atom in sorted(sighting.atoms):
        places = sighting.places(atom)
        if places:
            yield atom.removeprefix("@"), places


def groups_hit(decision: Decision) -> frozenset[str]:
    """The groups of the user's rules that an article satisfied."""
    return frozenset(hit.group for verdict in decision.matches for hit in verdict.hits if hit.group)
