"""News sitemaps (sitemaps.org with Google's news and image extensions): many outlets keep no other list of their news."""

from lxml import etree

from watcher.core.feeds.entries import Item, entry
from watcher.core.feeds.repair import repair
from watcher.core.feeds.selection import ambiguous, fingerprint, fingerprints, mark, trait
from watcher.core.feeds.xmltree import local_name, tree
from watcher.core.model import ParsedFeed
from watcher.errors import FeedError


def read(text: str, base: str, *, known: bytes, limit: int) -> ParsedFeed:
    """The addresses that a sitemap lists. Beyond `limit` those with the latest dates are kept: order means nothing here."""
    root = tree(text)
    if root is None:
        root = tree(repair(text), recover=True)
    if root is None:
        raise FeedError("not a feed: it begins like a sitemap but cannot be read")
    listed = [_fields(url) for url in root.iterfind("{*}url")]
    if len(listed) > limit:
        listed.sort(key=lambda fields: fields.get("publication_date") or fields.get("lastmod", ""), reverse=True)
    hashes = [fingerprint(repr(sorted(fields.items())).encode()) for fields in listed[:limit]]
    entries = [entry(_item(fields, base)) for fields in listed[:limit]]
    old = fingerprints(known)
    return ParsedFeed(
        entries=mark(
            [raw for raw, digest in zip(entries, hashes, strict=True) if raw.title and digest not in old],
            ambiguous(map(trait, entries)),
        ),
        total=len(listed),
        tossed=max(len(listed) - limit, 0),
        item_hashes=b"".join(hashes),
    )


def _fields(url: etree._Element) -> dict[str, str]:
    """The texts below a <url>, by local name; the image's address as "image"."""
    fields: dict[str, str] = {}
    for element in url.iterdescendants("{*}*"):
        name = local_name(element)
        if name == "loc" and element.getparent() is not url:
            name = "image"
        if element.text and element.text.strip():
            fields.setdefault(name, element.text.strip())
    return fields


def _item(fields: dict[str, str], base: str) -> Item:
    return Item(
        base=base,
        link=fields.get("loc", ""),
        title=fields.get("title", ""),
        tags=fields.get("keywords", "").split(","),
        lang=fields.get("language", ""),
        images=[fields.get("image", "")],
        dates=[fields.get("publication_date", ""), fields.get("lastmod", "")],
        source=fields.get("name", ""),
    )
