"""Pieces of lines in the cells of a terminal, exactly as wide as asked."""

from rich.cells import cell_len
from rich.style import Style

from watcher.dashboard.clean import LONGEST, MARKS, clean

NO_STYLE = Style()


class Strip:
    """A piece of a line: runs of text, each in its style. Lighter than rich's Text, which is made for far more."""

    __slots__ = ("runs",)

    def __init__(self, text: str = "", style: Style = NO_STYLE) -> None:
        self.runs: list[tuple[str, Style]] = [(text, style)] if text else []

    @property
    def plain(self) -> str:
        return "".join(text for text, _ in self.runs)

    @property
    def cell_len(self) -> int:
        return sum(len(text) if text.isascii() else cell_len(text) for text, _ in self.runs)

    def append(self, text: str, style: Style = NO_STYLE) -> "Strip":
        if text:
            self.runs.append((text, style))
        return self

    def extend(self, *others: "Strip") -> "Strip":
        for other in others:
            self.runs += other.runs
        return self

    def stylize(self, style: Style) -> None:
        """Lay a style over all runs."""
        self.runs = [(text, below + style) for text, below in self.runs]

    def cut(self, start: int, end: int) -> "Strip":
        """The characters from `start` to `end`."""
        part = Strip()
        for text, style in self.runs:
            part.append(text[max(0, start) : max(0, end)], style)
            start, end = start - len(text), end - len(text)
        return part


def fit(strip: Strip, width: int, *, ellipsis: str = "…") -> Strip:
    """The strip cut or padded to exactly `width` cells."""
    length = strip.cell_len
    if length > width:
        strip = strip.cut(0, _characters(strip.plain, max(0, width - len(ellipsis))))
        strip.append(ellipsis[:width], strip.runs[-1][1] if strip.runs else NO_STYLE)
        length = strip.cell_len
    return Strip().extend(strip).append(" " * (width - length))


def _characters(text: str, width: int) -> int:
    """How many characters of the text fit into `width` cells."""
    if text.isascii():
        return width
    low, high = 0, min(len(text), width * (MARKS + 1))
    while low < high:
        middle = (low + high + 1) // 2
        if cell_len(text[:middle]) <= width:
            low = middle
        else:
            high = middle - 1
    return low


def wrap(strip: Strip, width: int, *, most: int = 1000) -> list[Strip]:
    """The strip as lines of at most `width` cells, broken at spaces where there are any; at most `most` lines."""
    plain, at = strip.plain, 0
    lines: list[Strip] = []
    while at < len(plain) and len(lines) < most:
        rest = plain[at : at + width * (MARKS + 1) + 1]
        end = len(rest) if cell_len(rest) <= width else max(1, _characters(rest, width))
        if end < len(rest) and (space := rest.rfind(" ", 0, end + 1)) > 0:
            end = space
        lines.append(strip.cut(at, at + end))
        at += end
        at += len(plain[at:]) - len(plain[at:].lstrip(" "))
    return lines


def between(left: Strip, right: Strip, width: int, *, ellipsis: str = "…") -> Strip:
    """Two strips at the two ends of a line; the left one gives way."""
    room = width - right.cell_len
    return fit(left, width, ellipsis=ellipsis) if room < 8 else fit(left, room, ellipsis=ellipsis).extend(right)


def marked(text: str, spans: tuple[tuple[int, int], ...], *, style: Style, hit: Style, encoding: str) -> Strip:
    """The text with its spans highlighted; offsets count in `text` as given, before it is cleaned for the screen."""
    line, at = Strip(), 0
    for start, end in spans:
        if not at <= start < end <= min(len(text), LONGEST):
            continue
        line.append(clean(text[at:start], encoding), style)
        line.append(clean(text[start:end], encoding), hit)
        at = end
    return line.append(clean(text[at : at + LONGEST], encoding), style)
