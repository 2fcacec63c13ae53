"""Bytes of a feed to its entries: RSS, RDF, Atom, CDF, JSON Feed and news sitemaps."""

from watcher.core.feeds import jsonfeed, sitemap, xmlfeed
from watcher.core.feeds.sniff import Kind, sniff
from watcher.core.model import Feed, ParsedFeed, Reply
from watcher.core.text.address import web_address
from watcher.core.text.charset import decode, labels
from watcher.errors import FeedError

__all__ = ["parse"]

_READERS = {Kind.XML: xmlfeed.read, Kind.JSON: jsonfeed.read, Kind.SITEMAP: sitemap.read}
_COMPRESSED = (b"\x1f\x8b", b"PK\x03\x04", b"\x28\xb5\x2f\xfd", b"BZh", b"\xfd7zXZ")


def parse(reply: Reply, feed: Feed, *, known: bytes = b"", limit: int = 2000) -> ParsedFeed:
    """Read a feed, leaving out the items whose 8-byte hashes are in `known`; raise FeedError saying what came instead.

    Of more than `limit` items the first in the document are read, the rest only counted. `item_hashes` holds the
    hashes of all items within the limit, or nothing if the feed is too broken to tell its items apart.
    """
    if reply.body.startswith(_COMPRESSED):
        raise FeedError("the answer is a compressed file that does not say so, not a feed")
    content_type = reply.header("content-type")
    if any(label.lower() in {"utf-7", "utf7"} for label in labels(reply.body, content_type)):
        raise FeedError("refused: the feed calls itself UTF-7, a charset that hides markup")
    text, _codec = decode(reply.body, content_type, override=feed.encoding)
    kind, text = sniff(text, reply.url)
    base = web_address(reply.header("content-location"), reply.url) or reply.url
    return _READERS[kind](text, base, known=known, limit=limit)
