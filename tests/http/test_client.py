"""Asking servers that behave: conditions, redirects, statuses, pages."""

import asyncio
import gzip
import ssl
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.badserver import FEED, Answer, BadServer, Drip, Hang, ok, redirect, reply
from watcher import __version__
from watcher.core.model import Request
from watcher.errors import ConfigError, FetchFault
from watcher.http.bounds import Bounds

PERMANENT = "301 Moved Permanently"


async def test_a_feed_is_fetched_with_an_honest_name_and_no_cookies_are_kept(open_client):
    async with (
        BadServer({"/": [ok(FEED, "Set-Cookie: id=1; Path=/", 'ETag: "x"')]}) as server,
        open_client(contact="https://example.org/about") as client,
    ):
        first = await client.get(Request(url=server.url("/")))
        await client.get(Request(url=server.url("/")))
    assert (first.status, first.body, first.header("etag")) == (200, FEED, '"x"')
    assert first.header("set-cookie") == ""
    sent = server.requests[1]
    assert sent.header("user-agent") == f"watcher/{__version__} (+https://example.org/about)"
    assert sent.header("accept-encoding") == "gzip, deflate"
    assert sent.header("cookie") is None


async def test_validators_come_back_byte_for_byte_and_a_304_is_a_success(client):
    etag, modified = 'W/"caf\xe9, "odd', "yesterday, more or less"
    table = {"/": [[ok(FEED, f"ETag: {etag}", f"Last-Modified: {modified}")], [reply("304 Not Modified")]]}
    async with BadServer(table) as server:
        first = await client.get(Request(url=server.url("/")))
        second = await client.get(
            Request(url=server.url("/"), etag=first.header("etag"), last_modified=first.header("last-modified"))
        )
    assert (second.status, second.body) == (304, b"")
    assert server.requests[0].header("if-none-match") is None
    assert server.requests[1].header("if-none-match") == etag
    assert server.requests[1].header("if-modified-since") == modified


async def test_a_304_that_nobody_asked_for_is_asked_again_past_the_caches(client):
    async with BadServer({"/": [[reply("304 Not Modified")], [ok(FEED)]]}) as server:
        assert (await client.get(Request(url=server.url("/")))).body == FEED
    assert server.requests[1].header("cache-control") == "no-cache"


async def test_a_server_that_only_says_304_is_asked_twice_and_no_more(client, fails):
    async with BadServer({"/": [reply("304 Not Modified")]}) as server:
        error = await fails(client, server.url("/"))
    assert (error.kind, error.status, len(server.requests)) == (FetchFault.STATUS, 304, 2)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("204 No Content", FetchFault.STATUS),
        ("206 Partial Content", FetchFault.STATUS),
        ("300 Multiple Choices", FetchFault.STATUS),
        ("302 Found", FetchFault.REDIRECTS),
        ("400 Bad Request", FetchFault.STATUS),
        ("401 Unauthorized", FetchFault.REFUSED),
        ("403 Forbidden", FetchFault.REFUSED),
        ("404 Not Found", FetchFault.MISSING),
        ("410 Gone", FetchFault.GONE),
        ("429 Too Many Requests", FetchFault.THROTTLED),
        ("451 Unavailable", FetchFault.REFUSED),
        ("500 Internal Server Error", FetchFault.SERVER),
        ("503 Service Unavailable", FetchFault.SERVER),
        ("999 Request denied", FetchFault.SERVER),
    ],
)
async def test_a_status_that_is_no_answer_is_an_error_of_its_kind(client, fails, status, kind):
    async with BadServer({"/": [reply(status)]}) as server:
        error = await fails(client, server.url("/"))
    assert (error.kind, error.status, error.url) == (kind, int(status[:3]), server.url("/"))


async def test_a_refusal_says_when_to_come_back(client, fails):
    async with BadServer({"/": [reply("503 Slow", "Retry-After: 120")]}) as server:
        assert (await fails(client, server.url("/"))).retry_after == timedelta(seconds=120)


async def test_a_403_after_a_429_means_the_same(client, fails):
    async with BadServer({"/a": [reply("429 Slow")], "/b": [reply("403 No")]}) as server:
        assert (await fails(client, server.url("/b"))).kind is FetchFault.REFUSED
        await fails(client, server.url("/a"))
        assert (await fails(client, server.url("/b"))).kind is FetchFault.THROTTLED


