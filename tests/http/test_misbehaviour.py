"""Servers that do everything wrong cost us a named error, within the deadline and the bounds."""

import asyncio
import time
import tracemalloc

import pytest

from tests.badserver import FEED, WRONG, BadServer, Drip, ok
from watcher.core.model import Request
from watcher.errors import FetchError, FetchFault

FAULTS = {
    "/closed-at-once": FetchFault.PROTOCOL,
    "/reset-at-once": FetchFault.CONNECT,
    "/reset-in-body": FetchFault.CONNECT,
    "/shorter": FetchFault.PROTOCOL,
    "/two-lengths": FetchFault.PROTOCOL,
    "/negative-length": FetchFault.PROTOCOL,
    "/absurd-length": FetchFault.PROTOCOL,
    "/huge-length": FetchFault.TOO_LARGE,
    "/http-0.9": FetchFault.PROTOCOL,
    "/bad-chunk": FetchFault.PROTOCOL,
    "/huge-chunk": FetchFault.PROTOCOL,
    "/endless-body": FetchFault.TOO_LARGE,
    "/tiny-chunks": FetchFault.PROTOCOL,
    "/endless-header": FetchFault.TOO_LARGE,
    "/interim-storm": FetchFault.TOO_LARGE,
    "/control-reason": FetchFault.PROTOCOL,
    "/switching": FetchFault.PROTOCOL,
    "/status-word": FetchFault.PROTOCOL,
    "/status-999": FetchFault.SERVER,
    "/gzip-bomb": FetchFault.TOO_LARGE,
    "/gzip-twice-bomb": FetchFault.TOO_LARGE,
    "/deflate-bomb": FetchFault.TOO_LARGE,
    "/raw-deflate-bomb": FetchFault.TOO_LARGE,
    "/half-gzip": FetchFault.ENCODING,
    "/brotli": FetchFault.ENCODING,
}
READABLE = {
    "/http-1.0",
    "/many-headers",
    "/many-cookies",
    "/interim",
    "/gzip",
    "/gzip-twice",
    "/not-gzip",
    "/not-deflate",
    "/unlabelled-gzip",
    "/unknown-coding",
}
ENDLESS = {"/silent", "/slow-headers", "/slow-body", "/kept-open"}
ODD = {"/longer": FEED[:10], "/control-header": b""}


def test_every_wrong_server_has_an_expectation():
    assert set(WRONG) == set(FAULTS) | READABLE | ENDLESS | set(ODD)


@pytest.fixture
async def server():
    async with BadServer(WRONG) as opened:
        yield opened


@pytest.mark.parametrize("path", FAULTS)
async def test_it_fails_by_name(server, client, fails, path):
    assert (await fails(client, server.url(path))).kind is FAULTS[path]


@pytest.mark.parametrize("path", sorted(READABLE))
async def test_it_is_odd_and_readable(server, client, path):
    reply = await client.get(Request(url=server.url(path)))
    assert reply.body == FEED
    assert len(reply.headers) < 20


@pytest.mark.parametrize("path", ODD)
async def test_it_is_read_as_far_as_it_claims_to_go(server, client, path):
    assert (await client.get(Request(url=server.url(path)))).body == ODD[path]


@pytest.mark.parametrize("path", sorted(ENDLESS))
async def test_it_is_given_up_at_the_deadline(server, open_client, fails, path):
    async with open_client(deadline=0.3) as client:
        start = time.monotonic()
        assert (await fails(client, server.url(path))).kind is FetchFault.TIMEOUT
        assert time.monotonic() - start < 3


async def test_a_bomb_never_fills_the_memory(server, client, fails):
    await fails(client, server.url("/not-there"))
    tracemalloc.start()
    await fails(client, server.url("/gzip-bomb"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000_000


async def test_the_loop_stays_responsive_while_a_server_sends_tiny_chunks(server, client, fails):
    longest, last = 0.0, time.perf_counter()

    async def watch():
        nonlocal longest, last
        while True:
            await asyncio.sleep(0)
            now = time.perf_counter()
            longest, last = max(longest, now - last), now

    watching = asyncio.create_task(watch())
    await fails(client, server.url("/tiny-chunks"))
    watching.cancel()
    assert longest < 2.0


async def test_connections_are_closed_however_a_fetch_ends(server, client):
    async def attempt(path):
        try:
            async with asyncio.timeout(0.2):
                await client.get(Request(url=server.url(path)))
        except (FetchError, TimeoutError):
            return

    for path in ("/gzip", "/shorter", "/silent", "/huge-length", "/slow-body"):
        await attempt(path)
    async with asyncio.timeout(10):
        while server.under_way:  # noqa: ASYNC110 - the server learns of it from the network
            await asyncio.sleep(0.01)


async def test_a_slow_but_honest_server_is_waited_for(client):
    async with BadServer({"/": [Drip(ok(FEED), every=0.001)]}) as server:
        assert (await client.get(Request(url=server.url("/")))).body == FEED
