"""What a rule can see of an article: the places where terms stand, and the facts that feed and entry state."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from enum import IntEnum
from typing import NamedTuple

from watcher.core.model import Field
from watcher.frozen import dataclass


class Zone(IntEnum):
    """Where in an article a place is. `lead:` means the summary and the first words of the text."""

    TITLE = 0
    SUMMARY = 1
    LEAD = 2  # the first 60 words of the text
    BODY = 3  # the rest of it

    @property
    def field(self) -> Field:
        return _FIELDS[self]


_FIELDS = (Field.TITLE, Field.SUMMARY, Field.TEXT, Field.TEXT)
EVERYWHERE = frozenset(Zone)
TEXT_ZONES = frozenset({Zone.LEAD, Zone.BODY})  # what reading the page can add to


class Place(NamedTuple):
    """A place where a term stood. `at` and `until` count words from the article's start and sort places."""

    at: int
    until: int
    sentence: int
    zone: Zone
    start: int  # offsets in the folded field
    end: int
    weight: float
    group: str  # the group that lists the term, "" for a term of the rule itself
    term: str  # as written
    depth: float = 0.0  # how far down in the text: 0 at its top and in the teaser, nearly 1 at its end


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known beside the text. Values are folded, so that a rule's folded value can be looked for in them."""

    url: str = ""
    source: tuple[str, ...] = ()
    author: str = ""
    tags: tuple[str, ...] = ()
    lang: str = ""
    country: str = ""
    cites: tuple[str, ...] = ()
    age: timedelta = timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One article as a rule sees it, perhaps narrowed to some zones; `open_zones` may still fill when the page comes."""

    places_of: Callable[[str], tuple[Place, ...]]  # by atom: "@group", or a term as written
    facts: Facts
    open_zones: frozenset[Zone] = frozenset()
    zones: frozenset[Zone] = EVERYWHERE

    def places(self, atom: str) -> tuple[Place, ...]:
        found = self.places_of(atom)
        if self.zones is EVERYWHERE or not found:
            return found
        return tuple(place for place in found if place.zone in self.zones)

    @property
    def open(self) -> bool:
        """Whether the page could still add places."""
        return bool(self.open_zones) and not self.open_zones.isdisjoint(self.zones)

    def narrowed(self, zones: frozenset[Zone]) -> "Reading":
        return replace(self, zones=self.zones & zones)
