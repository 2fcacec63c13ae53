"""Any screen as text or as an SVG that stands alone, for documents, bug reports and tests."""

import io
from datetime import datetime

from rich.console import Console
from rich.terminal_theme import TerminalTheme

from watcher.dashboard.screen import Screen
from watcher.dashboard.theme import DARK, Theme
from watcher.dashboard.view import Frame, render

_PALETTE = TerminalTheme(
    (22, 24, 29),
    (205, 209, 217),
    [(22, 24, 29), (224, 108, 117), (140, 190, 120), (229, 192, 110),
     (97, 160, 235), (198, 130, 221), (86, 194, 200), (205, 209, 217)],
    [(110, 118, 130), (240, 128, 136), (160, 210, 140), (240, 208, 130),
     (120, 180, 250), (215, 150, 235), (110, 212, 218), (240, 242, 246)],
)  # fmt: skip

# rich's own format links a font from the network; this one takes what the reader's machine has.
_FORMAT = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" role="img">
<title>{title}</title>
<style>
.{unique_id}-matrix {{ font-family: "DejaVu Sans Mono", "Cascadia Mono", Menlo, Consolas, monospace;
  font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" /></clipPath>
{lines}
</defs>
<rect fill="#16181d" x="1" y="1" width="{terminal_width}" height="{terminal_height}" rx="8" />
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def screenshot(screen: Screen, *, width: int, height: int, now: datetime, theme: Theme = DARK) -> str:
    """The screen as an SVG without outside fonts."""
    console = _console(width, height, record=True)
    console.print(_frame(screen, width, height, now, theme), end="")
    return console.export_svg(title="watcher", theme=_PALETTE, code_format=_FORMAT, unique_id="watcher")


def snapshot(screen: Screen, *, width: int, height: int, now: datetime, theme: Theme = DARK) -> str:
    """The screen as plain text, a line for each row, without spaces at the ends of lines."""
    frame = _frame(screen, width, height, now, theme)
    return "\n".join(line.plain.rstrip() for line in frame.lines) + "\n"


def _frame(screen: Screen, width: int, height: int, now: datetime, theme: Theme) -> Frame:
    return render(screen, width=width, height=height, now=now, theme=theme)


def _console(width: int, height: int, *, record: bool) -> Console:
    return Console(
        file=io.StringIO(),
        width=width,
        height=height,
        record=record,
        force_terminal=True,
        color_system="truecolor",
        legacy_windows=False,
        highlight=False,
        no_color=False,
    )
