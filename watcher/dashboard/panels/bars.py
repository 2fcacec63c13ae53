"""The line above everything and the line below it."""

from pathlib import PurePath

from watcher.dashboard.cells import Strip, between
from watcher.dashboard.keys import Action, Binding, key_name
from watcher.dashboard.marking import WHERE_IT_RUNS
from watcher.dashboard.menu import ENTRIES, choices
from watcher.dashboard.panels.box import Box, score_bar
from watcher.dashboard.screen import Cut, Menu, Screen, current_story, unseen_stories
from watcher.dashboard.words import count, span

_ROOMY = 70  # cells from which the header also tells the time
_ALWAYS = (Action.HELP, Action.QUIT)  # whose keys are shown however narrow the screen is
_SHOWN = 20  # values of a filter that the line offers at once
_PROGRESS = 10  # cells of the bar of the first polls
_TICK = 5  # seconds; the countdown moves in such steps, so that an idle screen is redrawn rarely


def header(screen: Screen, box: Box) -> Strip:
    """What the watcher is doing; what matters least goes first where there is no room."""
    theme = box.theme
    right = Strip()
    if box.width >= _ROOMY:
        right.append("  " if screen.onlooker else f"  up {span(box.now - screen.state.started)}  ", theme.dim)
        right.append(box.now.astimezone(box.zone).strftime("%H:%M "), theme.text)
    left = Strip(" watcher", theme.title)
    left.append("   ").extend(_mood(screen, box)).append("   ").extend(_fresh(screen, box))
    troubles = _troubles(screen, box)
    for number, trouble in enumerate(troubles):  # they are cut rather than left out, and share the room
        room = (box.width - left.cell_len - right.cell_len - 3) // (len(troubles) - number) - 3
        left.append("   ").extend(box.fit(trouble, min(room, trouble.cell_len)) if room > 0 else Strip())
    for part in _parts(screen, box):
        if left.cell_len + part.cell_len + right.cell_len + 3 > box.width:
            break
        left.append("   ").extend(part)
    return between(left, right, box.width)


def _troubles(screen: Screen, box: Box) -> list[Strip]:
    """What somebody has to mend, lest alerts be missed."""
    state, theme = screen.state, box.theme
    found = [f"nothing is kept: {state.unkept.partition(': ')[2] or state.unkept}"] if state.unkept else []
    if state.fault:
        found.append(f"alerts: {state.fault}")
    if state.misconfigured:
        found.append(state.misconfigured.replace(state.config or "\0", PurePath(state.config).name))
    return [box.text(trouble[:90], theme.bad) for trouble in found]


def _parts(screen: Screen, box: Box) -> list[Strip]:
    """The other facts of the header, the most important first."""
    state, theme = screen.state, box.theme
    parts = [_feeds(screen, box)]
    if state.unasked:
        asked = len(state.feeds) - state.unasked
        bar = score_bar(asked / len(state.feeds), theme.new, theme, width=_PROGRESS)
        parts.append(
            Strip("first poll ", theme.new).extend(bar).append(f" {asked:,} of {len(state.feeds):,}", theme.text)
        )
    if state.mutes:
        parts.append(Strip(f"{theme.signs.muted} {len(state.mutes)} muted", theme.warn))
    today = state.today
    if state.whole:
        parts.append(Strip(f"today {count(today.matches, 'match')}", theme.text))
    if (due := state.next_poll) is not None and not screen.paused and not state.stopped:
        seconds = max(0.0, (due - box.now).total_seconds())
        rest = span(due - box.now) if seconds >= 60 else f"{-int(-seconds // _TICK) * _TICK} s"
        parts.append(Strip(f"next poll {f'in {rest}' if seconds > 1 else 'now'}", theme.dim))
    if today.entries:
        parts.append(Strip(count(today.entries, "entry"), theme.dim))
    parts.append(Strip(count(len(state.topics), "topic"), theme.dim))
    return parts


def _fresh(screen: Screen, box: Box) -> Strip:
    """How many stories have something new; not said for the moment in which only a screenful of them was read."""
    if not screen.state.whole:
        return Strip("reading the database", box.theme.dim)
    fresh = unseen_stories(screen)
    return Strip(f"{fresh:,} new", box.theme.new if fresh else box.theme.dim)


def _mood(screen: Screen, box: Box) -> Strip:
    theme, signs = box.theme, box.theme.signs
    if screen.state.stopped:
        return Strip(f"{signs.off} stopped", theme.warn)
    if screen.paused:
        return Strip(f"{signs.off} paused", theme.warn)
    online = screen.state.last_answer if screen.onlooker else screen.state.online
    if online is None:
        return Strip(f"{signs.busy} first polls" if screen.state.unasked else f"{signs.off} waiting", theme.dim)
    return Strip(f"{signs.on} online", theme.good) if online else Strip(f"{signs.off} offline", theme.bad)


