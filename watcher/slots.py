"""How much is under way at once: little that is prompt, and beside it some more that takes long."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Slots:
    """Gives `prompt` slots in the order of asking; who keeps one for too long steps aside while there is room for that.

    A server that drips a byte a second costs a socket and no work, and a feed that takes a worker ten seconds costs a
    process. If they kept their slots until the deadline, a few of their kind would hold up every feed that is well; and
    to cut them off for being slow would lose slow honest ones.
    """

    def __init__(self, prompt: int, aside: int, patience: float) -> None:
        self.room, self.patience, self._prompt = aside, patience, asyncio.Semaphore(prompt)

    @asynccontextmanager
    async def slot(self) -> AsyncIterator["Slot"]:
        """Wait for a slot; it is given back at the end, wherever its holder stands by then."""
        await self._prompt.acquire()
        slot = Slot(self)
        slot.resume()
        try:
            yield slot
        finally:
            slot.pause()
            if slot.aside:
                self.room += 1
            else:
                self._prompt.release()

    def vacate(self) -> bool:
        """Let somebody else have a prompt slot if there is room aside for who had it."""
        if not self.room:
            return False
        self.room -= 1
        self._prompt.release()
        return True


class Slot:
    """What one holder has: a place among the prompt ones, until patience ends."""

    def __init__(self, slots: Slots) -> None:
        self._slots, self.aside = slots, False
        self._timer: asyncio.TimerHandle | None = None

    def pause(self) -> None:
        """Have patience without end: what goes on now is not the holder's fault."""
        if self._timer:
            self._timer.cancel()

    def resume(self) -> None:
        """Begin to lose patience."""
        if not self.aside:
            self._timer = asyncio.get_running_loop().call_later(self._slots.patience, self._step_aside)

    def _step_aside(self) -> None:
        self.aside = self._slots.vacate()
        self.resume()  # later, perhaps, if there was no room
