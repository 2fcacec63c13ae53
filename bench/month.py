"""A month of 300 feeds in two minutes of processor time, with an injected clock and press: `python -m bench.month [days] [feeds]`.

Feeds have rhythms from minutes to days, sleep at night, fail in every way for hours or for good, change their ids, lie
about what changed. The pipeline is stepped from one due feed to the next, so nothing waits. What is counted: polls and
requests, alerts told twice, feeds that starve, memory, and the size of the database. It fails if one of them is wrong.
"""

import asyncio
import gc
import json
import random
import sys
import tempfile
import time
from array import array
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from watcher.core.alerts import Route
from watcher.core.events import Event
from watcher.core.feeds import parse
from watcher.core.model import Alert, Feed, Page, ParsedFeed, Reply, Request
from watcher.core.rules import Group, Topic, compile_rules
from watcher.core.stories import Concepts
from watcher.core.timing import Limits
from watcher.data.sources import load_sources
from watcher.errors import FetchError, FetchFault, PageError
from watcher.pipeline import Pipeline, Policy
from watcher.store import open_store

START = datetime(2026, 11, 1, tzinfo=UTC)
DAY = timedelta(days=1)
# Longer than the defaults, which would make it a quarter of an hour: what must not grow grows as well at this pace.
LIMITS = Limits(shortest=timedelta(hours=1), default=timedelta(hours=2), longest=timedelta(days=1))
FEEDS_OF_A_HOST = 5
GROWTH = 5.0  # megabytes that are noise
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
    async def feed(self, reply: Reply, feed: Feed, known: bytes) -> ParsedFeed:
        return parse(reply, feed, known=known)

    async def page(self, reply: Reply, lang: str) -> Page:  # noqa: ARG002 - the port's form
        raise PageError("pages are not part of this")


