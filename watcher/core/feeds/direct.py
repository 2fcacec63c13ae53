"""Items in the everyday dialect, read off the tree without feedparser.

Most items hold a dozen elements that everybody writes alike. What they say is taken here just as feedparser takes it,
at a thirtieth of its cost. An element, an attribute, a nesting or a sequence of characters that is not foreseen makes
the item feedparser's: the tables below hold only what cannot be misunderstood, and a test compares the two readings.
"""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum, auto
from typing import Final

from lxml import etree

from watcher import late
from watcher.core.feeds.entries import Item
from watcher.frozen import dataclass

_ATOM: Final = "{http://www.w3.org/2005/Atom}"
_RDF: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_RSS1: Final = "{http://purl.org/rss/1.0/}"
_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_CONTENT: Final = "{http://purl.org/rss/1.0/modules/content/}"
_MEDIA: Final = "{http://search.yahoo.com/mrss/}"
_SLASH: Final = "{http://purl.org/rss/1.0/modules/slash/}"
_WFW: Final = "{http://wellformedweb.org/CommentAPI/}"
_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"

_DATES: Final = {
    "pubDate": "published",
    f"{_ATOM}published": "published",
    f"{_ATOM}updated": "updated",
    f"{_DC}date": "updated",
}
_SILENT: Final = frozenset({  # what says nothing that is kept
    "comments", f"{_SLASH}comments", f"{_SLASH}section", f"{_WFW}commentRss", f"{_WFW}comment",
    "{com-wordpress:feed-additions:1}post-id", f"{_DC}publisher", f"{_DC}rights", f"{_DC}identifier", f"{_DC}type",
    f"{_DC}format", f"{_MEDIA}credit", f"{_ATOM}rights",
})  # fmt: skip
_SILENT_ATTRIBUTES: Final = frozenset({"role", "scheme", "type", "isPermaLink"})
_LINK: Final = frozenset({"rel", "type", "href", "title", "hreflang", "length"})
_MEDIUM: Final = frozenset({
    "url", "medium", "type", "width", "height", "fileSize", "isDefault", "expression", "duration", "bitrate",
})  # fmt: skip
_KINDS: Final = {"": False, "text": False, "text/plain": False, "html": True, "text/html": True}  # whether it is markup
_PAGES: Final = frozenset({"html", "xhtml", "text/html", "application/xhtml+xml"})
# An RSS title is plain text that may be markup after all: feedparser looks for these and decides.
_PERHAPS_MARKUP: Final = late.pattern(r"</\w+>|&#?\w+;")
_REFERENCE: Final = late.pattern(r"&\w+;")
_C1: Final = late.pattern("[\x80-\x9f]")


class Dialect(StrEnum):
    """How a feed is written, as far as it decides how its items are read."""

    RSS = auto()
    RDF = auto()
    ATOM = auto()


class Unusual(Exception):  # noqa: N818 - no error: the item goes the other way
    """The item says something that is not foreseen."""


@dataclass(slots=True)
class _Found:
    """What an item said so far."""

    base: str
    dialect: Dialect
    texts: dict[str, str] = field(default_factory=dict)  # guid, link, title, summary, content …: each at most once
    markup: set[str] = field(default_factory=set)  # which of them hold markup
    tags: list[str] = field(default_factory=list)
    media: list[str] = field(default_factory=list)
    thumbnails: list[str] = field(default_factory=list)
    enclosures: list[str] = field(default_factory=list)

    def keep(self, name: str, text: str) -> None:
        if name in self.texts:
            raise Unusual
        self.texts[name] = text


def dialect(root: etree._Element) -> Dialect | None:
    """How a feed is written; None if its items cannot be read here."""
    spaces = set(root.nsmap.values())
    if root.tag == "rss" and not set(root.attrib) - {"version", _LANG} and None not in root.nsmap:
        return Dialect.RSS
    if root.tag == f"{_ATOM}feed" and not set(root.attrib) - {_LANG} and _RSS1[1:-1] not in spaces:
        return Dialect.ATOM
    if root.tag == f"{_RDF}RDF" and not set(root.attrib) - {_LANG} and _ATOM[1:-1] not in spaces:
        return Dialect.RDF
    return None


def language(root: etree._Element) -> str:
    """The language that a feed's root gives its items; "" if none."""
    return str(root.get(_LANG, ""))


def item(element: etree._Element, spoken: Dialect, base: str, lang: str) -> Item | None:
    """What an item says; None if only feedparser knows."""
    found = _Found(base=base, dialect=spoken)
    try:
        _open(element, found)
        for child in element:
            _read(child, found)
        return _item(found, lang)
    except Unusual:
        return None


def _open(element: etree._Element, found: _Found) -> None:
    parent = element.getparent()
    allowed = frozenset({f"{_RDF}about"}) if found.dialect is Dialect.RDF else frozenset()
    if set(element.attrib) - allowed or parent is None or (found.dialect is Dialect.RSS and parent.attrib):
        raise Unusual
    if found.dialect is Dialect.RDF:
        found.texts["guid"] = element.get(f"{_RDF}about", "")
    expected = {Dialect.RSS: "item", Dialect.RDF: f"{_RSS1}item", Dialect.ATOM: f"{_ATOM}entry"}
    if element.tag != expected[found.dialect]:
        raise Unusual


