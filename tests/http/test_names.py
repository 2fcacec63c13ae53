"""Hosts that judge by the name of who asks."""

from tests.badserver import FEED, BadServer, ok, reply
from watcher.core.model import Request
from watcher.errors import FetchFault


def choosy():
    """A host that answers browsers only."""
    return lambda request: (
        [ok(FEED)] if (request.header("user-agent") or "").startswith("Mozilla") else [reply("403 Forbidden")]
    )


async def test_a_host_that_refuses_our_name_is_asked_once_under_another_that_still_says_who_we_are(open_client):
    async with BadServer({"/a": choosy(), "/b": choosy()}) as server, open_client(contact="me@site.example") as client:
        assert (await client.get(Request(url=server.url("/a")))).body == FEED
        names = [request.header("user-agent") or "" for request in server.requests]
        assert names[0].startswith("watcher/")
        assert names[1].startswith("Mozilla/5.0 (compatible; watcher/")
        assert "me@site.example" in names[1]
        assert (await client.get(Request(url=server.url("/b")))).body == FEED
        assert server.asked("/b") == 1, "what works is remembered"


async def test_a_host_that_refuses_both_names_is_not_bothered_twice_a_day(client, fails):
    async with BadServer({"/": [reply("403 Forbidden")]}) as server:
        for _ in range(3):
            assert (await fails(client, server.url("/"))).kind is FetchFault.REFUSED
        assert len(server.requests) == 4


async def test_the_other_name_can_be_switched_off(open_client, fails):
    async with BadServer({"/": choosy()}) as server, open_client(fallback_agent=False) as client:
        assert (await fails(client, server.url("/"))).kind is FetchFault.REFUSED
        assert len(server.requests) == 1


async def test_a_missing_page_or_a_throttling_host_is_not_asked_again_under_another_name(client, fails):
    async with BadServer({"/gone": [reply("404 Not Found")], "/fast": [reply("429 Slow down")]}) as server:
        await fails(client, server.url("/gone"))
        await fails(client, server.url("/fast"))
        assert len(server.requests) == 2


async def test_many_feeds_of_a_host_that_turn_403_at_once_are_throttled_and_not_refused(open_client, fails):
    paths = [f"/{n}" for n in range(5)]
    turns = {path: [[ok(FEED)], [reply("403 Forbidden")]] for path in paths}
    async with BadServer(turns) as server, open_client(fallback_agent=False) as client:
        for path in paths:
            await client.get(Request(url=server.url(path)))
        kinds = [(await fails(client, server.url(path))).kind for path in paths]
    assert kinds[:2] == [FetchFault.REFUSED] * 2
    assert kinds[2:] == [FetchFault.THROTTLED] * 3


async def test_a_host_that_has_always_refused_is_refusing(open_client, fails):
    paths = [f"/{n}" for n in range(5)]
    table = {path: [reply("403 Forbidden")] for path in paths}
    async with BadServer(table) as server, open_client(fallback_agent=False) as client:
        kinds = {(await fails(client, server.url(path))).kind for path in paths}
    assert kinds == {FetchFault.REFUSED}


async def test_every_request_says_keep_alive_and_speaks_plain_http(client):
    async with BadServer({"/": [ok(FEED)]}) as server:
        await client.get(Request(url=server.url("/")))
        assert server.requests[0].header("connection") == "keep-alive", "some hosts let others wait"
        assert server.requests[0].header("upgrade") is None
