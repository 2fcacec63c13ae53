"""Functions that no worker should survive, and some that it should."""

import ctypes
import os
import re
import signal
import time

from watcher.errors import WallError

READY = time.monotonic()
KNOWN: list[str] = []


def double(number):
    return number * 2


def pid():
    return os.getpid()


def remember(word):
    """Adds to what this process knows."""
    KNOWN.append(word)


def remembered():
    return "".join(KNOWN)


def ready_since():
    return READY


def sleep(seconds):
    time.sleep(seconds)


def hold_the_lock():
    """Never lets another Python thread run, as a regular expression that backtracks does."""
    re.match(r"(a+)+$", "a" * 60 + "b")


def eat_memory(size):
    return len(bytearray(size))


def refuse():
    raise WallError("this is a wall")


def stumble():
    raise TypeError("a bug\x1b of a library")


def crash():
    ctypes.string_at(0)


def leave():
    os._exit(3)


def kill_itself():
    os.kill(os.getpid(), signal.SIGKILL)


def give_what_cannot_be_sent():
    return lambda: None


def chatter():
    print("noise on standard output", flush=True)  # noqa: T201 - that is the point
    os.write(1, b"more noise")
    return "quiet"


def many_bytes(count):
    return b"x" * count


def length(data):
    return len(data)
