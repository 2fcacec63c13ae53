"""Ticks at a steady pace, by APScheduler, in the loop that runs."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MAX_INSTANCES, JobExecutionEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

_FAR: Final = 5  # ticks; the next one is farther off only if the clock was set back


def _is_trouble(record: logging.LogRecord) -> bool:
    """Whether a record of APScheduler's tells of more than a tick that `stop` cancelled, perhaps before it began."""
    return record.exc_info is None or not isinstance(record.exc_info[1], asyncio.CancelledError)


class Steady(BaseTrigger):  # type: ignore[misc]  # apscheduler has no types
    """Fires a tick after it last did. APScheduler's own interval works through every tick that a clock set ahead skips."""

    def __init__(self, pace: timedelta) -> None:
        self._pace = pace

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        return now if previous is None else now + self._pace


class Ticks:
    """Calls `tick` at a pace from now on, one at a time, until it is stopped; `warn` hears of those that fail."""

    def __init__(self, tick: Callable[[], Awaitable[None]], pace: timedelta, warn: Callable[[str], None]) -> None:
        self._pace, self._warn = pace, warn
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._scheduler.add_listener(self._on_trouble, EVENT_JOB_ERROR | EVENT_JOB_MAX_INSTANCES)
        self._job = self._scheduler.add_job(
            tick,
            Steady(pace),
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,  # the default of a second drops ticks silently when the loop was busy
        )
        logging.getLogger("apscheduler.executors.default").addFilter(_is_trouble)
        self._scheduler.start()

    def catch_up(self) -> None:
        """Tick now if the next one is far off: APScheduler sleeps until the clock says so, a day if it was set back."""
        now = datetime.now(UTC)
        if self._job.next_run_time > now + _FAR * self._pace:
            self._job.modify(next_run_time=now)

    def stop(self) -> None:
        """No more ticks; one that runs is not waited for."""
        self._scheduler.shutdown(wait=False)

    def _on_trouble(self, event: JobExecutionEvent) -> None:
        fault = getattr(event, "exception", None) or "a tick is still running"
        if not isinstance(fault, asyncio.CancelledError):
            self._warn(f"internal error in the scheduler: {fault}")
