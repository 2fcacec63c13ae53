"""What the keys do: each action as a pure step from one screen to the next, with what it asks of the world outside."""

from dataclasses import replace
from datetime import timedelta
from typing import assert_never

from watcher.dashboard.commands import (
    Command,
    CopyLink,
    MarkStories,
    MuteFor,
    OpenLink,
    PollNow,
    Quit,
    ReadAlerts,
    SetPaused,
)
from watcher.dashboard.correcting import CORRECTING, correcting, cutting, taken_back
from watcher.dashboard.filters import Filter
from watcher.dashboard.keys import Action, Mode
from watcher.dashboard.marking import WHERE_IT_RUNS, looked_at, marking
from watcher.dashboard.menu import chosen
from watcher.dashboard.screen import VIEWS, Asked, Menu, Screen, current_story, muted_until, position, rows, unseen

_WHILE_TYPING = frozenset({"up", "down", "pageup", "pagedown"})


def struck(screen: Screen, key: str, *, page: int, extent: int) -> tuple[Screen, Command | None]:
    """The screen after a key, and what the key asks of the world outside.

    `page` is how many rows are visible, `extent` how far the text in the main panel can be scrolled.
    """
    if screen.typing and key not in _WHILE_TYPING:
        return typed(screen, key), None
    if screen.menu is not None:
        return chosen(screen, key), None
    if screen.cut is not None:
        return cutting(replace(screen, note=""), key)
    action = screen.keymap.action_for(key, screen.mode)
    return (screen, None) if action is None else acted(screen, action, page=page, extent=extent)


def acted(screen: Screen, action: Action, *, page: int, extent: int) -> tuple[Screen, Command | None]:
    """The screen after an action that was asked for by a key or the mouse, and what it asks of the world outside."""
    last = screen.undo[-1] if screen.undo else None
    if action is Action.UNDO and isinstance(last, Asked):
        return taken_back(screen, last)
    if screen.onlooker and action in WHERE_IT_RUNS:
        return replace(screen, note="this window only looks on: do that where the watcher runs"), None
    if action in CORRECTING:
        return correcting(replace(screen, note=""), action)
    after = press(screen, action, page=page, extent=extent)
    if after.view is Mode.ALERTS and (screen.view is not Mode.ALERTS or action is Action.ALERTS):
        return after, ReadAlerts()
    return after, command(screen, action) or _newly_marked(screen, after)


def _newly_marked(before: Screen, after: Screen) -> MarkStories | None:
    if after.marks is before.marks:
        return None
    marks = tuple(mark for story, mark in after.marks.items() if before.marks.get(story) != mark)
    return MarkStories(marks=marks) if marks else None


def command(screen: Screen, action: Action) -> Command | None:
    """What an action asks of the world outside the dashboard."""
    match action:
        case Action.BROWSE | Action.COPY:
            url = link(screen)
            return None if not url else OpenLink(url=url) if action is Action.BROWSE else CopyLink(url=url)
        case Action.MUTE:
            return _mute(screen)
        case Action.POLL if screen.view is Mode.FEEDS:
            names = rows(screen)
            return PollNow(feed=names[position(screen, names)]) if names else None
        case Action.POLL:
            return PollNow()
        case Action.PAUSE:
            return SetPaused(paused=not screen.paused)
        case Action.QUIT:
            return Quit()
        case _:
            return None


def _mute(screen: Screen) -> MuteFor | None:
    names, story = rows(screen), current_story(screen)
    if screen.view is Mode.TOPICS:
        wanted = MuteFor(topic=names[position(screen, names)]) if names else None
    else:
        wanted = MuteFor(story=story.id) if story else None
    if wanted and muted_until(screen, topic=wanted.topic, story=wanted.story):
        return replace(wanted, span=timedelta())
    return wanted


def link(screen: Screen) -> str:
    story = current_story(screen)
    return next((member.url for member in story.members if member.url), "") if story else ""


def press(screen: Screen, action: Action, *, page: int, extent: int) -> Screen:
    """The screen after an action."""
    screen = replace(screen, note="", scroll=min(screen.scroll, extent))
    match action:
        case Action.DOWN | Action.UP | Action.PAGE_DOWN | Action.PAGE_UP | Action.TOP | Action.BOTTOM:
            return _moved(screen, action, page, extent)
        case Action.STORIES | Action.TOPICS | Action.FEEDS | Action.ALERTS | Action.LOG | Action.HELP:
            return _show(screen, Mode(action.value))
        case Action.NEXT_VIEW | Action.PREVIOUS_VIEW:
            return _show(screen, _beside(screen, 1 if action is Action.NEXT_VIEW else -1))
        case Action.ENTER:
            return _entered(screen)
        case Action.EXPLAIN:
            return _explained(screen)
        case Action.BACK:
            return _back(screen)
        case Action.SEARCH | Action.FILTER:
            return replace(screen, typing=True) if action is Action.SEARCH else replace(screen, menu=Menu())
        case Action.NEXT_UNSEEN:
            return _next_unseen(screen)
        case Action.STAR | Action.DISMISS | Action.UNDO | Action.ALL_SEEN:
            return marking(screen, action)
        case Action.BROWSE | Action.COPY | Action.MUTE | Action.POLL | Action.PAUSE | Action.QUIT:
            return _asked(screen, action)
        case Action.TAG | Action.MERGE | Action.SPLIT:
            return correcting(screen, action)[0]
        case _:
            assert_never(action)


