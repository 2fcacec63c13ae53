"""What citations are found by, as plain values: the sources that the world cites, and how its languages attribute."""

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from watcher.frozen import dataclass

Kind = Literal["agency", "state-media", "outlet", "research", "official"]
CueKind = Literal["before", "told", "after", "says", "citing", "cited", "press"]
Inversion = Literal["free", "comma", "never"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A source that others cite. `names` are terms as in docs/rules.md; see docs/citations.md for the rest."""

    name: str
    kind: Kind
    country: str = ""  # ISO 3166-1 alpha-2, "" for international bodies
    state: bool = False  # speaks for a state
    person: bool = False
    names: tuple[str, ...] = ()
    home: tuple[str, ...] = ()  # names that mean it in its own country's press only
    about: tuple[str, ...] = ()  # words that an article must hold for `home` names to count elsewhere
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body that every country has one of; `known` are the outlets, by country, that it is where it has a row."""

    name: str  # what completes an English adjective: Interior Ministry
    names: tuple[str, ...]
    known: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """How one language attributes."""

    lang: str
    terms: Mapping[CueKind, tuple[str, ...]] = field(default_factory=dict)
    final: bool = False  # the verb ends the sentence
    inflects: bool = False  # verbs are given in one form for all
    subject: str = ""  # what may follow a name that is the subject, as a regular expression
    negation: tuple[str, ...] = ()  # words that keep a verb from its subject
    gap: int = 0  # words that may part a source from what is `after` it
    inverted: Inversion = "free"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """How all languages attribute, and the words that serve every one of them."""

    cues: tuple[Cues, ...] = ()
    that: tuple[str, ...] = ()
    joining: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    home: Mapping[str, str] = field(default_factory=dict)  # language → country
