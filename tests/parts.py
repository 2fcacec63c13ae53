"""Fakes that fill the ports: a clock to turn, a web of scripted answers, a reader in this process, a channel that records."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from watcher import reading
from watcher.core.events import Event
from watcher.core.model import Alert, Article, Feed, Page, ReadFeed, Reply, Request
from watcher.core.pages import read
from watcher.core.rules import Ruleset
from watcher.errors import FetchError, FetchFault, NotifyError

Kind = TypeVar("Kind")
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@dataclass
class TurnedClock:
    """A clock that stands still until a test turns it."""

    time: datetime = NOON

    def now(self) -> datetime:
        return self.time

    def turn(self, **span: float) -> None:
        self.time += timedelta(**span)


@dataclass
class ScriptedWeb:
    """A Fetcher whose answers are written down by address; an address that is not is a 404, an Event is waited for."""

    answers: dict[str, bytes | FetchError | Reply | asyncio.Event] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)

    async def get(self, request: Request) -> Reply:
        self.asked.append(request)
        answer = self.answers.get(request.url)
        if isinstance(answer, asyncio.Event):
            await answer.wait()
        if answer is None or isinstance(answer, asyncio.Event):
            raise FetchError(FetchFault.MISSING, "404 Not Found", url=request.url, status=404)
        if isinstance(answer, FetchError):
            raise answer
        if isinstance(answer, Reply):
            return answer
        content_type = "text/html; charset=utf-8" if request.page else "application/rss+xml; charset=utf-8"
        return Reply(url=request.url, status=200, headers=(("content-type", content_type),), body=answer)

    def pages(self) -> list[str]:
        """The pages that were asked for, in order."""
        return [request.url for request in self.asked if request.page]


class DirectReader:
    """A Reader without processes: the same pure functions, here."""

    async def feed(self, reply: Reply, feed: Feed, known: bytes, *, now: datetime) -> ReadFeed:
        return reading.feed(reply, feed, known=known, limit=2000, now=now)

    async def page(self, reply: Reply, lang: str) -> Page:
        return read(reply, lang=lang)


class NoJudge:
    """A Judge that leaves all to who asks."""

    async def judge(self, articles: Sequence[Article], rules: Ruleset, *, now: datetime) -> None:
        pass


@dataclass
class Recorder:
    """A channel that keeps what it was given; `broken` makes it refuse."""

    sent: list[Alert] = field(default_factory=list)
    broken: str = ""
    closed: bool = False

    async def send(self, alert: Alert) -> None:
        if self.broken:
            raise NotifyError(self.broken)
        self.sent.append(alert)

    async def close(self) -> None:
        self.closed = True


@dataclass
class Events:
    """A list that can be called: collects what is emitted."""

    seen: list[Event] = field(default_factory=list)

    def __call__(self, event: Event) -> None:
        self.seen.append(event)

    def of(self, kind: type[Kind]) -> list[Kind]:
        return [event for event in self.seen if isinstance(event, kind)]


def rss(items: Sequence[Mapping[str, str]], title: str = "Outlet") -> bytes:
    """An RSS feed of items with `title` and, if given, `link`, `description`, `guid`, `pubDate`."""
    body = "".join("<item>" + "".join(f"<{k}>{v}</{k}>" for k, v in item.items()) + "</item>" for item in items)
    head = '<?xml version="1.0" encoding="utf-8"?>'
    return f'{head}<rss version="2.0"><channel><title>{title}</title>{body}</channel></rss>'.encode()


def page(*paragraphs: str, lang: str = "en") -> bytes:
    """An article's page that holds some paragraphs."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f'<html lang="{lang}"><head><title>x</title></head><body><article><h1>x</h1>{text}</article></body></html>'.encode()
