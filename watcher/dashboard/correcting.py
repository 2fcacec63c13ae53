"""What a person corrects in the grouping of stories: some made one, articles split off, and either taken back."""

from dataclasses import replace

from watcher.core.model import Merge, Split, Story, Undo
from watcher.dashboard.commands import Command, Correct, Quit
from watcher.dashboard.keys import Action, Mode
from watcher.dashboard.screen import Asked, Cut, Screen, current_story

CORRECTING = frozenset({Action.TAG, Action.MERGE, Action.SPLIT})
_STEPS = {Action.DOWN: 1, Action.UP: -1, Action.PAGE_DOWN: 10, Action.PAGE_UP: -10}


def correcting(screen: Screen, action: Action) -> tuple[Screen, Command | None]:
    """Tag a story, merge the tagged ones, or begin to split the open or selected one."""
    story = current_story(screen)
    if story is None:
        return screen, None
    if action is Action.TAG:
        return _tagged(screen, story), None
    return _merged(screen, story) if action is Action.MERGE else (_split(screen, story), None)


def taken_back(screen: Screen, asked: Asked) -> tuple[Screen, Command | None]:
    """Ask for the corrections that were asked for last to be taken back, the newest first."""
    after = replace(screen, undo=screen.undo[:-1])
    made = [name for name in screen.state.corrected if name not in asked.before][: asked.number]
    if not made:
        return replace(after, note="that was not done, or was taken back already"), None
    return replace(after, note="taken back"), Correct(wanted=tuple(Undo(correction=name) for name in reversed(made)))


def _tagged(screen: Screen, story: Story) -> Screen:
    others = tuple(name for name in screen.tagged if name != story.id)
    tagged = others if len(others) < len(screen.tagged) else (*others, story.id)
    merge = screen.keymap.name_of(Action.MERGE)
    note = f"{len(tagged)} tagged; {merge} makes one story of them" if len(tagged) > 1 else ""
    if len(tagged) == 1:
        note = f"tagged; {merge} on another story makes one of the two"
    return replace(screen, tagged=tagged, note=note)


def _merged(screen: Screen, story: Story) -> tuple[Screen, Command | None]:
    """One story of the tagged ones; a single one takes in the story under the cursor."""
    stories = screen.state.stories
    names = [name for name in screen.tagged if name in stories]
    if len(names) < 2:
        names = [*dict.fromkeys((*names, story.id))]
    if len(names) < 2:
        return replace(screen, note=f"tag another story first, with {screen.keymap.name_of(Action.TAG)}"), None
    first, *others = sorted(names, key=lambda name: (stories[name].first_seen, name))
    after = replace(
        screen,
        story=first if screen.story else "",
        selected={**screen.selected, Mode.STORIES: first},
        tagged=(),
        undo=(*screen.undo, Asked(number=len(others), before=screen.state.corrected)),
        note=f"{len(names)} stories made one; {screen.keymap.name_of(Action.UNDO)} takes it back",
    )
    return after, Correct(wanted=tuple(Merge(one=first, other=other) for other in others))


def _split(screen: Screen, story: Story) -> Screen:
    if len(story.members) < 2:
        return replace(screen, note="a story of one article cannot be split")
    selected = {**screen.selected, Mode.STORIES: story.id}
    last = story.members[-1].entry  # what joined last is what somebody wonders about
    return replace(screen, story=story.id, selected=selected, explaining=False, scroll=0, cut=Cut(entry=last))


def cutting(screen: Screen, key: str) -> tuple[Screen, Command | None]:
    """The screen after a key while the articles that go are being chosen, and the split when they are."""
    story, cut = current_story(screen), screen.cut
    action = screen.keymap.action_for(key, Mode.STORIES)
    if action is Action.QUIT:
        return screen, Quit()
    if story is None or cut is None or action is Action.BACK:
        return replace(screen, cut=None), None
    names = [member.entry for member in story.members]
    at = names.index(cut.entry) if cut.entry in names else 0
    if action is Action.TAG:
        tagged = tuple(name for name in names if (name in cut.tagged) != (name == names[at]))
        return replace(screen, cut=Cut(entry=names[min(at + 1, len(names) - 1)], tagged=tagged)), None
    if action in (Action.ENTER, Action.SPLIT):
        return _parted(screen, story, cut.tagged or (names[at],))
    if action in (Action.TOP, Action.BOTTOM) or action in _STEPS:
        to = {Action.TOP: 0, Action.BOTTOM: len(names) - 1}.get(action, at + _STEPS.get(action, 0))
        return replace(screen, cut=replace(cut, entry=names[max(0, min(to, len(names) - 1))])), None
    return screen, None


def _parted(screen: Screen, story: Story, entries: tuple[str, ...]) -> tuple[Screen, Command | None]:
    if len(entries) == len(story.members):
        return replace(screen, note="one article stays at least"), None
    note = f"split off; {screen.keymap.name_of(Action.UNDO)} takes it back"
    asked = Asked(number=1, before=screen.state.corrected)
    after = replace(screen, cut=None, undo=(*screen.undo, asked), note=note)
    return after, Correct(wanted=(Split(story=story.id, entries=entries),))
