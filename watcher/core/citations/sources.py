"""The names of all sources and the words of attribution, compiled into one matcher."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any, Final, NamedTuple

from watcher import late
from watcher.core.citations.bodies import NOWHERE, Bodies, Countries
from watcher.core.citations.spec import Attribution, Body, CueKind, Cues, Outlet
from watcher.core.model import Article
from watcher.core.rules.document import Clutter
from watcher.core.rules.matcher import Matcher
from watcher.core.rules.sighting import Sighting
from watcher.core.rules.vocabulary import ANY, Vocabulary, WordLists
from watcher.core.text.fold import fold
from watcher.core.text.words import Reach, reach

_NOTHING: Final = "(?!)"


class Named(NamedTuple):
    """What an atom of the matcher stands for when it is the name of a source."""

    outlet: Outlet | Body
    at_home: bool = False  # counts only in the press of the outlet's own country …
    about: str = ""  # … or beside a word of the list under this atom


class Cue(NamedTuple):
    """What an atom stands for when it is a word of attribution."""

    kind: CueKind
    cues: Cues
    subject: re.Pattern[str] | None
    negation: re.Pattern[str]


class Sources:
    """Immutable to whoever asks, and the same in another process: it is pickled as what it was compiled from."""

    __slots__ = ("_attribution", "_bodies", "_clutter", "_hosts", "_matcher", "_outlets", "bodies", "credit", "cues", "home", "joining", "labels", "named", "origin", "that")  # fmt: skip

    def __init__(
        self,
        outlets: tuple[Outlet, ...],
        attribution: Attribution,
        clutter: tuple[str, ...],
        countries: Countries,
        bodies: tuple[Body, ...],
    ) -> None:
        self._outlets = outlets
        self._attribution = attribution
        self._clutter = clutter
        self._bodies = bodies
        self.bodies = Bodies(countries=countries, known={outlet.name: outlet for outlet in outlets})
        self.named: Mapping[str, Named] = dict(_named(outlets, bodies))
        self.cues: Mapping[str, Cue] = dict(_cues(attribution.cues))
        self.that = frozenset(fold(word).text for word in attribution.that)
        self.joining = frozenset(fold(word).text for word in attribution.joining)
        self.credit = late.pattern(partial(_line_start, attribution.credits))
        self.origin = late.pattern(partial(_line_start, attribution.origins))
        self.home = attribution.home
        self._hosts = {host: outlet for outlet in outlets for host in outlet.hosts}
        self.labels: dict[str, tuple[Outlet, ...]] = {}  # what outlets' labels and authors' lines turned out to name
        lists = (*_name_lists(self.named), *_cue_lists(self.cues))
        self._matcher = Matcher(Vocabulary(groups={}, includes={}, company={}, feeds={}, lists=lists), Clutter(clutter))

    def __reduce__(self) -> tuple[Any, ...]:
        return Sources, (self._outlets, self._attribution, self._clutter, self.bodies.countries, self._bodies)

    def look(self, article: Article) -> Sighting:
        """Every name and every cue that stands in an article."""
        return self._matcher.read(article)

    def at_host(self, host: str) -> Outlet | None:
        """The source that a web server belongs to."""
        while host:
            if host in self._hosts:
                return self._hosts[host]
            host = host.partition(".")[2]
        return None


def compile_sources(
    outlets: Iterable[Outlet],
    attribution: Attribution,
    clutter: Iterable[str] = (),
    *,
    countries: Countries = NOWHERE,
    bodies: Iterable[Body] = (),
) -> Sources:
    """Make ready to find citations. `clutter` are the words that lines to other articles begin with."""
    return Sources(tuple(outlets), attribution, tuple(clutter), countries, tuple(bodies))


def _named(outlets: Iterable[Outlet], bodies: Iterable[Body]) -> Iterator[tuple[str, Named]]:
    for number, body in enumerate(bodies):
        yield f"body {number}", Named(body)
    for number, outlet in enumerate(outlets):
        yield f"name {number}", Named(outlet)
        if outlet.home:
            yield f"home {number}", Named(outlet, at_home=True, about=f"about {number}" if outlet.about else "")


def _cues(languages: Iterable[Cues]) -> Iterator[tuple[str, Cue]]:
    for cues in languages:
        subject = late.pattern(cues.subject) if cues.subject else None
        negation = late.pattern(partial(_any_of, cues.negation))
        for kind in cues.terms:
            yield f"{cues.lang} {kind}", Cue(kind, cues, subject, negation)


def _name_lists(named: Mapping[str, Named]) -> Iterator[WordLists]:
    for atom, (outlet, at_home, about) in named.items():
        if isinstance(outlet, Body):
            yield WordLists(atom=atom, slot=0, common=False, weight=1.0, terms={ANY: outlet.names})
            continue
        written = outlet.home if at_home else spellings(outlet)
        yield WordLists(atom=atom, slot=0, common=False, weight=1.0, terms={ANY: written})
        if about:
            yield WordLists(atom=about, slot=0, common=False, weight=1.0, terms={ANY: outlet.about})


def _cue_lists(cues: Mapping[str, Cue]) -> Iterator[WordLists]:
    for atom, cue in cues.items():
        written = cue.cues.terms[cue.kind]
        if cue.kind in ("says", "cited") and not cue.cues.inflects:
            written = tuple(f'"{verb}"' for verb in written)
        yield WordLists(atom=atom, slot=0, common=True, weight=1.0, terms={cue.cues.lang: written})


def spellings(outlet: Outlet) -> tuple[str, ...]:
    """All terms that name a source: its own name too, unless that is listed as one to be taken exactly."""
    exact = f"={outlet.name}" in (*outlet.names, *outlet.home)
    return outlet.names if exact else tuple(dict.fromkeys((outlet.name, *outlet.names)))


def _any_of(words: Iterable[str]) -> str:
    """A pattern for folded texts that hold one of some words, or its letters where words have no spaces."""
    ways = [
        word if reach(word) is Reach.INSIDE else rf"\b{word}\b"
        for word in map(re.escape, (fold(w).text for w in words))
    ]
    return "|".join(ways) or _NOTHING


def _line_start(words: Iterable[str]) -> str:
    """A pattern for folded lines that begin with one of some words, set off by a mark or a space."""
    folded = sorted({fold(word).text for word in words} - {""}, key=len, reverse=True)
    return rf"[\s(\[<]*(?:{'|'.join(map(re.escape, folded))})(?!\w)" if folded else _NOTHING
