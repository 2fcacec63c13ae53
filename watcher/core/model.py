"""The words of the field as frozen values: what is polled, what was read, what was decided, what is told.

Times are aware datetimes in UTC. Text is clean: whatever comes from outside passes `core.text.clean` before it
becomes a value of this file.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Answer(StrEnum):
    """What a rule says of an article. Undecided: the page would tell."""

    YES = "yes"
    NO = "no"
    UNDECIDED = "undecided"


class Priority(StrEnum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class PageState(StrEnum):
    """How far an entry's page got."""

    UNREAD = "unread"  # nobody asked for it (yet)
    READ = "read"
    FAILED = "failed"  # asked in vain so far; asked again while the budget lasts
    WALLED = "walled"  # consent, login, captcha, paywall: what came is not the article
    ABSENT = "absent"  # there is none: no link, not a page, or the budget is spent


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


class Field(StrEnum):
    """Where in an article a hit stands."""

    TITLE = "title"
    SUMMARY = "summary"
    TEXT = "text"


# --- what is polled ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """An address that is polled, as configured. `name` is the outlet that the person reads in alerts."""

    url: str
    name: str = ""
    lang: str = ""  # BCP 47; "" if unknown
    country: str = ""  # ISO 3166-1 alpha-2
    tags: tuple[str, ...] = ()
    interval: timedelta | None = None  # None: learned from the feed's own rhythm
    encoding: str = ""  # overrides header and declaration
    kind: str = ""  # "", "feed" or "sitemap"; "" looks at the bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """What is remembered of a feed between two polls."""

    url: str
    title: str = ""  # the feed's own name for itself
    lang: str = ""  # what the feed says its language is
    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""
    item_hashes: bytes = b""  # 8 bytes for each item of the last body, so that only new ones are parsed
    interval: timedelta = timedelta(minutes=15)
    next_poll: datetime | None = None  # None: never polled, due at once
    last_poll: datetime | None = None
    last_ok: datetime | None = None
    last_new: datetime | None = None  # when an unknown entry last came
    failing_since: datetime | None = None
    failures: int = 0  # in a row
    fault: str = ""  # why the last poll failed, "" if it did not
    baseline: bool = False  # the first poll has been stored
    polls: int = 0
    not_modified: int = 0
    entries: int = 0
    fault_kind: str = ""  # of the last poll, if it failed: a FetchFault, "wall" or "unreadable"
    items: int = 0  # in the last body that was read
    unchanged: int = 0  # answers in a row that held nothing new to read
    lying: bool = False  # calls changed content unchanged, so it is asked for everything
    address: str = ""  # where it is asked, if it has moved for good; "": at its url
    moved_to: str = ""  # where the server says that it has moved, ...
    moved_since: datetime | None = None  # ... and since when it says the same
    answered_by: str = ""  # the address that the last body which was read came from
    renamed: int = 0  # how often most of it came under new ids; then titles decide what is new
    quiet_hours: bytes = b""  # hours of the week, from Monday 0:00 UTC, in which it asks not to be polled
    newest: datetime | None = None  # the latest date that its entries state
    rhythm: bytes = b""  # when news usually come; see core.health.silence
    alarm: str = ""  # what a person was told about its health, "" if all is well
    alarm_since: datetime | None = None
    bytes: int = 0  # received; last, because from here on the name no longer means the type


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked of a server."""

    url: str
    etag: str = ""
    last_modified: str = ""
    page: bool = False  # an article's page rather than a feed: robots.txt and the content type count


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a server answered: the body as bytes, inflated within bounds. `headers` have lower-case names."""

    url: str  # the address that answered, after redirects
    status: int  # 200, or 304 with an empty body
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    moved_to: str = ""  # the address that permanent redirects alone lead to, "" if there were none
    wire_bytes: int = 0

    def header(self, name: str) -> str:
        """The first value of a header, by its lower-case name; "" if it is absent."""
        return next((value for key, value in self.headers if key == name), "")


