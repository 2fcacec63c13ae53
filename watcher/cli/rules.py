"""Commands that try rules on texts."""

import json
import sys
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from watcher.cli.options import ConfigOption

if TYPE_CHECKING:
    from watcher.core.model import Verdict
    from watcher.core.rules import Ruleset


def classify(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="JSON lines, or - for standard input.")],
    config: ConfigOption = None,
    topic: Annotated[str | None, typer.Option("--topic", metavar="NAME", help="Only this topic.")] = None,
) -> None:
    """Say what the topics make of items: JSON lines in (title and, if known, id, summary, body, url, outlet, lang, published), JSON lines out."""
    from watcher.cli.items import items, opened
    from watcher.cli.options import known_topic, load_config

    loaded = load_config(config)
    known_topic(loaded, topic)
    with opened(file) as lines:
        for number, item in items(lines, file):
            sys.stdout.write(json.dumps(_classified(loaded.rules, item, number, topic), ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _classified(rules: "Ruleset", item: dict[str, Any], number: int, topic: str | None) -> dict[str, Any]:
    from watcher.cli.items import article
    from watcher.core.model import Answer, PageState

    now = datetime.now(UTC)
    read = article(item, number, now)
    teaser = replace(read, text="", page=PageState.ABSENT)
    unread = replace(read, text="", page=PageState.UNREAD)
    full = [v for v in rules.judge(read, now=now) if topic in (None, v.topic)]
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


def _topic(verdict: "Verdict") -> dict[str, Any]:
    hits = [
        {"field": hit.field, "group": hit.group, "term": hit.term, "start": hit.start, "end": hit.end, "text": hit.text}
        for hit in verdict.hits
    ]
    return {"name": verdict.topic, "score": round(verdict.score, 4), "hits": hits}
