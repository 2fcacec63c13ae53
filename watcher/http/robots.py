"""What hosts ask of robots, for articles' pages: feeds are published to be polled."""

import asyncio
import re
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from watcher.errors import FetchError, FetchFault
from watcher.frozen import dataclass

if TYPE_CHECKING:
    from protego import Protego

_DAY = 86_400.0  # seconds; RFC 9309, section 2.4: not used longer than 24 hours
_MOST_ORIGINS = 1000
# Groups that are not ours become one: thousands of names times thousands of rules would fill the memory.
_OTHER_AGENTS = r"(?im)^[ \t]*user[- ]?agent[ \t:]++(?!\*|{name}).*$"


@dataclass(frozen=True, slots=True)
class _Rules:
    parsed: "Protego | None"  # None: the origin has no opinion
    until: float


class Robots:
    """Answers from the robots.txt of each origin (`https://name:port`), which is asked once a day.

    `fetch` brings an address's bytes or raises FetchError. A failure allows everything, except that a host which
    wants a pause is asked another time.
    """

    def __init__(
        self, agent: str, fetch: Callable[[str], Awaitable[bytes]], monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._agent, self._fetch, self._monotonic = agent, fetch, monotonic
        self._others = re.compile(_OTHER_AGENTS.format(name=re.escape(agent)))
        self._known: OrderedDict[str, _Rules] = OrderedDict()
        self._asked: dict[str, asyncio.Task[_Rules]] = {}

    async def learn(self, origin: str) -> float:
        """Make sure that the origin's wishes are known; returns the delay in seconds that it asks for, or 0."""
        rules = self._known.get(origin)
        if rules is None or rules.until <= self._monotonic():
            task = self._asked.get(origin)
            if task is None:
                task = self._asked[origin] = asyncio.create_task(self._ask(origin))
                task.add_done_callback(lambda _: self._asked.pop(origin))
            rules = await asyncio.shield(task)  # others may wait for the same answer
        return float(rules.parsed.crawl_delay(self._agent) or 0) if rules.parsed else 0.0

    def check(self, origin: str, url: str) -> None:
        """Raise FetchError(ROBOTS) if the origin, as far as known, does not want this page read."""
        rules = self._known.get(origin)
        if rules and rules.parsed and not rules.parsed.can_fetch(url, self._agent):
            raise FetchError(FetchFault.ROBOTS, f"{origin} asks robots not to read this page (robots.txt)")

    async def close(self) -> None:
        for task in self._asked.values():
            task.cancel()
        await asyncio.gather(*self._asked.values(), return_exceptions=True)

    async def _ask(self, origin: str) -> _Rules:
        from protego import Protego  # with the first page: a start that finds nothing new is done without

        parsed: Protego | None = None
        try:
            text = (await self._fetch(f"{origin}/robots.txt")).decode("utf-8", "replace")
            parsed = Protego.parse(self._others.sub("User-agent: -", text))
        except FetchError as error:
            if error.kind is FetchFault.THROTTLED:
                raise
        rules = self._known[origin] = _Rules(parsed, self._monotonic() + _DAY)
        self._known.move_to_end(origin)
        if len(self._known) > _MOST_ORIGINS:
            self._known.popitem(last=False)
        return rules
