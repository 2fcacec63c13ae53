"""Stories as an Atom feed (RFC 4287), so that any feed reader can follow a topic."""

import re
from collections.abc import Sequence
from datetime import datetime
from xml.etree import ElementTree as ET

from watcher.core.model import Story

KIND = "application/atom+xml; charset=utf-8"
ATOM = "http://www.w3.org/2005/Atom"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def atom(stories: Sequence[Story], *, title: str, address: str, now: datetime) -> bytes:
    """A feed document; an entry is updated when its story gets another article. `address`: where it is asked for."""
    feed = ET.Element("feed", xmlns=ATOM)
    _add(feed, "id", address)
    _add(feed, "title", title)
    ET.SubElement(feed, "link", rel="self", href=_xml(address))
    _add(feed, "updated", max((story.last_seen for story in stories), default=now).isoformat())
    _add(ET.SubElement(feed, "author"), "name", "watcher")
    feed.extend(map(_entry, stories))
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(feed, encoding="unicode").encode()


def _entry(story: Story) -> ET.Element:
    entry = ET.Element("entry")
    _add(entry, "id", f"urn:watcher:story:{story.id}")
    _add(entry, "title", story.title or "no title")
    _add(entry, "published", story.first_seen.isoformat())
    _add(entry, "updated", story.last_seen.isoformat())
    _add(ET.SubElement(entry, "author"), "name", story.members[0].outlet or "unknown")
    if address := next((member.url for member in story.members if member.url), ""):
        ET.SubElement(entry, "link", rel="alternate", href=_xml(address))
    for topic in story.topics:
        ET.SubElement(entry, "category", term=_xml(topic))
    _add(entry, "summary", "\n".join(f"{member.outlet}: {member.title}" for member in story.members))
    return entry


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = _xml(text)


def _xml(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return _NOT_XML.sub("", text)
