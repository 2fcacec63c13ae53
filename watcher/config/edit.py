"""Feeds and examples put into a configuration file, and feeds taken out, with every other line left as it is.

The text is edited line by line, so that comments, order and spacing stay those of the person who wrote it. What comes
out is read again before it is kept: it must hold what was meant and everything else unchanged, so a file
that is laid out in a way this module does not see through is refused, never spoilt.
"""

import json
import os
import re
import shutil
import tempfile
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import toml_rs

from watcher import late
from watcher.config.load import MAX_BYTES, load_text
from watcher.config.schema import written
from watcher.config.tables import Example
from watcher.core.model import Feed
from watcher.errors import ConfigError, Fault

_HEADER = late.pattern(r"""\s*\[\[?\s*[\w."' -]+\s*\]\]?\s*(?:#.*)?$""")
_TOPIC = late.pattern(r"""\s*\[\[\s*["']?topic["']?\s*\]\]""")
_OF_TOPIC = late.pattern(r"""\s*\[\[?\s*["']?topic["']?\s*\.""")
_FEED = late.pattern(r"""\s*\[\[\s*["']?feed["']?\s*\]\]""")
_LINE = late.pattern(r"[^\n]*\n|[^\n]+")
_BOM = "\ufeff"
_REFUSED = "its {0} are written in a way that cannot be edited here: write each as a [[{1}]] table, or edit by hand"


class Edited(NamedTuple):
    """A configuration file and the text that it is to have."""

    path: Path
    text: str


def with_feeds(path: Path, feeds: Sequence[Feed]) -> Edited:
    """The configuration with feeds added behind those it has; raises ConfigError."""
    text = _read(path)
    lines = _LINE.findall(text)
    blocks = _blocks(lines)
    at = blocks[-1][1] if blocks else len(lines)
    added = [line for feed in feeds for line in ("", *_table(feed))]
    return _checked(path, text, _inserted(text, lines, at, added), added=feeds)


def without_feeds(path: Path, urls: Collection[str]) -> Edited:
    """The configuration without the feeds at these addresses; raises ConfigError."""
    text = _read(path)
    lines = _LINE.findall(text)
    for url, (start, end) in reversed(list(zip(_urls(text), _blocks(lines), strict=False))):
        if url in urls:
            blank_before = not start or not lines[start - 1].strip()
            more = end < len(lines) and not lines[end].strip() and blank_before
            del lines[start : end + more]
    return _checked(path, text, "".join(lines), removed=urls)


def with_examples(path: Path, topic: str, examples: Sequence[Example]) -> Edited:
    """The configuration with examples added behind those that a topic has; raises ConfigError."""
    text = _read(path)
    lines = _LINE.findall(text)
    expected = _values(text)
    names = [one["name"] for one in expected.get("topic", [])]
    blocks = _blocks(lines, _TOPIC, _OF_TOPIC)
    after = ""
    if topic in names and len(names) == len(blocks):
        number = names.index(topic)
        after = _inserted(text, lines, blocks[number][1], [line for one in examples for line in ("", *_example(one))])
        own = expected["topic"][number]
        own["example"] = [*own.get("example", []), *(written(one) for one in examples)]
    if not after or _parsed(after) != expected:
        raise ConfigError([Fault(message=_REFUSED.format("topics", "topic"), file=str(path))])
    load_text(after.removeprefix(_BOM), source=str(path))
    return Edited(path, after)


def keep(edited: Edited) -> Path:
    """Put the text in the file's place at once and whole; the path of the old one, which is kept beside it."""
    path = edited.path.resolve()  # a link to the file stays a link
    old = path.with_name(f"{path.name}.old")
    new = ""
    try:
        shutil.copy2(path, old)
        handle, new = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(edited.text)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(path, new)
        os.replace(new, path)  # noqa: PTH105 - mkstemp gives a name
    except OSError as error:
        if new:
            with suppress(OSError):
                Path(new).unlink()
        raise ConfigError([Fault(message=f"cannot be written: {error.strerror}", file=str(path))]) from error
    return old


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1).decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError([Fault(message=f"cannot be read: {error}", file=str(path))]) from error


def _inserted(text: str, lines: Sequence[str], at: int, added: Sequence[str]) -> str:
    """The lines with others put in behind so many of them, all ending as those of the text do."""
    end = "\r\n" if "\r\n" in text else "\n"
    before = "".join(lines[:at])
    if before and not before.endswith("\n"):
        before += end
    return "".join((before, *(line + end for line in added), *lines[at:]))


def _blocks(
    lines: Sequence[str], table: re.Pattern[str] = _FEED, inner: re.Pattern[str] | None = None
) -> list[tuple[int, int]]:
    """The first line of each feed's table and the line behind its last setting; comments that follow are not its own.

    The same for tables of another name, with the `inner` tables that belong to each.
    """
    bare = [line.lstrip(_BOM) for line in lines]
    headers = [number for number, line in enumerate(bare) if _HEADER.match(line) and not (inner and inner.match(line))]
    found = []
    for start, stop in pairwise([*headers, len(lines)]):
        if table.match(bare[start]):
            end = stop
            while not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#"):
                end -= 1
            found.append((start, end))
    return found


def _table(feed: Feed) -> list[str]:
    facts = {"url": feed.url, "name": feed.name, "lang": feed.lang, "country": feed.country, "tags": list(feed.tags)}
    return ["[[feed]]", *_settings({key: value for key, value in facts.items() if value})]


def _example(example: Example) -> list[str]:
    return ["[[topic.example]]", *_settings(written(example))]


def _settings(facts: Mapping[str, Any]) -> list[str]:
    # JSON's strings are TOML's, but for one character that JSON leaves as it is.
    said = {key: json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f") for key, value in facts.items()}
    return [f"{key} = {value}" for key, value in said.items()]


def _values(text: str) -> dict[str, Any]:
    return toml_rs.loads(text.removeprefix(_BOM).replace("\r\n", "\n"))


def _parsed(text: str) -> dict[str, Any]:
    """The values of an edited text; none if it is no TOML any more."""
    try:
        return _values(text)
    except toml_rs.TOMLDecodeError:
        return {}


def _urls(text: str) -> list[str]:
    return [feed["url"] for feed in _values(text).get("feed", [])]


def _checked(
    path: Path, before: str, after: str, *, added: Sequence[Feed] = (), removed: Collection[str] = ()
) -> Edited:
    """The edited file, if it says what was meant and nothing else; raises ConfigError if it does not."""
    old = _values(before)
    feeds = [feed for feed in old.get("feed", []) if feed["url"] not in removed]
    new = _parsed(after)
    kept = new.get("feed", [])[: len(feeds)]
    if (
        kept != feeds
        or [feed["url"] for feed in new.get("feed", [])[len(feeds) :]] != [feed.url for feed in added]
        or {**old, "feed": ()} != {**new, "feed": ()}
    ):
        raise ConfigError([Fault(message=_REFUSED.format("feeds", "feed"), file=str(path))])
    load_text(after.removeprefix(_BOM), source=str(path))
    return Edited(path, after)
