"""Stories and matches as an Atom feed (RFC 4287), so that any feed reader can follow a topic."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain
from typing import Final
from xml.etree import ElementTree as ET

from watcher import late
from watcher.interchange.shapes import EntryItem, StoryItem

KIND: Final = "application/atom+xml; charset=utf-8"
_NOT_XML: Final = late.pattern("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def atom(
    items: Iterable[StoryItem | EntryItem], *, id_: str, title: str, now: datetime, address: str = ""
) -> Iterator[str]:
    """A feed document piece by piece; `items` come with the newest first. `address`: where it can be asked for, if anywhere."""
    rest = iter(items)
    newest = next(rest, None)
    yield '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
    yield _leaf("id", id_) + _leaf("title", title) + _leaf("updated", (_updated(newest) if newest else now).isoformat())
    yield "<author><name>watcher</name></author>\n"
    if address:
        yield ET.tostring(ET.Element("link", rel="self", href=_xml(address)), encoding="unicode") + "\n"
    for item in chain([newest] if newest else [], rest):
        yield ET.tostring(_story(item) if isinstance(item, StoryItem) else _match(item), encoding="unicode") + "\n"
    yield "</feed>\n"


def _updated(item: StoryItem | EntryItem) -> datetime:
    return item.last_seen if isinstance(item, StoryItem) else item.first_seen


def _story(story: StoryItem) -> ET.Element:
    """It is updated when it gets another article."""
    return _entry(
        id_=f"urn:watcher:story:{story.id}",
        title=story.title,
        published=story.first_seen,
        updated=story.last_seen,
        author=story.articles[0].outlet,
        url=next((one.url for one in story.articles if one.url), ""),
        topics=story.topics,
        summary="\n".join(f"{one.outlet}: {one.title}" for one in story.articles),
    )


def _match(one: EntryItem) -> ET.Element:
    return _entry(
        id_=f"urn:watcher:entry:{one.id}",
        title=one.title,
        published=one.published or one.first_seen,
        updated=one.first_seen,
        author=one.outlet,
        url=one.url,
        topics=one.topics,
        summary=one.summary,
    )


def _entry(
    *, id_: str, title: str, published: datetime, updated: datetime, author: str, url: str, topics: Iterable[str], summary: str
) -> ET.Element:  # fmt: skip
    entry = ET.Element("entry")
    _add(entry, "id", id_)
    _add(entry, "title", title or "no title")
    _add(entry, "published", published.isoformat())
    _add(entry, "updated", updated.isoformat())
    _add(ET.SubElement(entry, "author"), "name", author or "unknown")
    if url:
        ET.SubElement(entry, "link", rel="alternate", href=_xml(url))
    for topic in topics:
        ET.SubElement(entry, "category", term=_xml(topic))
    _add(entry, "summary", summary)
    return entry


def _leaf(name: str, text: str) -> str:
    leaf = ET.Element(name)
    leaf.text = _xml(text)
    return ET.tostring(leaf, encoding="unicode")


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = _xml(text)


def _xml(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return _NOT_XML.sub("", text)
