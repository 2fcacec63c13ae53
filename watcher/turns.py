"""Long work in the event loop, in slices: what waits for its turn gets it many times a second."""

import asyncio
import time
from weakref import WeakKeyDictionary

SLICE = 0.01  # seconds that one piece of work may hold the loop at a stretch
ROUNDS = 5  # of the loop that all others have between two slices; where nobody waits, they take no time

_lines = WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock]()


class Turns:
    """Begun with a long piece of work, which calls `share` between its steps.

    All that are long stand in one line, so that there is one slice between the rounds of the others, however many
    are long: a feed of one entry takes a dozen rounds from its answer to its alert.
    """

    def __init__(self) -> None:
        self._line = _lines.setdefault(asyncio.get_running_loop(), asyncio.Lock())
        self._until = time.perf_counter() + SLICE

    async def share(self) -> None:
        """Let the others have their turn if ours is over."""
        if time.perf_counter() > self._until:
            async with self._line:
                for _ in range(ROUNDS):
                    await asyncio.sleep(0)
            self._until = time.perf_counter() + SLICE
