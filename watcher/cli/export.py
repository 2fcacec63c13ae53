"""The command that gives matches and stories to other programs, entry by entry, however many there are."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from watcher.cli import report, values
from watcher.cli.options import ConfigOption, DataOption, SinceOption, TopicOption, fail, span

if TYPE_CHECKING:
    from watcher.cli.formats import Item
    from watcher.interchange.shapes import EntryItem, StoryItem
    from watcher.ports import Store


def export(
    format_: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="jsonl, csv, md, atom, or html: a report to read and to print.",
            autocompletion=values.formats,
        ),
    ] = "jsonl",
    since: SinceOption = None,
    topic: TopicOption = None,
    stories: Annotated[bool, typer.Option("--stories", help="Stories instead of single matches.")] = False,
    story: Annotated[
        str,
        typer.Option(
            "--story", metavar="ID", help="With html: a report on this story alone.", autocompletion=values.stories
        ),
    ] = "",
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="A file instead; CSV then begins as Excel wants it."),
    ] = None,
    config: ConfigOption = None,
    data: DataOption = None,
) -> None:
    """Write matches or stories for other programs. Or as a report; to standard output, the newest first. Works beside a running watcher."""
    from watcher.cli.formats import FORMATS
    from watcher.cli.stories import matched_topic, opened
    from watcher.core.report import Asked

    if format_ not in (*FORMATS, "html"):
        fail(f'--format: "{format_}" (choices are {", ".join(FORMATS)}, html)')
    if story and format_ != "html":
        fail(f"--story: {format_} has no report on one story (`watcher show {story} --json`, or --format html)")
    back = span(since, "--since")
    start = datetime.now(UTC) - back if back else None
    with opened(data) as store:
        about = matched_topic(store, topic, config)
        if format_ == "html":
            pieces = report.page(store, Asked(since=start, topic=about, story=story))
        else:
            pieces = FORMATS[format_](_some((_stories if stories else _matches)(store, start, about), about), about)
        with _opened(output, format_) as file:
            file.writelines(pieces)


@contextmanager
def _opened(output: Path | None, format_: str) -> Iterator[TextIO]:
    """Standard output, or a file that is there from then on."""
    if output is None:
        yield sys.stdout
        return
    try:
        encoding = "utf-8-sig" if format_ == "csv" else "utf-8"  # without the mark, Excel takes a file for Latin-1
        with output.open("w", encoding=encoding, newline="") as file:
            yield file
    except OSError as error:
        fail(f"--output {output}: cannot be written: {error.strerror}")


def _some(items: "Iterator[Item]", topic: str) -> "Iterator[Item]":
    """The items; a word on standard error if there is none."""
    first = next(items, None)
    if first is None:
        of_topic = f' of the topic "{topic}"' if topic else ""
        typer.echo(f"watcher: there is nothing to export{of_topic}", err=True)
        return
    yield first
    yield from items


def _matches(store: "Store", since: datetime | None, topic: str) -> "Iterator[EntryItem]":
    from watcher.core.model import Stretch
    from watcher.interchange.shapes import match_item

    return map(match_item, store.matches(Stretch(since=since, topic=topic)))


def _stories(store: "Store", since: datetime | None, topic: str) -> "Iterator[StoryItem]":
    from watcher.interchange.shapes import story_item

    for story in reversed(store.stories(since or datetime(1971, 1, 1, tzinfo=UTC))):
        if not topic or topic in story.topics:
            yield story_item(story)
