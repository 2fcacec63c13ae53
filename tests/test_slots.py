"""Slots: who is prompt waits for nobody who is slow, and nobody is cut off for being slow."""

import asyncio

from watcher.slots import Slots


async def _hold(slots: Slots, begun: list[int], number: int, end: asyncio.Event) -> None:
    async with slots.slot():
        begun.append(number)
        await end.wait()


async def _settled() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_who_is_slow_steps_aside_as_long_as_there_is_room_and_gets_to_its_end():
    slots, begun, end = Slots(1, 2, patience=0.0), list[int](), asyncio.Event()
    tasks = [asyncio.create_task(_hold(slots, begun, number, end)) for number in range(5)]
    while len(begun) < 3:  # noqa: ASYNC110 - the loop's timers bring it about
        await asyncio.sleep(0)
    await _settled()
    assert begun == [0, 1, 2]  # two aside, one in the slot that nobody can leave any more
    end.set()
    await asyncio.gather(*tasks)
    assert begun == [0, 1, 2, 3, 4]


async def test_every_place_is_given_back_whoever_leaves_it_and_however():
    slots = Slots(1, 1, patience=0.0)
    for _ in range(3):
        begun, end = list[int](), asyncio.Event()
        tasks = [asyncio.create_task(_hold(slots, begun, number, end)) for number in range(3)]
        while len(begun) < 2:  # noqa: ASYNC110 - as above
            await asyncio.sleep(0)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert begun == [0, 1]


async def test_within_patience_nobody_steps_aside():
    slots, begun, end = Slots(2, 10, patience=60.0), list[int](), asyncio.Event()
    tasks = [asyncio.create_task(_hold(slots, begun, number, end)) for number in range(4)]
    await _settled()
    assert begun == [0, 1]
    end.set()
    await asyncio.gather(*tasks)


async def test_who_is_not_to_blame_for_a_while_keeps_the_slot_meanwhile():
    slots, end = Slots(1, 1, patience=0.0), asyncio.Event()
    async with slots.slot() as slot:
        slot.pause()
        waiting = asyncio.create_task(_hold(slots, [], 0, end))
        await asyncio.sleep(0.02)  # far beyond patience
        assert slots.room == 1
        slot.resume()
        while slots.room:  # noqa: ASYNC110 - as above
            await asyncio.sleep(0)
        end.set()
        await waiting
