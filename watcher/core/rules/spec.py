"""What a rule set is made of, as plain values: groups and topics as somebody wrote them, before they are compiled."""

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from watcher.frozen import dataclass

FetchPolicy = Literal["half", "any", "all", "never", "always"]
GroupKind = Literal["names", "words"]
TermLists = Mapping[str, tuple[str, ...]]  # language or "any" → terms as written

WEAK_WEIGHT = 0.4
DEFAULT_WITHIN = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """Terms that count only near something else; see docs/rules.md."""

    with_: str
    within: int = DEFAULT_WITHIN
    weight: float = 1.0
    terms: TermLists = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A list of terms by language, as written. `names` are resolved: country:XX has become terms already."""

    name: str
    about: str = ""
    kind: GroupKind = "words"
    include: tuple[str, ...] = ()
    terms: TermLists = field(default_factory=dict)
    weak: TermLists = field(default_factory=dict)
    except_: TermLists = field(default_factory=dict)
    company: tuple[Company, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A rule with what decides about it. Where alerts go is the configuration's business, not the rule's."""

    name: str
    rule: str
    against: tuple[str, ...] = ()
    threshold: float | None = None
    fetch: FetchPolicy = "half"
