"""Articles that somebody hands to a command: JSON lines, or a text whose first line is the title."""

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from watcher.core.model import Article

LONGEST = 20_000_000  # bytes of a file that is one text; no article is


def opened(file: str) -> Any:
    """A file, or standard input for "-", as a context manager over lines of bytes."""
    if file == "-":
        return sys.stdin.buffer
    try:
        return Path(file).open("rb")
    except (OSError, ValueError) as error:
        _fault(f"cannot be read: {getattr(error, 'strerror', None) or error}", file)


def items(lines: Iterable[bytes], file: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """JSON lines with their numbers; raises ConfigError where a line is none, or has no title."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
        except (ValueError, RecursionError) as error:
            _fault(f"not JSON: {error}", file, number)
        if not isinstance(item, dict) or not isinstance(item.get("title"), str):
            _fault('expected an object with at least a "title"', file, number)
        yield number, item


def article(item: dict[str, Any], number: int, now: datetime) -> "Article":
    """An item as the daemon would hold it after reading its page; no body means that the page is not to be had."""
    from watcher.core.model import Article, Entry, PageState
    from watcher.core.text.clean import clean, clean_block, plain

    body = clean_block(_text(item, "body"))
    entry = Entry(
        id=str(item.get("id", number)),
        feed="",
        outlet=clean(_text(item, "outlet")),
        author=clean(_text(item, "author")),
        source=clean(_text(item, "source")),
        url=_text(item, "url"),
        title=clean(plain(_text(item, "title"))),
        summary=plain(_text(item, "summary")),
        lang=_text(item, "lang"),
        published=_time(_text(item, "published")),
        first_seen=_time(_text(item, "published")) or now,
    )
    page = PageState.READ if body else PageState.ABSENT
    return Article(entry=entry, text=body, page=page, canonical=_text(item, "canonical"))


def articles(file: str, now: datetime, *, lang: str = "") -> Iterator["Article"]:
    """What a file holds: JSON lines if it begins with a brace, else one text whose first line is the title."""
    with opened(file) as stream:
        content = stream.read(LONGEST + 1)
    if len(content) > LONGEST:
        _fault(f"larger than {LONGEST:,} bytes: not an article", file)
    if content.lstrip().startswith(b"{"):
        for number, item in items(content.splitlines(), file):
            yield article({"lang": lang, **item}, number, now)
        return
    title, _, body = content.decode("utf-8-sig", "replace").strip().partition("\n")
    if not title:
        _fault("is empty: expected a title and a text, or JSON lines", file)
    yield article({"id": file, "title": title, "body": body, "lang": lang}, 1, now)


def _fault(message: str, file: str, line: int = 0) -> NoReturn:
    from watcher.errors import ConfigError, Fault

    raise ConfigError([Fault(message=message, file="standard input" if file == "-" else file, line=line)])


def _text(item: dict[str, Any], key: str) -> str:
    value = item.get(key)
    return value if isinstance(value, str) else ""


def _time(text: str) -> datetime | None:
    try:
        time = datetime.fromisoformat(text)
        return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
