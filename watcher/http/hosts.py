"""Manners towards hosts: one request at a time, a gap between two, and a slower pace for whom we have bothered."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from types import MappingProxyType

from watcher.data.quirks import Quirk, quirk_of
from watcher.errors import FetchError, FetchFault
from watcher.frozen import dataclass, replace
from watcher.http.faults import THROTTLING

_BUSY = THROTTLING | {503}
_FORBIDDEN = 403
_NOT_FOR_YOU = frozenset({_FORBIDDEN, 406})  # what hosts answer that judge by the name of who asks
_DAY = 86_400.0
_MOST_HOSTS = 10_000  # a few megabytes; beyond them the least lately used is forgotten


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """Seconds between requests to one host, and what changes them."""

    gap: float = 2.0  # from the end of one answer to the next request
    widest: float = 60.0  # a learned gap or a Crawl-delay beyond this would starve the host's other feeds
    rest: float = 300.0  # the longest that one feed's Retry-After closes the whole host; the feed itself waits longer
    patience: float = 60.0  # who would wait longer than this for a resting host is told so instead
    memory: float = 3600.0  # how long a 403 after a 429 means the same as the 429
    clump: float = 600.0  # within which several 403s in a row, of a host that was fine, mean the same, too
    many: int = 3  # that is how many; one feed alone never asks so often


@dataclass(frozen=True, slots=True, kw_only=True)
class HostState:
    """What we know of a host's patience. Times are monotonic seconds."""

    gap: float
    free_at: float = 0.0
    throttled_at: float | None = None
    fine: bool = False  # it has given good answers, and not turned to 403s since
    refusals: int = 0  # 403s in a row ...
    refused_at: float = 0.0  # ... and when the first of them came
    by_alias: bool = False  # it answers us under the other name only
    alias_failed_at: float | None = None

    def throttles(self, status: int, now: float, manners: Manners) -> bool:
        """Whether a status means "too fast".

        A 403 does if the host said so in plain words lately, or if it turns to 403s for many addresses at once.
        """
        lately = self.throttled_at is not None and now - self.throttled_at < manners.memory
        return status in _BUSY or (status == _FORBIDDEN and (lately or self._clumps(now, manners)))

    def _clumps(self, now: float, manners: Manners) -> bool:
        """Whether another 403 now is one of many at once."""
        return self.fine and self.refusals + 1 >= manners.many and now - self.refused_at < manners.clump

    def may_try_alias(self, status: int, now: float) -> bool:
        """Whether a refusal may be for our name, and the other name has not been tried within a day."""
        tried = self.alias_failed_at is not None and now - self.alias_failed_at < _DAY
        return status in _NOT_FOR_YOU and not self.by_alias and not tried

    def tried_alias(self, status: int, now: float) -> "HostState":
        """The state after the other name was tried: what works is kept for as long as we run."""
        return replace(self, by_alias=True) if 200 <= status < 400 else replace(self, alias_failed_at=now)

    def answered(self, status: int, wait: float | None, now: float, manners: Manners) -> "HostState":
        """The state after an answer (status 0: none came), whose Retry-After was `wait` seconds.

        Being throttled doubles the gap at once; every good answer takes a tenth of the excess back.
        """
        if self.throttles(status, now, manners):
            gap = max(min(self.gap * 2, manners.widest), manners.gap)
            pause = max(gap, min(wait or 0.0, manners.rest))
            plain = status in _BUSY or self._clumps(now, manners)
            told_at = now if plain else self.throttled_at  # or else one 429 would excuse 403s for ever
            return replace(self, gap=gap, free_at=now + pause, throttled_at=told_at, fine=False, refusals=0)
        fine, refusals, since = self.fine, self.refusals, self.refused_at
        if status == _FORBIDDEN:
            goes_on = refusals > 0 and now - since < manners.clump
            refusals, since = (refusals + 1, since) if goes_on else (1, now)
        elif 200 <= status < 400:
            fine, refusals = True, 0
        gap = manners.gap + (self.gap - manners.gap) * 0.9
        return replace(self, gap=gap, free_at=now + self.gap, fine=fine, refusals=refusals, refused_at=since)

    def asked_for(self, delay: float, manners: Manners) -> "HostState":
        """The state once robots.txt has asked for a delay between requests."""
        return replace(self, gap=max(self.gap, min(delay, manners.widest)))


