import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.feeds.bodies import reply
from watcher.core.feeds.discovery import discover

URL = "https://site.example/news/"
HEAD = '<link rel="alternate" type="application/rss+xml" title="{title}" href="{href}">'


def found(markup, content_type="text/html"):
    return [(feed.url, feed.name) for feed in discover(reply(markup, content_type, URL))]


@pytest.mark.parametrize(
    ("markup", "url"),
    [
        (HEAD.format(title="News", href="/rss.xml"), "https://site.example/rss.xml"),
        ("<LINK TYPE=application/atom+xml REL='alternate home' HREF=feed>", "https://site.example/news/feed"),
        ("<link rel='feed' href='https://other.example/x'>", "https://other.example/x"),
        ("<link rel=alternate type=application/feed+json href='/a?x=1&amp;y=2'>", "https://site.example/a?x=1&y=2"),
        ("<base href='https://cdn.example/'><link rel=feed href='f'>", "https://cdn.example/f"),
        ("<p>Follow <a class=x href='/rss/world'>our RSS</a></p>", "https://site.example/rss/world"),
        ("<a href='https://site.example/feeds/politics.xml'>Politics</a>", "https://site.example/feeds/politics.xml"),
    ],
)
def test_a_feed_that_a_page_names_is_found(markup, url):
    assert [address for address, _ in found(f"<html><head>{markup}</head><body>text</body></html>")] == [url]


def test_the_pages_own_feeds_come_first_and_comments_after_the_news():
    markup = (
        "<a href='/rss/all'>All feeds</a>"
        + HEAD.format(title="Site » Comments", href="/comments/feed/")
        + HEAD.format(title="Nouvelles &amp; d&eacute;bats", href="/feed/")
    )
    assert found(markup) == [
        ("https://site.example/feed/", "Nouvelles & débats"),
        ("https://site.example/comments/feed/", "Site » Comments"),
        ("https://site.example/rss/all", "All feeds"),
    ]


@pytest.mark.parametrize(
    "markup",
    [
        "",
        "<link rel=stylesheet type=text/css href=/rss.css>",
        "<link rel=alternate hreflang=de href=/de/>",
        "<a href='javascript:rss()'>RSS</a><a href='mailto:feed@site.example'>x</a>",
        "<a href='/feedback'>Feedback</a><a href='/breastfeeding'>x</a>",
        "<link rel=feed href='data:text/xml,x'>",
    ],
)
def test_what_is_no_feed_is_not_found(markup):
    assert found(markup) == []


def test_a_pages_charset_is_heeded():
    markup = f"<meta charset=windows-1251>{HEAD.format(title='Новости', href='/rss')}".encode("windows-1251")
    assert found(markup) == [("https://site.example/rss", "Новости")]


def test_a_hostile_page_costs_little_and_names_a_few_at_most():
    start = time.perf_counter()
    many = "".join(HEAD.format(title=n, href=f"/rss/{n}") for n in range(10_000))
    assert len(found(many)) == 50
    for bomb in ("<link " * 200_000, "<a " + "x=" * 400_000, "<link rel=" + "'" * 900_000):
        assert found(bomb) == []
    assert time.perf_counter() - start < 10


@given(st.text(max_size=200).map(lambda text: f"<link rel=feed href={text}>") | st.text(max_size=100))
def test_no_page_makes_looking_for_feeds_fail(markup):
    for address, _ in found(markup):
        assert address.startswith(("http://", "https://"))
