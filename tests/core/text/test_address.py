"""Addresses: what is plain stays as it is, what is not is made absolute and safe, or refused."""

from urllib.parse import urljoin

from hypothesis import given
from hypothesis import strategies as st

from watcher.core.text.address import web_address

BASE = "https://daily.example/news/feed.xml"
PIECES = st.lists(
    st.sampled_from(
        [
            "a",
            "Z9",
            "/",
            "//",
            "..",
            ".",
            "?",
            "a=1",
            "&b=2",
            "%C3%A9",
            "#",
            "#top",
            ";",
            ":8080",
            ":",
            "@",
            "é",
            "-",
            "~",
        ]
    ),
    max_size=8,
)


@given(st.sampled_from(["https://daily.example", "http://other.example", "HTTP://x.example", "https://"]), PIECES)
def test_an_absolute_address_is_what_joining_it_makes_of_it(start, pieces):
    address = start + "".join(pieces)
    read = web_address(address, BASE)
    assert read in {"", urljoin(BASE, address)}
    assert read == web_address(read, BASE)


@given(PIECES)
def test_a_relative_address_is_joined_with_its_base(pieces):
    address = "/" + "".join(pieces).lstrip("/")
    assert web_address(address, BASE) == urljoin(BASE, address)
