"""The inside of a worker process: takes jobs from its standard input, and answers until that ends.

A message is eight bytes that say its length, then a pickle. An answer is an Outcome and what belongs to it.
"""

import faulthandler
import importlib
import os
import pickle
import struct
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from enum import Enum
from functools import partial
from typing import Any, BinaryIO

from watcher.errors import WatcherError

LENGTH = struct.Struct("!Q")
_GRACE = 5.0  # seconds beyond a job's deadline, by which the parent has killed us if it lives


class Outcome(Enum):
    """How a job ended, and what comes with that."""

    RESULT = 0  # what the function returned
    ERROR = 1  # the WatcherError that it raised
    FAULT = 2  # a sentence about an exception that nobody foresaw
    SPENT = 3  # a sentence, too; the process is no longer fit for another job


def main(memory: int, modules: Sequence[str]) -> None:
    """Bound the memory (bytes, 0: do not), import the modules, say that we are ready, and work."""
    jobs, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)  # so that nothing a library prints gets between the answers
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    if memory:
        _bound_memory(memory)
    _send(answers, _attempt(partial(_import, modules)))
    while header := jobs.read(LENGTH.size):
        message = jobs.read(*LENGTH.unpack(header))
        _send(answers, _attempt(partial(_work, message)))


def _import(modules: Sequence[str]) -> None:
    for name in modules:
        importlib.import_module(name)


def _work(message: bytes) -> Any:
    module, function, positional, keywords, deadline = pickle.loads(message)  # noqa: S301 - it comes from our parent
    # A watchdog in C: should the parent have died, it ends even a regular expression that never lets go.
    faulthandler.dump_traceback_later(deadline + _GRACE, exit=True)
    try:
        return getattr(importlib.import_module(module), function)(*positional, **keywords)
    finally:
        faulthandler.cancel_dump_traceback_later()


def _attempt(work: Callable[[], Any]) -> bytes:
    try:
        return pickle.dumps((Outcome.RESULT, work()))
    except MemoryError:
        return pickle.dumps((Outcome.SPENT, "needed more memory than reading may take"))
    except WatcherError as error:
        return pickle.dumps((Outcome.ERROR, error))
    except Exception as error:  # noqa: BLE001 - whatever a library throws at hostile bytes is one job's failure
        from traceback import extract_tb

        place = extract_tb(error.__traceback__)[-1]
        where = f"{os.path.basename(place.filename)}:{place.lineno}"  # noqa: PTH119 - a name, not a path
        return pickle.dumps((Outcome.FAULT, f"could not be read: {repr(error)[:300]} (at {where})"))


def _send(answers: BinaryIO, message: bytes) -> None:
    answers.write(LENGTH.pack(len(message)))
    answers.write(message)
    answers.flush()


def _bound_memory(limit: int) -> None:
    if sys.platform == "win32":  # it has no such limit
        return
    import resource

    with suppress(ValueError, OSError):  # macOS refuses
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
