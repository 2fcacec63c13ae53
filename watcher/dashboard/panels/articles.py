"""The articles of the open story as a list to choose from: those that report another event are split off."""

from watcher.core.model import Member, Story
from watcher.dashboard.cells import Strip
from watcher.dashboard.clean import clean
from watcher.dashboard.panels.box import Box, when, window
from watcher.dashboard.screen import Cut

_ABOVE = 2  # lines over the first article


def articles(story: Story, cut: Cut, box: Box) -> list[Strip]:
    """One line for each article that fits, the one under the cursor among them."""
    names = [member.entry for member in story.members]
    at = names.index(cut.entry) if cut.entry in names else 0
    title = Strip(" Which articles report another event?", box.theme.title)
    outlet = min(22, max(len(clean(member.outlet)) for member in story.members))
    shown = window(len(names), at, max(1, box.height - _ABOVE))
    return [box.fit(title), Strip(), *(_row(story.members[row], cut, box, outlet, selected=row == at) for row in shown)]


def _row(member: Member, cut: Cut, box: Box, outlet: int, *, selected: bool) -> Strip:
    theme = box.theme
    line = Strip(" ").append(theme.signs.tag if member.entry in cut.tagged else " ", theme.new)
    line.append(f"{when(member.first_seen, box)} {clean(member.lang, theme.encoding)[:2]:2} ", theme.dim)
    line.extend(box.fit(box.text(member.outlet, theme.strong), outlet)).append(" ")
    line = box.fit(line.extend(box.text(member.title, theme.text)))
    if selected:
        line.stylize(theme.selected)
    return line
