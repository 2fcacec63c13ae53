"""Noticing that time jumped: the machine slept, the process was stopped, or somebody set the clock."""

import sys
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from watcher.core.model import FeedState
from watcher.frozen import dataclass
from watcher.ports import Clock

JUMP = timedelta(minutes=1)  # less disturbs nobody, for whatever waits waits longer
PACE = timedelta(seconds=1)  # between two feeds that are late because of a jump
SPREAD = timedelta(minutes=5)  # over which all of them are asked, however many they are
NOTHING = timedelta()


def elapsed() -> float:
    """Seconds that passed whatever the clock says, the machine's sleep included where the system counts it."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    else:  # noqa: RET505 - mypy looks at one platform at a time
        return time.monotonic()


@dataclass(frozen=True, slots=True, kw_only=True)
class Jump:
    """How far time jumped: `slept` passed while nothing ran, `shifted` is by how much the clock was set."""

    slept: timedelta = NOTHING
    shifted: timedelta = NOTHING


class Vigil:
    """Compares the clock with the time that really passed, each time that it is asked."""

    def __init__(self, clock: Clock, elapsed: Callable[[], float]) -> None:
        self._clock, self._elapsed = clock, elapsed
        self._wall, self._passed = clock.now(), elapsed()

    def look(self) -> Jump | None:
        """The jump since `accept` was last called, if there was one."""
        slept = timedelta(seconds=self._elapsed() - self._passed)
        shifted = self._clock.now() - self._wall - slept
        if max(slept, abs(shifted)) < JUMP:
            return None
        return Jump(slept=slept if slept >= JUMP else NOTHING, shifted=shifted if abs(shifted) >= JUMP else NOTHING)

    def accept(self) -> None:
        """Take the clock as it is from here on."""
        self._wall, self._passed = self._clock.now(), self._elapsed()


def unseen(states: Iterable[FeedState], now: datetime) -> Jump | None:
    """The jump since any feed was last polled, while no watcher ran. Nothing was polled in the future."""
    passed = now - max((state.last_poll for state in states if state.last_poll), default=now)
    if abs(passed) < JUMP:
        return None
    return Jump(slept=passed) if passed > NOTHING else Jump(shifted=passed)


def one_by_one(
    states: Iterable[FeedState], now: datetime, *, shifted: timedelta, chance: Callable[[], float], at_once: int = 0
) -> dict[str, datetime]:
    """When to ask the feeds that are due once all schedules have moved with a clock that was set back.

    After a clock was set ahead, or after sleep, the schedules stay, and many feeds are late at once. `at_once` of them
    are asked now, the longest overdue first, the others bit by bit, each at a moment by `chance` (from 0 up to 1).
    Feeds that were never polled are not among them: somebody waits for those.
    """
    back = min(shifted, NOTHING)
    late = sorted((state.next_poll, state.url) for state in states if state.next_poll and state.next_poll + back <= now)
    step = min(PACE, SPREAD / max(len(late), 1))
    times = {url: now for _, url in late[:at_once]}
    return times | {url: now + (number + chance()) * step for number, (_, url) in enumerate(late[at_once:])}
