"""The roles that the outside world plays: what the pipeline needs, not who gives it.

A part that fills a role is made in `app.py` and handed in; tests hand in their own. The obligations stand in each
method's docstring, and a contract test holds every implementation to them.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from watcher.core.events import Event
from watcher.core.model import (
    Alert,
    Article,
    Feed,
    Page,
    ReadFeed,
    Reply,
    Request,
    Verdict,
)
from watcher.core.rules import Ruleset
from watcher.ports.store import Notes, Store

__all__ = ["Clock", "Emit", "Fetcher", "Judge", "Notes", "Notifier", "Poster", "Reader", "Store"]

Emit = Callable[[Event], None]


class Clock(Protocol):
    """The one place that knows what time it is."""

    def now(self) -> datetime:
        """The current time, aware, in UTC."""
        ...


class Fetcher(Protocol):
    """Asks servers, with manners and within bounds."""

    async def get(self, request: Request) -> Reply:
        """Fetch an address; raise FetchError for anything but a 200 or a 304 to a conditional request."""
        ...


class Poster(Protocol):
    """Tells servers: alerts go out by it."""

    async def post(self, url: str, body: bytes, headers: Mapping[str, str], *, deadline: float) -> None:
        """Hand over a body; raise FetchError for anything but a 2xx within the deadline, in seconds."""
        ...


class Reader(Protocol):
    """Turns bytes into values where a hostile input can hurt nobody: in a process that can be killed."""

    async def feed(self, reply: Reply, feed: Feed, known: bytes, *, now: datetime) -> ReadFeed:
        """Read a feed, leaving out the items whose 8-byte hashes are in `known`; raise FeedError.

        A feed without a name goes by what it calls itself. What is new in it is first seen `now`.
        """
        ...

    async def page(self, reply: Reply, lang: str) -> Page:
        """Read an article's page; raise PageError if there is no text to be had."""
        ...


class Judge(Protocol):
    """Asks rules of many articles where that holds up nobody."""

    async def judge(
        self, articles: Sequence[Article], rules: Ruleset, *, now: datetime
    ) -> Sequence[tuple[Verdict, ...]] | None:
        """What rules say of each article, the same as they say here; None if they are better asked here."""
        ...


class Notifier(Protocol):
    """A channel that alerts go out by."""

    async def send(self, alert: Alert) -> None:
        """Show or pass on an alert within the channel's own time limit; raise NotifyError if that failed."""
        ...

    async def close(self) -> None:
        """Let go of connections. Called once, at the end."""
        ...
