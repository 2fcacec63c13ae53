import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.core.identity import canonical

SAME = {
    "tracking": ("https://a.example/x?utm_source=rss&utm_medium=feed&id=3", "https://a.example/x?id=3"),
    "click ids": ("https://a.example/x?fbclid=1&gclid=2&yclid=3&xtor=RSS-1&at_medium=4&ocid=5", "https://a.example/x"),
    "scheme, case, port": ("HTTP://A.Example:80/x", "https://a.example/x"),
    "fragment": ("https://a.example/x#comments", "https://a.example/x"),
    "slash": ("https://a.example/x/", "https://a.example/x"),
    "order": ("https://a.example/?b=2&a=1", "https://a.example/?a=1&b=2"),
    "www": ("https://www.a.example/x", "https://a.example/x"),
    "mobile": ("https://m.a.example/x", "https://www.a.example/x"),
    "amp host": ("https://amp.a.example/x", "https://a.example/x"),
    "amp path": ("https://a.example/x/amp/", "https://a.example/x"),
    "amp file": ("https://a.example/x.amp.html", "https://a.example/x.html"),
    "amp parameter": ("https://a.example/x?amp=1", "https://a.example/x"),
    "session": ("https://a.example/x;jsessionid=0A1B?PHPSESSID=77", "https://a.example/x"),
    "percent": ("https://a.example/%7Ekim/%D0%BC", "https://a.example/~kim/м"),
}


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME)
def test_addresses_of_one_article_are_one(one, other):
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/x?id=1", "https://a.example/x?id=2"),
        ("https://a.example/article.php?sid=1", "https://a.example/article.php?sid=2"),
        ("https://a.example/x", "https://b.example/x"),
        ("https://news.a.example/x", "https://a.example/x"),
        ("https://a.example/#!/1", "https://a.example/#!/2"),
        ("https://m.example/x", "https://a.example/x"),
        ("https://a.example:8080/x", "https://a.example/x"),
        ("https://a.example/amplifier", "https://a.example/lifier"),
        ("https://a.example/a%2Fb", "https://a.example/a%3Fb"),
    ],
)
def test_addresses_of_different_articles_stay_different(one, other):
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize("address", ["", "mailto:a@a.example", "http://[::1", "http://a.example:99999/", "https://"])
def test_what_is_no_web_address_comes_back_as_it_is(address):
    assert canonical(address) == address


parts = st.text(alphabet="aZ9/-_.%7eé?&=+;#! ", max_size=30)


@given(parts, st.sampled_from(["utm_campaign", "fbclid", "gclid", "at_custom1", "xtor", "ocid"]), st.integers())
def test_a_tracking_parameter_changes_nothing_and_twice_is_once(path, name, value):
    address = f"https://a.example/{path}".split("#")[0]
    tracked = f"{address}{'&' if '?' in address else '?'}{name}={value}"
    assert canonical(tracked) == canonical(address)
    assert canonical(canonical(address)) == canonical(address)
