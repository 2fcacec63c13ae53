"""Room: large bodies wait for each other before they grow, small ones never, and nobody waits for ever."""

import asyncio
from contextlib import AsyncExitStack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.badserver import FEED, BadServer, ok
from watcher.core.model import Request
from watcher.errors import FetchFault
from watcher.http.bounds import Bounds
from watcher.http.room import Room

LARGE = FEED + b" " * 1_000_000


@given(sizes=st.lists(st.integers(0, 200), min_size=1, max_size=12), size=st.integers(0, 300))
def test_all_come_to_an_end_and_never_hold_more_than_there_is_room_for_and_one_body(sizes: list[int], size: int):
    async def read_all() -> int:
        room, most = Room(size, little=10), 0

        async def read(length: int) -> None:
            nonlocal most
            with room.reading():
                for _ in range(length // 10):
                    await room.take(10)
                    most = max(most, room.held)
                    await asyncio.sleep(0)
            for _ in range(50):  # what is made of it takes longer than to read another one
                await asyncio.sleep(0)

        async with asyncio.timeout(10):
            await asyncio.gather(*map(read, sizes))
        await asyncio.sleep(0)
        assert room.held == 0
        return most

    assert asyncio.run(read_all()) <= size + max(sizes) + 20 * len(sizes)


async def test_a_small_body_that_never_ends_does_not_stand_before_large_ones():
    room, begun = Room(0, little=10), asyncio.Event()

    async def read(length: int, end: asyncio.Event | None = None) -> None:
        with room.reading():
            for _ in range(length // 10):
                await room.take(10)
            if end:
                begun.set()
                await end.wait()

    small = asyncio.create_task(read(10, asyncio.Event()))
    await begun.wait()
    async with asyncio.timeout(10):
        await asyncio.gather(read(100), read(100))
    small.cancel()
    await asyncio.gather(small, return_exceptions=True)
    assert room.held == 0


async def test_large_bodies_wait_until_the_work_on_others_is_done_and_a_small_one_does_not(open_client):
    done, read = asyncio.Event(), 0
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(open_client(bounds=Bounds(deadline=60, in_flight=2_500_000)))
        servers = [
            await stack.enter_async_context(BadServer({"/": [ok(LARGE)], "/small": [ok(FEED)]})) for _ in range(7)
        ]
        await stack.enter_async_context(asyncio.timeout(60))

        async def work(server: BadServer) -> None:
            nonlocal read
            await client.get(Request(url=server.url("/")))
            read += 1
            await done.wait()

        large = [asyncio.create_task(work(server)) for server in servers[1:]]
        while not read:  # noqa: ASYNC110 - the network brings it
            await asyncio.sleep(0.01)
        for _ in range(5):
            assert (await client.get(Request(url=servers[0].url("/small")))).body == FEED
        assert read <= 2
        done.set()
        await asyncio.gather(*large)
    assert read == 6


@pytest.mark.parametrize("size", [80, 800])
async def test_nobody_is_asked_while_many_little_bodies_wait_to_be_made_something_of(size: int):
    room, read, most = Room(size, little=10), asyncio.Event(), 0

    async def poll() -> None:
        nonlocal most
        await room.spare()
        with room.reading():
            await room.take(10)
        most = max(most, room.held)
        await read.wait()

    polls = [asyncio.create_task(poll()) for _ in range(30)]
    for _ in range(100):
        await asyncio.sleep(0)
    assert most == size // 8 + 10
    read.set()
    async with asyncio.timeout(10):
        await asyncio.gather(*polls)


async def test_neither_a_body_that_drips_nor_a_large_one_at_work_nor_an_own_one_keeps_others_from_asking():
    room, end = Room(0, little=10), asyncio.Event()

    async def drip() -> None:
        with room.reading():
            await room.take(10)
            await end.wait()

    async def work() -> None:
        with room.reading():
            room.hold(20)
        await end.wait()

    slow = [asyncio.create_task(drip()), asyncio.create_task(work())]
    async with asyncio.timeout(10):
        for _ in range(10):
            await asyncio.sleep(0)
        assert room.held == 30
        for _ in range(2):
            await room.spare()
            with room.reading():
                await room.take(5)
    end.set()
    await asyncio.gather(*slow)


async def test_who_finds_no_room_within_the_deadline_is_told_so(open_client, fails):
    async with BadServer({"/": [ok(LARGE)]}) as first, BadServer({"/": [ok(LARGE)]}) as second:  # noqa: SIM117 - two servers, then what asks them
        async with open_client(bounds=Bounds(deadline=3.0, in_flight=300_000)) as client:
            read, done = asyncio.Event(), asyncio.Event()

            async def work() -> None:
                await client.get(Request(url=first.url("/")))
                read.set()
                await done.wait()

            working = asyncio.create_task(work())
            await read.wait()
            error = await fails(client, second.url("/"))
            done.set()
            await working
    assert error.kind is FetchFault.TIMEOUT
    assert "too many other bodies are large, 0.3 MB together (http.max_in_flight)" in str(error)
