"""Servers that do everything wrong cost us a named error, within the deadline and the bounds."""

import asyncio
import contextlib
import time
import tracemalloc

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.badserver import FEED, WRONG, BadServer, Drip, Hang, ok
from tests.http.conftest import HURRIED
from watcher.core.model import Request
from watcher.errors import FetchError, FetchFault
from watcher.http.bounds import Bounds
from watcher.http.journey import Journey

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
    "/endless-trailer": FetchFault.PROTOCOL,
    "/endless-chunk-size": FetchFault.PROTOCOL,
    "/endless-body": FetchFault.TOO_LARGE,
    "/tiny-chunks": FetchFault.PROTOCOL,
    "/endless-header": FetchFault.TOO_LARGE,
    "/many-headers": FetchFault.TOO_LARGE,
    "/interim": FetchFault.PROTOCOL,
    "/interim-storm": FetchFault.PROTOCOL,
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
    "/many-cookies",
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
        assert time.monotonic() - start < 20


async def test_a_bomb_never_fills_the_memory(server, client, fails):
    await fails(client, server.url("/not-there"))
    tracemalloc.start()
    await fails(client, server.url("/gzip-bomb"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000_000


async def test_others_have_their_turns_while_a_server_sends_as_fast_as_it_can(server, client, fails):
    turns = 0

    async def watch():
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    watching = asyncio.create_task(watch())
    await fails(client, server.url("/endless-body"))
    watching.cancel()
    assert turns > HURRIED.bounds.feed.wire / 65_536  # a piece of the body is what one turn may take


async def test_connections_are_closed_however_a_fetch_ends(server, client):
    async def attempt(path):
        try:
            async with asyncio.timeout(0.2):
                await client.get(Request(url=server.url(path)))
        except (FetchError, TimeoutError):
            return

    for path in ("/gzip", "/shorter", "/silent", "/huge-length", "/slow-body"):
        await attempt(path)
        assert server.asked(path)
    async with asyncio.timeout(10):
        while server.under_way:  # noqa: ASYNC110 - the server learns of it from the network
            await asyncio.sleep(0.01)


STATUS_LINES = st.sampled_from(
    [b"HTTP/1.1 200 OK\r\n", b"HTTP/1.0 301 Moved\r\n", b"HTTP/1.1 304 Not Modified\r\n", b""]
)
HEADERS = st.sampled_from([
    b"Content-Length: 5\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"Content-Encoding: gzip\r\n",
    b"Location: ",
    b"Retry-After: ",
    b"Content-Type: ",
    b"ETag: ",
    b"\r\n",
    b"\r\n\r\n",
    b"5\r\n",
    b"\x1f\x8b\x08",
])  # fmt: skip


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STATUS_LINES, st.lists(HEADERS | st.binary(max_size=20), max_size=12))
def test_whatever_bytes_a_server_sends_the_outcome_is_a_reply_or_a_fetch_error(open_client, status, parts):
    async def attempt():
        async with BadServer({"/": [status + b"".join(parts)]}) as server, open_client(deadline=5) as client:
            with contextlib.suppress(FetchError):
                assert (await client.get(Request(url=server.url("/"), page=True))).status == 200

    asyncio.run(attempt())


@given(st.text() | st.from_regex(r"https?://[^/]{0,20}[/?#]?.{0,20}", fullmatch=True))
def test_any_text_is_an_address_of_the_web_or_a_fetch_error(text):
    with contextlib.suppress(FetchError):
        journey = Journey(text, Bounds().feed, 8)
        assert journey.address.scheme in ("http", "https")
        assert journey.host
        with contextlib.suppress(FetchError):
            journey.follow(301, text)


async def test_a_slow_but_honest_server_is_waited_for(client):
    async with BadServer({"/": [Drip(ok(FEED), every=0.001)]}) as server:
        assert (await client.get(Request(url=server.url("/")))).body == FEED


async def test_a_feed_that_is_well_is_read_while_more_servers_hang_than_there_are_slots(open_client):
    async with BadServer({"/": [Hang()]}) as first, BadServer({"/": [Hang()]}) as second:  # noqa: SIM117 - two servers, then what asks them
        async with BadServer({"/": [ok(FEED)]}) as well, open_client(bounds=Bounds(concurrent=1, aside=2)) as client:
            hanging = [asyncio.create_task(client.get(Request(url=server.url("/")))) for server in (first, second)]
            while not first.requests:  # noqa: ASYNC110 - the network brings it
                await asyncio.sleep(0.01)
            async with asyncio.timeout(20):  # long before the deadline of those that hang
                assert (await client.get(Request(url=well.url("/")))).body == FEED
            for task in hanging:
                task.cancel()
            await asyncio.gather(*hanging, return_exceptions=True)
