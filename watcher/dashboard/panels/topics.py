"""The topics with their last two days as sparklines."""

from collections.abc import Mapping

from watcher.dashboard.cells import Strip
from watcher.dashboard.keys import Mode
from watcher.dashboard.panels.box import Box, sparkline, when, window
from watcher.dashboard.screen import Screen, muted_until, position, rows
from watcher.dashboard.state import HOURS, hour_of

_NAME = 44  # cells at most


def topics(screen: Screen, box: Box) -> list[Strip]:
    """One line for each topic: its colour, its name, matches by the hour, matches in the last 24 hours."""
    main = screen.view is Mode.TOPICS
    names = rows(screen) if main else screen.state.topics
    if not names:
        return _empty(screen, box)
    if not main and box.height >= 2 * len(names):
        return [line for topic in names for line in _pair(screen, topic, box)]
    at = position(screen, names) if main else -1
    return [_row(screen, names[row], box, selected=row == at) for row in window(len(names), max(at, 0), box.height)]


def _pair(screen: Screen, topic: str, box: Box) -> list[Strip]:
    """A topic in a narrow panel with room for two lines: the name keeps the first to itself."""
    theme = box.theme
    style = theme.topic(screen.state.topics.index(topic))
    hours = _hours(screen.state.pulse.get(topic, {}), hour_of(box.now))
    name = Strip(theme.signs.topic, style).extend(
        _silence(screen, topic, box), box.text(topic, theme.strong if topic == screen.narrow.topic else theme.text)
    )
    today = sum(hours[-24:])
    number = Strip(f"{today:>4} ", theme.text if today else theme.dim)
    spark = 24 if box.width >= 32 else 12
    line = Strip(theme.signs.topic, style).extend(sparkline(_buckets(hours, spark), style, theme))
    return [box.fit(box.fit(name, box.width - 5).extend(number)), line]


def _row(screen: Screen, topic: str, box: Box, *, selected: bool) -> Strip:
    theme = box.theme
    style = theme.topic(screen.state.topics.index(topic))
    hours = _hours(screen.state.pulse.get(topic, {}), hour_of(box.now))
    line = Strip(theme.signs.topic, style)
    chosen = topic == screen.narrow.topic
    name = _silence(screen, topic, box).extend(box.text(topic, theme.strong if chosen or selected else theme.text))
    if (until := muted_until(screen, topic=topic)) is not None:
        name.append(f" until {when(until, box).strip()}", theme.warn)
    spark = HOURS if box.width >= HOURS + 36 else 24 if box.width >= 60 else 12 if box.width >= 28 else 0
    room = box.width - spark - 7
    line.extend(box.fit(name, max(4, min(room, _NAME if spark == HOURS else room))))
    line.append(" ").extend(sparkline(_buckets(hours, spark), style, theme))
    line.append(f"{sum(hours[-24:]):>4} ", theme.text if any(hours[-24:]) else theme.dim)
    if line.cell_len + 12 < box.width:
        number = sum(topic in story.topics for story in screen.state.stories.values())
        line.append(f"{number:>5} {'story' if number == 1 else 'stories'}", theme.dim)
    line = box.fit(line)
    if selected:
        line.stylize(theme.selected)
    return line


def _silence(screen: Screen, topic: str, box: Box) -> Strip:
    """The sign before the name of a topic that is muted."""
    muted = muted_until(screen, topic=topic) is not None
    return Strip(f"{box.theme.signs.muted} " if muted else "", box.theme.warn)


def _hours(pulse: Mapping[int, int], now: int) -> list[int]:
    return [pulse.get(hour, 0) for hour in range(now - HOURS + 1, now + 1)]


def _buckets(hours: list[int], number: int) -> list[int]:
    """The hours summed up into so many columns."""
    size = len(hours) // number if number else 1
    return [sum(hours[i : i + size]) for i in range(0, number * size, size)]


def _empty(screen: Screen, box: Box) -> list[Strip]:
    if screen.view is Mode.TOPICS and screen.query:
        return box.prose(f'No topic is called "{screen.query}".', "Esc shows all.")
    return box.prose("There are no topics, so nothing can match.", "Add a [[topic]] with a rule to your config.toml.")