# --- what was read ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item as a feed tells it. `id` is derived from its strongest key, so it is the same on every machine."""

    id: str
    feed: str  # the feed's configured url
    outlet: str
    url: str = ""  # http or https, or ""
    title: str = ""
    summary: str = ""
    author: str = ""
    tags: tuple[str, ...] = ()
    lang: str = ""
    country: str = ""
    image: str = ""
    published: datetime | None = None  # as stated, clamped to first seen
    first_seen: datetime
    keys: tuple[str, ...] = ()  # what it may be recognised by; see core.identity
    misdated: bool = False  # the feed stated a date that cannot be: `published` is first seen, or nothing
    changes: int = 0  # how often the feed has rewritten it; after a few times that is ignored


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The text of an article's page, freed from the clutter around it."""

    text: str
    lang: str = ""
    canonical: str = ""  # the address that the page calls its own
    title: str = ""  # its heading, or what it calls itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An entry with the text of its page, as far as that is known. This is what rules look at."""

    entry: Entry
    text: str = ""
    page: PageState = PageState.UNREAD
    attempts: int = 0  # how often the page was asked for
    retry_at: datetime | None = None  # when to ask again, while FAILED


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    """What a feed's bytes say. `entries` are the items whose hash was not known; `total` counts all of them."""

    title: str = ""
    lang: str = ""
    ttl: timedelta | None = None
    quiet_hours: bytes = b""  # hours of the week (0 to 167, from Monday 0:00 UTC) in which it asks not to be polled
    entries: tuple["RawEntry", ...] = ()
    total: int = 0
    tossed: int = 0  # beyond the bound on entries per poll
    item_hashes: bytes = b""
    note: str = ""  # what was odd about the bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class RawEntry:
    """One item with its text cleaned and its links resolved, before anybody knows whether it is new."""

    guid: str = ""
    url: str = ""
    title: str = ""
    summary: str = ""
    author: str = ""
    tags: tuple[str, ...] = ()
    lang: str = ""
    image: str = ""
    published: datetime | None = None
    source: str = ""  # the outlet that the feed credits (<source>), for aggregators
    shared_url: bool = False  # other items of the same body lead there too, so it identifies nothing


# --- what was decided -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A place where a term stood: `text == getattr(article, field)[start:end]` in the original text."""

    group: str  # "" for a term that stands in the rule itself
    term: str  # as written in the list
    field: Field
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorePart:
    """One line of the sum that makes a score, for people: `label` says what, `value` how much, `why` from where."""

    label: str
    value: float
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one topic says of an article.

    `answer` is the rule's truth, to which the law applies: decided without the page stays decided with it. An
    article matches when the answer is yes and the score reaches the topic's threshold.
    """

    topic: str
    answer: Answer
    score: float  # 0 to 1: how much the article is about the topic
    threshold: float
    hits: tuple[Hit, ...] = ()
    parts: tuple[ScorePart, ...] = ()
    wants_page: bool = False  # the page could change the outcome, and the topic's `fetch` setting wants it

    @property
    def matches(self) -> bool:
        return self.answer is Answer.YES and self.score >= self.threshold


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """An article with everything that the topics said of it; topics that plainly said no are left out."""

    article: Article
    verdicts: tuple[Verdict, ...] = ()
    decided_at: datetime
    silent: bool = False  # came with a feed's first poll: stored and matched, never told

    @property
    def matches(self) -> tuple[Verdict, ...]:
        return tuple(verdict for verdict in self.verdicts if verdict.matches)

    @property
    def waits_for_page(self) -> bool:
        """Whether the page is still to be read, because it could change the outcome."""
        waiting = self.article.page in (PageState.UNREAD, PageState.FAILED)
        return waiting and any(verdict.wants_page for verdict in self.verdicts)

    @property
    def answer(self) -> Answer:
        """Yes if any topic matches, undecided if any could with the page, no otherwise."""
        if self.matches:
            return Answer.YES
        waiting = self.article.page in (PageState.UNREAD, PageState.FAILED)
        if waiting and any(v.answer is Answer.UNDECIDED or v.wants_page for v in self.verdicts):
            return Answer.UNDECIDED
        return Answer.NO


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What somebody looks for among stored entries; what is empty does not narrow it."""

    query: str = ""  # words, "words in a row", -unwanted ones and beginnings*
    since: datetime | None = None  # first seen then or later
    topic: str = ""  # that matches it
    outlet: str = ""
    lang: str = ""
    answer: Answer | None = None


# --- what belongs together and what is told ---------------------------------------------------------------------------


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppressed:
    """An alert that was not told when it arose. `due`: when a digest tells it; None: never."""

    alert: Alert
    reason: Reason
    due: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An alert that came under a budget: told, or held back by it."""

    topic: str
    score: float
    created: datetime
    told: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Mute:
    """A topic or a story that nobody wants to hear of for a while. Either is named, and the other is ""."""

    topic: str = ""
    story: str = ""
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a person made of a story on the dashboard."""

    story: str
    starred: bool = False
    dismissed: bool = False
    seen: int = 0  # how many articles it had when it was looked at last


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One alert that one channel still owes; `attempts` counts failures so far."""

    alert: Alert
    channel: str
    attempts: int = 0
    next_try: datetime | None = None
    fault: str = ""


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
