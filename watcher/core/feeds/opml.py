"""Lists of feeds as other readers keep them: OPML 2.0 in, however carelessly it was written, and out."""

from collections.abc import Iterable, Sequence

from lxml import etree

from watcher.core.feeds.repair import repair
from watcher.core.feeds.xmltree import tree
from watcher.core.model import Feed
from watcher.core.text.address import web_address
from watcher.core.text.bcp47 import language_tag
from watcher.core.text.charset import decode
from watcher.core.text.clean import clean
from watcher.errors import FeedError

_MOST = 20_000  # feeds of one list
_NAME, _TAG = 200, 80  # characters


def read(body: bytes) -> tuple[Feed, ...]:
    """The feeds of a list, each once, folders and categories as tags; raise FeedError if it lists none.

    Many programs write ampersands of addresses as they are; that and other slips are mended.
    """
    text, _codec = decode(body, "")
    if "<!ENTITY" in text:
        raise FeedError("refused: the list declares XML entities")
    text = text[max(text.lower().find("<opml"), 0) :]
    root = tree(text)
    if root is None:
        root = tree(repair(text), recover=True)
    if root is None or not isinstance(root.tag, str) or root.tag.lower() != "opml":
        raise FeedError("this is no OPML list of feeds")
    feeds: dict[str, Feed] = {}
    for outline in root.iter("outline"):
        feed = _feed(outline)
        if feed and len(feeds) < _MOST:
            feeds.setdefault(feed.url, feed)
    if not feeds:
        raise FeedError("the OPML list names no feed: none of its outlines has an xmlUrl with http or https")
    return tuple(feeds.values())


def write(feeds: Sequence[Feed], *, title: str = "watcher") -> str:
    """A list of feeds, as other readers take it."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = clean(title)
    body = etree.SubElement(root, "body")
    for feed in feeds:
        name = clean(feed.name, limit=_NAME) or feed.url
        facts = {"text": name, "title": name, "type": "rss", "xmlUrl": feed.url, "language": feed.lang}
        facts["category"] = ",".join(clean(tag).replace(",", " ") for tag in feed.tags)
        etree.SubElement(body, "outline", {key: value for key, value in facts.items() if value})
    text: str = etree.tostring(root, encoding="unicode", pretty_print=True)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}'


def _feed(outline: etree._Element) -> Feed | None:
    facts = {str(key).lower(): str(value) for key, value in outline.attrib.items()}
    url = web_address(facts.get("xmlurl", ""))
    if not url:
        return None
    name = clean(facts.get("title", ""), limit=_NAME) or clean(facts.get("text", ""), limit=_NAME)
    folders = [above.get("title") or above.get("text") or "" for above in outline.iterancestors("outline")]
    categories = facts.get("category", "").replace("/", ",").split(",")
    return Feed(
        url=url,
        name="" if name == url else name,
        lang=language_tag(facts.get("language", "")),
        tags=_tags([*reversed(folders), *categories]),
    )


def _tags(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag for text in texts if (tag := clean(text, limit=_TAG))))
