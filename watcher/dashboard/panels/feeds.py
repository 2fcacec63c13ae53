"""The feeds and how they are, the failing ones first."""

from datetime import datetime
from urllib.parse import urlsplit

from watcher.core.health import Condition, health
from watcher.core.model import FeedState
from watcher.dashboard.cells import Strip
from watcher.dashboard.keys import Mode
from watcher.dashboard.panels.box import Box, volume, when, window
from watcher.dashboard.screen import Screen, position, rows, worst_first
from watcher.dashboard.state import FeedRow
from watcher.dashboard.words import span


def feeds(screen: Screen, box: Box) -> list[Strip]:
    """As the main panel a table with a heading, beside it one short line for each feed."""
    if screen.view is not Mode.FEEDS:
        return _beside(screen, box)
    names = rows(screen)
    if not names:
        return _empty(screen, box)
    at = position(screen, names)
    visible = window(len(names), at, box.height - 2)
    table = [_row(screen.state.feeds[names[row]], box, selected=row == at) for row in visible]
    address = Strip(" ").extend(box.text(names[at], box.theme.dim)).append("   ")
    _say(address, screen.state.feeds[names[at]].state, box)
    gap = [Strip()] * max(0, box.height - 2 - len(table))
    return [Strip(_head(box), box.theme.dim), *table, *gap, address]


def _beside(screen: Screen, box: Box) -> list[Strip]:
    rows = screen.state.feeds
    shown = worst_first(rows)
    room = box.height if len(shown) <= box.height else box.height - 1
    lines = [_short(rows[url], box) for url in shown[:room]]
    if len(shown) > room:
        lines.append(Strip(f"   and {len(shown) - room:,} more", box.theme.dim))
    return lines or box.prose("No feeds.")


def _sign(row: FeedRow, box: Box) -> Strip:
    theme, signs = box.theme, box.theme.signs
    if row.busy:
        return Strip(signs.busy, theme.new)
    if row.state.fault:
        return Strip(signs.on, theme.bad)
    if not health(row.state).well:
        return Strip(signs.on, theme.new)
    return Strip(signs.on, theme.good) if row.state.last_ok else Strip(signs.off, theme.dim)


def _short(row: FeedRow, box: Box) -> Strip:
    line = Strip(" ").extend(_sign(row, box)).append(" ").extend(box.text(row.name, box.theme.text))
    found = health(row.state)
    if not found.well:
        room = max(8, min(len(line.plain), box.width // 2))
        style = box.theme.bad if row.state.fault else box.theme.new
        return box.fit(box.fit(line, room).append(" ").extend(box.text(_reason(row.state), style)), box.width - 1)
    return box.fit(box.fit(line, box.width - 7).append(f"{_due(row, box.now):>6} ", box.theme.dim))


def _reason(state: FeedState) -> str:
    """Why a feed is as it is, without the host's name: what matters would have no room beside it."""
    return health(state).reason.removeprefix(f"{urlsplit(state.url).netloc} ")


def _due(row: FeedRow, now: datetime) -> str:
    if row.state.next_poll is None:
        return ""
    return span(row.state.next_poll - now).replace(" min", " m")[:6] if row.state.next_poll > now else "due"


def _widths(box: Box) -> tuple[int, bool, bool]:
    """The cells of the name, whether there is room for more than the state, and for what only those want who tend feeds."""
    return max(10, min(34, box.width // 3)), box.width >= 64, box.width >= 110


def _head(box: Box) -> str:
    name, wide, roomy = _widths(box)
    more = f"{'next':>12}{'entries':>9}" if wide else ""
    more += f"{'every':>9}{'304':>6}{'received':>10}" if roomy else ""
    return f"   {'feed':{name}}{'polled':>7}{more}  state"


def _row(row: FeedRow, box: Box, *, selected: bool) -> Strip:
    theme, state = box.theme, row.state
    name, wide, roomy = _widths(box)
    line = Strip(" ").extend(_sign(row, box)).append(" ")
    line.extend(box.fit(box.text(row.name, theme.text), name))
    polled = when(state.last_poll, box) if state.last_poll else "never"
    due = span(state.next_poll - box.now) if state.next_poll and state.next_poll > box.now else "now"
    line.append(f"{polled:>7}" + (f"{due:>12}{state.entries:>9,}" if wide else ""), theme.dim)
    if roomy:
        share = f"{state.not_modified / state.polls:.0%}" if state.polls else "-"
        line.append(f"{span(state.interval):>9}{share:>6}{volume(state.bytes):>10}", theme.dim)
    line.append("  ")
    _say(line, state, box)
    line = box.fit(line)
    if selected:
        line.stylize(theme.selected)
    return line


def _say(line: Strip, state: FeedState, box: Box) -> None:
    """The feed's condition with its reason and since when."""
    theme, found = box.theme, health(state)
    if found.condition is Condition.NEW:
        line.append(found.condition.value, theme.dim)
    elif found.well:
        line.append(found.condition.value, theme.good)
    else:
        reason = _reason(state)
        plain = found.condition is Condition.FAILING or reason.startswith("this is")
        text = reason if plain else f"{found.condition}: {reason}"
        times = f"{state.failures} times " if state.failures > 1 else ""
        since = f" ({times}since{when(found.since, box)})" if found.since else ""
        line.extend(box.text(text, theme.bad if state.fault else theme.new)).append(since, theme.dim)


def _empty(screen: Screen, box: Box) -> list[Strip]:
    if screen.query:
        return box.prose(f'No feed has "{screen.query}" in its name, address or fault.', "Esc shows all.")
    return box.prose("There are no feeds.", "Add [[feed]] tables with a url to your config.toml.")
