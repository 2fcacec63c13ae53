"""What must be refused with a sentence of its own, quickly, and what must be read in spite of its faults."""

import time

import pytest

from tests.core.feeds.bodies import FEED, SENTINEL, item, read, reply, rss
from watcher.core.feeds import parse
from watcher.errors import FeedError

LAUGHS = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>' + rss(
    "<item><title>&b;</title></item>", head=""
)
EXTERNAL = '<?xml version="1.0"?><!-- <rss> --><!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + rss(
    "<item><title>&x;</title></item>", head=""
)
PARAMETER = '<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://daily.example/x.dtd"> %p;]>' + rss(SENTINEL, head="")
ATTRIBUTES = rss("<item><title>t</title><x " + " ".join(f'a{n}="1"' for n in range(100_000)) + "/></item>")
DEEP = rss("<item><title>" + "<a>" * 200_000 + "</a>" * 200_000 + "</title></item>", SENTINEL)
UNCLOSED = rss("<item><title>" + "<a>" * 200_000 + "</title></item>", SENTINEL)

REFUSED = {
    "nested entities": (LAUGHS, "entities"),
    "external entity": (EXTERNAL, "entities"),
    "parameter entity": (PARAMETER, "entities"),
    "attributes": (ATTRIBUTES, "attributes"),
    "deep": (DEEP, "too large"),
    "unclosed": (UNCLOSED, "too large"),
    "depth of five thousand": (rss("<item><title>" + "<a>" * 5_000 + "</item>"), "nested"),
    "half a million tags": (rss("<item><title>" + "<b>x</i></b>" * 200_000), "too large"),
    "quotes that never close": (rss("<item><title>" + '<a b="' * 200_000), "too large"),
    "opml": ('<?xml version="1.0"?><opml version="2.0"><body/></opml>', "OPML"),
    "sitemap index": (
        "<sitemapindex><sitemap><loc>https://s.example/n.xml</loc></sitemap></sitemapindex>",
        "s.example/n.xml",
    ),
    "other xml": ('<?xml version="1.0"?><invoice><line/></invoice>', "no kind of feed"),
    "utf-7": (rss(SENTINEL, head='<?xml version="1.0" encoding="utf-7"?>'), "UTF-7"),
    "nothing": (b"", "empty"),
    "blanks": (b" \r\n\t ", "empty"),
    "text": ("Service temporarily unavailable", "begins with 'Service"),
    "gzip": (b"\x1f\x8b\x08\x00" + bytes(100), "compressed"),
    "json": ('{"status": "error"}', "JSON"),
    "brackets": ('{"version":"https://jsonfeed.org/version/1","items":' + "[" * 100_000, "JSON"),
    "page": (
        '<!DOCTYPE html><html><head><title>News</title><link rel="alternate" type="application/rss+xml" href="/rss"></head>',
        "it names this feed: https://daily.example/rss",
    ),
    "login": ('<html><body><form><input type="password" name="p"></form></body></html>', "login page"),
    "consent": ("<html><body><p>Wir und unsere Partner speichern Cookies</p></body></html>", "consent page"),
    "captcha": ("<html><title>Just a moment...</title><body></body></html>", "robot check"),
    "parked": ("<!doctype html><html><body>This domain is for sale</body></html>", "parked domain"),
}


