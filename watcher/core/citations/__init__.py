"""Which sources an article attributes its facts to, nearest first, each with the sentence that says so.

A name alone is an actor in the news; with a word of attribution beside it, as the head of a headline or as an agency's
mark it is a source. Press, agencies and research count wherever that is; officials only where the article's own news
is told (title, teaser, lead), since further down they answer rather than tell.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final
from urllib.parse import urlsplit

from watcher.core.citations.attribution import Sentence
from watcher.core.citations.marks import is_credit, is_heading, is_slug, is_word
from watcher.core.citations.mentions import Mention, Spoken, cues, mentions, named_by
from watcher.core.citations.order import nearest_first
from watcher.core.citations.sources import Sources, compile_sources
from watcher.core.citations.spec import Outlet
from watcher.core.model import Article, Citation, Entry
from watcher.core.rules.document import FieldText
from watcher.core.rules.reading import Zone
from watcher.core.rules.sighting import Sighting

__all__ = ["Sources", "compile_sources", "find", "published_by"]

WIRES: Final = ("agency", "state-media")  # that others publish the texts of
SENTENCE_NAMES: Final = 40  # names, and cues, of one sentence that are looked at
SENTENCE_CUES: Final = 60
MAX_EVIDENCE: Final = 600  # characters of a sentence that are kept


def published_by(entry: Entry, feed: str, sources: Sources) -> Entry:
    """An entry under the name of who published it: the feed, by name, if what it credits is an agency.

    Agencies sell their texts, so a feed that credits one shows its own copy; one that credits a paper leads there.
    """
    credited = named_by(entry.source, sources) if entry.source else ()
    if not credited or not all(outlet.kind in WIRES for outlet in credited):
        return entry
    return replace(entry, outlet=feed)


def find(article: Article, sources: Sources) -> tuple[Citation, ...]:
    """The sources of an article in the order of distance.

    If the outlet that the feed credits, or the address that the page calls its own, belongs to another outlet than the
    one that published it, the text is that outlet's.
    """
    entry = article.entry
    sighting = sources.look(article)
    lang = sighting.fields[0].lang if sighting.fields else ""
    country = entry.country.upper() or sources.home.get(lang, "")
    own = {outlet.name for outlet in named_by(entry.outlet, sources)}
    given = [outlet for outlet in _given(article, sources) if outlet.name not in own]
    names = [name for name in mentions(sighting, sources, country) if name.outlet.name not in own]
    cited, edges = _cited(sighting, sources, names)
    found: dict[str, Outlet] = {outlet.name: outlet for outlet in given}
    evidence: dict[str, Mention] = {}
    for name in cited:
        found.setdefault(name.outlet.name, name.outlet)
        evidence.setdefault(name.outlet.name, name)
    found = _without_spokesmen(found)
    edges = [(near, far) for near, far in edges if near in found and far in found]
    order = nearest_first(found, edges, given=[outlet.name for outlet in given])
    cited_by = {far: near for near, far in reversed(edges)}
    return tuple(
        Citation(
            source=name,
            kind=found[name].kind,
            sentence=_evidence(evidence[name], sighting.fields) if name in evidence else "",
            order=place,
            country=found[name].country,
            state=found[name].state,
            cited_by=cited_by.get(name, ""),
        )
        for place, name in enumerate(order)
    )


def _cited(
    sighting: Sighting, sources: Sources, names: Sequence[Mention]
) -> tuple[list[Mention], list[tuple[str, str]]]:
    """The names that stand as sources, as they come in the text, and which of them rests on which."""
    fields = {text.field: text for text in sighting.fields}
    names = [name for name in names if not is_credit(name, fields[name.place.zone.field], sources)]
    if not names:
        return [], []
    spoken = groupby(cues(sighting, sources, names), key=lambda one: one.place.sentence)
    cues_of = {number: list(some)[:SENTENCE_CUES] for number, some in spoken}
    cited: list[Mention] = []
    edges: list[tuple[str, str]] = []
    for number, some in groupby(names, key=lambda one: one.place.sentence):
        here = list(some)[:SENTENCE_NAMES]
        text = fields[here[0].place.zone.field]
        here = [name for name in here if _is_name(name, text, cues_of.get(number, ()))]
        sentence = Sentence(text=text, names=here, cues=cues_of.get(number, ()), sources=sources)
        for index, name in enumerate(here):
            if is_heading(name, text) or is_slug(name, text, sources):
                sentence.cited[index] = None
        sentence.conclude()
        edges += ((here[near].outlet.name, here[far].outlet.name) for near, far in sentence.edges)
        last = next((name for name in reversed(cited) if name.outlet.kind != "official"), None)
        edges += ((last.outlet.name, here[far].outlet.name) for far in sentence.orphans if last is not None)
        cited += (here[index] for index in sorted(sentence.cited) if _tells(here[index]))
    return cited, edges


def _is_name(name: Mention, text: FieldText, spoken: Iterable[Spoken]) -> bool:
    """Whether it is not the common word: "Independent experts said" is not "Independent reported"."""
    return not is_word(name, text) or any(0 <= one.place.start - name.place.end <= 2 for one in spoken)


def _tells(name: Mention) -> bool:
    """Whether a source stands where it counts: officials tell at the beginning, and answer farther down."""
    return name.outlet.kind != "official" or name.place.zone is not Zone.BODY


def _without_spokesmen(found: dict[str, Outlet]) -> dict[str, Outlet]:
    """A person gives way to a body of the same country."""
    bodies = {outlet.country for outlet in found.values() if outlet.kind == "official" and not outlet.person}
    return {name: outlet for name, outlet in found.items() if not (outlet.person and outlet.country in bodies)}


def _given(article: Article, sources: Sources) -> Iterable[Outlet]:
    """The outlets whose text this is by what feed and page state."""
    entry = article.entry
    if entry.source and entry.source != entry.outlet:
        yield from named_by(entry.source, sources)
    yield from (outlet for outlet in named_by(entry.author, sources) if outlet.kind in WIRES)
    host, own = _host(article.canonical), _host(entry.url)
    outlet = sources.at_host(host) if host and host != own else None
    if outlet is not None and outlet is not sources.at_host(own):
        yield outlet


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _evidence(name: Mention, fields: Iterable[FieldText]) -> str:
    """The sentence that a name stands in."""
    text = next(text for text in fields if text.field is name.place.zone.field)
    starts, at = text.sentence_starts, name.place.start
    number = bisect_right(starts, at)
    start, end = starts[max(number - 1, 0)], starts[number] if number < len(starts) else len(text.folded.text)
    if end - start > MAX_EVIDENCE:
        start = max(start, min(at - MAX_EVIDENCE // 2, end - MAX_EVIDENCE))
    first, last = text.folded.origin(start, min(end, start + MAX_EVIDENCE))
    return text.folded.original[first:last].strip()
