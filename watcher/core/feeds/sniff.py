"""What a body is before any parser sees it: refused with a sentence of its own, or named.

The dangerous kinds are refused here because parsers pay dearly for them: 1 kB of nested entities costs feedparser
seconds, 100,000 attributes on one element more than a minute.
"""

import re
from enum import StrEnum

from watcher import late
from watcher.core.feeds.discovery import named_feeds
from watcher.core.text.address import web_address
from watcher.core.text.clean import clean
from watcher.core.text.tags import long_tags
from watcher.core.text.walls import Wall, marks, walls
from watcher.errors import FeedError


class Kind(StrEnum):
    XML = "xml"
    JSON = "json"
    SITEMAP = "sitemap"


_PROLOG = late.pattern(r"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_DOCTYPE = late.pattern(r"<!DOCTYPE\b[^<>\[]*(?:\[(?P<subset>.*?)\]\s*)?>", re.DOTALL | re.IGNORECASE)
_ROOT = late.pattern(r"<(?:[\w.-]{1,40}:)?([A-Za-z][\w.-]{0,40})")
_FEED_ROOTS = frozenset({"rss", "rdf", "feed", "channel"})
_HTML_ROOTS = frozenset(
    {"html", "head", "body", "script", "meta", "title", "div", "p", "h1", "center", "iframe", "link"}
)
_STRAY = 2000  # characters of warnings or blank lines that a server may print before the feed begins
_LATE_START = late.pattern(r"<\?xml\s|<(?:rss|feed|rdf:RDF|urlset)[\s>]")
_PAGE = 100_000  # characters of a web page that are looked at
_MOST_ATTRIBUTES = 300
_TITLE = late.pattern(r"<title[^>]{0,200}>([^<]{0,300})", re.IGNORECASE)


def sniff(text: str, url: str) -> tuple[Kind, str]:
    """The kind of a body and its text from the root element on; raise FeedError with what it is instead of a feed."""
    text = text.lstrip("\ufeff \t\r\n")
    if not text:
        raise FeedError("the answer is empty: the server sent no feed")
    if text.startswith("{"):
        return Kind.JSON, text
    if not text.startswith("<"):
        start = _LATE_START.search(text[:_STRAY])
        if start is None:
            raise FeedError(f"not a feed: it begins with {_excerpt(text)}")
        text = text[start.start() :]
    body = _after_prolog(text)
    root = _ROOT.match(body)
    name = root[1].lower() if root else ""
    if name == "opml":
        raise FeedError("this is an OPML list of feeds, not a feed: import it, or add the feeds that it lists")
    if name == "sitemapindex":
        raise FeedError(f"this is an index of sitemaps: poll the news sitemap that it lists{_first_sitemap(body, url)}")
    if name in _HTML_ROOTS or (name not in _FEED_ROOTS and "<html" in body[:_STRAY].lower()):
        raise _about_page(text, url)
    if not name:
        raise FeedError(f"not a feed: it begins with {_excerpt(text)}")
    _refuse_attributes(body)
    return (Kind.SITEMAP if name == "urlset" else Kind.XML), body


def _after_prolog(text: str) -> str:
    """The text from the root element on. The document type goes: old RSS 0.91 names one, and nobody may fetch it."""
    position = _PROLOG.match(text).end()  # type: ignore[union-attr]  # the pattern also matches nothing
    if doctype := _DOCTYPE.match(text, position):
        if "<!ENTITY" in (doctype["subset"] or "").upper():
            raise FeedError(
                "refused: the feed declares XML entities, which can make a parser swell or read local files"
            )
        position = _PROLOG.match(text, doctype.end()).end()  # type: ignore[union-attr]
    return text[position:]


def _refuse_attributes(text: str) -> None:
    for tag in long_tags(text):
        if text.count("=", tag.start(), tag.end()) > _MOST_ATTRIBUTES:
            raise FeedError(f"refused: an element carries more than {_MOST_ATTRIBUTES} attributes")


def _excerpt(text: str) -> str:
    return repr(clean(text[:200], limit=40))


def _first_sitemap(text: str, url: str) -> str:
    found = re.search(r"<loc>\s*([^<\s]{1,500})", text)
    address = web_address(found[1], url) if found else ""
    return f", such as {clean(address)}" if address else ""


def _about_page(text: str, url: str) -> FeedError:
    """What is to be said of a web page that stands where a feed should: which wall it is, or where the feed may be."""
    title = _TITLE.search(text[:_PAGE])
    named = f" ({clean(title[1])!r})" if title and clean(title[1]) else ""
    found = [*marks(text[:_PAGE]), *walls(text[:_PAGE])]
    feed = next(iter(named_feeds(text[:_PAGE], url)), None)
    # A page that names its feed may have a log-in form or a cookie notice like any other.
    walled = (Wall.ROBOT, Wall.PARKED) if feed else (Wall.ROBOT, Wall.PARKED, Wall.CONSENT, Wall.LOGIN)
    if kind := next((kind for kind in walled if kind in found), None):
        return FeedError(f"this is a {kind}, not a feed{named}", wall=True)
    if feed:
        return FeedError(f"this is a web page, not a feed{named}; it names this feed: {clean(feed.url)}")
    return FeedError(f"this is a web page, not a feed{named}")