async def test_redirects_are_followed_and_only_permanent_ones_move_a_feed(client):
    table = {
        "/old": [redirect("/newer", PERMANENT)],
        "/newer": [redirect("/newest#top", "308 Permanent Redirect")],
        "/newest": [redirect("/today", "307 Temporary Redirect")],
        "/today": [ok(FEED)],
        "/later": [redirect("/old", "302 Found")],
    }
    async with BadServer(table) as server:
        moved = await client.get(Request(url=server.url("/old"), etag='"e"'))
        assert (moved.url, moved.moved_to) == (server.url("/today"), server.url("/newest"))
        assert server.requests[-1].header("if-none-match") == '"e"'
        assert (await client.get(Request(url=server.url("/later")))).moved_to == ""
        assert (await client.get(Request(url=server.url("/today")))).moved_to == ""


async def test_a_redirect_to_another_server_is_followed(client):
    async with BadServer({"/": [ok(FEED)]}) as there, BadServer({"/": [redirect(there.url("/"))]}) as here:
        assert (await client.get(Request(url=here.url("/")))).url == there.url("/")


@pytest.mark.parametrize(
    ("where", "kind"),
    [
        ("/", FetchFault.REDIRECTS),
        ("", FetchFault.REDIRECTS),
        ("file:///etc/passwd", FetchFault.ADDRESS),
        ("ftp://example.org/feed", FetchFault.ADDRESS),
        ("javascript:alert(1)", FetchFault.ADDRESS),
        ("http://a..b/", FetchFault.ADDRESS),
        ("http://[::1/", FetchFault.ADDRESS),
        ("http://example.org:99999/", FetchFault.ADDRESS),
        ("/" + "x" * 9000, FetchFault.ADDRESS),
        ("http://10.0.0.1/", FetchFault.PRIVATE),
        ("//169.254.169.254/latest/meta-data", FetchFault.PRIVATE),
    ],
)
async def test_a_redirect_that_leads_nowhere_good_is_not_followed(client, fails, where, kind):
    async with BadServer({"/": [redirect(where)]}) as server:
        assert (await fails(client, server.url("/"))).kind is kind
        assert len(server.requests) == 1


async def test_redirects_without_end_are_given_up_after_the_bound(client, fails):
    async with BadServer({f"/{n}": [redirect(f"/{n + 1}")] for n in range(200)}) as server:
        error = await fails(client, server.url("/0"))
        assert error.kind is FetchFault.REDIRECTS
        assert len(server.requests) == Bounds().redirects + 1


async def test_a_circle_of_redirects_is_noticed_at_once(client, fails):
    async with BadServer({"/a": [redirect("/b")], "/b": [redirect("/a#again")]}) as server:
        assert "circle" in str(await fails(client, server.url("/a")))
        assert len(server.requests) == 2


async def test_all_redirects_share_one_deadline(open_client, fails):
    slow = {f"/{n}": [Drip(redirect(f"/{n + 1}"), every=0.005)] for n in range(9)}
    async with BadServer(slow) as server, open_client(deadline=0.4) as client:
        assert (await fails(client, server.url("/0"))).kind is FetchFault.TIMEOUT
        assert server.asked("/8") == 0, "each of them alone would have had time enough"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "feed",
        "file:///etc/passwd",
        "http:///feed",
        "http://\x00/",
        "https://",
        "gopher://example.org/",
        "http://example.org:port/",
        "http://example.org:0/",
        "http://exa\x1bmple.org/",
        "http://é" + "x" * 300,
        "http://" + "a" * 64 + ".org/",
    ],
)
async def test_what_is_not_an_address_of_the_web_is_named_as_such(client, fails, url):
    assert (await fails(client, url)).kind is FetchFault.ADDRESS


async def test_a_port_where_nobody_listens_is_a_failed_connection(client, fails):
    async with BadServer() as server:
        url = server.url("/")
    assert (await fails(client, url)).kind is FetchFault.CONNECT


async def test_a_name_that_does_not_exist_is_named_as_such(client, fails):
    assert (await fails(client, "http://no-such-host.invalid/")).kind is FetchFault.DNS


@pytest.mark.parametrize("kind", ["video/mp4", "application/octet-stream", "application/pdf", "image/png", "?\x1b[2J"])
async def test_what_is_not_a_page_is_left_at_the_headers(client, fails, kind):
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode()
    async with BadServer({"/": [head, Hang()]}) as server:
        assert (await fails(client, server.url("/"), page=True)).kind is FetchFault.TYPE


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "TEXT/HTML", "application/xhtml+xml", "text/plain", ""])
async def test_a_page_in_any_readable_type_or_none_is_read(client, kind):
    async with BadServer({"/": [ok(b"<p>hello", content_type=kind)]}) as server:
        assert (await client.get(Request(url=server.url("/"), page=True))).body == b"<p>hello"


