"""The formats that matches and stories are given in to other programs, each piece by piece."""

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as ET

Facts = dict[str, Any]

_encoded = json.JSONEncoder(ensure_ascii=False).encode  # json.dumps makes an encoder each time
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~])")
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠|%]|[\t\r\n]")


def _jsonl(rows: Iterable[Facts]) -> Iterator[str]:
    for row in rows:
        yield _encoded(row) + "\n"


def _csv(rows: Iterable[Facts]) -> Iterator[str]:
    """Cells that a spreadsheet would take for a formula begin with an apostrophe."""

    class Line:
        def write(self, line: str) -> str:
            return line

    writer = csv.writer(Line(), lineterminator="\r\n")
    header: list[str] = []
    for row in rows:
        if not header:
            header = list(row)
            yield writer.writerow(header)  # what `write` gave
        yield writer.writerow([_cell(row[name]) for name in header])


def _cell(value: object) -> str:
    if isinstance(value, dict):
        value = "; ".join(f"{name} {score:.2f}" for name, score in value.items())
    elif isinstance(value, list):
        value = "; ".join(str(one["url"] or one["title"]) if isinstance(one, dict) else str(one) for one in value)
    text = "" if value is None else str(value)
    return f"'{text}" if _FORMULA.match(text) else text


def _md(rows: Iterable[Facts]) -> Iterator[str]:
    for row in rows:
        when = datetime.fromisoformat(row["first_seen"]).astimezone()
        title = _plain(row["title"]) or "no title"
        link = f"[{title}](<{row['url'].replace('<', '%3C').replace('>', '%3E')}>)" if row["url"] else title
        about = ", ".join(_plain(part) for part in (row["outlet"], row["lang"], *row["topics"]) if part)
        yield f"* {when:%Y-%m-%d %H:%M} {link} ({about})\n"
        for one in row.get("articles", ()):
            yield f"    * {_plain(one['outlet'])}: {_plain(one['title'])}\n"


def _plain(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def _atom(rows: Iterable[Facts]) -> Iterator[str]:
    """A feed that any reader can follow; its entries come one by one, each made by the XML library."""
    yield '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
    yield "<id>urn:watcher:matches</id><title>watcher</title><author><name>watcher</name></author>\n"
    updated = ""
    for row in rows:
        if not updated:
            updated = row["first_seen"]
            yield f"<updated>{updated}</updated>\n"
        yield ET.tostring(_entry(row), encoding="unicode") + "\n"
    if not updated:
        yield f"<updated>{datetime.now(UTC).isoformat()}</updated>\n"
    yield "</feed>\n"


def _entry(row: Facts) -> ET.Element:
    entry = ET.Element("entry")
    texts = {
        "id": f"urn:watcher:{row['id']}",
        "title": row["title"] or "no title",
        "updated": row["first_seen"],
        "published": row["published"] or row["first_seen"],
        "summary": row.get("summary", "") or "\n".join(one["title"] for one in row.get("articles", ())),
    }
    for name, text in texts.items():
        ET.SubElement(entry, name).text = _xml(text)
    ET.SubElement(ET.SubElement(entry, "author"), "name").text = _xml(row["outlet"]) or "unknown"
    if row["url"]:
        ET.SubElement(entry, "link", rel="alternate", href=_xml(row["url"]))
    for topic in row["topics"]:
        ET.SubElement(entry, "category", term=_xml(topic))
    return entry


def _xml(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return _NOT_XML.sub("", text)


FORMATS: dict[str, Callable[[Iterable[Facts]], Iterator[str]]] = {
    "jsonl": _jsonl,
    "csv": _csv,
    "md": _md,
    "atom": _atom,
}
