"""The store as web pages ask it: in one thread of its own, so that a long question holds up no other connection."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from watcher.ports import Store

Answer = TypeVar("Answer")


class Archive:
    """Opens a store in its thread at once, raising what opening raises; `close` lets go of both."""

    def __init__(self, open_store: Callable[[], Store]) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="archive")
        try:
            self._store = self._thread.submit(open_store).result()
        except BaseException:
            self._thread.shutdown()
            raise

    async def ask(self, question: Callable[[Store], Answer]) -> Answer:
        """What a question about the store comes to; raises StoreError."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, question, self._store)

    def close(self) -> None:
        self._thread.submit(self._store.close).result()
        self._thread.shutdown()
