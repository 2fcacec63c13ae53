"""Plain addresses are taken apart as httpx does it, and everything else by httpx."""

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.http.address import of_url, parse, plain

HOST = st.one_of(
    st.from_regex(r"\A[a-z0-9.-]{1,20}\Z"),
    st.sampled_from(
        ["host.example", "127.0.0.1", "1.2.3.256", "01.2.3.4", "xn--bcher-kva.example", "a.xn--p1ai", "a-.example"]
    ),
)
PIECE = st.text("abZ019/._~-?=&%;:@!$'()*+, #\\[]|<>^`{}é\x7f", max_size=12)
ADDRESS = st.builds(
    "{}://{}{}{}{}".format,
    st.sampled_from(["http", "https", "HTTP", "ftp"]),
    HOST,
    st.sampled_from(["", ":", ":80", ":443", ":8080", ":0", ":65535", ":65536", ":08"]),
    st.sampled_from(["", "/", "/feed/", "/a//b", "/./a", "/.a", "/a/.."]),
    PIECE,
)


@given(ADDRESS)
def test_a_plain_address_is_taken_apart_as_httpx_does_it(address: str):
    assert plain(address) in (None, _by_httpx(address))


def _by_httpx(address: str):
    try:
        return of_url(httpx.URL(address))
    except (httpx.InvalidURL, ValueError, KeyError):
        return "refused"


@pytest.mark.parametrize(
    "address",
    ["https://www.host.example/feeds/world-news.rss?page=2&kind=a.b", "http://127.1.0.8:8901/feed/8", "https://a.de/"],
)
def test_most_addresses_are_plain(address: str):
    assert plain(address) == parse(f" {address}\n") == _by_httpx(address)


def test_what_an_address_leads_to_is_resolved_and_shown_without_a_password():
    base = parse("https://me:secret@host.example/a/b?c")
    assert parse("../d#e", base=base).text == "https://me:secret@host.example/d"
    assert parse("http://other.example/", base=base) == plain("http://other.example/")
    assert base.shown == "https://host.example/a/b?c"