class _Lane:
    """A host's queue. Locks of asyncio serve in the order of arrival."""

    __slots__ = ("least", "lock", "state", "wanted")

    def __init__(self, least: float, gap: float) -> None:
        self.least = least  # seconds between two requests that the host is known to want
        self.state = HostState(gap=max(gap, least))
        self.lock = asyncio.Lock()
        self.wanted = 0


class Turn:
    """One visit to a host, which may take several requests: redirects within it need not queue again."""

    def __init__(self, lane: _Lane, manners: Manners, monotonic: Callable[[], float]) -> None:
        self._lane, self._manners, self._monotonic = lane, manners, monotonic
        self._status, self._wait = 0, 0.0

    def answered(self, status: int, retry_after: timedelta | None) -> bool:
        """Note how the host answered; true if that means "too fast"."""
        self._status = status
        self._wait = retry_after.total_seconds() if retry_after else 0.0
        return self._lane.state.throttles(status, self._monotonic(), self._manners)

    @property
    def by_alias(self) -> bool:
        """Whether the host answers us under our other name only."""
        return self._lane.state.by_alias

    def may_try_alias(self) -> bool:
        """Whether the answer that was noted last may be another under our other name."""
        return self._lane.state.may_try_alias(self._status, self._monotonic())

    def tried_alias(self) -> None:
        """Note what the other name has come to: the answer that was noted last."""
        self._lane.state = self._lane.state.tried_alias(self._status, self._monotonic())

    @property
    def gap(self) -> float:
        return self._lane.state.gap

    def end(self) -> None:
        self._lane.state = self._lane.state.answered(self._status, self._wait, self._monotonic(), self._manners)


class Hosts:
    """Grants turns, host by host; hosts never wait for each other."""

    def __init__(
        self,
        manners: Manners,
        monotonic: Callable[[], float] = time.monotonic,
        quirks: Mapping[str, Quirk] = MappingProxyType({}),
    ) -> None:
        self._manners, self._monotonic, self._quirks = manners, monotonic, quirks
        self._lanes: OrderedDict[str, _Lane] = OrderedDict()  # the least lately used first

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[Turn]:
        """Wait for a host (name and port); raise FetchError(THROTTLED) if it rests for longer than our patience."""
        lane = self._lane(host)
        lane.wanted += 1
        try:
            async with lane.lock:
                await self._rest(host, lane)
                manners = self._manners
                if lane.least > manners.gap:
                    manners = replace(manners, gap=lane.least)
                turn = Turn(lane, manners, self._monotonic)
                try:
                    yield turn
                finally:
                    turn.end()
        finally:
            lane.wanted -= 1

    def change(self, manners: Manners) -> None:
        """Keep other manners from the next turn on. Gaps that were learned drift towards the new one."""
        self._manners = manners

    def slow(self, host: str, delay: float) -> None:
        """Widen a host's gap to the Crawl-delay of its robots.txt."""
        lane = self._lane(host)
        lane.state = lane.state.asked_for(delay, self._manners)

    def __len__(self) -> int:
        return len(self._lanes)

    async def _rest(self, host: str, lane: _Lane) -> None:
        wait = lane.state.free_at - self._monotonic()
        if wait > max(self._manners.patience, lane.state.gap):
            message = f"{host} asked for a pause, {wait:.0f} s of which are left"
            raise FetchError(FetchFault.THROTTLED, message, retry_after=timedelta(seconds=wait))
        if wait > 0:
            await asyncio.sleep(wait)

    def _lane(self, host: str) -> _Lane:
        lane = self._lanes.get(host)
        if lane is None:
            lane = self._lanes[host] = _Lane(quirk_of(host, self._quirks).gap, self._manners.gap)
            if len(self._lanes) > _MOST_HOSTS:
                oldest = next(name for name, other in self._lanes.items() if not other.wanted)
                del self._lanes[oldest]
        self._lanes.move_to_end(host)
        return lane
