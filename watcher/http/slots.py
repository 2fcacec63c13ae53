"""How many requests are under way: few that are prompt, and beside them more that only wait for a slow server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from watcher.frozen import dataclass

PATIENCE = 1.5  # seconds, within which nearly every server that is well has answered whole


@dataclass(slots=True)
class _Holder:
    """Somebody in a slot, whom the timer will move aside."""

    timer: asyncio.TimerHandle | None = None
    aside: bool = False


class Slots:
    """Gives `prompt` slots in the order of asking; who keeps one for too long steps aside while there is room for that.

    A server that drips a byte a second costs a socket and no work. If it kept its slot until the deadline, a few dozen
    of its kind would hold up every feed that is well; and to cut it off for being slow would lose slow honest ones.
    """

    def __init__(self, prompt: int, aside: int, patience: float = PATIENCE) -> None:
        self._prompt, self._room, self._patience = asyncio.Semaphore(prompt), aside, patience

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[None]:
        """Wait for a slot; it is given back at the end, wherever its holder stands by then."""
        holder = _Holder()
        await self._prompt.acquire()
        self._wait_for(holder)
        try:
            yield
        finally:
            if holder.timer:
                holder.timer.cancel()
            if holder.aside:
                self._room += 1
            else:
                self._prompt.release()

    def _wait_for(self, holder: _Holder) -> None:
        holder.timer = asyncio.get_running_loop().call_later(self._patience, self._step_aside, holder)

    def _step_aside(self, holder: _Holder) -> None:
        if self._room:
            self._room -= 1
            holder.aside = True
            self._prompt.release()
        else:  # later, perhaps
            self._wait_for(holder)
