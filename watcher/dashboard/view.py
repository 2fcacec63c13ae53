"""The whole screen: which panels stand where at a given size, and the lines between them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby, pairwise

from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import Segment

from watcher.dashboard.cells import Strip
from watcher.dashboard.keys import Mode
from watcher.dashboard.panels.alerts import alerts
from watcher.dashboard.panels.bars import footer, header, tiny
from watcher.dashboard.panels.box import Box, Panel
from watcher.dashboard.panels.feeds import feeds
from watcher.dashboard.panels.help import extent as help_extent
from watcher.dashboard.panels.help import keys
from watcher.dashboard.panels.log import activity, log
from watcher.dashboard.panels.stories import stories
from watcher.dashboard.panels.story import extent as story_extent
from watcher.dashboard.panels.story import story
from watcher.dashboard.panels.topics import topics
from watcher.dashboard.pointing import Pointer, Spot
from watcher.dashboard.screen import VIEWS, Screen, position, rows
from watcher.dashboard.theme import Theme
from watcher.frozen import dataclass

WIDE, NORMAL = 160, 100  # columns from which there are three and two
_TABS = 50  # columns from which the names of all views stand beside each other
_SHORT = 8  # rows that a list has room for at least
_LEAST = 24, 5  # columns and rows; with less there is one line

_MAIN: dict[Mode, Panel] = {
    Mode.STORIES: stories,
    Mode.STORY: story,
    Mode.TOPICS: topics,
    Mode.FEEDS: feeds,
    Mode.ALERTS: alerts,
    Mode.LOG: log,
    Mode.HELP: keys,
}
_MODES: dict[Panel, Mode] = {panel: mode for mode, panel in _MAIN.items()} | {activity: Mode.LOG}


@dataclass(frozen=True, slots=True)
class Frame:
    """A drawn screen: rows of pieces that are together exactly as wide as it is."""

    rows: tuple[tuple[Strip, ...], ...]

    @property
    def lines(self) -> tuple[Strip, ...]:
        return tuple(Strip().extend(*row) for row in self.rows)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for number, line in enumerate(self.lines):
            if number:
                yield Segment.line()
            for style, runs in groupby(line.runs, key=lambda run: run[1]):
                yield Segment("".join(text for text, _ in runs), style)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """A panel in its place: `height` counts its lines without the rule above it that holds the title."""

    title: Strip
    panel: Panel
    height: int
    main: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    width: int
    blocks: tuple[_Block, ...]


def render(screen: Screen, *, width: int, height: int, now: datetime, theme: Theme) -> Frame:
    """The screen at a size; any size, also one without room for anything."""
    box = Box(width=width, height=height, now=now, zone=screen.state.zone, theme=theme)
    if width < 1 or height < 1:
        return Frame(())
    if width < _LEAST[0] or height < _LEAST[1]:
        return Frame(((tiny(screen, box),), *[(Strip(" " * width),)] * (height - 1)))
    columns = _columns(screen, box)
    drawn = [_draw(screen, column, box) for column in columns]
    pieces = [drawn[0][1]]
    for left, right in pairwise(drawn):
        pieces += [_walls(left[0], right[0], theme), right[1]]
    return Frame(((header(screen, box),), *zip(*pieces, strict=True), (footer(screen, box),)))


def main_box(screen: Screen, *, width: int, height: int, now: datetime, theme: Theme) -> Box:
    """The room of the main panel, which says how far a page goes."""
    box = Box(width=max(_LEAST[0], width), height=max(_LEAST[1], height), now=now, zone=screen.state.zone, theme=theme)
    for column in _columns(screen, box):
        for block in column.blocks:
            if block.panel is _MAIN[screen.mode]:
                return replace(box, width=column.width, height=block.height)
    return box


def under(screen: Screen, pointer: Pointer, *, width: int, height: int, now: datetime, theme: Theme) -> Spot | None:
    """What stands where the mouse points; None for what is no panel, and where there is room for none."""
    if width < _LEAST[0] or height < _LEAST[1] or pointer.row < 1:
        return None
    box = Box(width=width, height=height, now=now, zone=screen.state.zone, theme=theme)
    left = 0
    for column in _columns(screen, box):
        top = 2  # below the header and the first panel's title
        for block in column.blocks if left <= pointer.column < left + column.width else ():
            if pointer.row < top + block.height:
                return Spot(
                    mode=_MODES[block.panel],
                    column=pointer.column - left,
                    line=pointer.row - top,
                    height=block.height,
                    main=block.panel is _MAIN[screen.mode],
                    tabs=screen.view is not Mode.HELP and width >= _TABS,
                )
            top += block.height + 1
        left += column.width + 1
    return None


def extent(screen: Screen, box: Box) -> int:
    """How far the text in the main panel can be scrolled; 0 for lists, which know their rows."""
    if screen.mode is Mode.STORY:
        return story_extent(screen, box)
    return help_extent(screen, box) if screen.mode is Mode.HELP else 0


def _columns(screen: Screen, box: Box) -> tuple[_Column, ...]:
    """What stands where: three columns, two, or one with the activity below."""
    height = box.height - 2
    main = _MAIN[screen.mode]
    preview = screen.mode is Mode.STORIES
    if box.width >= WIDE:
        left, right = 32, max(52, box.width * 3 // 10)
        side = [("Story", story, 0)] if preview else []
        return (
            _Column(width=left, blocks=_stack(_side(screen, height), height, box)),
            _Column(width=box.width - left - right - 2, blocks=_stack([("", main, 0)], height, box, screen)),
            _Column(width=right, blocks=_stack([*side, ("Activity", activity, height // 3)], height, box)),
        )
    if box.width >= NORMAL:
        right = max(36, box.width // 3 - 4)
        below = [("Story", story, _preview(screen, height))] if preview and height >= 24 else []
        sides = [*_side(screen, height * 3 // 5), ("Activity", activity, 0)]
        return (
            _Column(width=box.width - right - 1, blocks=_stack([("", main, 0), *below], height, box, screen)),
            _Column(width=right, blocks=_stack(sides, height, box)),
        )
    below = [("Activity", activity, min(6, height // 4))] if height >= 16 and screen.mode is not Mode.LOG else []
    return (_Column(width=box.width, blocks=_stack([("", main, 0), *below], height, box, screen)),)


def _preview(screen: Screen, height: int) -> int:
    """The lines of the story below its list: two fifths, or what a short list leaves."""
    return max(height * 2 // 5, height - 2 - max(_SHORT, len(rows(screen)) + 1))


def _side(screen: Screen, height: int) -> list[tuple[str, Panel, int]]:
    """Topics and feeds with the heights they need, unless they are the main panel."""
    shown: list[tuple[str, Panel, int]] = []
    if screen.view is not Mode.TOPICS:
        number = len(screen.state.topics)
        lines = 2 * number if 4 * number <= height else min(number, height // 3)
        shown.append(("Topics", topics, max(1, lines)))
    if screen.view is not Mode.FEEDS:
        rest = height - 2 - sum(lines for _, _, lines in shown)
        shown.append(("Feeds", feeds, max(1, min(len(screen.state.feeds), rest))))
    return shown


def _stack(
    shown: Sequence[tuple[str, Panel, int]], height: int, box: Box, screen: Screen | None = None
) -> tuple[_Block, ...]:
    """Panels above each other, each under a rule with its title.

    They get the lines that they ask for while there are some; the one that asks for none, or the last, takes the rest.
    """
    room = height - (2 if any(not lines for _, _, lines in shown) else 0)
    kept: list[tuple[str, Panel, int]] = []
    for title, panel, lines in shown:
        granted = min(lines, room - 1)
        if not lines or granted > 0:
            kept.append((title, panel, max(0, granted)))
            room -= granted + 1 if lines else 0
    rest = height - sum(1 + lines for _, _, lines in kept)
    if all(lines for _, _, lines in kept):
        kept[-1] = (*kept[-1][:2], kept[-1][2] + rest)
    return tuple(
        _Block(
            title=Strip(title, box.theme.dim) if title or screen is None else _tabs(screen, box),
            panel=panel,
            height=lines or rest,
            main=screen is not None and not title,
        )
        for title, panel, lines in kept
    )


def _tabs(screen: Screen, box: Box) -> Strip:
    """The views as the title of the main panel, the one in use in bold, with what narrows it."""
    theme = box.theme
    tabs = Strip()
    for view in VIEWS if box.width >= _TABS else (screen.view,):
        tabs.append(f" {theme.signs.dot} " if tabs.runs else "", theme.dim)
        tabs.append(view.value.capitalize(), theme.title if view is screen.view else theme.dim)
    if screen.view is Mode.HELP:
        tabs = Strip("Help", theme.title)
    if screen.narrow.words and screen.view is Mode.STORIES:
        tabs.append("  ").extend(box.text(", ".join(screen.narrow.words), theme.hit))
    if screen.tagged and screen.view is Mode.STORIES:
        tabs.append(f"  {len(screen.tagged)} tagged", theme.hit)
    if screen.query:
        tabs.append("  ").extend(box.text(f"/{screen.query}", theme.hit))
    return tabs


def _draw(screen: Screen, column: _Column, box: Box) -> tuple[list[bool], list[Strip]]:
    """The lines of a column, and which of them are rules."""
    rules: list[bool] = []
    lines: list[Strip] = []
    for block in column.blocks:
        room = replace(box, width=column.width, height=block.height)
        drawn = block.panel(screen, room)[: block.height] if block.height else []
        place = Strip(_place(screen, room), box.theme.dim) if block.main else Strip()
        lines += [_rule(block.title, place, room), *(room.fit(line) for line in drawn)]
        lines += [Strip(" " * column.width)] * (block.height - len(drawn))
        rules += [True, *[False] * block.height]
    return rules, lines


def _place(screen: Screen, box: Box) -> str:
    """Where a person is in what the main panel has no room to show at once: the row, or how far a text was read."""
    names = rows(screen) if screen.mode is screen.view else ()
    if len(names) > box.height - 2:  # which some lists need for a heading and a foot
        return f" {position(screen, names) + 1:,} of {len(names):,} "
    below = extent(screen, box)
    read = min(screen.scroll, below) + box.height
    return f" {100 * read // (below + box.height)} % " if below else ""


def _rule(title: Strip, place: Strip, box: Box) -> Strip:
    sign, style = box.theme.signs.rule, box.theme.rule
    line = Strip(f"{sign} ", style).extend(box.fit(title, min(title.cell_len, box.width - 4))).append(" ")
    if line.cell_len + place.cell_len >= box.width:
        place = Strip()
    line.append(sign * (box.width - line.cell_len - place.cell_len - (1 if place.runs else 0)), style)
    return line.extend(place).append(sign if place.runs else "", style)


def _walls(left: list[bool], right: list[bool], theme: Theme) -> list[Strip]:
    """The wall between two columns: joints where rules meet it."""
    signs = theme.signs
    kinds = {(True, True): signs.joints["X"], (True, False): signs.joints["L"], (False, True): signs.joints["R"]}
    walls = [kinds.get(pair, signs.wall) for pair in zip(left, right, strict=True)]
    return [Strip(sign, theme.rule) for sign in (signs.joints["T"], *walls[1:])]
