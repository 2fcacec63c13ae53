"""JSON Feed 1.0 and 1.1 (jsonfeed.org)."""

import json
from collections.abc import Iterator
from typing import Any

from watcher.core.feeds.entries import TITLE, Item, entry
from watcher.core.feeds.selection import ambiguous, fingerprint, fingerprints, mark, trait
from watcher.core.model import ParsedFeed
from watcher.core.text.bcp47 import language_tag
from watcher.core.text.clean import clean
from watcher.errors import FeedError


def read(text: str, base: str, *, known: bytes, limit: int) -> ParsedFeed:
    """The feed that a JSON text holds; raise FeedError if it is something else."""
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as error:  # RecursionError: a hundred thousand opening brackets
        raise FeedError(f"not a feed: it begins like JSON but cannot be read ({type(error).__name__})") from error
    if not isinstance(feed, dict) or "jsonfeed.org" not in _text(feed, "version"):
        raise FeedError("this is JSON, but not a JSON Feed: its version does not name jsonfeed.org")
    items = [item for item in _list(feed, "items") if isinstance(item, dict)]
    hashes = [fingerprint(json.dumps(item, sort_keys=True).encode("ascii")) for item in items[:limit]]
    lang = language_tag(_text(feed, "language"))
    entries = [entry(_item(item, base, lang)) for item in items[:limit]]
    old = fingerprints(known)
    return ParsedFeed(
        title=clean(_text(feed, "title"), limit=TITLE),
        lang=lang,
        entries=mark(
            [raw for raw, digest in zip(entries, hashes, strict=True) if raw.title and digest not in old],
            ambiguous(map(trait, entries)),
        ),
        total=len(items),
        tossed=max(len(items) - limit, 0),
        item_hashes=b"".join(hashes),
    )


def _item(item: dict[str, Any], base: str, lang: str) -> Item:
    return Item(
        base=base,
        guid=_text(item, "id"),
        link=_text(item, "url") or _text(item, "external_url"),
        title=_text(item, "title"),
        summary=_text(item, "summary") or _text(item, "content_text"),
        summary_html=_text(item, "content_html"),
        author=", ".join(_names(item)),
        tags=[tag for tag in _list(item, "tags") if isinstance(tag, str)],
        lang=_text(item, "language") or lang,
        images=[_text(item, "image"), _text(item, "banner_image")],
        dates=[_text(item, "date_published"), _text(item, "date_modified")],
    )


def _names(item: dict[str, Any]) -> Iterator[str]:
    for author in [*_list(item, "authors"), item.get("author")]:  # version 1.1, then 1.0
        if isinstance(author, dict) and (name := _text(author, "name")):
            yield name


def _list(values: dict[str, Any], name: str) -> list[Any]:
    found = values.get(name)
    return found if isinstance(found, list) else []


def _text(values: dict[str, Any], name: str) -> str:
    found = values.get(name)
    if isinstance(found, int | float) and not isinstance(found, bool):  # ids are often numbers, against the letter
        return repr(found) if abs(found) < 1e18 else ""
    return found.encode("utf-8", "replace").decode() if isinstance(found, str) else ""  # "\ud800" is legal JSON
