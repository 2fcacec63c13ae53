"""How many bytes of bodies there may be at once: on their way, waiting for a worker, and being read there."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_LITTLE = 256 * 1024  # bytes that a body may have without waiting; nearly all have fewer
_AHEAD = 8  # such bodies may hold this part of all room before somebody new is asked; it is plenty for the workers


class Room:
    """Lets large bodies wait before they grow, once all of them together hold `size` bytes.

    Bytes belong to the task that reads them, until that ends or reads another body: what is made of a body is made in
    its task. While no large body is at work, of those that are on their way the first goes on, or else nobody would
    ever come to an end; so there can be one body more than there is room for. Little bodies never wait, but nobody new
    is asked while many have come and wait to be made something of: servers are quicker than a first run's workers.
    """

    def __init__(self, size: int, little: int = _LITTLE) -> None:
        self.size, self.held = size, 0
        self._little = little
        self._of: dict[asyncio.Task[Any], int] = {}
        self._reading: dict[asyncio.Task[Any], None] = {}  # in the order in which they began
        self._waiting: set[asyncio.Task[Any]] = set()
        self._freed = asyncio.Event()
        self._line = asyncio.Lock()  # of who would ask

    async def spare(self) -> None:
        """Wait, before a server is asked, until little bodies that have come hold no more than their part."""
        async with self._line:
            while sum(map(self._of.__getitem__, filter(self._has_come, self._of))) > self.size // _AHEAD:
                self._freed.clear()
                await self._freed.wait()

    def _has_come(self, task: asyncio.Task[Any]) -> bool:
        """Whether a little body is there whole. On its way it may drip, a large one is long at work, an own one done with."""
        return task not in self._reading and self._of[task] <= self._little and task is not _this()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Say that this task reads a body from here on, and has nothing more to do with one that it read before."""
        task = _this()
        if task in self._of:
            self._end(task)
        else:
            task.add_done_callback(self._end)
        self._of[task] = 0
        self._reading[task] = None
        try:
            yield
        finally:
            del self._reading[task]
            self._freed.set()

    async def take(self, count: int) -> None:
        """Count some more bytes of this task's body, and wait until it may grow further."""
        task = _this()
        self.hold(self._of[task] + count)
        while self.held > self.size and self._of[task] > self._little and not self._must_go_on(task):
            self._waiting.add(task)
            self._freed.clear()
            await self._freed.wait()
        self._waiting.discard(task)

    def hold(self, count: int) -> None:
        """Count the body of this task as having so many bytes now."""
        task = _this()
        self.held += count - self._of[task]
        self._of[task] = count

    @property
    def refused(self) -> bool:
        """Whether this task was stopped while it waited."""
        return _this() in self._waiting

    def _must_go_on(self, task: asyncio.Task[Any]) -> bool:
        """Whether a large body is the first of those on their way, and none is at work whose end would make room."""
        large = [one for one, count in self._of.items() if count > self._little]
        return all(one in self._reading for one in large) and next(one for one in self._reading if one in large) is task

    def _end(self, task: asyncio.Task[Any]) -> None:
        self.held -= self._of.pop(task)
        self._waiting.discard(task)
        self._freed.set()


def _this() -> asyncio.Task[Any]:
    task = asyncio.current_task()
    assert task
    return task