@pytest.mark.parametrize(("body", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_feed_or_a_bomb_is_refused_at_once_with_its_own_sentence(body, sentence):
    start = time.process_time()
    with pytest.raises(FeedError) as caught:
        read(body)
    assert sentence in str(caught.value)
    assert time.process_time() - start < 5, "refusing must not cost what the attack wanted to cost"


ILL_FORMED = {
    "undeclared prefix": rss(item("t", **{"foo:bar": "x"}), SENTINEL),
    "bare ampersand": rss(item("Fish & Chips &copy; &unknown; 5 < 6"), SENTINEL),
    "NUL": rss(item("a\0b"), SENTINEL),
    "control reference": rss(item("a&#27;[2J&#x9b;31m&#7;"), SENTINEL),
    "surrogate reference": rss(item("a&#xD800;b&#1114112;"), SENTINEL),
    "C1": rss(item("a\u009d0;title\u009c\u0090q"), SENTINEL),
    "backspace": rss(item("a\b\b\x7f\r\f\vb"), SENTINEL),
    "unclosed markup": rss(item("a<br>b</p>"), SENTINEL),
    "cut off": rss(SENTINEL, item("cut"))[:-40],
    "words before": "Warning: deprecated in feed.php on line 3\n" + rss(SENTINEL),
    "document type": '<!DOCTYPE rss PUBLIC "-//x//DTD//EN" "http://daily.example/x.dtd">' + rss(SENTINEL, head=""),
    "element declarations": "<!DOCTYPE rss [<!ELEMENT rss ANY>]>" + rss(SENTINEL, head=""),
    "deep html": rss(item("t", text="&lt;div&gt;" * 100_000 + "x"), SENTINEL),
    "million letters": rss(item("a" * 1_000_000), SENTINEL),
    "marks": rss(item("a" + "\u0301" * 6_000), SENTINEL),
}


@pytest.mark.parametrize("body", ILL_FORMED.values(), ids=ILL_FORMED)
@pytest.mark.parametrize("content_type", ["application/rss+xml", "text/html", ""])
def test_one_bad_item_does_not_take_the_others_with_it(body, content_type):
    feed = read(body, content_type)
    assert "Sentinel story" in [entry.title for entry in feed.entries]
    for entry in feed.entries:
        assert len(entry.title) <= 500
        assert all(char.isprintable() for char in entry.title)
        entry.title.encode()


def test_a_surrogate_reference_does_not_break_a_sitemap():
    urls = "<url><loc>https://s.example/1</loc></url><url><loc>https://s.example/&#xD800;2</loc></url>"
    assert next(entry.url for entry in read(f"<urlset>{urls}<broken</urlset>").entries) == "https://s.example/1"


@pytest.mark.parametrize(
    "name",
    [
        "title",
        "link",
        "guid",
        "description",
        "pubDate",
        "author",
        "source",
        "category",
        "enclosure",
        "language",
        "ttl",
        "image",
        "tags",
        "content",
        "summary",
        "id",
        "updated",
        "creator",
        "dc:creator",
        "media:content",
        "media:thumbnail",
        "dc:source",
        "feedburner:origLink",
    ],
)
@pytest.mark.parametrize("attributes", [' x="1"', ' href="y" url="z" type="a/b" rel="c" label=""', ' type="base64"'])
def test_no_element_is_made_dangerous_by_its_attributes(name, attributes):
    element = f"<{name}{attributes}>v</{name}>"
    feed = read(rss(f"<item>{element}<title>t</title>{element}</item>", SENTINEL, channel=element))
    assert "Sentinel story" in [entry.title for entry in feed.entries]


def test_what_was_odd_is_a_note_and_no_error():
    assert read(rss(item("a<br>b</p>"), SENTINEL)).note.startswith("ill-formed")
    assert read(rss(SENTINEL)).note == ""


def test_entities_that_html_knows_are_read_in_a_feed_that_does_not_declare_them():
    (entry,) = read(rss(item("caf&eacute;&nbsp;&amp;&#160;bar"))).entries
    assert entry.title == "café & bar"


def test_of_a_hundred_thousand_items_the_first_are_read_and_the_rest_counted():
    body = rss(*(item(f"Story {n}", link=f"/{n}") for n in range(100_000)))
    feed = parse(reply(body), FEED, limit=50)
    assert (len(feed.entries), feed.total, feed.tossed, len(feed.item_hashes)) == (50, 100_000, 99_950, 400)
    assert feed.entries[0].title == "Story 0"
