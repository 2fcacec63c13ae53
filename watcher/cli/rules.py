"""Commands that try rules on texts."""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from watcher.cli.options import ConfigOption

if TYPE_CHECKING:
    from watcher.core.model import Article, Verdict
    from watcher.core.rules import Ruleset


def classify(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="JSON lines, or - for standard input.")],
    config: ConfigOption = None,
    topic: Annotated[str | None, typer.Option("--topic", metavar="NAME", help="Only this topic.")] = None,
) -> None:
    """Say what the topics make of items: JSON lines in (title and, if known, id, summary, body, url, outlet, lang, published), JSON lines out."""
    from watcher.cli.options import load_config
    from watcher.errors import ConfigError, Fault

    loaded = load_config(config)
    names = [table.name for table in loaded.config.topic]
    if topic is not None and topic not in names:
        raise ConfigError([Fault(message=f'no topic "{topic}" (choices are {", ".join(names)})', file=loaded.source)])
    with sys.stdin.buffer if file == "-" else _open(Path(file)) as lines:
        for number, item in _items(lines, file):
            sys.stdout.write(json.dumps(_classified(loaded.rules, item, number, topic), ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _open(path: Path) -> Any:
    from watcher.errors import ConfigError, Fault

    try:
        return path.open("rb")
    except OSError as error:
        raise ConfigError([Fault(message=f"cannot be read: {error.strerror}", file=str(path))]) from error


def _items(lines: Iterable[bytes], file: str) -> Iterator[tuple[int, dict[str, Any]]]:
    from watcher.errors import ConfigError, Fault

    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
        except ValueError as error:
            raise ConfigError([Fault(message=f"not JSON: {error}", file=file, line=number)]) from error
        if not isinstance(item, dict) or not isinstance(item.get("title"), str):
            raise ConfigError([Fault(message='expected an object with at least a "title"', file=file, line=number)])
        yield number, item


def _classified(rules: "Ruleset", item: dict[str, Any], number: int, topic: str | None) -> dict[str, Any]:
    from watcher.core.model import Answer, PageState

    now = datetime.now(UTC)
    article = _article(item, number, now)
    teaser = replace(article, text="", page=PageState.ABSENT)
    unread = replace(article, text="", page=PageState.UNREAD)
    full = [v for v in rules.judge(article, now=now) if topic in (None, v.topic)]
    feed = [v for v in rules.judge(teaser, now=now) if topic in (None, v.topic)]
    first = [v for v in rules.judge(unread, now=now) if topic in (None, v.topic)]
    matches = [v for v in full if v.matches]
    return {
        "id": item.get("id", str(number)),
        "match": bool(matches),
        "match_feed": any(v.matches for v in feed),
        "undecided": any(v.answer is Answer.UNDECIDED for v in first),
        "score": round(max((v.score for v in full), default=0.0), 4),
        "topics": [_topic(verdict) for verdict in matches],
        "story": None,
        "cites": None,
    }


def _article(item: dict[str, Any], number: int, now: datetime) -> "Article":
    """An item as the daemon would hold it after reading its page; no body means that the page is not to be had."""
    from watcher.core.model import Article, Entry, PageState
    from watcher.core.text.clean import clean, clean_block, plain

    body = clean_block(_text(item, "body"))
    entry = Entry(
        id=str(item.get("id", number)),
        feed="",
        outlet=clean(_text(item, "outlet")),
        url=_text(item, "url"),
        title=clean(plain(_text(item, "title"))),
        summary=plain(_text(item, "summary")),
        lang=_text(item, "lang"),
        published=_time(_text(item, "published")),
        first_seen=_time(_text(item, "published")) or now,
    )
    return Article(entry=entry, text=body, page=PageState.READ if body else PageState.ABSENT)


def _text(item: dict[str, Any], key: str) -> str:
    value = item.get(key)
    return value if isinstance(value, str) else ""


def _time(text: str) -> datetime | None:
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)


def _topic(verdict: "Verdict") -> dict[str, Any]:
    hits = [
        {"field": hit.field, "group": hit.group, "term": hit.term, "start": hit.start, "end": hit.end, "text": hit.text}
        for hit in verdict.hits
    ]
    return {"name": verdict.topic, "score": round(verdict.score, 4), "hits": hits}
