"""What the mouse does: a click selects a row, opens it when it is selected already, or goes to a panel; the wheel moves."""

from dataclasses import replace

from watcher.dashboard.commands import Command
from watcher.dashboard.keys import Action, Mode
from watcher.dashboard.panels.box import window
from watcher.dashboard.panels.log import FOOT
from watcher.dashboard.press import acted, at_row
from watcher.dashboard.screen import VIEWS, Screen, position, rows
from watcher.frozen import dataclass

STEP = 3  # rows that one notch of the wheel moves
_HEADINGS = {Mode.FEEDS: 1}  # lines above the first row of a list ...
_FOOTINGS = {Mode.FEEDS: 1, Mode.ALERTS: 1, Mode.LOG: FOOT}  # ... and below the last one


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointer:
    """A press of the left button or a notch of the wheel, -1 up and 1 down; columns and rows count from 0."""

    column: int
    row: int
    wheel: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """The place in a panel that something points at; line -1 is its title."""

    mode: Mode  # what the panel shows
    column: int
    line: int
    height: int
    main: bool
    tabs: bool  # whether its title names all views


def pointed(
    screen: Screen, pointer: Pointer, spot: Spot | None, *, page: int, extent: int
) -> tuple[Screen, Command | None]:
    """The screen after the mouse did something, and what that asks of the world outside; see `press.struck`."""
    if screen.menu is not None or screen.cut is not None:
        return screen, None
    if pointer.wheel:
        for _ in range(STEP):
            step = Action.DOWN if pointer.wheel > 0 else Action.UP
            screen, _ = acted(screen, step, page=page, extent=extent)
        return screen, None
    action = _meant(screen, spot)
    if action is not None:
        return acted(screen, action, page=page, extent=extent)
    row = _row(screen, spot) if spot is not None and spot.main else None
    return (screen if row is None else at_row(replace(screen, note=""), row)), None


def _meant(screen: Screen, spot: Spot | None) -> Action | None:
    """The action that a click stands for, if it is more than selecting a row."""
    if spot is None:
        return None
    if not spot.main:
        return Action.ENTER if spot.mode is Mode.STORY else Action(spot.mode.value)
    if spot.line < 0:
        view = _tab(spot.column)
        return Action(view.value) if view and spot.tabs else None
    names = rows(screen) if screen.mode is not Mode.STORY else ()
    return Action.ENTER if names and _row(screen, spot) == position(screen, names) else None


def _row(screen: Screen, spot: Spot) -> int | None:
    """The row of the list that stands at the spot."""
    names = rows(screen) if screen.mode is not Mode.STORY else ()
    above = _HEADINGS.get(spot.mode, 0)
    visible = window(len(names), position(screen, names), spot.height - above - _FOOTINGS.get(spot.mode, 0))
    at = spot.line - above
    return visible[at] if 0 <= at < len(visible) else None


def _tab(column: int) -> Mode | None:
    """The view whose name stands at a column of the main panel's title."""
    start = 2
    for view in VIEWS:
        if start <= column < start + len(view.value):
            return view
        start += len(view.value) + 3
    return None
