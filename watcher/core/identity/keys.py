"""What an item may be recognised by: short keys, the strongest first.

Each is a letter and 16 hex digits:
    g  the feed's own id for the item, within the feed
    u  the canonical address, whoever links there
    d  the title with outlet and stated day, if it is too long to be two articles' by chance
    x  title and summary, for an item without id and address of its own
    t  the title with outlet alone: proves nothing of one item, but much of most of a feed
"""

import hashlib
import re
import unicodedata
from collections.abc import Sequence

from watcher import late
from watcher.core.identity.canonical import canonical
from watcher.core.model import Feed, RawEntry

_LONG_TITLE, _LONG_IDEOGRAPHIC_TITLE = 25, 12  # characters; "Liveticker" and "Wetter" come every day
_BEGINNING = 500  # characters of a summary that tell it from others
_IDEOGRAPHIC = late.pattern(r"[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_NOT_WORDS = late.pattern(r"[\W_]+")
# The same for what nearly all words of many languages are made of, which neither NFKC nor folding the case changes more.
_ASCII = "".join(chr(code).lower() if chr(code).isalnum() else " " for code in range(128))
_NUMBER = late.pattern(r"\b\d+\b")  # counters and times of day change at every poll


def keys(raw: RawEntry, feed: Feed) -> tuple[str, ...]:
    """The keys to look an item up by. A guid or link that its whole body shares is none, see core.feeds."""
    return with_text(named(raw, feed, folded(raw.title)), raw, feed)


def named(raw: RawEntry, feed: Feed, title: str) -> tuple[str, ...]:
    """The keys without the text's, which takes longest to make; `title` is the item's, folded."""
    found = []
    outlet = raw.source or feed.name or feed.url
    if raw.guid:
        found.append(_key("g", feed.url, _lasting(raw.guid)))
    if raw.url and not raw.shared_url and _is_article(address := canonical(raw.url), feed):
        found.append(_key("u", address))
    if title and raw.title != raw.url:
        if len(title) >= _LONG_IDEOGRAPHIC_TITLE and _is_long(title):
            found.append(_key("d", outlet, title, raw.published.date().isoformat() if raw.published else ""))
        found.append(_key("t", outlet, title))
    return tuple(found)


def with_text(found: Sequence[str], raw: RawEntry, feed: Feed) -> tuple[str, ...]:
    """An item's keys with the text's in its place, before that of the title alone."""
    text = _key("x", feed.url, folded(raw.title), _without_numbers(raw.summary))
    before = [key for key in found if key[0] != "t"]
    return (*before, text, *(key for key in found if key[0] == "t"))


def folded(text: str) -> str:
    """The words of a text, so that another dash, quote or letter case makes no other title."""
    if text.isascii():
        return " ".join(text.translate(_ASCII).split())
    return _NOT_WORDS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def words(title: str, summary: str) -> tuple[str, str]:
    """What a reader would call the same text: no punctuation, no letter case, no numbers, as those count and tick."""
    return _without_numbers(title), _without_numbers(summary)


def _without_numbers(text: str) -> str:
    return " ".join(_NUMBER.sub(" ", folded(text[:_BEGINNING])).split())


def _lasting(guid: str) -> str:
    """A guid without what changes when a site moves to https."""
    return re.sub(r"^http://", "https://", guid.strip())


def _is_article(address: str, feed: Feed) -> bool:
    """Whether an address can be one article's: a home page or the feed itself is not."""
    return "/" in address.removeprefix("https://") or "?" in address if address != canonical(feed.url) else False


def _is_long(title: str) -> bool:
    return len(title) >= (_LONG_IDEOGRAPHIC_TITLE if _IDEOGRAPHIC.search(title) else _LONG_TITLE)


def _key(kind: str, *parts: str) -> str:
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{kind}:{digest[:16]}"
