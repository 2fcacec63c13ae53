"""The command that gives matches and stories to other programs, entry by entry, however many there are."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from watcher.cli.options import DataOption, fail, span

if TYPE_CHECKING:
    from watcher.ports import Store


def export(
    format_: Annotated[str, typer.Option("--format", metavar="FORMAT", help="jsonl, csv, md or atom.")] = "jsonl",
    since: Annotated[str | None, typer.Option("--since", metavar="SPAN", help="Only the last 12h, 30d ...")] = None,
    topic: Annotated[str, typer.Option("--topic", metavar="NAME", help="Only this topic.")] = "",
    stories: Annotated[bool, typer.Option("--stories", help="Stories instead of single matches.")] = False,
    data: DataOption = None,
) -> None:
    """Write the matches, or the stories, to standard output for other programs, the newest first. Works beside a running watcher."""
    from watcher.cli.formats import FORMATS
    from watcher.cli.stories import opened

    if format_ not in FORMATS:
        fail(f'--format: "{format_}" (choices are {", ".join(FORMATS)})')
    back = span(since, "--since")
    start = datetime.now(UTC) - back if back else None
    with opened(data) as store:
        rows = (_stories if stories else _matches)(store, start, topic)
        for piece in FORMATS[format_](rows):
            sys.stdout.write(piece)


def _matches(store: "Store", since: datetime | None, topic: str) -> Iterator[dict[str, Any]]:
    from watcher.cli.archive import facts, found
    from watcher.core.model import Answer, Search

    for decision in found(store, Search(since=since, topic=topic, answer=Answer.YES)):
        yield facts(decision)


def _stories(store: "Store", since: datetime | None, topic: str) -> Iterator[dict[str, Any]]:
    for story in reversed(store.stories(since or datetime(1971, 1, 1, tzinfo=UTC))):
        if topic and topic not in story.topics:
            continue
        yield {
            "id": story.id,
            "title": story.title,
            "url": next((member.url for member in story.members if member.url), ""),
            "outlet": ", ".join(story.outlets),
            "lang": ", ".join(story.langs),
            "published": story.first_seen.isoformat(),
            "first_seen": story.last_seen.isoformat(),
            "topics": dict.fromkeys(story.topics, round(story.score, 4)),
            "articles": [{"title": m.title, "url": m.url, "outlet": m.outlet, "lang": m.lang} for m in story.members],
        }
