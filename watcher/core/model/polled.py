"""What is polled: a feed, its state, what is asked of a server and what it answers."""

from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from watcher.frozen import dataclass


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

    def called(self, title: str) -> "Feed":
        """Under the name that people and its entries' titles know it by: its own, its title, or its host."""
        return self if self.name else replace(self, name=title or urlsplit(self.url).hostname or self.url)


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
    failed: int = 0  # of the polls
    bytes: int = 0  # received; last, because from here on the name no longer means the type

    @property
    def called(self) -> str:
        """What people call it if the configuration does not name it: by its own title, or by its host."""
        return self.title or urlsplit(self.url).hostname or self.url


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
