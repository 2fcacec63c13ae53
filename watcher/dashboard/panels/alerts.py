"""The alerts that were told, and those that were held back or suppressed, with the reason."""

from rich.style import Style

from watcher.core.model import Reason
from watcher.dashboard.cells import Strip
from watcher.dashboard.keys import Mode
from watcher.dashboard.panels.box import Box, when, window
from watcher.dashboard.screen import Screen, position, rows
from watcher.dashboard.tellings import Telling

_OUTCOME = 21  # cells
_BRIEFLY = {
    Reason.SILENT: "first poll",
    Reason.ASLEEP: "asleep",
    Reason.PAUSE: "told before",
    Reason.FLOOD: "too many",
    Reason.BUDGET: "budget spent",
}


def alerts(screen: Screen, box: Box) -> list[Strip]:
    """One line for each alert that fits, newest first, and all that is known of the selected one below them."""
    names = rows(screen) if screen.view is Mode.ALERTS else ()
    if not names:
        return _empty(screen, box)
    tellings = {telling.name: telling for telling in screen.tellings}
    at = position(screen, names)
    visible = window(len(names), at, box.height - 1)
    table = [_row(screen, tellings[names[row]], box, selected=row == at) for row in visible]
    return [*table, *[Strip()] * (box.height - 1 - len(table)), _below(tellings[names[at]], box)]


def _row(screen: Screen, telling: Telling, box: Box, *, selected: bool) -> Strip:
    theme, alert, topics = box.theme, telling.alert, screen.state.topics
    style = theme.topic(topics.index(alert.topic)) if alert.topic in topics else theme.dim
    line = Strip(theme.signs.topic, style).append(f"{when(alert.created, box)} ", theme.dim)
    words, tone = _outcome(telling, box)
    line.extend(box.fit(box.text(words, tone), min(_OUTCOME, box.width // 3))).append(" ")
    line.extend(box.text(alert.title, theme.text)).append("  ").extend(box.text(alert.outlet, theme.dim))
    line = box.fit(box.fit(line, box.width - 1))
    if selected:
        line.stylize(theme.selected)
    return line


def _outcome(telling: Telling, box: Box) -> tuple[str, Style]:
    if telling.untaken:
        return ("given up", box.theme.bad) if telling.untaken.final else ("not told yet", box.theme.warn)
    if telling.reason is None:
        return "told", box.theme.good
    briefly = _BRIEFLY.get(telling.reason, telling.reason.value)
    if telling.due is None:
        return briefly, box.theme.dim
    return f"{when(telling.due, box).strip()} {briefly}", box.theme.warn


def _below(telling: Telling, box: Box) -> Strip:
    alert, tone = telling.alert, box.theme.dim
    said = telling.reason.value if telling.reason else f"told by {', '.join(alert.channels) or 'no channel'}"
    if telling.untaken:
        said = telling.untaken.said
    if telling.due is not None:
        said += f", in the digest of {when(telling.due, box).strip()}"
    line = Strip(" ").extend(box.text(said.capitalize(), box.theme.text))
    return line.append("   ").extend(box.text(f"{alert.topic}, {alert.priority}, score {alert.score:.2f}", tone))


def _empty(screen: Screen, box: Box) -> list[Strip]:
    if screen.query:
        return box.prose(f'No alert has "{screen.query}".', "Esc shows all.")
    return box.prose(
        "No alert yet.",
        "Alerts are listed here as they arise: those that were told, and those that were held back by quiet hours, "
        "a budget or a mute, each with the reason and the time at which a digest tells it.",
        "If you miss one, `watcher explain` says why an article does not match.",
    )
