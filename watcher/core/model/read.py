"""What was read: entries as feeds tell them, and articles with the text of their pages."""

from datetime import datetime, timedelta
from enum import StrEnum

from watcher.frozen import dataclass


class PageState(StrEnum):
    """How far an entry's page got."""

    UNREAD = "unread"  # nobody asked for it (yet)
    READ = "read"
    FAILED = "failed"  # asked in vain so far; asked again while the budget lasts
    WALLED = "walled"  # consent, login, captcha, paywall: what came is not the article
    ABSENT = "absent"  # there is none: no link, not a page, or the budget is spent


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
    source: str = ""  # the outlet that the feed credits, if it credits another one


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The text of an article's page, freed from the clutter around it."""

    text: str
    lang: str = ""
    canonical: str = ""  # the address that the page calls its own, or its text's origin
    title: str = ""  # its heading, or what it calls itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An entry with the text of its page, as far as that is known. This is what rules look at."""

    entry: Entry
    text: str = ""
    page: PageState = PageState.UNREAD
    attempts: int = 0  # how often the page was asked for
    retry_at: datetime | None = None  # when to ask again, while FAILED
    canonical: str = ""  # the address that the page calls its own, or its text's origin

    @classmethod
    def of(cls, entry: Entry) -> "Article":
        """An entry whose page, if it has one, nobody asked for yet."""
        return cls(entry=entry, page=PageState.UNREAD if entry.url else PageState.ABSENT)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFeed:
    """A feed as it was read: what its bytes say, and its items, without those listed twice, with the entries they make."""

    parsed: ParsedFeed
    items: tuple[tuple[RawEntry, Entry], ...] = ()
