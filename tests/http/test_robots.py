"""robots.txt: asked once a day, for pages, and believed."""

import asyncio
import time
from contextlib import suppress

import pytest

from tests.badserver import FEED, Answer, BadServer, Hang, ok, redirect, reply
from watcher.core.model import Request
from watcher.errors import FetchError, FetchFault
from watcher.http.hosts import Manners
from watcher.http.robots import Robots

PAGE = [ok(b"<p>text", content_type="text/html")]


def site(rules: str, **more: Answer) -> dict[str, Answer]:
    return {"/robots.txt": [reply("200 OK", body=rules.encode())], "/page": PAGE, "/secret": PAGE, **more}


async def test_a_page_that_robots_should_not_read_is_left_alone(client, fails):
    async with BadServer(site("User-agent: *\nDisallow: /secret\n")) as server:
        assert (await client.get(Request(url=server.url("/page"), page=True))).body
        assert (await fails(client, server.url("/secret"), page=True)).kind is FetchFault.ROBOTS
        assert server.asked("/secret") == 0


async def test_feeds_are_read_without_asking(client):
    async with BadServer(site("User-agent: *\nDisallow: /\n", **{"/feed": [ok(FEED)]})) as server:
        assert (await client.get(Request(url=server.url("/feed")))).body == FEED
        assert server.asked("/robots.txt") == 0


async def test_rules_for_us_by_name_come_before_those_for_all(client):
    async with BadServer(site("User-agent: *\nDisallow: /\n\nUser-agent: Watcher\nAllow: /\n")) as server:
        assert (await client.get(Request(url=server.url("/page"), page=True))).body


async def test_rules_for_others_do_not_concern_us(client):
    async with BadServer(site("User-agent: GPTBot\nUser-agent: CCBot\nDisallow: /\n")) as server:
        assert (await client.get(Request(url=server.url("/page"), page=True))).body


async def test_a_group_for_several_that_names_us_concerns_us(client, fails):
    async with BadServer(site("User-agent: GPTBot\nUser-agent: watcher\nUser-agent: x\nDisallow: /\n")) as server:
        assert (await fails(client, server.url("/page"), page=True)).kind is FetchFault.ROBOTS


async def test_a_host_is_asked_once_even_by_many_at_once(client):
    async with BadServer(site("")) as server:
        await asyncio.gather(*(client.get(Request(url=server.url("/page"), page=True)) for _ in range(5)))
        assert server.asked("/robots.txt") == 1


@pytest.mark.parametrize("status", ["404 Not Found", "403 Forbidden", "500 Oops", "204 No Content"])
async def test_a_failure_allows_everything_and_is_remembered(client, status):
    async with BadServer({"/robots.txt": [reply(status)], "/page": PAGE}) as server:
        for _ in range(2):
            assert (await client.get(Request(url=server.url("/page"), page=True))).body
        assert server.asked("/robots.txt") == 1


async def test_a_robots_txt_that_never_comes_does_not_hold_up_a_page_for_ever(open_client):
    async with BadServer({"/robots.txt": [Hang()], "/page": PAGE}) as server, open_client(deadline=0.5) as client:
        assert (await client.get(Request(url=server.url("/page"), page=True))).body


async def test_robots_txt_may_be_redirected(client, fails):
    rules = [reply("200 OK", body=b"User-agent: *\nDisallow: /")]
    async with BadServer({"/robots.txt": [redirect("/r")], "/r": rules, "/page": PAGE}) as server:
        assert (await fails(client, server.url("/page"), page=True)).kind is FetchFault.ROBOTS


async def test_where_a_page_redirects_to_is_checked_too(client, fails):
    async with (
        BadServer(site("User-agent: *\nDisallow: /secret")) as there,
        BadServer(site("User-agent: *\nDisallow: /secret", **{"/a": [redirect("/secret")]})) as here,
    ):
        here.table["/b"] = [redirect(there.url("/secret"))]
        for path in ("/a", "/b"):
            assert (await fails(client, here.url(path), page=True)).kind is FetchFault.ROBOTS
        assert there.asked("/secret") == here.asked("/secret") == 0


async def test_it_can_be_switched_off(open_client):
    async with BadServer(site("User-agent: *\nDisallow: /")) as server, open_client(robots=False) as client:
        assert (await client.get(Request(url=server.url("/page"), page=True))).body
        assert server.asked("/robots.txt") == 0


async def test_a_crawl_delay_keeps_pages_apart(open_client):
    async with (
        BadServer(site("User-agent: *\nCrawl-delay: 0.2")) as server,
        open_client(manners=Manners(gap=0.0)) as client,
    ):
        await client.get(Request(url=server.url("/page"), page=True))
        start = time.monotonic()
        await client.get(Request(url=server.url("/page"), page=True))
        assert time.monotonic() - start >= 0.15


def rules_of(text, now=lambda: 0.0):
    asked = []

    async def fetch(url):
        asked.append(url)
        if isinstance(text, FetchError):
            raise text
        return text

    return Robots("watcher", fetch, now), asked


async def test_the_answer_holds_for_a_day():
    now = 0.0
    robots, asked = rules_of(b"User-agent: *\nDisallow: /x", lambda: now)
    for now in (0.0, 86_000.0, 87_000.0):  # noqa: B007 - the clock reads it
        await robots.learn("http://a")
    assert asked == ["http://a/robots.txt"] * 2


async def test_a_host_that_wants_a_pause_is_asked_another_time():
    robots, asked = rules_of(FetchError(FetchFault.THROTTLED, "later"))
    for _ in range(2):
        with pytest.raises(FetchError):
            await robots.learn("http://a")
    assert len(asked) == 2


HOSTILE = {
    "names times rules": b"\n".join(b"User-agent: a%d" % n for n in range(15_000)) + b"\nDisallow: /a" * 15_000,
    "stars": b"User-agent: *\n" + b"Disallow: /" + b"a*" * 5000 + b"$\n" * 10,
    "one line": b"User-agent: *\nDisallow: /" + b"x" * 480_000,
    "no text": bytes(range(256)) * 1000,
    "blanks": b" \t" * 250_000,
    "many agents of one name": b"User-agent: watcher\n" * 25_000 + b"Disallow: /a\n",
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_robots_txt_costs_little(name):
    robots, _ = rules_of(HOSTILE[name])
    start = time.process_time()
    await robots.learn("http://a")
    with suppress(FetchError):
        robots.check("http://a", "http://a/" + "a" * 5000)
    assert time.process_time() - start < 5
