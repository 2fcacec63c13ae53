from datetime import UTC, datetime, timedelta

import pytest

from tests.core.feeds.bodies import ATOM, CDF, JSON, RDF, RSS_091, SITEMAP, item, read, rss


@pytest.mark.parametrize(
    ("body", "title", "url"),
    [
        (RSS_091, "Old story", "https://old.example/1"),
        (RDF, "RDF story", "https://r.example/1"),
        (ATOM, "Une délégation part", "https://daily.example/a/1"),
        (CDF, "CDF story", "https://c.example/1"),
        (JSON, "JSON story", "https://daily.example/7"),
        (SITEMAP, "Sitemap story", "https://s.example/1"),
    ],
    ids=["rss 0.91", "rdf", "atom", "cdf", "json", "sitemap"],
)
def test_every_format_gives_title_and_link(body, title, url):
    first = read(body).entries[0]
    assert (first.title, first.url) == (title, url)


def test_an_atom_entry_is_read_with_its_base_language_author_and_date():
    first, second = read(ATOM).entries
    assert (first.guid, first.author, first.tags, first.lang) == ("urn:a:1", "A. Martin", ("Asie",), "fr")
    assert first.published == datetime(2026, 11, 20, 9, tzinfo=UTC)
    assert (second.url, second.title, second.lang) == ("https://other.example/x/2", "Talks & ties", "en")
    assert second.summary == "First.\n\nSecond."


def test_a_json_feed_is_read_with_numbers_as_ids_and_both_forms_of_author():
    feed = read(JSON, "application/feed+json")
    first, second = feed.entries
    assert (first.guid, first.summary, first.author, first.tags) == ("7", "Hello there", "N", ("a",))
    assert first.image == "https://j.example/7.png"
    assert (second.title, second.author, second.lang) == ("No title here", "Old form", "ko")
    assert feed.total == 2


def test_a_news_sitemap_credits_the_publication_and_keeps_the_image():
    (entry,) = read(SITEMAP).entries
    assert (entry.source, entry.lang, entry.tags) == ("S Times", "en", ("asia", "arms"))
    assert entry.image == "https://s.example/1.jpg"
    assert entry.published == datetime(2026, 11, 20, 10, tzinfo=UTC)


def test_of_a_sitemap_beyond_the_bound_the_latest_are_kept():
    urls = "".join(
        f"<url><loc>https://s.example/{n}</loc><lastmod>2026-01-01T00:{n:02}:00Z</lastmod></url>" for n in range(60)
    )
    from tests.core.feeds.bodies import FEED, reply
    from watcher.core.feeds import parse

    feed = parse(reply(f"<urlset>{urls}</urlset>"), FEED, limit=10)
    assert feed.entries[0].url == "https://s.example/59"
    assert (len(feed.entries), feed.total, feed.tossed) == (10, 60, 50)


def test_the_feeds_own_title_language_and_wish_for_quiet_are_read():
    feed = read(rss(channel="<language>de_DE</language><ttl>45</ttl>"))
    assert (feed.title, feed.lang, feed.ttl) == ("Daily", "de-DE", timedelta(minutes=45))


def test_the_syndication_modules_period_stands_in_for_a_ttl():
    head = '<?xml version="1.0"?>'
    body = rss(channel="<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", head=head)
    assert read(body).ttl == timedelta(hours=6)


def test_an_empty_feed_is_no_error():
    assert read(rss()).entries == ()


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ({"title": "A &amp;amp; B"}, "A & B"),
        ({"title": "AT&amp;T wins"}, "AT&T wins"),
        ({"title": "<![CDATA[Tom &amp; <b>Jerry</b>]]>"}, "Tom & Jerry"),
        ({"title": "&amp;#27;[31mred"}, "[31mred"),
        ({"title": "  \n ", "text": "The first words."}, "The first words."),
        ({"title": "\u200b\u200b", "link": "https://daily.example/1"}, "https://daily.example/1"),
        ({"title": "[red]x[/] :smile: {0} %s $(id)"}, "[red]x[/] :smile: {0} %s $(id)"),
    ],
    ids=["twice", "once", "cdata", "escape", "empty", "invisible", "markup of others"],
)
def test_a_title_is_unescaped_once_and_never_empty(fields, title):
    (entry,) = read(rss(item(**fields))).entries
    assert entry.title == title


def test_the_content_stands_in_for_a_missing_summary_and_is_cut():
    encoded = "<content:encoded><![CDATA[<p>" + "word " * 30_000 + "</p>]]></content:encoded>"
    body = rss(f"<item><title>t</title>{encoded}</item>")
    assert read(body).entries[0].summary.startswith("word word")
    assert len(read(body).entries[0].summary) <= 5_000


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("/a", "https://daily.example/a"),
        ("a?b=1&amp;c=2", "https://daily.example/news/a?b=1&c=2"),
        ("  https://daily.example/a b ", "https://daily.example/a%20b"),
        ("//cdn.example/x", "https://cdn.example/x"),
        ("https://münchen.example/ä", "https://münchen.example/ä"),
        ("https://daily.example/\u202eexe", "https://daily.example/exe"),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("data:text/html,x", ""),
        ("ftp://daily.example/x", ""),
        ("http://[::1/x", ""),
        ("http://daily.example:99999/x", ""),
        ("https://daily.example/" + "a" * 100_000, ""),
    ],
    ids=lambda value: value[:30],
)
def test_a_link_is_resolved_and_only_web_addresses_are_kept(link, url):
    (entry,) = read(rss(item("t", link=link))).entries
    assert (entry.url, entry.title) == (url, "t")


def test_a_guid_is_a_link_only_if_it_is_an_address():
    number, address = read(rss(item("a", guid="17"), item("b", guid="https://daily.example/b"))).entries
    assert (number.guid, number.url) == ("17", "")
    assert address.url == "https://daily.example/b"


@pytest.mark.parametrize(
    "guid", ["x" * 1_000_000, "a\nb", "../../etc/passwd", "   "], ids=["long", "lines", "path", "blank"]
)
def test_no_guid_is_too_strange_or_too_long(guid):
    (entry,) = read(rss(item("t", guid=guid))).entries
    assert len(entry.guid) <= 1_000
    assert "\n" not in entry.guid


def test_images_sources_and_tags_are_bounded_and_cleaned():
    extra = (
        '<media:content url="javascript:x" medium="image"/><media:thumbnail url="/t.jpg"/>'
        '<source url="https://agency.example/">Agency</source>'
        + "".join(f"<category>c{n}</category>" for n in range(50))
    )
    (entry,) = read(rss(f"<item><title>t</title>{extra}</item>")).entries
    assert entry.image == "https://daily.example/t.jpg"
    assert entry.source == "Agency"
    assert len(entry.tags) == 20


def test_the_hours_and_days_that_a_feed_wants_to_be_left_alone_are_read():
    skip = "<skipHours><hour>0</hour><hour> 23 </hour><hour>x</hour></skipHours><skipDays><day>Sunday</day></skipDays>"
    feed = f"<rss version='2.0'><channel><title>t</title>{skip}<item><title>a</title></item></channel></rss>"
    hours = set(read(feed.encode()).quiet_hours)
    assert {0, 23, 24, 47} <= hours
    assert set(range(144, 168)) <= hours
    assert 12 not in hours
