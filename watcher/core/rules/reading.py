"""What a rule can see of an article: the places where terms stand, and the facts that feed and entry state."""

from collections.abc import Callable
from datetime import timedelta
from enum import IntEnum
from functools import cached_property
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


class Reading:
    """One article as a rule sees it, perhaps narrowed to some zones; `open_zones` may still fill when the page comes.

    `places` tells by atom, "@group" or a term as written, where it stands; `open` whether the page could add to that.
    """

    def __init__(
        self,
        places: Callable[[str], tuple[Place, ...]],
        stated: Callable[[], Facts] = Facts,
        open_zones: frozenset[Zone] = frozenset(),
        zones: frozenset[Zone] = EVERYWHERE,
    ) -> None:
        self.places = places
        self.open_zones = open_zones
        self.zones = zones
        self.open = bool(open_zones) and not open_zones.isdisjoint(zones)
        self._stated = stated

    @cached_property
    def facts(self) -> Facts:
        """What is known beside the text; few rules ask for it."""
        return self._stated()

    def narrowed(self, zones: frozenset[Zone]) -> "Reading":
        """The same with nothing but what stands in some zones."""
        kept = self.zones & zones
        return Reading(
            lambda atom: tuple(place for place in self.places(atom) if place.zone in kept),
            lambda: self.facts,
            self.open_zones,
            kept,
        )
