"""The formats that matches and stories are given in to other programs, each piece by piece."""

import csv
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime

from watcher import late
from watcher.dashboard.words import count
from watcher.interchange.atom import atom
from watcher.interchange.shapes import EntryItem, StoryItem, as_json, plain

Item = EntryItem | StoryItem

_MARKDOWN = late.pattern(r"([\\`*_{}\[\]<>#|~])")
_FORMULA = late.pattern(r"\s*[=+\-@＝＋－＠|%]|[\t\r\n]")


def _jsonl(items: Iterable[Item], _topic: str) -> Iterator[str]:
    for item in items:
        yield as_json(item) + "\n"


def _csv(items: Iterable[Item], _topic: str) -> Iterator[str]:
    """Cells that a spreadsheet would take for a formula begin with an apostrophe."""

    class Line:
        def write(self, line: str) -> str:
            return line

    writer = csv.writer(Line(), lineterminator="\r\n")
    header: list[str] = []
    for item in items:
        row = plain(item)
        if not header:
            header = list(row)
            yield writer.writerow(header)  # what `write` gave
        yield writer.writerow(map(_cell, row.values()))


def _cell(value: object) -> str:
    if isinstance(value, dict):
        value = "; ".join(f"{name} {number:.2f}" for name, number in value.items())
    elif isinstance(value, list):
        value = "; ".join(_named(one) if isinstance(one, dict) else str(one) for one in value)
    text = "" if value is None else str(value)
    return f"'{text}" if _FORMULA.match(text) else text


def _named(one: dict[str, str]) -> str:
    """An article by its address, an origin by its name."""
    return one.get("url") or one.get("title") or one.get("name", "")


def _md(items: Iterable[Item], _topic: str) -> Iterator[str]:
    for item in items:
        if isinstance(item, StoryItem):
            reach = count(len(item.outlets), "outlet"), count(len(item.langs), "language")
            yield f"* {_link(item.last_seen, item.title, _address(item), (*reach, *item.topics))}\n"
            for one in item.articles:
                yield f"    * {_link(one.published, one.title, one.url, (one.outlet, one.lang))}\n"
        else:
            yield f"* {_link(item.first_seen, item.title, item.url, (item.outlet, item.lang, *item.topics))}\n"


def _link(when: datetime, title: str, url: str, about: Iterable[str]) -> str:
    name = _text(title) or "no title"
    link = f"[{name}](<{url.replace('<', '%3C').replace('>', '%3E')}>)" if url else name
    return f"{when.astimezone():%Y-%m-%d %H:%M} {link} ({', '.join(_text(part) for part in about if part)})"


def _address(story: StoryItem) -> str:
    return next((one.url for one in story.articles if one.url), "")


def _text(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def _atom(items: Iterable[Item], topic: str) -> Iterator[str]:
    name = f"watcher: {topic}" if topic else "watcher: all topics"
    return atom(items, id_=f"urn:watcher:export:{topic}", title=name, now=datetime.now(UTC))


FORMATS: dict[str, Callable[[Iterable[Item], str], Iterator[str]]] = {  # of items about a topic, "" for all topics
    "jsonl": _jsonl,
    "csv": _csv,
    "md": _md,
    "atom": _atom,
}
