"""A month of 300 feeds in two minutes of processor time, with an injected clock and press: `python -m bench.month [days] [feeds]`.

Feeds have rhythms from minutes to days, sleep at night, fail in every way for hours or for good, change their ids, lie
about what changed. The pipeline is stepped from one due feed to the next, so nothing waits. What is counted: polls and
requests, alerts told twice, feeds that starve, memory, and the size of the database. It fails if one of them is wrong.

Memory that grows in the last third of the time is a leak, except for SQLite's own: it keeps the pages that it has read
up to a bound (`cache_size`), and takes some twenty days to get there. What the rules remember of words has a bound of
a few megabytes, within what passes for noise.
"""

import _sqlite3
import asyncio
import ctypes
import gc
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

from bench.press import DAY, FEEDS_OF_A_HOST, GROUPS, START, Channel, Clock, NoJudge, Press, Reader, sources
from watcher.core.alerts import Route
from watcher.core.events import Event
from watcher.core.model import Feed
from watcher.core.rules import Topic, compile_rules
from watcher.core.stories import Concepts
from watcher.core.timing import Limits
from watcher.data.sources import load_sources
from watcher.pipeline import Pipeline, Policy
from watcher.store import open_store

# Longer than the defaults, which would make it a quarter of an hour: what must not grow grows as well at this pace.
LIMITS = Limits(shortest=timedelta(hours=1), default=timedelta(hours=2), longest=timedelta(days=1))
GROWTH = 3.0  # megabytes that are noise


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
    pages: list[tuple[int, float]]  # what SQLite keeps of them
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
        """Megabytes beyond SQLite's own that memory grew by in the last third of the time."""
        own = [whole - kept for (_, whole), (_, kept) in zip(self.memory, self.pages, strict=True)]
        last = own[len(own) * 2 // 3 :]
        return last[-1] - last[0] if last else 0.0


async def simulate(folder: Path, *, days: float, feeds: int, seed: int = 1) -> Outcome:
    chance, clock, channel = random.Random(seed), Clock(), Channel()
    press = Press(clock, sources(feeds, days, chance))
    store = open_store(folder / "month.db")
    known = {url: Feed(url=url, name=url, lang="en") for url in press.sources}
    store.register(tuple(known.values()))
    pipeline = Pipeline(
        store=store, fetcher=press, reader=Reader(), judge=NoJudge(), notifiers={"desk": channel}, clock=clock, emit=_nobody,
        policy=Policy(
            feeds=known, rules=compile_rules([Topic(name="Ties", rule="@nk & @ru", threshold=0.1, fetch="never")], GROUPS),
            routes={"Ties": Route(channels=("desk",))}, limits=LIMITS, look_back=timedelta(0),
        ),
        spread=chance.random, concepts=lambda: Concepts(GROUPS), sources=load_sources,
    )  # fmt: skip
    began, polls, day = time.process_time(), 0, 0
    memory, pages, size = [], [], []
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
            pages.append((day, page_cache()))
            size.append((day, _size(folder)))
    outcome = Outcome(
        polls=polls, told=channel.told, hungriest=_hungriest(press, end),
        hastiest=timedelta(seconds=min(b - a for times in press.asked.values() for a, b in pairwise(times))),
        busiest=_busiest(press), missed=_missed(store_titles(folder), press, end), memory=memory, pages=pages, database=size,
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


def page_cache() -> float:
    """Megabytes that SQLite holds in this process, nearly all of them pages; 0 where its library does not tell."""
    try:
        used = ctypes.CDLL(_sqlite3.__file__).sqlite3_memory_used
    except (AttributeError, OSError):
        return 0.0
    used.restype = ctypes.c_int64
    return float(used()) / 1e6


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
    shown = (("memory", outcome.memory), ("of it SQLite's", outcome.pages), ("database", outcome.database))
    for name, figures in shown:
        print(f"{name}, MB by day:", *(f"{day}: {value:.0f}" for day, value in figures[:: max(1, len(figures) // 8)]))
    print(f"in the last third memory beyond SQLite's grew by {outcome.growth:.1f} MB")
    sys.exit("; ".join(outcome.faults()) or 0)


if __name__ == "__main__":
    main(*(float(sys.argv[1]),) if sys.argv[1:] else (), *(int(sys.argv[2]),) if sys.argv[2:] else ())
