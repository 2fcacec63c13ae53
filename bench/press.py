"""A world of outlets to watch for a month, each with a rhythm and with what is wrong with it; nothing in it waits."""

import json
import random
from array import array
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from watcher import reading
from watcher.core.model import Alert, Article, Feed, Page, ReadFeed, Reply, Request
from watcher.core.rules import Group, Ruleset
from watcher.errors import FetchError, FetchFault, PageError

START = datetime(2026, 11, 1, tzinfo=UTC)
DAY = timedelta(days=1)
FEEDS_OF_A_HOST = 5
LISTED = 10  # items that a feed lists
NEWS = 0.01  # of the items are about the topic
GROUPS = {
    "nk": Group(name="nk", kind="names", terms={"en": ("North Korea",)}),
    "ru": Group(name="ru", kind="names", terms={"en": ("Russia",)}),
}
PLACES = [
    "Paris",
    "Lima",
    "Oslo",
    "Cairo",
    "Delhi",
    "Hanoi",
    "Quito",
    "Dakar",
    "Minsk",
    "Seoul",
    "Tokyo",
    "Accra",
    "Kyiv",
    "Bern",
    "Rome",
    "Doha",
]
THINGS = [
    "bridge",
    "harbour",
    "budget",
    "orchestra",
    "vaccine",
    "railway",
    "census",
    "election",
    "museum",
    "flood",
    "strike",
    "reactor",
]
FAULTS = (
    FetchError(FetchFault.SERVER, "503", status=503),
    FetchError(FetchFault.TIMEOUT, "did not answer"),
    FetchError(FetchFault.DNS, "no such name"),
    FetchError(FetchFault.REFUSED, "403", status=403),
    FetchError(FetchFault.THROTTLED, "429", status=429, retry_after=timedelta(hours=2)),
)


@dataclass
class Clock:
    time: datetime = START

    def now(self) -> datetime:
        return self.time


@dataclass
class Source:
    """One feed as it is out there. `habit` is what is wrong with it."""

    url: str
    host: str
    rhythm: timedelta
    habit: str
    items: list[tuple[datetime, str]]  # when each item comes, and its title
    troubles: list[tuple[datetime, datetime, FetchError]]

    def reply(self, request: Request, now: datetime, turn: int) -> Reply:
        for begin, end, fault in self.troubles:
            if begin <= now < end:
                raise fault.with_traceback(None)  # it is raised again and again, and would keep every frame
        count = bisect_right(self.items, now, key=lambda item: item[0])
        etag = f'"{count // 5 if self.habit == "lies" else count}"'
        if request.etag == etag and self.habit != "no validators":
            return Reply(url=request.url, status=304, headers=(("etag", etag),))
        headers = [("content-type", "application/feed+json")]
        if self.habit != "no validators":
            headers.append(("etag", etag))
        if self.habit == "html" and turn % 7 == 3:
            return Reply(
                url=request.url, status=200, headers=(("content-type", "text/html"),), body=b"<html>login</html>"
            )
        body = {
            "version": "https://jsonfeed.org/version/1",
            "title": self.url,
            "items": [*self._listed(count, now, turn)],
        }
        return Reply(url=request.url, status=200, headers=tuple(headers), body=json.dumps(body).encode())

    def _listed(self, count: int, now: datetime, turn: int) -> Iterator[dict[str, str]]:
        first = max(0, count - LISTED)
        for number in range(count - 1, first - 1, -1):
            when, title = self.items[number]
            if self.habit == "vanishing" and (number + turn) % 5 == 0:
                continue
            yield {
                "id": f"{turn}-{number}" if self.habit == "new ids" else f"{self.url}#{number}",
                "url": f"{self.url}/{number}" + (f"?utm_source={turn}" if self.habit == "tracking" else ""),
                "title": title + (f" ({turn} comments)" if self.habit == "counters" else ""),
                "date_published": (now if self.habit == "redated" else when).isoformat(),
            }


HABITS = ["", "", "", "", "lies", "no validators", "html", "new ids", "tracking", "counters", "redated", "vanishing"]


def sources(number: int, days: float, chance: random.Random) -> dict[str, Source]:
    found = {}
    for n in range(number):
        host = f"outlet{n % max(number // FEEDS_OF_A_HOST, 1)}.example"
        url = f"https://{host}/{n}"
        rhythm = timedelta(minutes=30) * 2 ** (
            8 * chance.random() ** 0.5
        )  # to five days; few are as quick as news agencies
        found[url] = Source(
            url, host, rhythm, HABITS[n % len(HABITS)], _items(n, rhythm, days, chance), _troubles(days, chance)
        )
    return found


def _items(feed: int, rhythm: timedelta, days: float, chance: random.Random) -> list[tuple[datetime, str]]:
    items: list[tuple[datetime, str]] = []
    when = START - 10 * rhythm
    while when < START + DAY * days:
        when += rhythm * chance.expovariate(1) * (3 if 0 <= when.hour < 6 else 0.8)
        words = [*chance.sample(PLACES, 2), *chance.sample(THINGS, 3), str(chance.randrange(100, 99_999)), f"n{feed}"]
        about = f"North Korea and Russia: {' '.join(words)}" if chance.random() < NEWS else " ".join(words)
        items.append((when, f"{about} {len(items)}"))
    return items


def _troubles(days: float, chance: random.Random) -> list[tuple[datetime, datetime, FetchError]]:
    troubles = []
    for _ in range(chance.choice((0, 0, 1, 2, 4))):
        begin = START + DAY * chance.uniform(0.2, days)
        troubles.append((begin, begin + timedelta(hours=1) * 2 ** chance.uniform(0, 6), chance.choice(FAULTS)))
    if chance.random() < 0.03:
        troubles.append((START + DAY * days * chance.uniform(0.1, 0.9), START + DAY * 1000, FAULTS[2]))
    return troubles


@dataclass
class Press:
    """The Fetcher; keeps when each feed was asked."""

    clock: Clock
    sources: dict[str, Source]
    asked: dict[str, "array[float]"] = field(default_factory=lambda: defaultdict(lambda: array("d")))  # POSIX times

    async def get(self, request: Request) -> Reply:
        times = self.asked[request.url]
        times.append(self.clock.time.timestamp())
        return self.sources[request.url].reply(request, self.clock.time, len(times))


class Reader:
    async def feed(self, reply: Reply, feed: Feed, known: bytes, *, now: datetime) -> ReadFeed:
        return reading.feed(reply, feed, known=known, limit=2000, now=now)

    async def page(self, reply: Reply, lang: str) -> Page:  # noqa: ARG002 - the port's form
        raise PageError("pages are not part of this")


class NoJudge:
    async def judge(self, articles: Sequence[Article], rules: Ruleset, *, now: datetime) -> None:
        pass


@dataclass
class Channel:
    told: Counter[str] = field(default_factory=Counter)  # entry → how often

    async def send(self, alert: Alert) -> None:
        self.told[alert.entry] += 1

    async def close(self) -> None:
        pass
