"""The line in which a person sets the filter: first what to filter by, then, as they type, which value."""

from dataclasses import replace
from typing import Any

from watcher.dashboard.filters import Filter, values
from watcher.dashboard.screen import Menu, Screen

ENTRIES = {  # key → what it filters by; those that have values open a second line
    "t": "topic",
    "l": "language",
    "o": "outlet",
    "u": "unseen",
    "s": "starred",
    "d": "dismissed",
    "a": "all",
}
_VALUED = frozenset({"topic", "language", "outlet"})
_STEPS = {"tab": 1, "right": 1, "down": 1, "backtab": -1, "left": -1, "up": -1}


def choices(screen: Screen) -> tuple[tuple[str, int], ...]:
    """The values that the typed letters leave to choose from, with the number of stories of each."""
    if screen.menu is None or screen.menu.kind not in _VALUED:
        return ()
    letters = screen.menu.typed.casefold()
    found = values(screen.menu.kind, screen.state.stories.values())
    return tuple(pair for pair in found if letters in pair[0].casefold())


def chosen(screen: Screen, key: str) -> Screen:
    """The screen after a key while the line is open."""
    menu = screen.menu
    if menu is None or key in {"escape", "c-c"}:
        return replace(screen, menu=None)
    if menu.kind:
        return _valued(screen, menu, key)
    kind = ENTRIES.get(key, "")
    if kind in _VALUED:
        return replace(screen, menu=Menu(kind=kind))
    if kind == "all":
        return replace(screen, narrow=Filter(), menu=None)
    if not kind:
        return screen
    return _set(screen, kind, not getattr(screen.narrow, kind))


def _valued(screen: Screen, menu: Menu, key: str) -> Screen:
    found = choices(screen)
    if key == "enter":
        value = found[menu.at % len(found)][0] if found else ""
        return _set(screen, menu.kind, value)
    if key in _STEPS:
        return replace(screen, menu=replace(menu, at=(menu.at + _STEPS[key]) % max(1, len(found))))
    if key == "backspace":
        return replace(screen, menu=Menu(kind=menu.kind, typed=menu.typed[:-1]) if menu.typed else Menu())
    letter = " " if key == "space" else key
    if len(letter) == 1 and letter.isprintable():
        return replace(screen, menu=Menu(kind=menu.kind, typed=menu.typed + letter))
    return screen


def _set(screen: Screen, kind: str, value: object) -> Screen:
    changes: dict[str, Any] = {kind: value}
    return replace(screen, narrow=replace(screen.narrow, **changes), menu=None)
