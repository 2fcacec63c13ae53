"""The command that gives matches and stories to other programs, entry by entry, however many there are."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from watcher.cli import report
from watcher.cli.options import DataOption, fail, span

if TYPE_CHECKING:
    from watcher.ports import Store


def export(
    format_: Annotated[
        str,
        typer.Option(
            "--format", metavar="FORMAT", help="jsonl, csv, md, atom, or html: a report to read and to print."
        ),
    ] = "jsonl",
    since: Annotated[str | None, typer.Option("--since", metavar="SPAN", help="Only the last 12h, 30d ...")] = None,
    topic: Annotated[str, typer.Option("--topic", metavar="NAME", help="Only this topic.")] = "",
    stories: Annotated[bool, typer.Option("--stories", help="Stories instead of single matches.")] = False,
    story: Annotated[str, typer.Option("--story", metavar="ID", help="With html: a report on this story alone.")] = "",
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="A file instead.")] = None,
    data: DataOption = None,
) -> None:
    """Write the matches, or the stories, to standard output, the newest first: for other programs, or as a report. Works beside a running watcher."""
    from watcher.cli.formats import FORMATS
    from watcher.cli.stories import opened
    from watcher.core.report import Asked

    if format_ not in (*FORMATS, "html"):
        fail(f'--format: "{format_}" (choices are {", ".join(FORMATS)}, html)')
    if story and format_ != "html":
        fail(f"--story: {format_} has no report on one story (`watcher show {story} --json`, or --format html)")
    back = span(since, "--since")
    start = datetime.now(UTC) - back if back else None
    with opened(data) as store:
        if format_ == "html":
            pieces = report.page(store, Asked(since=start, topic=topic, story=story))
        else:
            pieces = FORMATS[format_]((_stories if stories else _matches)(store, start, topic))
        with _opened(output) as file:
            for piece in pieces:
                file.write(piece)


@contextmanager
def _opened(output: Path | None) -> Iterator[TextIO]:
    """Standard output, or a file that is there from then on."""
    if output is None:
        yield sys.stdout
        return
    try:
        with output.open("w", encoding="utf-8", newline="") as file:
            yield file
    except OSError as error:
        fail(f"--output {output}: cannot be written: {error.strerror}")


def _matches(store: "Store", since: datetime | None, topic: str) -> Iterator[dict[str, Any]]:
    from watcher.cli.archive import match_facts
    from watcher.core.model import Stretch

    return map(match_facts, store.matches(Stretch(since=since, topic=topic)))


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
