"""What a person makes of stories: stars, dismissals and their undoing, what was seen."""

from collections.abc import Mapping
from dataclasses import replace

from watcher.core.model import Mark
from watcher.dashboard.keys import Action, Mode
from watcher.dashboard.screen import Screen, current_story, mark_of, rows

MARKING = frozenset({Action.STAR, Action.DISMISS, Action.UNDO, Action.ALL_SEEN})
WHERE_IT_RUNS = MARKING | {Action.POLL, Action.PAUSE}  # what an onlooker cannot ask for


def marking(screen: Screen, action: Action) -> Screen:
    """What a person makes of stories."""
    story = current_story(screen)
    if action is Action.ALL_SEEN:
        seen = (replace(mark_of(screen, story.id), seen=len(story.members)) for story in screen.state.stories.values())
        return _marked(screen, *seen)
    if action is Action.UNDO:
        if not screen.undo:
            return replace(screen, note="nothing was dismissed, merged or split in this window")
        *undo, last = screen.undo
        name = str(last)
        back = _marked(screen, replace(mark_of(screen, name), dismissed=False))
        return replace(back, undo=tuple(undo), story="", selected={**screen.selected, Mode.STORIES: name})
    if story is None:
        return screen
    mark = mark_of(screen, story.id)
    if action is Action.STAR:
        return _marked(screen, replace(mark, starred=not mark.starred))
    if mark.dismissed:
        return replace(_marked(screen, replace(mark, dismissed=False)), note="listed again")
    return _dismissed(screen, story.id)


def _dismissed(screen: Screen, name: str) -> Screen:
    """The story leaves the list, and the one below it takes its place under the cursor."""
    names = rows(replace(screen, story=""))
    at = names.index(name) if name in names else 0
    below = [*names[at + 1 :], *reversed(names[:at])]
    chosen: dict[Mode, str] = {mode: other for mode, other in screen.selected.items() if mode is not Mode.STORIES}
    if at and below:
        chosen[Mode.STORIES] = below[0]
    gone = _marked(screen, replace(mark_of(screen, name), dismissed=True))
    key = screen.keymap.name_of(Action.UNDO)
    return replace(
        gone,
        story="",
        explaining=False,
        scroll=0,
        selected=chosen,
        undo=(*screen.undo, name),
        note=f"dismissed; {key} brings it back",
    )


def _marked(screen: Screen, *marks: Mark) -> Screen:
    return replace(screen, marks={**screen.marks, **{mark.story: mark for mark in marks}})


def marked_elsewhere(screen: Screen, marks: Mapping[str, Mark]) -> Screen:
    """The marks of another window in place of ours, except for what was looked at in this one alone."""
    newer = (replace(mark, seen=max(mark.seen, mark_of(screen, story).seen)) for story, mark in marks.items())
    return _marked(screen, *newer)


def looked_at(screen: Screen, name: str) -> Screen:
    """The person saw all that there is of a story."""
    return _marked(screen, replace(mark_of(screen, name), seen=len(screen.state.stories[name].members)))
