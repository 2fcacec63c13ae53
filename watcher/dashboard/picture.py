"""Any screen as text, or as an SVG that stands alone, for documents and bug reports."""

from collections.abc import Iterator
from datetime import datetime
from html import escape

from rich.cells import cell_len
from rich.style import Style
from rich.terminal_theme import TerminalTheme

from watcher import late
from watcher.dashboard.cells import Strip
from watcher.dashboard.screen import Screen
from watcher.dashboard.theme import DARK, Theme
from watcher.dashboard.view import render
from watcher.frozen import dataclass

_SIZE, _CELL, _LINE, _EDGE = 14, 8.4, 17, 12  # font size, cell, line and margin in pixels
# No font comes with the picture or from the network: the reader's machine has one of these.
_FONT = "'DejaVu Sans Mono','Cascadia Mono',Menlo,Consolas,'Noto Sans Mono CJK KR',monospace"
_WORDS = late.pattern(r"\S+(?: \S+)*")  # wider gaps are places of their own: not every viewer keeps spaces
_PALETTE = TerminalTheme(
    (22, 24, 29),
    (205, 209, 217),
    [(22, 24, 29), (224, 108, 117), (140, 190, 120), (229, 192, 110),
     (97, 160, 235), (198, 130, 221), (86, 194, 200), (205, 209, 217)],
)  # fmt: skip


def snapshot(screen: Screen, *, width: int, height: int, now: datetime, theme: Theme = DARK) -> str:
    """The screen as plain text, a line for each row, without spaces at the ends of lines."""
    frame = render(screen, width=width, height=height, now=now, theme=theme)
    return "".join(f"{line.plain.rstrip()}\n" for line in frame.lines)


def screenshot(screen: Screen, *, width: int, height: int, now: datetime, theme: Theme = DARK) -> str:
    """The screen as an SVG without outside fonts.

    rich's own export gives a two-cell character the width of one and links a font from the network; this one holds
    every run of text to the cells that it has in a terminal.
    """
    frame = render(screen, width=width, height=height, now=now, theme=theme)
    body = [mark for row, line in enumerate(frame.lines) for mark in _row(row, line)]
    wide, high = f"{width * _CELL + 2 * _EDGE:g}", f"{height * _LINE + 2 * _EDGE:g}"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" role="img">',
            "<title>watcher</title>",
            f"<style>text{{font:{_SIZE}px {_FONT}}}</style>",
            f'<rect width="{wide}" height="{high}" rx="8" fill="{_PALETTE.background_color.hex}"/>',
            *body,
            "</svg>\n",
        ]
    )


@dataclass(frozen=True, slots=True)
class _Ink:
    """What a style looks like in a picture."""

    color: str
    background: str
    attributes: str


def _row(row: int, line: Strip) -> Iterator[str]:
    """The marks of one line: a rectangle where there is a background, and each run of text at its cell."""
    column, top = 0, _EDGE + row * _LINE
    for text, style in line.runs:
        cells = cell_len(text)
        left, ink = _EDGE + column * _CELL, _ink(style)
        if ink.background:
            yield f'<rect x="{left:g}" y="{top}" width="{cells * _CELL:g}" height="{_LINE}" fill="{ink.background}"/>'
        for words in _WORDS.finditer(text):
            x = left + cell_len(text[: words.start()]) * _CELL
            length = f'textLength="{cell_len(words[0]) * _CELL:g}" lengthAdjust="spacingAndGlyphs"'
            place = f'x="{x:g}" y="{top + _SIZE - 1}" {length}'
            yield f'<text {place}{ink.attributes} fill="{ink.color}">{escape(words[0])}</text>'
        column += cells


def _ink(style: Style) -> _Ink:
    color = style.color.get_truecolor(_PALETTE) if style.color else _PALETTE.foreground_color
    ground = style.bgcolor.get_truecolor(_PALETTE, foreground=False) if style.bgcolor else _PALETTE.background_color
    if style.reverse:
        color, ground = ground, color
    attributes = ' font-weight="bold"' if style.bold else ""
    attributes += ' text-decoration="underline"' if style.underline else ""
    attributes += ' opacity="0.6"' if style.dim else ""
    return _Ink(color.hex, ground.hex if style.bgcolor or style.reverse else "", attributes)