def _feeds(screen: Screen, box: Box) -> Strip:
    rows = screen.state.feeds.values()
    failing = sum(bool(row.state.fault) for row in rows)
    text = Strip(f"{len(rows) - failing} of {count(len(rows), 'feed')} ok" if failing else count(len(rows), "feed"))
    text.stylize(box.theme.dim)
    return text.append(f", {failing} failing", box.theme.bad) if failing else text


def footer(screen: Screen, box: Box) -> Strip:
    """The keys that work now, or what is being typed."""
    theme = box.theme
    if screen.typing:
        line = Strip(" /", theme.title).extend(box.text(screen.query, theme.strong))
        line.append(theme.signs.cursor, theme.title)
        return between(line, Strip("Enter keeps  Esc shows all ", theme.dim), box.width, ellipsis=theme.signs.ellipsis)
    if screen.menu is not None:
        return _menu(screen, screen.menu, box)
    if screen.cut is not None:
        return _cut(screen, screen.cut, box)
    shown = [
        binding
        for binding in screen.keymap.bindings
        if binding.label
        and binding.keys
        and screen.mode in binding.modes
        and not (screen.onlooker and binding.action in WHERE_IT_RUNS)
    ]
    always = [binding for binding in shown if binding.action in _ALWAYS]
    right = Strip(f" {screen.note} ", theme.good) if screen.note else Strip()
    right = right.extend(*(_hint(binding, box) for binding in always))
    left = Strip()
    for binding in shown:
        hint = _hint(binding, box)
        if left.cell_len + hint.cell_len + right.cell_len > box.width:
            break
        if binding not in always:
            left.extend(hint)
    return between(left, right, box.width, ellipsis=theme.signs.ellipsis)


def _menu(screen: Screen, menu: Menu, box: Box) -> Strip:
    """What can be filtered by, or what is left to choose from."""
    theme = box.theme
    if not menu.kind:
        line = Strip(" filter:", theme.title)  # all of it fits into 80 columns
        for key, kind in ENTRIES.items():
            line.append(f" {key}", theme.strong).append(f" {kind}", theme.hit if kind in _set(screen) else theme.dim)
        return between(line, Strip(" Esc ", theme.dim), box.width, ellipsis=theme.signs.ellipsis)
    line = Strip(f" {menu.kind}: ", theme.title).extend(box.text(menu.typed, theme.strong))
    line.append(theme.signs.cursor, theme.title)
    found = choices(screen)
    at = menu.at % max(1, len(found))
    for number, (value, stories) in enumerate([*found[at:], *found[:at]][:_SHOWN]):
        line.append("  ").extend(box.text(f"{value} ", theme.text if number else theme.hit)).append(
            str(stories), theme.dim
        )
    if not found:
        line.append("  nothing has that", theme.warn)
    hint = Strip(" Tab next  Enter takes  Esc leaves ", theme.dim)
    return between(line, hint, box.width, ellipsis=theme.signs.ellipsis)


def _cut(screen: Screen, cut: Cut, box: Box) -> Strip:
    """The keys that work while articles are chosen that go."""
    theme, keys = box.theme, screen.keymap
    number = count(len(cut.tagged), "article") if cut.tagged else "this article"
    line = Strip(" Enter", theme.strong).append(f" splits off {number} ", theme.hit)
    line.append(f" {keys.name_of(Action.TAG)}", theme.strong).append(" tags several ", theme.dim)
    right = Strip(f" {screen.note} ", theme.warn) if screen.note else Strip()
    return between(line, right.append(" Esc leaves ", theme.dim), box.width, ellipsis=theme.signs.ellipsis)


def _set(screen: Screen) -> set[str]:
    return {kind for kind in ENTRIES.values() if getattr(screen.narrow, kind, "")}


def _hint(binding: Binding, box: Box) -> Strip:
    return Strip(f" {key_name(binding.keys[0])}", box.theme.strong).append(f" {binding.label} ", box.theme.dim)


def tiny(screen: Screen, box: Box) -> Strip:
    """Everything in one line, for a terminal that has no room for more."""
    chosen = current_story(screen)
    mood = _mood(screen, box)
    if box.width < 8:
        return box.fit(mood.cut(0, 1))
    line = mood.cut(0, 1) if box.width < 30 else mood
    line = line.append(" ").extend(_fresh(screen, box))
    if chosen:
        line.append("  ").extend(box.text(chosen.title, box.theme.text))
    return box.fit(line)
