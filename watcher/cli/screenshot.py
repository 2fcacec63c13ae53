"""The command that draws the dashboard into a file."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from watcher import late
from watcher.cli import values
from watcher.cli.options import DataOption, fail

if TYPE_CHECKING:
    from watcher.dashboard.screen import Screen

EXPLAIN = "explain"  # the story, explained
_SIZE = late.pattern(r"([1-9]\d{0,3})x([1-9]\d{0,3})")


def screenshot(
    file: Annotated[Path, typer.Argument(metavar="FILE.svg|FILE.txt", help="Where to draw; the ending says how.")],
    size: Annotated[str, typer.Option("--size", metavar="COLUMNSxROWS", help="The size of the screen.")] = "120x40",
    view: Annotated[
        str,
        typer.Option(
            "--view",
            help="stories, story, explain, topics, feeds, alerts, log or help.",
            autocompletion=values.views,
        ),
    ] = "stories",
    data: DataOption = None,
) -> None:
    """Draw a view of the dashboard into a file. An SVG without outside fonts, or text; also while a watcher runs on the database."""
    from watcher.dashboard.picture import screenshot as draw
    from watcher.dashboard.picture import snapshot as write
    from watcher.errors import StoreError

    drawings = {".svg": draw, ".txt": write}
    if file.suffix not in drawings:
        fail(f"{file}: expected a name that ends in {' or '.join(drawings)}")
    wanted = _SIZE.fullmatch(size)
    if not wanted:
        fail(f"--size {size}: expected columns and rows such as 120x40")
    now = datetime.now(UTC)
    picture = drawings[file.suffix](_screen(data, view, now), width=int(wanted[1]), height=int(wanted[2]), now=now)
    try:
        file.write_text(picture, encoding="utf-8")
    except OSError as error:
        raise StoreError(f"{file} cannot be written: {error.strerror}") from error


def _screen(data: Path | None, view: str, now: datetime) -> "Screen":
    from watcher.cli.stories import opened as opened_store
    from watcher.dashboard.follow import onlooked
    from watcher.dashboard.keys import Mode
    from watcher.dashboard.screen import opened
    from watcher.dashboard.snapshot import look
    from watcher.dashboard.tellings import read_tellings

    choices = values.views()
    if view not in choices:
        fail(f'--view: "{view}" (choices are {", ".join(choices)})')
    with opened_store(data) as store:
        found, tellings = look(store, now), read_tellings(store)
    stories = [*found.stories.values()]
    topics = tuple(dict.fromkeys(topic for story in stories for topic in story.topics))
    zone = now.astimezone().tzinfo or UTC
    screen = replace(opened(onlooked(found, topics, now=now, zone=zone)), tellings=tellings, onlooker=True)
    if view in (Mode.STORY, EXPLAIN):
        return replace(screen, story=stories[-1].id if stories else "", explaining=view == EXPLAIN)
    return replace(screen, view=Mode(view))
