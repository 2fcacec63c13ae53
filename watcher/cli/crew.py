"""Processes that each keep what they have learnt: one after the other does not know what the first was told."""

import gc
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess
from typing import Any, Final

from watcher.errors import StoreError

MOST: Final = 8  # processes that nobody asked for
NEW_OBJECTS: Final = 20_000  # after which Python looks for circles: at its own number, 700, a twentieth of the time


def size(wanted: int) -> int:
    """How many processes there are: so many as are wanted, or with 0 as many as there are processors."""
    return wanted or min(os.cpu_count() or 1, MOST)


@contextmanager
def crew(number: int, begin: Callable[..., None], *arguments: Any) -> Iterator[Sequence[Executor]]:
    """So many executors of one process each, which begins with a call; they end with the first process, however it ends.

    Raises StoreError if one ends sooner.
    """
    with ExitStack() as stack:
        executors = [
            ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_begin, initargs=(begin, arguments))
            for _ in range(number)
        ]
        for executor in executors:
            stack.callback(executor.shutdown, wait=True, cancel_futures=True)
        try:
            yield executors
        except BrokenProcessPool as error:
            message = "a process beside this one was ended from outside, perhaps for want of memory: try --processes 1"
            raise StoreError(message) from error


def _begin(begin: Callable[..., None], arguments: Sequence[Any]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process hears of it, and ends the others
    parent = parent_process()
    assert parent is not None
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    gc.set_threshold(NEW_OBJECTS, 20, 20)
    begin(*arguments)


def _end_with(parent: BaseProcess) -> None:
    """End with the first process, which may be killed: whoever waits for its next piece would wait for ever."""
    parent.join()
    os._exit(1)
