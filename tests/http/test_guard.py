"""The private network stays private, however an address of it is written or reached."""

import asyncio
import ipaddress
import socket

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.badserver import FEED, BadServer, ok, redirect
from watcher.core.model import Request
from watcher.errors import FetchFault
from watcher.http.connect import Endpoint, dial, literal, race
from watcher.http.guard import Guard, is_public

PUBLIC = ["1.1.1.1", "93.184.215.14", "2606:4700::1111", "2a00:1450:4001:81b::200e", "64:ff9b::1.1.1.1"]
PRIVATE = [
    "0.0.0.0",
    "0.1.2.3",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.168.1.1",
    "198.18.0.1",
    "203.0.113.7",
    "224.0.0.251",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "64:ff9b::10.0.0.1",
    "64:ff9b:1::1",
    "100::1",
    "2001:db8::1",
    "2001::1",
    "2002:7f00:1::",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fec0::1",
    "ff02::1",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_public(address):
    assert is_public(ipaddress.ip_address(address))
    assert Guard().permits("example.org", ipaddress.ip_address(address))


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_or_reserved_address_is_not(address):
    assert not is_public(ipaddress.ip_address(address))
    assert not Guard().permits("example.org", ipaddress.ip_address(address))


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_hidden_in_ipv6_is_judged_as_itself(address):
    for form in (f"::ffff:{address}", f"64:ff9b::{address}"):
        assert Guard().permits("x", ipaddress.ip_address(form)) == is_public(address)


@settings(max_examples=300)
@given(st.ip_addresses())
def test_nothing_that_python_calls_private_passes(address):
    if is_public(address):
        mapped = getattr(address, "ipv4_mapped", None) or address
        assert mapped.is_global
        assert not mapped.is_multicast


@pytest.mark.parametrize(
    ("allow", "host", "address", "permitted"),
    [
        ("10.0.0.0/8", "intranet.example", "10.2.3.4", True),
        ("10.0.0.0/8", "intranet.example", "192.168.0.1", False),
        ("10.0.0.5/8", "intranet.example", "10.2.3.4", True),
        ("127.0.0.1", "localhost", "127.0.0.1", True),
        ("127.0.0.1", "localhost", "::ffff:127.0.0.1", True),
        ("127.0.0.1", "localhost", "127.0.0.2", False),
        ("::1", "localhost", "::1", True),
        ("[::1]", "localhost", "::1", True),
        ("fd00::/8", "x", "fd00::7", True),
        ("intranet.example", "Intranet.Example.", "10.0.0.1", True),
        ("intranet.example", "other.example", "10.0.0.1", False),
        ("intranet.example", "x.intranet.example", "10.0.0.1", False),
        ("10.0.0.0/8", "x", "::1", False),
    ],
)
def test_what_a_person_allows_is_let_through_and_no_more(allow, host, address, permitted):
    assert Guard([allow]).permits(host, ipaddress.ip_address(address)) is permitted


FORMS = ["127.0.0.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1", "0", "localhost", "LOCALHOST."]
URLS = [*FORMS, "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::]", "example.org@127.0.0.1", "①②⑦.0.0.1"]


@pytest.mark.parametrize("host", URLS)
@pytest.mark.parametrize("page", [False, True])
async def test_no_way_to_write_this_machine_gets_through(open_client, fails, host, page):
    async with BadServer({"/": [ok(FEED)]}) as server, open_client(allow_private=()) as client:
        error = await fails(client, f"http://{host}:{server.port}/", page=page)
        assert error.kind in (FetchFault.PRIVATE, FetchFault.ADDRESS, FetchFault.DNS)
        assert not server.requests


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Again", "308 Moved"])
async def test_a_redirect_into_the_private_network_is_refused_at_every_hop(open_client, fails, status):
    async with BadServer() as inner, BadServer() as outer, open_client(allow_private=("localhost",)) as client:
        outer.table["/"] = [redirect("/hop", status)]
        outer.table["/hop"] = [redirect(inner.url("/secret"), status)]
        assert (await fails(client, outer.url("/", "localhost"))).kind is FetchFault.PRIVATE
        assert len(outer.requests) == 2
        assert not inner.requests


async def test_the_message_says_what_would_allow_it(open_client, fails):
    async with open_client(allow_private=()) as client:
        assert "allow_private" in str(await fails(client, "http://192.168.0.1/"))


async def test_a_host_that_is_allowed_by_name_is_fetched(open_client):
    async with BadServer({"/": [ok(FEED)]}) as server, open_client(allow_private=("localhost",)) as client:
        assert (await client.get(Request(url=server.url("/", "localhost")))).body == FEED


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "0177.0.0.1", "127.1"])
def test_addresses_in_odd_bases_are_read_as_the_system_reads_them(host):
    assert literal(host) == ipaddress.ip_address("127.0.0.1")


async def test_the_socket_leads_to_the_address_that_was_checked():
    async with BadServer({"/": [ok(FEED)]}) as server:
        sock = await dial("localhost", server.port, Guard(["127.0.0.0/8"]))
        assert sock.getpeername() == ("127.0.0.1", server.port)
        sock.close()


async def test_an_address_that_fails_is_followed_by_the_next():
    async with BadServer() as server:
        deaf = Endpoint(socket.AF_INET6, ("::1", server.port))
        sock = await race([deaf, deaf, Endpoint(socket.AF_INET, ("127.0.0.1", server.port))])
        assert sock.family == socket.AF_INET
        sock.close()


async def test_when_all_addresses_fail_the_preferred_one_says_why():
    async with BadServer() as server:
        port = server.port
    with pytest.raises(ConnectionRefusedError):
        await race([Endpoint(socket.AF_INET, (f"127.0.0.{n}", port)) for n in (1, 2, 3)])


async def test_a_cancelled_connection_leaves_no_socket_behind():
    listener = socket.create_server(("127.0.0.1", 0), backlog=0)
    port = listener.getsockname()[1]
    crowd = [asyncio.create_task(dial("127.0.0.1", port, Guard(["127.0.0.1"]))) for _ in range(4)]
    await asyncio.sleep(0.05)
    for task in crowd:
        task.cancel()
    for sock in await asyncio.gather(*crowd, return_exceptions=True):
        if isinstance(sock, socket.socket):
            sock.close()
    listener.close()  # a forgotten socket would be a ResourceWarning, which is an error
