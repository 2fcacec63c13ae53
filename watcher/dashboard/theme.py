"""How the dashboard looks: styles for what things mean, and the signs that the terminal can draw."""

from collections.abc import Mapping
from dataclasses import field, replace

from rich.console import Console
from rich.style import Style

from watcher.frozen import dataclass

_BARE_TERMINALS = ("dumb", "linux", "vt100", "vt220")  # their fonts have letters, not our lines and bars


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """Every character that is not text. ASCII ones stand in where the terminal or its encoding has no others."""

    bar: str = "━"
    bar_rest: str = "─"
    spark: str = "▁▂▃▄▅▆▇█"  # the first is nothing
    rule: str = "─"
    wall: str = "│"
    joints: Mapping[str, str] = field(default_factory=lambda: dict(zip("TXLR", "┬┼┤├", strict=True)))
    topic: str = "▌"
    new: str = "●"
    star: str = "★"
    tag: str = "✓"
    on: str = "●"
    off: str = "○"
    busy: str = "↻"
    muted: str = "⊘"
    ellipsis: str = "…"
    times: str = "×"
    dot: str = "·"
    from_: str = "←"
    up_down: str = "↑↓"
    cursor: str = "▏"


ASCII_SIGNS = Signs(
    bar="=",
    bar_rest="-",
    spark=".:-=+*%#",
    rule="-",
    wall="|",
    joints=dict(zip("TXLR", "++++", strict=True)),
    topic="|",
    new="*",
    star="#",
    tag="+",
    on="*",
    off="o",
    busy="~",
    muted="z",
    ellipsis="...",
    times="x",
    dot=".",
    from_="<-",
    up_down="j/k",
    cursor="_",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """One look. The colours are the terminal's own sixteen, so its palette decides what they are."""

    signs: Signs
    encoding: str
    text: Style
    dim: Style
    strong: Style
    title: Style  # of the panel in use
    hit: Style
    good: Style
    warn: Style
    bad: Style
    new: Style
    rule: Style
    selected: Style
    topics: tuple[Style, ...]

    def topic(self, number: int) -> Style:
        return self.topics[number % len(self.topics)]


DARK = Theme(
    signs=Signs(),
    encoding="utf-8",
    text=Style(),
    dim=Style(dim=True),
    strong=Style(bold=True),
    title=Style(bold=True, color="cyan"),
    hit=Style(bold=True, color="yellow"),
    good=Style(color="green"),
    warn=Style(color="yellow"),
    bad=Style(color="red"),
    new=Style(bold=True, color="cyan"),
    rule=Style(dim=True),
    selected=Style(bgcolor="grey23"),
    topics=tuple(Style(color=name) for name in ("cyan", "magenta", "green", "blue", "yellow")),
)
LIGHT = replace(
    DARK,
    title=Style(bold=True, color="blue"),
    hit=Style(bold=True, color="red"),
    warn=Style(color="magenta"),
    new=Style(bold=True, color="blue"),
    selected=Style(bgcolor="grey89"),
    topics=tuple(Style(color=name) for name in ("blue", "magenta", "green", "red", "cyan")),
)
REVERSE = Style(reverse=True)


def detect(console: Console, environ: Mapping[str, str], look: str = "auto") -> Theme:
    """The look for a terminal, from what it says of itself: TERM, COLORFGBG, NO_COLOR and its encoding.

    `look` is the ground that the person names, "dark" or "light", where the terminal does not say.
    """
    background = environ.get("COLORFGBG", "").rpartition(";")[2]
    light = background in {"7", "15"} if look == "auto" else look == "light"
    theme = LIGHT if light else DARK
    encoding = console.encoding.lower().replace("_", "-")
    encoding = "utf-8" if encoding in {"utf-8", "utf8"} else encoding
    if encoding != "utf-8" or environ.get("TERM", "") in _BARE_TERMINALS:
        theme = replace(theme, signs=ASCII_SIGNS, encoding=encoding)
    if console.no_color or console.color_system in {None, "standard", "windows"}:
        # Sixteen colours have no quiet background, and without colours the hits need another mark.
        theme = replace(theme, selected=REVERSE)
    if console.no_color or console.color_system is None:
        theme = replace(theme, hit=Style(bold=True, underline=True))
    return theme
