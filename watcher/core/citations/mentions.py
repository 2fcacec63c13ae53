"""Where an article names sources: the longest name counts, written as names are written."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Final, NamedTuple

from watcher import late
from watcher.core.citations.sources import Cue, Named, Sources
from watcher.core.citations.spec import Body, Outlet
from watcher.core.model import Article, Entry, Field
from watcher.core.rules.document import FieldText
from watcher.core.rules.reading import Place, Zone
from watcher.core.rules.sighting import Sighting

_GOES_ON: Final = late.pattern(r" [^\W\d_a-z]\w*[a-z]")
NEVER: Final = datetime(1, 1, 1, tzinfo=UTC)
MAX_LABELS: Final = 10_000  # that are remembered
MAX_PLACES: Final = 5000  # names, and cues, of one article; more of them say nothing new, and a hostile text is bounded


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
    found: list[tuple[bool, Mention]] = []
    for atom in sighting.atoms:
        named = sources.named.get(atom)
        if named is None or not _is_meant(named, country, sighting):
            continue
        for place in sighting.places(atom):
            outlet: Outlet | None
            if isinstance(named.outlet, Body):
                outlet = sources.bodies.of(named.outlet, place, fields, country)
            else:
                outlet = named.outlet if _as_a_name(place, fields[place.zone.field]) else None
            if outlet is not None:
                found.append((isinstance(named.outlet, Body), Mention(place, outlet)))
    at_home = country or "?"
    found.sort(  # as they are read, the longest first, then bodies whose country the text tells, then those at home
        key=lambda pair: (
            *_where(pair[1].place),
            -pair[1].place.end,
            not pair[0],
            pair[1].outlet.country != at_home,
            pair[1].outlet.name,
        )
    )
    return list(_outermost(mention for _, mention in found))[:MAX_PLACES]


def named_by(label: str, sources: Sources) -> tuple[Outlet, ...]:
    """The sources that an outlet's label or an author's line names."""
    known = sources.labels.get(label)
    if known is None:
        entry = Entry(id="", feed="", outlet="", title=label, first_seen=NEVER)
        names = mentions(sources.look(Article(entry=entry)), sources, "") if label else []
        if len(sources.labels) >= MAX_LABELS:
            sources.labels.clear()
        known = sources.labels[label] = tuple(name.outlet for name in names)
    return known


def cues(sighting: Sighting, sources: Sources, names: Sequence[Mention]) -> list[Spoken]:
    """The words of attribution in their order, except those that are part of a name."""
    begins = [_where(name.place) for name in names]
    found = []
    for atom in sighting.atoms:
        cue = sources.cues.get(atom)
        if cue is None:
            continue
        for place in sighting.places(atom):
            before = bisect_right(begins, _where(place)) - 1
            if before < 0 or not _inside(place, names[before].place):
                found.append(Spoken(place, cue))
    found.sort(key=lambda one: (*_where(one.place), one.place.end, one.cue.kind, one.cue.cues.lang))
    return found[:MAX_PLACES]


def _where(place: Place) -> tuple[int, int]:
    """Sorts places as they are read. The zones of the text are one field."""
    return min(place.zone, Zone.LEAD), place.start


def _inside(place: Place, name: Place) -> bool:
    return place.zone.field is name.zone.field and place.start < name.end


def _is_meant(named: Named, country: str, sighting: Sighting) -> bool:
    if isinstance(named.outlet, Body) or not named.at_home or named.outlet.country == country:
        return True
    return named.about in sighting.atoms and bool(sighting.places(named.about))


def _outermost(found: Iterable[Mention]) -> Iterator[Mention]:
    last: Mention | None = None
    for one in found:
        if last is None or one.place.zone.field is not last.place.zone.field or one.place.start >= last.place.end:
            last = one
            yield one


def _as_a_name(place: Place, text: FieldText) -> bool:
    """Whether the words begin with a capital where the name has one, and make no longer name with what follows.

    The independent press is no paper, and neither is the National Institute of Public Health.
    """
    start, end = text.folded.origin(place.start, place.end)
    original = text.folded.original
    in_text = text.field is not Field.TITLE  # where every word may have a capital
    if in_text and place.term.startswith(("=The ", "The ")) and _GOES_ON.match(original, end):
        return False
    written = original[start:end].split()
    name = place.term.lstrip('="').split()
    if len(name) != len(written):
        name, written = name[:1], written[:1]
    return all(
        not wanted[0].isupper() or wanted == "The" or not there[0].islower()
        for wanted, there in zip(name, written, strict=True)
    )
