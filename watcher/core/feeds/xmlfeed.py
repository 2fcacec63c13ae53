"""RSS, RDF, Atom and CDF: lxml finds the items that are new, feedparser reads them.

feedparser knows every dialect and takes 60 to 100 ms for 50 items. An lxml pass of 2 ms hashes each item and drops the
known ones first. What lxml does not take even after a repair goes to feedparser whole: the plain way.
"""

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from lxml import etree

from watcher.core.feeds import direct
from watcher.core.feeds.entries import SUMMARY, entry, headline, identifier
from watcher.core.feeds.loose import feed_lang, feed_title, feed_ttl, item
from watcher.core.feeds.quiet import quiet_hours
from watcher.core.feeds.repair import refuse_bombs, repair
from watcher.core.feeds.selection import Trait, ambiguous, fingerprint, fingerprints, mark, trait
from watcher.core.feeds.xmltree import local_name, tree
from watcher.core.model import ParsedFeed, RawEntry
from watcher.core.text.address import web_address
from watcher.core.text.clean import clean, plain
from watcher.errors import FeedError

_DECLARATION = b'<?xml version="1.0" encoding="utf-8"?>\n'
_PARENTS = frozenset({"channel", "rss", "RDF", "feed"})  # what an item of the feed itself stands in
_TRAITS = frozenset({"guid", "id", "link", "title", "description", "summary"})
_MOST_ELEMENTS = 300_000  # 2,000 items have some 30,000; feedparser takes about 5 s for so many
_LONGEST = 4_000_000  # characters of an ill-formed feed that are read; feedparser is slow in its lenient way


def read(text: str, base: str, *, known: bytes, limit: int) -> ParsedFeed:
    """The feed that an XML text holds, from its root element on; raise FeedError if there is none."""
    root = tree(text)
    if root is None:
        text = repair(text)
        root = tree(text)
    items = [] if root is None else _items(root)
    if root is None or not items:
        return read_plainly(text, base, limit=limit)
    hashes = [fingerprint(etree.tostring(element, with_tail=False)) for element in items[:limit]]
    old = fingerprints(known)
    dropped = [element for element, digest in zip(items, hashes, strict=False) if digest in old] + items[limit:]
    shared = _shared(items[:limit], base)
    for element in dropped:
        element.getparent().remove(element)
    if len(text) > _MOST_ELEMENTS and sum(1 for _ in root.iter()) > _MOST_ELEMENTS:
        raise FeedError(f"refused: the feed's items hold more than {_MOST_ELEMENTS} elements")
    result, entries = _entries(root, text if not dropped else None, base, limit=limit)
    return replace(
        _parsed(result, entries, total=len(items), hashes=hashes, limit=limit, shared=shared),
        quiet_hours=quiet_hours(root),
    )


def read_plainly(text: str, base: str, *, limit: int) -> ParsedFeed:
    """The whole feed by feedparser alone, with nothing remembered of its items."""
    refuse_bombs(text)
    result = _feedparser(text[:_LONGEST].encode())
    if not result.version and not result.entries:
        raise FeedError("not a feed: it is XML, but no kind of feed that is known (RSS, RDF, Atom, CDF)")
    entries = _by_feedparser(result, base)[:limit]
    return _parsed(result, entries, total=len(result.entries), hashes=(), limit=limit, shared=None)


def _entries(root: etree._Element, text: str | None, base: str, *, limit: int) -> tuple[Any, list[RawEntry]]:
    """Feedparser's reading of a tree, and its entries; those in everyday dialect are read here. `text`: the tree, if at hand."""
    items, spoken = _items(root), direct.dialect(root)
    own = direct.language(root)
    read_off = [spoken and direct.item(element, spoken, base, own) for element in items]
    if not any(read_off):
        result = _feedparser(text.encode() if text is not None else etree.tostring(root, encoding="utf-8"))
        return result, _by_feedparser(result, base)[:limit]
    whole = etree.tostring(root, encoding="utf-8") if not all(read_off) else b""
    for element, taken in zip(items, read_off, strict=True):
        if taken:
            element.getparent().remove(element)
    result = _feedparser(etree.tostring(root, encoding="utf-8"))
    if len(result.entries) != read_off.count(None):  # feedparser sees items elsewhere: it shall read them all
        result = _feedparser(whole)
        return result, _by_feedparser(result, base)[:limit]
    others = iter(_by_feedparser(result, base))
    lang = feed_lang(result.feed)
    entries = [entry(replace(taken, lang=taken.lang or lang)) if taken else next(others) for taken in read_off]
    return result, entries[:limit]


def _by_feedparser(result: Any, base: str) -> list[RawEntry]:
    lang = feed_lang(result.feed)
    return [entry(item(raw, base, lang)) for raw in result.entries]


def _parsed(
    result: Any,
    entries: Sequence[RawEntry],
    *,
    total: int,
    hashes: Sequence[bytes],
    limit: int,
    shared: frozenset[str] | None,
) -> ParsedFeed:
    return ParsedFeed(
        title=feed_title(result.feed),
        lang=feed_lang(result.feed),
        ttl=feed_ttl(result.feed),
        entries=mark(
            [raw for raw in entries if raw.title], ambiguous(map(trait, entries)) if shared is None else shared
        ),
        total=total,
        tossed=max(total - limit, 0),
        item_hashes=b"".join(hashes),
        note=clean(f"ill-formed: {result.bozo_exception}", limit=200) if result.bozo else "",
    )


def _feedparser(xml: bytes) -> Any:
    """Feedparser's reading. Only ever a BytesIO: it opens whatever else it is given, be it a path or an address."""
    import feedparser

    # No content-location: links stay as written (but for xml:base), so that a guid "17" does not become an address.
    headers = {"content-type": "application/xml; charset=utf-8"}
    try:
        return feedparser.parse(
            io.BytesIO(_DECLARATION + xml), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:  # it lets out whatever goes wrong inside: ValueError, KeyError, UnicodeError …
        raise FeedError(f"the feed is broken in a way that cannot be read around ({type(error).__name__})") from error


def _items(root: etree._Element) -> list[etree._Element]:
    """The feed's own items in document order; an <item> inside an item's content is none."""
    return [
        element
        for element in root.iter("{*}item", "{*}entry")
        if (parent := element.getparent()) is not None and local_name(parent) in _PARENTS
    ]


def _shared(items: Sequence[etree._Element], base: str) -> frozenset[str]:
    """The ids and links that identify nothing. Read without feedparser: items that are known count here, too."""
    values = ambiguous(_trait(element, base) for element in items)
    return frozenset(map(identifier, values)) | frozenset(
        web_address(value, base).partition("#")[0] for value in values
    )


def _trait(element: etree._Element, base: str) -> Trait:
    """An item's id, link and title as they are written."""
    texts: dict[str, str] = {}
    for child in element.iterchildren("{*}*"):
        name = local_name(child)
        if name not in _TRAITS:
            continue
        text = (child.text or "").strip()
        if name == "link" and not text and child.get("rel", "alternate") == "alternate":
            text = child.get("href", "")
        texts.setdefault(name, text)
    title = texts.get("title") or headline(plain(texts.get("description") or texts.get("summary") or "", limit=SUMMARY))
    link = texts.get("link", "")
    return texts.get("guid") or texts.get("id") or "", link, title or web_address(link, base)
