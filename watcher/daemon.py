"""APScheduler's hand: what is due is polled, read and announced, until somebody says stop."""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from watcher import revisits, wake
from watcher.core.events import Warned, Woke
from watcher.core.model import Decision, Visit
from watcher.errors import StoreError
from watcher.frozen import dataclass
from watcher.log import about
from watcher.pipeline import Pipeline

TICK = timedelta(seconds=1)
DRAIN = timedelta(seconds=3)  # how long an orderly stop waits for what is under way; what is cancelled is not lost

REST = timedelta(
    minutes=1
)  # what failed for a reason of ours is still due; asking its server every second would not help

UPKEEP = timedelta(hours=6)  # between two times that what nobody needs any more is forgotten

REVISITS = 5  # pages that are asked for again at once; nobody waits for them

AT_ONCE = 50  # late feeds of a start that are asked without further waiting: a small configuration waits for nothing

LINE = 20  # feeds of one host that wait for their turn there, which takes them most of a minute

READING = timedelta(minutes=1)  # what the pages of the last feeds may take

if TYPE_CHECKING:
    from watcher.ticks import Ticks

log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Daemon:
    """Runs one pipeline over time.

    `polls` and `pages` bound how many of each are under way at once. Most of them only wait for their turn at a host,
    and the fetcher bounds the requests; so the numbers are high. Of one host only so many are started that it cannot
    hold up all others.
    """

    pipeline: Pipeline
    polls: int = 500
    pages: int = 100
    paused: bool = False  # no new polls; what is under way and what is owed goes on
    elapsed: Callable[[], float] = wake.elapsed  # what really passed, whatever the clock says
    _vigil: wake.Vigil = field(init=False)
    _busy: dict[tuple[str, str], asyncio.Task[bool]] = field(default_factory=dict)
    _resting: dict[tuple[str, str], datetime] = field(default_factory=dict)
    _stop: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self._vigil = wake.Vigil(self.pipeline.clock, self.elapsed)

    async def run(self) -> None:
        """Tick until `stop`, then let what is under way finish."""
        from watcher.ticks import Ticks  # who polls but once needs none of APScheduler

        ticks = Ticks(self._tick, TICK, self._tell)
        await self._guarded(self._meet_what_happened_before)
        self._start_due()
        self._vigil.accept()
        vigil = asyncio.create_task(self._keep_vigil(ticks))
        try:
            await self._stop.wait()
        finally:
            vigil.cancel()
            await asyncio.gather(vigil, return_exceptions=True)
            ticks.stop()
            await self._drain()

    def stop(self) -> None:
        """Ask for an orderly end. May be called more than once, and from a signal handler of the loop."""
        self._stop.set()

    @property
    def polling(self) -> bool:
        """Whether a feed is being asked, or waits for its turn."""
        return self._count("poll") > 0

    def poll_now(self, urls: tuple[str, ...] = ()) -> None:
        """Poll the given feeds, or all, without waiting until they are due."""
        self._resting.clear()
        for url in self.pipeline.policy.feeds if not urls else self.pipeline.policy.feeds.keys() & urls:
            self._start("poll", url, self._poll, url)

    async def once(self) -> None:
        """Poll every feed once, read the pages that are due, announce what is owed, and return; or `stop` before that."""
        work = asyncio.create_task(self._once())
        stopped = asyncio.create_task(self._stop.wait())
        await asyncio.wait({work, stopped}, return_when=asyncio.FIRST_COMPLETED)
        for task in (work, stopped):
            task.cancel()
        await asyncio.gather(work, stopped, return_exceptions=True)

    async def _once(self) -> None:
        gate = asyncio.Semaphore(self.polls)
        await asyncio.gather(*(self._gated(gate, self.pipeline.poll, url) for url in self.pipeline.policy.feeds))
        tried: set[str] = set()
        while waiting := [d for d in self._waiting(self.pages * 4) if d.article.entry.id not in tried]:
            tried.update(decision.article.entry.id for decision in waiting)
            await asyncio.gather(*(self._gated(gate, self.pipeline.read, decision) for decision in waiting))
        await asyncio.gather(*(self._gated(gate, self._revisit, visit) for visit in self._to_revisit(self.pages)))
        await self._guarded(self.pipeline.announce)

    # --- when time jumps ----------------------------------------------------------------------------------------------

    async def _keep_vigil(self, ticks: "Ticks") -> None:
        """Look in the loop's own time, too, since ticks come by the clock."""
        while True:
            await asyncio.sleep(TICK.total_seconds())
            await self._guarded(self._look_up)
            ticks.catch_up()

    async def _look_up(self) -> None:
        """Look whether time jumped, before anything is started because of it."""
        jump = self._vigil.look()
        if jump is None:
            self._vigil.accept()
        elif not self._rests(("jump", "")):
            self._resting["jump", ""] = self.pipeline.clock.now() + REST
            self._rearrange(jump)
            self._vigil.accept()  # not if that failed: it is still to be done

    async def _meet_what_happened_before(self) -> None:
        """Treat the time since the last run as sleep, or as a clock that was set back."""
        jump = wake.unseen(self.pipeline.store.states(), self.pipeline.clock.now())
        if jump is not None:
            self._rearrange(jump, at_once=AT_ONCE)

    def _rearrange(self, jump: wake.Jump, *, at_once: int = 0) -> None:
        """Let what waits wait as long as it should, and what is late come bit by bit; says so once."""
        store, now, chance = self.pipeline.store, self.pipeline.clock.now(), self.pipeline.spread
        times = wake.one_by_one(store.states(), now, shifted=jump.shifted, chance=chance, at_once=at_once)
        store.reschedule(times, by=min(jump.shifted, wake.NOTHING))
        self.pipeline.recall()
        self._resting.clear()
        within = max(times.values(), default=now) - now
        if self.pipeline.catching_up is not None:
            self.pipeline.catching_up += min(jump.shifted, wake.NOTHING)
        napped = jump.slept > self.pipeline.policy.habits.nap
        if napped:  # what came in the night is told in one digest, pages read
            self.pipeline.catching_up = now + within + READING
        elif at_once and jump.slept and not within:  # a start like any other
            return
        self.pipeline.emit(Woke(at=now, slept=jump.slept, shifted=jump.shifted, feeds=len(times), within=within))

    # --- what a tick starts -------------------------------------------------------------------------------------------

    async def _tick(self) -> None:
        await self._guarded(self._look_up)
        self._start("notes", "", self.pipeline.answer)
        self._start_due()
        self._start("upkeep", "", self._upkeep)

    async def _upkeep(self) -> None:
        await self.pipeline.forget()
        self._resting["upkeep", ""] = self.pipeline.clock.now() + UPKEEP

    def _start_due(self) -> None:
        try:
            if not self.paused:
                for url in self._due():
                    self._start("poll", url, self._poll, url)
            self._start_pages()
            self._start_revisits()
        except StoreError as error:
            self._warn(error)
        self._start("announce", "", self.pipeline.announce)

    def _due(self) -> Iterator[str]:
        """The feeds to ask now: not more than so many at once, nor more of a host than can soon have their turn there."""
        lines = Counter(_host(url) for kind, url in self._busy if kind == "poll")
        free = self.polls - lines.total()
        for url in self.pipeline.store.due(self.pipeline.clock.now(), self.polls * 10):
            key, host = ("poll", url), _host(url)
            if key in self._busy or self._rests(key) or lines[host] >= LINE:
                continue
            if not free:
                return
            free -= 1
            lines[host] += 1
            yield url

    def _start_pages(self) -> None:
        free = self.pages - self._count("page")
        if free > 0:
            for decision in self._waiting(self.pages * 2):
                if self._count("page") < self.pages:
                    self._start("page", decision.article.entry.id, self._read, decision)

    def _start_revisits(self) -> None:
        free = REVISITS - self._count("revisit")
        if free > 0 and not self.paused:
            for visit in self._to_revisit(REVISITS)[:free]:
                self._start("revisit", visit.entry, self._revisit, visit)

    def _to_revisit(self, limit: int) -> tuple[Visit, ...]:
        pipeline = self.pipeline
        return revisits.due(pipeline.store, terms=pipeline.policy.archive, clock=pipeline.clock, limit=limit)

    def _waiting(self, limit: int) -> tuple[Decision, ...]:
        return self.pipeline.store.unread(self.pipeline.clock.now(), limit)

    # What a poll brought is announced and its pages asked for at once, not at the next tick.

    async def _poll(self, url: str) -> None:
        if await self.pipeline.poll(url):
            self._start("announce", "", self.pipeline.announce)
            self._start_pages()

    async def _read(self, decision: Decision) -> None:
        await self.pipeline.read(decision)
        self._start("announce", "", self.pipeline.announce)

    async def _revisit(self, last: Visit) -> None:
        pipeline = self.pipeline
        await revisits.revisit(
            last,
            store=pipeline.store,
            fetcher=pipeline.fetcher,
            reader=pipeline.reader,
            terms=pipeline.policy.archive,
            clock=pipeline.clock,
            emit=pipeline.emit,
        )

    # --- tasks --------------------------------------------------------------------------------------------------------

    def _start(self, kind: str, name: str, work: Callable[..., Awaitable[object]], *args: object) -> None:
        """Start a piece of work unless the same one is under way or has just failed."""
        key = (kind, name)
        if key in self._busy or self._stop.is_set() or self._rests(key):
            return
        task = asyncio.create_task(self._guarded(work, *args), name=f"{kind} {name}")
        self._busy[key] = task
        task.add_done_callback(lambda done: self._ended(key, done))

    def _ended(self, key: tuple[str, str], task: asyncio.Task[bool]) -> None:
        del self._busy[key]
        if not task.cancelled() and not task.result():
            self._resting[key] = self.pipeline.clock.now() + REST

    def _rests(self, key: tuple[str, str]) -> bool:
        until = self._resting.get(key)
        if until is not None and until <= self.pipeline.clock.now():
            del self._resting[key]
        return key in self._resting

    def _count(self, kind: str) -> int:
        return sum(1 for key in self._busy if key[0] == kind)

    async def _gated(self, gate: asyncio.Semaphore, work: Callable[..., Awaitable[object]], *args: object) -> None:
        async with gate:
            await self._guarded(work, *args)

    async def _guarded(self, work: Callable[..., Awaitable[object]], *args: object) -> bool:
        """Do a piece of work and say whether it went well; whatever goes wrong in it is told and ends nothing else."""
        with about(**_subject(*args)):
            try:
                await work(*args)
            except StoreError as error:
                self._warn(error)
            except Exception as error:  # a fault of ours in one feed must not end the watch over all others
                log.exception("a piece of work failed")
                self._warn(error)
            else:
                return True
            return False

    def _warn(self, error: Exception) -> None:
        unkept = isinstance(error, StoreError)
        self._tell(str(error) if unkept else f"internal error: {error!r}", unkept=unkept)

    def _tell(self, what: str, *, unkept: bool = False) -> None:
        self.pipeline.emit(Warned(at=self.pipeline.clock.now(), what=what, unkept=unkept))

    async def _drain(self) -> None:
        """Let what is under way finish, within bounds; APScheduler would cancel it."""
        tasks = list(self._busy.values())
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=DRAIN.total_seconds())
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)


@lru_cache(maxsize=20_000)
def _host(url: str) -> str:
    """Whose turn a feed waits for. Each tick asks it of all that are due."""
    return urlsplit(url).netloc


def _subject(*args: object) -> dict[str, str]:
    """What a piece of work is about, for the log."""
    match args:
        case (str(feed),):
            return {"feed": feed}
        case (Decision(article=article),):
            return {"feed": article.entry.feed, "entry": article.entry.id}
        case _:
            return {}
