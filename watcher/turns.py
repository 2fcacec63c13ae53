"""Long work in the event loop, in slices: what waits for its turn gets it many times a second."""

import asyncio
import time

SLICE = 0.02  # seconds that one piece of work may hold the loop at a stretch


class Turns:
    """Begun with a long piece of work, which calls `share` between its steps."""

    def __init__(self) -> None:
        self._until = time.perf_counter() + SLICE

    async def share(self) -> None:
        """Let the others have their turn if ours is over."""
        if time.perf_counter() > self._until:
            await asyncio.sleep(0)
            self._until = time.perf_counter() + SLICE
