"""What a key or the mouse asks of the world outside the dashboard."""

from datetime import timedelta
from enum import StrEnum

from watcher.core.model import Mark, Merge, Split, Undo
from watcher.frozen import dataclass


class ExitReason(StrEnum):
    """Why the dashboard is over."""

    QUIT = "quit"  # the person left
    LOST = "lost"  # the terminal is gone; the watcher can go on without it
    NO_TERMINAL = "no terminal"  # there never was one that could show it


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLink:
    """Show an address in the browser."""

    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyLink:
    """Put an address on the clipboard of the person's terminal."""

    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MuteFor:
    """Send no alerts of a story or a topic for a while; the other one is "". Without a span, send them again."""

    story: str = ""
    topic: str = ""
    span: timedelta = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkStories:
    """Remember what the person made of stories."""

    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correct:
    """Split or merge stories, or take that back, one after another."""

    wanted: tuple[Split | Merge | Undo, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PollNow:
    """Poll a feed, or all of them if none is named."""

    feed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPaused:
    """Hold polling, or go on."""

    paused: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAlerts:
    """Hand in what the store knows of the newest alerts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quit:
    """Leave the dashboard."""


Command = OpenLink | CopyLink | MuteFor | MarkStories | Correct | PollNow | SetPaused | ReadAlerts | Quit
