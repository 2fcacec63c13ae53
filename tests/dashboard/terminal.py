"""What a terminal would show: bytes as the dashboard writes them, read by pyte, which is a terminal emulator."""

import io
from datetime import datetime

import pyte
from rich.console import Console
from rich.screen import Screen as FullScreen

from tests.dashboard.newsroom import NOW
from watcher.dashboard.screen import Screen
from watcher.dashboard.theme import DARK, Theme
from watcher.dashboard.view import render


class Terminal(pyte.Screen):
    """pyte forgets the rest of a string after a mark that it cannot compose, so it is handed one character at a time."""

    def draw(self, data: str) -> None:
        for char in data:
            super().draw(char)


def written(
    screen: Screen, width: int, height: int, *, theme: Theme = DARK, now: datetime = NOW, color: bool = True
) -> str:
    """The characters that one frame sends to the terminal."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=width,
        height=height,
        force_terminal=True,
        color_system="256",
        no_color=not color,
        legacy_windows=False,
        _environ={},
    )
    console.print(FullScreen(render(screen, width=width, height=height, now=now, theme=theme)), end="")
    return out.getvalue()


def shown(
    screen: Screen, width: int, height: int, *, theme: Theme = DARK, now: datetime = NOW, color: bool = True
) -> Terminal:
    """The terminal after one frame."""
    terminal = Terminal(width, height)
    terminal.set_mode(pyte.modes.LNM)  # a line feed also returns, as a terminal driver does it
    pyte.Stream(terminal).feed(written(screen, width, height, theme=theme, now=now, color=color))
    return terminal