@dataclass
class Channel:
    told: Counter[str] = field(default_factory=Counter)  # entry → how often

    async def send(self, alert: Alert) -> None:
        self.told[alert.entry] += 1

    async def close(self) -> None:
        pass


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a simulated stretch of time came to."""

    polls: int
    told: Counter[str]  # entry → how often
    hungriest: timedelta  # the longest that any feed was not asked
    hastiest: timedelta  # the shortest time between two requests for one feed
    busiest: int  # requests to one host in one hour, at most
    missed: int  # headlines about the topic that nobody stored
    memory: list[tuple[int, float]]  # day, megabytes
    database: list[tuple[int, float]]
    seconds: float  # of the processor

    def faults(self) -> list[str]:
        """What must not be after any stretch of time, and is."""
        least = LIMITS.shortest * 0.89  # the jitter takes a tenth
        wrong = {
            "nothing was told": not self.told,
            "an entry was told twice": any(times > 1 for times in self.told.values()),
            "a headline was missed": self.missed > 0,
            "a feed starved": self.hungriest > DAY * 1.11,
            "a feed was asked too soon": self.hastiest < least,
            "a host was asked too often": self.busiest > FEEDS_OF_A_HOST * (timedelta(hours=1) // least + 1),
            "memory grew": self.growth > GROWTH,
        }
        return [what for what, is_so in wrong.items() if is_so]

    @property
    def growth(self) -> float:
        """Megabytes that memory grew by in the last third of the time, when all that has bounds has reached them."""
        last = self.memory[len(self.memory) * 2 // 3 :]
        return last[-1][1] - last[0][1] if last else 0.0


async def simulate(folder: Path, *, days: float, feeds: int, seed: int = 1) -> Outcome:
    chance, clock, channel = random.Random(seed), Clock(), Channel()
    press = Press(clock, sources(feeds, days, chance))
    store = open_store(folder / "month.db")
    known = {url: Feed(url=url, name=url, lang="en") for url in press.sources}
    store.register(tuple(known.values()))
    pipeline = Pipeline(
        store=store, fetcher=press, reader=Reader(), notifiers={"desk": channel}, clock=clock, emit=_nobody,
        policy=Policy(
            feeds=known, rules=compile_rules([Topic(name="Ties", rule="@nk & @ru", threshold=0.1, fetch="never")], GROUPS),
            routes={"Ties": Route(channels=("desk",))}, limits=LIMITS, look_back=timedelta(0),
        ),
        spread=chance.random, concepts=lambda: Concepts(GROUPS), sources=load_sources(),
    )  # fmt: skip
    began, polls, day = time.process_time(), 0, 0
    memory, size = [], []
    end = START + DAY * days
    while (due := store.next_due()) is not None and due < end:
        clock.time = max(clock.time, due)
        for url in store.due(clock.time, 500):
            await pipeline.poll(url)
            polls += 1
        await pipeline.announce()
        if clock.time >= START + DAY * (day + 1):
            day += 1
            await pipeline.forget()
            gc.collect()
            memory.append((day, megabytes()))
            size.append((day, _size(folder)))
    outcome = Outcome(
        polls=polls, told=channel.told, hungriest=_hungriest(press, end),
        hastiest=timedelta(seconds=min(b - a for times in press.asked.values() for a, b in pairwise(times))),
        busiest=_busiest(press), missed=_missed(store_titles(folder), press, end), memory=memory, database=size,
        seconds=time.process_time() - began,
    )  # fmt: skip
    store.close()
    return outcome


def _nobody(event: Event) -> None:
    """Nobody watches."""


def store_titles(folder: Path) -> set[str]:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(folder / "month.db")) as database:
        return {title.partition(" (")[0] for (title,) in database.execute("SELECT title FROM entry")}


def _size(folder: Path) -> float:
    """Megabytes that the database takes."""
    return sum(file.stat().st_size for file in folder.iterdir()) / 1e6


def _hungriest(press: Press, end: datetime) -> timedelta:
    gaps = (b - a for times in press.asked.values() for a, b in pairwise([*times, end.timestamp()]))
    return timedelta(seconds=max(gaps))


def _busiest(press: Press) -> int:
    hours = Counter(
        (press.sources[url].host, int(when) // 3600) for url, times in press.asked.items() for when in times
    )
    return max(hours.values())


def _missed(stored: set[str], press: Press, end: datetime) -> int:
    """Headlines about the topic of feeds that were well, and that had time to be found, but are not stored."""
    found = 0
    for source in press.sources.values():
        if source.habit in {"lies", "html"} or source.troubles:
            continue
        found += sum(
            1 for when, title in source.items if START < when < end - DAY and title not in stored and "Russia" in title
        )
    return found


def megabytes() -> float:
    """Memory of this process now."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return pages * 4096 / 1e6


def main(days: float = 30, feeds: int = 300) -> None:
    with tempfile.TemporaryDirectory() as folder:
        outcome = asyncio.run(simulate(Path(folder), days=days, feeds=feeds))
    print(
        f"{days:g} days of {feeds} feeds in {outcome.seconds:.0f} s of processor time: {outcome.polls:,} polls, {outcome.polls / feeds / days:.1f} per feed and day"
    )
    print(
        f"alerts: {sum(outcome.told.values())}, of entries told more than once: {sum(n > 1 for n in outcome.told.values())}"
    )
    print(f"headlines of healthy feeds that were missed: {outcome.missed}")
    print(f"the hungriest feed waited {outcome.hungriest}, the hastiest was asked after {outcome.hastiest}")
    print(f"the busiest hour of a host had {outcome.busiest} requests")
    for name, figures in (("memory", outcome.memory), ("database", outcome.database)):
        print(f"{name}, MB by day:", *(f"{day}: {value:.0f}" for day, value in figures[:: max(1, len(figures) // 8)]))
    print(f"in the last third memory grew by {outcome.growth:.1f} MB")
    sys.exit("; ".join(outcome.faults()) or 0)


if __name__ == "__main__":
    main(*(float(sys.argv[1]),) if sys.argv[1:] else (), *(int(sys.argv[2]),) if sys.argv[2:] else ())
