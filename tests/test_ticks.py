"""Ticks end quietly."""

import asyncio
import logging
from datetime import timedelta

import pytest

from watcher.ticks import Ticks


@pytest.mark.parametrize("turns", [0, 1, 2, 3, 5])
async def test_a_tick_that_is_cut_off_is_no_error(turns: int, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.ERROR)
    begun, told = asyncio.Event(), list[str]()

    async def tick() -> None:
        begun.set()
        await asyncio.sleep(60)

    ticks = Ticks(tick, timedelta(hours=1), told.append)
    for _ in range(turns):  # the first tick is on its way, about to begin, or has begun
        await asyncio.sleep(0)
    if turns == 5:
        await begun.wait()
    ticks.stop()
    for _ in range(10):
        await asyncio.sleep(0)
    assert caplog.records == []
    assert told == []


async def test_a_tick_that_fails_is_told_and_does_not_end_the_others(caplog: pytest.LogCaptureFixture):
    told, again = list[str](), asyncio.Event()

    async def tick() -> None:
        if told:
            again.set()
        raise ValueError("broken")

    ticks = Ticks(tick, timedelta(milliseconds=20), told.append)
    await asyncio.wait_for(again.wait(), 20)
    ticks.stop()
    assert "internal error in the scheduler: broken" in told
    assert [record for record in caplog.records if record.levelno == logging.ERROR]
