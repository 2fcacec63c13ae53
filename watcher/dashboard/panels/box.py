"""What every panel draws with: the room it has, the time, and the looks of times, counts and scores."""

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo

from rich.style import Style

from watcher.dashboard.cells import Strip, fit, wrap
from watcher.dashboard.clean import clean
from watcher.dashboard.screen import Screen
from watcher.dashboard.theme import Theme
from watcher.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """The room of a panel in cells."""

    width: int
    height: int
    now: datetime
    zone: tzinfo
    theme: Theme

    def text(self, foreign: str, style: Style) -> Strip:
        """Foreign text, made safe for the terminal."""
        return Strip(clean(foreign, self.theme.encoding), style)

    def fit(self, text: Strip, width: int | None = None) -> Strip:
        return fit(text, self.width if width is None else width, ellipsis=self.theme.signs.ellipsis)

    def prose(self, *paragraphs: str) -> list[Strip]:
        """Our own sentences in a quiet style, wrapped, with an empty line between them."""
        lines: list[Strip] = [Strip()]
        for paragraph in paragraphs:
            text = Strip(clean(paragraph, self.theme.encoding), self.theme.dim)
            lines += [*(Strip(" ").extend(line) for line in wrap(text, max(8, self.width - 2))), Strip()]
        return lines


Panel = Callable[[Screen, Box], list[Strip]]


def window(length: int, at: int, height: int) -> range:
    """The rows that are visible when row `at` is kept in sight, near the middle where there is room."""
    top = max(0, min(at - height // 2, length - height))
    return range(top, min(length, top + height))


def when(at: datetime, box: Box) -> str:
    """A moment in six cells: the time today, the weekday this week, the date before that."""
    local, today = at.astimezone(box.zone), box.now.astimezone(box.zone).date()
    days = (today - local.date()).days
    form = "%H:%M" if days <= 0 else "%a" if days < 7 else "%d %b"
    return f"{local.strftime(form):>6}"


def volume(size: int) -> str:
    """A number of bytes in at most seven cells: `820 B`, `12 kB`, `3.4 MB`."""
    if size < 1000:
        return f"{size} B"
    if size < 1_000_000:
        return f"{size / 1000:.0f} kB"
    return f"{size / 1e6:.1f} MB" if size < 1e9 else f"{size / 1e9:.1f} GB"


def score_bar(score: float, style: Style, theme: Theme, width: int = 4) -> Strip:
    """A score from 0 to 1 as a bar."""
    full = max(0, min(width, round(score * width)))
    bar = Strip(theme.signs.bar * full, style)
    return bar.append(theme.signs.bar_rest * (width - full), theme.dim)


def sparkline(numbers: Sequence[int], style: Style, theme: Theme) -> Strip:
    """Numbers as a row of little columns on a quiet ground line; anything above nothing stands above it."""
    ground, steps = theme.signs.spark[0], theme.signs.spark[1:]
    most = max([*numbers, 1])
    line = Strip()
    for number in numbers:
        line.append(steps[-(-number * len(steps) // most) - 1] if number else ground, style if number else theme.dim)
    return line