async def test_a_feed_may_come_with_any_type(client):
    async with BadServer({"/": [ok(FEED, content_type="text/html")], "/x": [reply("200 OK", body=FEED)]}) as server:
        assert (await client.get(Request(url=server.url("/")))).body == FEED
        assert (await client.get(Request(url=server.url("/x")))).body == FEED


async def test_a_large_compressed_body_comes_whole(client):
    body = b"".join(b"<link>https://outlet.example/%d</link>" % (n * n * n) for n in range(50_000))
    packed = gzip.compress(body)
    assert len(packed) > Bounds().at_once
    async with BadServer({"/": [ok(packed, "Content-Encoding: gzip")]}) as server:
        assert (await client.get(Request(url=server.url("/")))).body == body


async def test_no_more_requests_are_under_way_than_agreed(open_client):
    servers = [BadServer({"/": [Drip(ok(FEED), every=0.001)]}) for _ in range(6)]
    bounds = replace(Bounds(), concurrent=2)
    async with open_client(bounds=bounds) as client:
        for server in servers:
            await server.__aenter__()
        tasks = [asyncio.create_task(client.get(Request(url=server.url("/")))) for server in servers]
        busiest = 0
        while not all(task.done() for task in tasks):
            busiest = max(busiest, sum(len(server.requests) for server in servers) - sum(t.done() for t in tasks))
            await asyncio.sleep(0.005)
        for server in servers:
            await server.__aexit__()
    assert busiest == 2


async def test_user_and_password_of_an_address_are_sent_to_its_server_and_stay_out_of_messages(client, fails):
    async with BadServer({"/": [reply("401 No")]}) as server:
        error = await fails(client, server.url("/").replace("//", "//kim:secret@"))
    assert server.requests[0].header("authorization") == "Basic a2ltOnNlY3JldA=="
    assert "secret" not in str(error)


async def test_a_proxy_is_asked_instead_when_it_is_configured(open_client):
    async with BadServer({"http://example.com/feed": [ok(FEED)]}) as proxy, open_client(proxy=proxy.url("")) as client:
        assert (await client.get(Request(url="http://example.com/feed"))).body == FEED
        assert proxy.requests[0].target == "http://example.com/feed"


@pytest.mark.parametrize("proxy", ["localhost:8080", "socks5://localhost", "http://", "http://[::1"])
async def test_a_proxy_that_cannot_be_used_is_a_fault_of_the_configuration(open_client, proxy):
    with pytest.raises(ConfigError, match="proxy"):
        async with open_client(proxy=proxy):
            pass


async def test_a_location_beyond_ascii_is_followed(client):
    table: dict[str, Answer] = {
        "/": [b"HTTP/1.1 302 Found\r\nLocation: /caf\xc3\xa9 au lait\r\nContent-Length: 0\r\n\r\n"],
        "/caf%C3%A9%20au%20lait": [ok(FEED)],
    }
    async with BadServer(table) as server:
        assert (await client.get(Request(url=server.url("/")))).body == FEED


async def test_a_proxy_is_not_asked_for_private_addresses(open_client, fails):
    async with BadServer() as proxy, open_client(proxy=proxy.url("")) as client:
        assert (await fails(client, "http://10.0.0.1/feed")).kind is FetchFault.PRIVATE
        assert not proxy.requests


CERTIFICATE = Path(__file__).with_name("localhost.pem")


def server_context():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


async def test_a_server_that_proves_who_it_is_is_read_over_tls(open_client):
    trusting = ssl.create_default_context(cafile=CERTIFICATE)
    async with BadServer({"/": [ok(FEED)]}, tls=server_context()) as server, open_client(tls=trusting) as client:
        assert (await client.get(Request(url=server.url("/")))).body == FEED


async def test_a_certificate_that_nobody_trusts_is_an_error_of_its_own(client, fails):
    async with BadServer({"/": [ok(FEED)]}, tls=server_context()) as server:
        error = await fails(client, server.url("/"))
    assert error.kind is FetchFault.TLS
    assert "certificate" in str(error)


async def test_a_server_that_speaks_plain_http_where_tls_was_expected_fails_as_tls(client, fails):
    async def speak_at_once(reader, writer):
        writer.write(reply("400 Bad Request"))
        await reader.read()
        writer.close()

    server = await asyncio.start_server(speak_at_once, "127.0.0.1", 0)
    error = await fails(client, f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/")
    server.close()
    assert error.kind is FetchFault.TLS


async def test_a_handshake_that_never_ends_is_given_up(open_client, fails):
    async with BadServer() as silent, open_client(bounds=Bounds(connect=0.2)) as client:
        error = await fails(client, silent.url("/").replace("http:", "https:"))
    assert error.kind is FetchFault.TIMEOUT