def _asked(screen: Screen, action: Action) -> Screen:
    """What a command to the world outside changes here."""
    if action is Action.PAUSE:
        return replace(screen, paused=not screen.paused)
    said = {Action.BROWSE: "opened in the browser", Action.COPY: "link copied", Action.POLL: "polling now"}
    if action in {Action.BROWSE, Action.COPY} and not link(screen):
        return replace(screen, note="this story has no link")
    if action is Action.MUTE:
        return replace(screen, note=_muted(screen))
    return replace(screen, note=said.get(action, ""))


def _muted(screen: Screen) -> str:
    """What muting comes to, or lifting it."""
    wanted = _mute(screen)
    if wanted is None:
        return ""
    if not wanted.span:
        return "no longer muted"
    return f"muted for an hour; {screen.keymap.name_of(Action.MUTE)} lifts it"


def typed(screen: Screen, key: str) -> Screen:
    """The screen after a key while a search is being typed."""
    if key == "enter":
        return replace(screen, typing=False)
    if key in {"escape", "c-c"}:
        return replace(screen, typing=False, query="")
    if key == "backspace":
        return replace(screen, query=screen.query[:-1], typing=bool(screen.query))
    if key == "c-u":
        return replace(screen, query="")
    letter = " " if key == "space" else key
    return replace(screen, query=screen.query + letter) if len(letter) == 1 and letter.isprintable() else screen


def _beside(screen: Screen, step: int) -> Mode:
    at = VIEWS.index(screen.view) if screen.view in VIEWS else -1
    return VIEWS[(at + step) % len(VIEWS)]


def _show(screen: Screen, view: Mode) -> Screen:
    if view is Mode.HELP and screen.view is Mode.HELP:
        view = Mode.STORIES
    return replace(screen, view=view, story="", explaining=False, scroll=0, query="", typing=False)


def _moved(screen: Screen, action: Action, page: int, extent: int) -> Screen:
    names = rows(screen) if screen.mode is not Mode.STORY else ()
    reading = screen.mode in {Mode.STORY, Mode.HELP}
    at, last = (screen.scroll, extent) if reading else (position(screen, names), len(names) - 1)
    step = max(1, page - 1)
    to = {
        Action.DOWN: at + 1,
        Action.UP: at - 1,
        Action.PAGE_DOWN: at + step,
        Action.PAGE_UP: at - step,
        Action.TOP: 0,
        Action.BOTTOM: last,
    }[action]
    to = max(0, min(to, last))
    return replace(screen, scroll=to) if reading else at_row(screen, to)


def at_row(screen: Screen, row: int) -> Screen:
    """The selection on a row of the list. The top row is not named: who stands there follows the news."""
    others = {mode: name for mode, name in screen.selected.items() if mode is not screen.view}
    return replace(screen, selected={**others, screen.view: rows(screen)[row]} if row else others)


def _entered(screen: Screen) -> Screen:
    names = rows(screen)
    if not names:
        return screen
    name = names[position(screen, names)]
    if screen.view is Mode.STORIES:
        chosen = {**screen.selected, screen.view: name}
        return replace(looked_at(screen, name), story=name, scroll=0, selected=chosen)
    if screen.view is Mode.ALERTS:
        return _opened_alert(screen, name)
    if screen.view is Mode.TOPICS:
        return replace(
            _show(screen, Mode.STORIES), narrow=Filter(topic=name), selected={**screen.selected, Mode.TOPICS: name}
        )
    return screen


def _opened_alert(screen: Screen, name: str) -> Screen:
    story = next((telling.alert.story for telling in screen.tellings if telling.name == name), "")
    if story not in screen.state.stories:
        return replace(screen, note="its story is older than what the dashboard keeps at hand")
    return replace(_show(looked_at(screen, story), Mode.STORIES), story=story)


def _explained(screen: Screen) -> Screen:
    """The open or selected story explained, or in full again."""
    opened = screen if screen.story else _entered(screen)
    return replace(opened, explaining=bool(opened.story) and not screen.explaining, scroll=0)


def _back(screen: Screen) -> Screen:
    """Undo the last narrowing first: the explanation, the open story, then the search, then the filter, then the view."""
    if screen.mode is Mode.STORY:
        return replace(screen, story=screen.story if screen.explaining else "", explaining=False, scroll=0)
    if screen.query:
        return replace(screen, query="")
    if screen.narrow != Filter() and screen.view is Mode.STORIES:
        return replace(screen, narrow=Filter())
    if screen.tagged and screen.view is Mode.STORIES:
        return replace(screen, tagged=())
    return _show(screen, Mode.STORIES)


def _next_unseen(screen: Screen) -> Screen:
    names = rows(replace(screen, story=""))
    here = current_story(screen)
    at = names.index(here.id) if here and here.id in names else -1  # what was seen may have left the filter
    after = [*names[at + 1 :], *names[: at + 1]]
    name = next((name for name in after if unseen(screen, screen.state.stories[name])), "")
    if not name:
        return replace(screen, note="nothing new that you have not seen")
    moved = replace(screen, selected={**screen.selected, Mode.STORIES: name})
    return _entered(replace(moved, story="")) if screen.story else moved
