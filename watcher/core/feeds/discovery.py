"""The feeds that a web page names: in its head for programs, or by links that people would follow."""

import re
from html import unescape

from watcher import late
from watcher.core.model import Feed, Reply
from watcher.core.text.address import web_address
from watcher.core.text.charset import decode
from watcher.core.text.clean import clean

_LOOKED_AT = 1_000_000  # characters of a page
_MOST = 50  # feeds; a page that names more is a directory of feeds, or hostile
_TITLE = 200
_TAG = late.pattern(r"<(link|a|base)\s([^<>]{1,2000})>(?:([^<>]{0,200})</a)?", re.IGNORECASE)
_ATTRIBUTE = late.pattern(r"""([A-Za-z-]{1,20})\s*=\s*(?:"([^"]{0,1500})"|'([^']{0,1500})'|([^\s"'>]{1,1500}))""")
_FEED_TYPE = late.pattern(r"application/(?:rss|atom|feed|rdf)\+(?:xml|json)|application/json.{0,5}feed", re.IGNORECASE)
_LIKELY = late.pattern(r"[/.?=_-](?:rss|atom|feeds?|rdf|feed\.json)(?:[/.?=_-]|\d|$)", re.IGNORECASE)


def discover(reply: Reply) -> tuple[Feed, ...]:
    """The feeds that a page names, with their titles as names: the page's own first, the likely ones last."""
    text, _codec = decode(reply.body, reply.header("content-type"))
    return named_feeds(text, reply.url)


def named_feeds(markup: str, url: str) -> tuple[Feed, ...]:
    """The same for a page's source; `url` is its address."""
    base, declared, likely = url, dict[str, str](), dict[str, str]()
    for found in _TAG.finditer(markup[:_LOOKED_AT]):
        kind, attributes = found[1].lower(), _attributes(found[2])
        if kind == "base":
            base = web_address(attributes.get("href", ""), url) or base
            continue
        address = web_address(attributes.get("href", ""), base)
        if not address:
            continue
        if kind == "link" and _declares(attributes):
            declared.setdefault(address, clean(attributes.get("title", ""), limit=_TITLE))
        elif kind == "a" and _LIKELY.search(address.partition("://")[2]):
            likely.setdefault(address, clean(unescape(found[3] or ""), limit=_TITLE))
    # A site's comments are a feed, too, and hardly what anybody looks for.
    ordered = sorted(declared.items(), key=lambda pair: "comment" in f"{pair[0]} {pair[1]}".lower())
    feeds = dict(ordered) | {address: title for address, title in likely.items() if address not in declared}
    return tuple(Feed(url=address, name=title) for address, title in list(feeds.items())[:_MOST])


def _attributes(text: str) -> dict[str, str]:
    return {found[1].lower(): unescape(found[2] or found[3] or found[4] or "") for found in _ATTRIBUTE.finditer(text)}


def _declares(attributes: dict[str, str]) -> bool:
    rel = attributes.get("rel", "").lower().split()
    return "feed" in rel or ("alternate" in rel and _FEED_TYPE.search(attributes.get("type", "")) is not None)