def _read(element: etree._Element, found: _Found) -> None:  # noqa: C901, PLR0912 - a table that reads better as one
    own = {Dialect.RSS: "", Dialect.RDF: _RSS1, Dialect.ATOM: _ATOM}[found.dialect]
    tag = element.tag
    if not isinstance(tag, str):
        return  # a comment between elements
    name = tag[len(own) :] if tag.startswith(own) and "}" not in tag[len(own) :] else ""
    if tag in _SILENT:
        _text(element, _SILENT_ATTRIBUTES)
    elif tag in _DATES:
        found.keep(_DATES[tag], _text(element))
    elif tag == f"{_DC}creator" or (name == "author" and found.dialect is Dialect.RSS):
        found.keep("author", _text(element))
    elif tag == f"{_DC}subject" or (name == "category" and found.dialect is Dialect.RSS):
        found.tags.append(_text(element, frozenset({"domain"})))
    elif tag.startswith(_MEDIA):
        _read_media(element, tag[len(_MEDIA) :], found)
    elif found.dialect is Dialect.ATOM:
        _read_atom(element, name, found)
    elif name == "title":
        text = _text(element)
        if _PERHAPS_MARKUP.search(text):
            raise Unusual
        found.keep("title", text)
    elif name == "link":
        found.keep("link", _address(_text(element)))
    elif name == "guid" and found.dialect is Dialect.RSS:
        found.keep("guid", _address(_text(element, frozenset({"isPermaLink"}))))
    elif name == "description":
        found.keep("summary", _text(element))
        found.markup.add("summary")
    elif tag == f"{_CONTENT}encoded":
        found.keep("content", _text(element))
    elif name == "enclosure" and found.dialect is Dialect.RSS:
        _text(element, frozenset({"url", "type", "length"}))
        if element.get("type", "").startswith("image/"):
            found.enclosures.append(element.get("url", ""))
    elif name == "source" and found.dialect is Dialect.RSS:
        found.keep("source", _text(element, frozenset({"url"})))
    else:
        raise Unusual


def _read_atom(element: etree._Element, name: str, found: _Found) -> None:
    if name in {"title", "summary", "content"}:
        text = _text(element, frozenset({"type"}))
        if element.get("type", "") not in _KINDS:
            raise Unusual
        found.keep(name, text)
        if _KINDS[element.get("type", "")]:
            found.markup.add(name)
    elif name == "id":
        found.keep("guid", _address(_text(element)))
    elif name == "link":
        _read_atom_link(element, found)
    elif name == "author":
        names = [_text(child) for child in element if child.tag == f"{_ATOM}name"]
        if len(names) != 1 or element.attrib or not {child.tag for child in element} <= {f"{_ATOM}name", f"{_ATOM}uri"}:
            raise Unusual
        found.keep("author", names[0])
    elif name == "category":
        _text(element, frozenset({"term", "scheme", "label"}))
        found.tags.append(element.get("label", "") or element.get("term", ""))
    else:
        raise Unusual


def _read_atom_link(element: etree._Element, found: _Found) -> None:
    if _text(element, _LINK) or "href" not in element.attrib:
        raise Unusual
    href, relation = _address(element.get("href", "")), element.get("rel", "alternate")
    if relation == "alternate" and element.get("type", "text/html").lower() in _PAGES:
        found.texts["link"] = href  # the last one counts
    elif relation == "enclosure" and element.get("type", "").startswith("image/"):
        found.enclosures.append(href)


def _read_media(element: etree._Element, name: str, found: _Found) -> None:
    if name == "thumbnail":
        if _text(element, _MEDIUM) or not element.get("url"):
            raise Unusual
        found.thumbnails.append(element.get("url", ""))
        return
    if name != "content" or set(element.attrib) - _MEDIUM or (element.text or "").strip():
        raise Unusual
    for child in element:
        if child.tag != f"{_MEDIA}credit" or (child.tail or "").strip():
            raise Unusual
        _text(child, _SILENT_ATTRIBUTES)
    kind = element.get("medium") or element.get("type", "").partition("/")[0] or "image"
    if kind == "image":
        found.media.append(element.get("url", ""))


def _item(found: _Found, lang: str) -> Item:
    texts: Mapping[str, str] = found.texts
    link, guid = texts.get("link", ""), texts.get("guid", "")
    if not link or (found.dialect is Dialect.ATOM and texts.get("summary") == "" and "content" in texts):
        raise Unusual
    title, title_html = ("", texts.get("title", "")) if "title" in found.markup else (texts.get("title", ""), "")
    summary = texts.get("summary", "")
    marked = "summary" in found.markup or not summary
    return Item(
        base=found.base,
        guid=guid,
        link="" if link == guid and not link.startswith(("http://", "https://")) else link,
        title=title,
        title_html=title_html,
        summary="" if marked else summary,
        summary_html=(summary or texts.get("content", "")) if marked else "",
        author=texts.get("author", ""),
        tags=found.tags,
        lang=lang,
        images=[*found.media, *found.thumbnails, *found.enclosures],
        dates=[texts.get("published", ""), texts.get("updated", "")],
        source=texts.get("source", ""),
    )


def _text(element: etree._Element, attributes: frozenset[str] = frozenset()) -> str:
    """The text of an element without children; feedparser mends some old misreadings of bytes, so those are its own."""
    if len(element) or (element.attrib and set(element.attrib) - attributes):
        raise Unusual
    text = (element.text or "").strip()
    if not text.isascii() and (_C1.search(text) or _twice_encoded(text)):
        raise Unusual
    return text


def _twice_encoded(text: str) -> bool:
    """Whether it looks like UTF-8 that was read as Latin-1."""
    try:
        text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return False
    return True


def _address(text: str) -> str:
    if ":///" in text or _REFERENCE.search(text):
        raise Unusual
    return text
