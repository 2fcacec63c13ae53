"""Where an article names sources: the longest name counts, written as names are written."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from watcher.core.citations.sources import Cue, Sources
from watcher.core.citations.spec import Outlet
from watcher.core.model import Article
from watcher.core.rules.document import FieldText
from watcher.core.rules.reading import Place, Zone
from watcher.core.rules.sighting import Sighting, Spot


AROUND: Final = 250  # characters; a sentence seldom reaches farther from the name in it
MAX_LABELS: Final = 10_000  # that are remembered
MAX_PLACES: Final = 1000  # names, and cues, of one article; more of them say nothing new, and a hostile text is bounded


class Mention(NamedTuple):
    """A source's name in an article."""

    place: Place
    outlet: Outlet


class Spoken(NamedTuple):
    """A word of attribution in an article."""

    place: Place
    cue: Cue


def mentions(sighting: Sighting, sources: Sources, country: str) -> list[Mention]:
    """The names of sources in their order, none inside another. `country` is where the article was published."""
    fields = {text.field: text for text in sighting.fields}
    found = [
        Mention(place, named.outlet)
        for atom in sighting.atoms
        if (named := sources.named.get(atom)) and (not named.at_home or named.outlet.country == country)
        for place in sighting.places(atom)
        if _capitals(place, fields[place.zone.field])
    ]
    at_home = country or "?"
    found.sort(key=lambda one: (*_where(one.place), -one.place.end, one.outlet.country != at_home, one.outlet.name))
    return list(_outermost(found))[:MAX_PLACES]


def named_by(label: str, article: Article, sources: Sources) -> tuple[Outlet, ...]:
    """The sources that an outlet's label or an author's line names."""
    known = sources.labels.get(label)
    if known is None:
        entry = replace(article.entry, title=label, summary="", outlet="", lang="")
        names = mentions(sources.look(Article(entry=entry)), sources, "") if label else []
        if len(sources.labels) >= MAX_LABELS:
            sources.labels.clear()
        known = sources.labels[label] = tuple(name.outlet for name in names)
    return known


def cues(sighting: Sighting, sources: Sources, names: Sequence[Mention]) -> list[Spoken]:
    """The words of attribution around names in their order, except those that are part of a name."""
    sighting = _around(sighting, sources, names)
    begins = [_where(name.place) for name in names]
    found = []
    for atom in sighting.atoms:
        cue = sources.cues.get(atom)
        for place in sighting.places(atom) if cue else ():
            before = bisect_right(begins, _where(place)) - 1
            if before < 0 or not _inside(place, names[before].place):
                found.append(Spoken(place, cue))
    found.sort(key=lambda one: (*_where(one.place), one.place.end, one.cue.kind, one.cue.cues.lang))
    return found[:MAX_PLACES]


def _around(sighting: Sighting, sources: Sources, names: Sequence[Mention]) -> Sighting:
    """What was seen of words of attribution near names: the rest need not be looked at any closer."""
    near = [
        frozenset(
            window
            for name in names
            if name.place.zone.field is text.field
            for window in range((name.place.start - AROUND) // AROUND, (name.place.end + AROUND) // AROUND + 1)
        )
        for text in sighting.fields
    ]

    def is_near(spot: Spot) -> bool:
        windows = near[spot.field]
        if not windows:
            return False
        start = sighting.fields[spot.field].spans[spot.first][0] if spot.by_words else spot.first
        return start // AROUND in windows

    seen = {
        slot: {listing: kept for listing, spots in listings.items() if (kept := [*filter(is_near, spots)])}
        for slot, listings in sighting.seen.items()
        if slot[0] in sources.cues
    }
    return Sighting(fields=sighting.fields, seen=seen, vocabulary=sighting.vocabulary)


def _where(place: Place) -> tuple[int, int]:
    """Sorts places as they are read. The zones of the text are one field."""
    return min(place.zone, Zone.LEAD), place.start


def _inside(place: Place, name: Place) -> bool:
    return place.zone.field is name.zone.field and place.start < name.end


def _outermost(found: Iterable[Mention]) -> Iterator[Mention]:
    last: Mention | None = None
    for one in found:
        if last is None or one.place.zone.field is not last.place.zone.field or one.place.start >= last.place.end:
            last = one
            yield one


def _capitals(place: Place, text: FieldText) -> bool:
    """Whether the words of a name begin with a capital where the name has one: the independent press is no paper."""
    start, end = text.folded.origin(place.start, place.end)
    written = text.folded.original[start:end].split()
    name = place.term.lstrip('="').split()
    if len(name) != len(written):
        name, written = name[:1], written[:1]
    return all(
        not wanted[0].isupper() or wanted == "The" or not there[0].islower()
        for wanted, there in zip(name, written, strict=True)
    )
