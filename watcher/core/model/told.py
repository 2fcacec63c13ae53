"""What belongs together and what is told: stories, alerts, and the plan that writes them."""

from datetime import datetime
from enum import StrEnum

from watcher.core.model.decided import Decision
from watcher.core.model.polled import FeedState
from watcher.core.model.said import Correction
from watcher.core.model.visited import Visit
from watcher.frozen import dataclass


class Priority(StrEnum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class Occasion(StrEnum):
    """Why an alert is told: a story is new to a topic, or something changed that is worth telling again."""

    FIRST = "first"
    ORIGIN = "origin"  # another source says so, independently
    BLOC = "bloc"  # it is reported in a language bloc where it was not before
    NUMBER = "number"  # a key number changed
    PRIORITY = "priority"  # it is more urgent than it was
    DIGEST = "digest"  # several alerts that were held, in one


class Reason(StrEnum):
    """Why an alert was not told when it arose, in the words that people read."""

    SILENT = "from a first poll, or old when it was first seen"
    MUTED = "muted"
    ASLEEP = "catching up after sleep"
    HOURLY = "hourly digest"
    DAILY = "daily digest"
    QUIET = "quiet hours"
    PAUSE = "the story was told a short while ago"
    FLOOD = "too many at once"
    BUDGET = "the day's budget"


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A source that an article attributes its facts to; `order` 0 is the nearest."""

    source: str  # the source's own name in outlets.toml
    kind: str  # agency, state-media, outlet, research, official
    sentence: str = ""
    order: int = 0
    country: str = ""  # ISO 3166-1 alpha-2; "" for international bodies
    state: bool = False  # it speaks for a state
    cited_by: str = ""  # the nearer source that rests on it, if the text says so


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Something that an article is the first of its story to say. `text` and `sentence` are as the article has them."""

    kind: str  # number, place, name, designation
    text: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An article's part in a story: what later articles are compared with."""

    entry: str  # the entry's id
    outlet: str
    title: str
    url: str = ""
    lang: str = ""
    country: str = ""
    published: datetime  # the stated date, or first seen
    first_seen: datetime
    features: tuple[tuple[str, float], ...] = ()  # sorted by name
    citations: tuple[Citation, ...] = ()
    news: tuple[News, ...] = ()  # what it added when it joined


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The articles about one event, oldest first. Its id is that of the entry that opened it."""

    id: str
    title: str
    topics: tuple[str, ...]
    members: tuple[Member, ...]
    score: float = 0.0  # the best of its articles

    @property
    def first_seen(self) -> datetime:
        return self.members[0].first_seen

    @property
    def last_seen(self) -> datetime:
        return max(member.first_seen for member in self.members)

    @property
    def outlets(self) -> tuple[str, ...]:
        """In order of appearance."""
        return tuple(dict.fromkeys(member.outlet for member in self.members))

    @property
    def langs(self) -> tuple[str, ...]:
        """Primary languages in order of appearance."""
        return tuple(dict.fromkeys(member.lang.split("-")[0] for member in self.members if member.lang))


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """One line of a digest: an alert that was held."""

    story: str
    topic: str
    title: str
    outlet: str
    url: str
    score: float
    news: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """Something to tell. `id` is stable for story, topic and occasion, so planning it twice is the same alert."""

    id: str
    story: str
    topic: str
    entry: str
    title: str
    outlet: str
    lang: str
    url: str
    why: str  # the words that fired, for people
    score: float
    priority: Priority
    created: datetime
    channels: tuple[str, ...]
    occasion: Occasion = Occasion.FIRST
    news: str = ""  # what is new since the story was told last, for people
    cites: tuple[str, ...] = ()  # whom the article cites, the nearest first: who said it first stands last
    origins: tuple[str, ...] = ()  # the sources that the story rests on, as far as they are named
    langs: tuple[str, ...] = ()  # that the story is told in so far
    outlets: int = 1  # that tell the story so far
    digest: tuple[Headline, ...] = ()  # what a digest lists, the best first
    total: int = 1  # alerts that it stands for: more than a digest lists, if there are very many
    added: tuple[News, ...] = ()  # what its article is the first of the story to say


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppressed:
    """An alert that was not told when it arose. `due`: when a digest tells it; None: never."""

    alert: Alert
    reason: Reason
    due: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delays:
    """How long things took lately, in seconds and in no order."""

    seen: tuple[float, ...]  # from an article's stated date until a feed showed it
    told: tuple[float, ...]  # from the moment that an alert arose until a channel took it


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An alert that came under a budget: told, or held back by it."""

    topic: str
    score: float
    created: datetime
    told: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One alert that one channel still owes; `attempts` counts failures so far."""

    alert: Alert
    channel: str
    attempts: int = 0
    next_try: datetime | None = None
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Untaken:
    """That no channel has taken an alert: it is owed, or was given up (`final`)."""

    fault: str = ""  # what a channel said last, with its name; "" if none was tried yet
    final: bool = False

    @property
    def said(self) -> str:
        """`not told yet: desktop: no notification service runs`."""
        return ("given up" if self.final else "not told yet") + (f": {self.fault}" if self.fault else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything that one poll changes, committed in one transaction or not at all."""

    state: FeedState | None = None  # None: the plan does not come from a poll
    decisions: tuple[Decision, ...] = ()
    seen_again: tuple[str, ...] = ()  # keys of known entries that the feed still lists
    aliases: tuple[tuple[str, str], ...] = ()  # (new key, id of the known entry that it belongs to)
    stories: tuple[Story, ...] = ()  # new or changed
    alerts: tuple[Alert, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()  # alerts that are not told, or not yet
    listed: tuple[str, ...] = ()  # ids of held alerts that a digest among `alerts` tells
    visits: tuple[Visit, ...] = ()  # of pages that were asked for; the latest of an entry says when to ask again
    corrections: tuple[Correction, ...] = ()  # new or undone
    gone: tuple[str, ...] = ()  # ids of stories that are no more, since others took them in
