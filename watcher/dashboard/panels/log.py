"""What happened, in words: everything in the log, what stands out in the activity panel."""

from itertools import islice

from rich.style import Style

from watcher.dashboard.cells import Strip, wrap
from watcher.dashboard.clean import clean
from watcher.dashboard.keys import Mode
from watcher.dashboard.panels.box import Box, when, window
from watcher.dashboard.screen import Screen, position, rows
from watcher.dashboard.theme import Theme
from watcher.dashboard.words import Line, Tone

FOOT = 2  # lines below the list, in which the selected one is told whole


def log(screen: Screen, box: Box) -> list[Strip]:
    """Every line, newest first, and all of the selected one below them."""
    names = rows(screen) if screen.view is Mode.LOG else ()
    if not names:
        if screen.query:
            return box.prose(f'No line has "{screen.query}".', "Esc shows all.")
        return box.prose("Nothing happened yet.", "Polls, matches, alerts and failures are listed here as they come.")
    lines = {str(line.number): line for line in screen.state.log}
    at = position(screen, names)
    height = box.height - FOOT
    table = [_row(lines[names[row]], box, selected=row == at) for row in window(len(names), at, height)]
    whole = wrap(box.text(lines[names[at]].text, box.theme.text), box.width - 2, most=FOOT)
    return [*table, *[Strip()] * (height - len(table)), *(Strip(" ").extend(line) for line in whole)]


def activity(screen: Screen, box: Box) -> list[Strip]:
    """The newest lines that are not routine."""
    loud = (line for line in reversed(screen.state.log) if line.tone is not Tone.QUIET)
    return [_row(line, box, selected=False) for line in islice(loud, box.height)] or box.prose("Nothing happened yet.")


def _row(line: Line, box: Box, *, selected: bool) -> Strip:
    style = _style(line.tone, box.theme)
    text = Strip(when(line.at, box) + " ", box.theme.dim).append(f"{clean(line.what):7} ", style)
    quiet = line.tone is Tone.QUIET
    text.extend(box.text(line.text, box.theme.dim if quiet else box.theme.text))
    text = box.fit(box.fit(text, box.width - 1))
    if selected:
        text.stylize(box.theme.selected)
    return text


def _style(tone: Tone, theme: Theme) -> Style:
    return {
        Tone.QUIET: theme.dim,
        Tone.PLAIN: theme.text,
        Tone.GOOD: theme.good,
        Tone.MATCH: theme.hit,
        Tone.WARN: theme.warn,
        Tone.BAD: theme.bad,
    }[tone]
