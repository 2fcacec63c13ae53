"""The command that draws the dashboard into a file."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from watcher.cli.options import DataOption, fail

if TYPE_CHECKING:
    from watcher.dashboard.screen import Screen

_SIZE = re.compile(r"(\d{1,4})x(\d{1,4})")


def screenshot(
    file: Annotated[Path, typer.Argument(metavar="FILE.svg|FILE.txt", help="Where to draw; the ending says how.")],
    size: Annotated[str, typer.Option("--size", metavar="COLUMNSxROWS", help="The size of the screen.")] = "120x40",
    view: Annotated[
        str, typer.Option("--view", help="stories, story, topics, feeds, alerts, log or help.")
    ] = "stories",
    data: DataOption = None,
) -> None:
    """Draw a view of the dashboard from the database, also while a watcher runs on it: an SVG without outside fonts, or text."""
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
    from watcher.config import DATABASE, data_path
    from watcher.core.model import Feed
    from watcher.core.stories import WINDOW
    from watcher.dashboard.follow import Snapshot, changes
    from watcher.dashboard.keys import Mode
    from watcher.dashboard.screen import opened
    from watcher.dashboard.state import apply, empty, seed
    from watcher.dashboard.tellings import read_tellings
    from watcher.store import open_store

    if view not in set(Mode):
        fail(f"--view {view}: choices are {', '.join(Mode)}")
    store = open_store((data or data_path()) / DATABASE, read_only=True)
    try:
        states, stories = store.states(), store.stories(now - WINDOW)
        feeds = [Feed(url=state.url, name=state.title) for state in states]
        topics = tuple(dict.fromkeys(topic for story in stories for topic in story.topics))
        zone = now.astimezone().tzinfo or UTC
        state = seed(
            stories, store.recent(500), states, feeds, topics, now=now, zone=zone, marks=store.marks(now - WINDOW)
        )
        events = sorted(changes(Snapshot(), Snapshot.of(store, now, WINDOW), now=now, names={}), key=lambda e: e.at)
        state = replace(state, log=reduce(apply, events, empty(now=now, zone=zone)).log)
        screen = replace(opened(state), tellings=read_tellings(store))
    finally:
        store.close()
    if view == Mode.STORY:
        return replace(screen, story=stories[-1].id if stories else "")
    return replace(screen, view=Mode(view))
