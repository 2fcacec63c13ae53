"""The Reader: feeds and pages are read in worker processes, where a hostile input can hurt nobody."""

import asyncio
from contextlib import AbstractAsyncContextManager, nullcontext
from datetime import datetime
from typing import cast

from watcher.core.model import Feed, Page, ReadFeed, Reply
from watcher.errors import FeedError, PageError
from watcher.frozen import dataclass
from watcher.workers.judges import Judges
from watcher.workers.pool import Job, Pool, PoolSettings

_READING, _PAGES = "watcher.reading", "watcher.core.pages"
LARGE = 200_000  # bytes; most feeds are smaller, and nearly all that takes a worker long is larger


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """Seconds that reading may take; a 1 kB feed of entities or 100,000 attributes would take minutes."""

    feed: float = 20.0
    page: float = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """How much is read: items of a feed at one poll, characters of an article's text."""

    items: int = 2000
    text: int = 200_000


class Workers:
    """The Reader that reads in other processes. They start with the first job, or with `start`; `close` ends them."""

    def __init__(
        self,
        settings: PoolSettings | None = None,
        deadlines: Deadlines | None = None,
        amounts: Amounts | None = None,
    ) -> None:
        settings = settings or PoolSettings()
        self._pool = Pool(settings, warm=(_READING, _PAGES))
        self._for_large = asyncio.Semaphore(max(settings.size - 1, 1))  # one worker is kept for what is read in no time
        self._deadlines, self._amounts = deadlines or Deadlines(), amounts or Amounts()

    async def start(self) -> None:
        """Start all workers now: the first feeds are under way."""
        await self._pool.start()

    async def feed(self, reply: Reply, feed: Feed, known: bytes, *, now: datetime) -> ReadFeed:
        """Read a feed, leaving out the items whose 8-byte hashes are in `known`; raise FeedError."""
        job = Job(
            module=_READING,
            function="feed",
            arguments=(reply, feed),
            keywords={"known": known, "limit": self._amounts.items, "now": now},
            deadline=self._deadlines.feed,
        )
        async with self._room(reply):
            return cast(ReadFeed, await self._pool.run(job, FeedError))

    async def page(self, reply: Reply, lang: str) -> Page:
        """Read an article's page; raise PageError if there is no text to be had."""
        job = Job(
            module=_PAGES,
            function="read",
            arguments=(reply,),
            keywords={"lang": lang, "limit": self._amounts.text},
            deadline=self._deadlines.page,
        )
        async with self._room(reply):
            return cast(Page, await self._pool.run(job, PageError))

    def _room(self, reply: Reply) -> AbstractAsyncContextManager[object]:
        return self._for_large if len(reply.body) > LARGE else nullcontext()

    async def close(self) -> None:
        """End all workers; jobs that are under way fail."""
        await self._pool.close()


__all__ = ["Amounts", "Deadlines", "Job", "Judges", "Pool", "PoolSettings", "Workers"]
