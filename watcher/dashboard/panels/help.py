"""The keys and the signs, made from the table of keys."""

from itertools import zip_longest

from watcher.dashboard.cells import Strip, wrap
from watcher.dashboard.keys import key_name
from watcher.dashboard.panels.box import Box
from watcher.dashboard.screen import Screen

_KEYS = 24  # cells; a third of the box where that is less


def keys(screen: Screen, box: Box) -> list[Strip]:
    """The help from where it is scrolled to."""
    lines = _lines(screen, box)
    top = min(screen.scroll, max(0, len(lines) - box.height))
    return lines[top : top + box.height]


def extent(screen: Screen, box: Box) -> int:
    """How many lines of the help lie below the box when it is shown from its top."""
    return max(0, len(_lines(screen, box)) - box.height)


def _lines(screen: Screen, box: Box) -> list[Strip]:
    theme, signs = box.theme, box.theme.signs
    lines = [Strip(), Strip(" Keys", theme.title)]
    for binding in screen.keymap.bindings:
        lines += _pair("  ".join(key_name(key) for key in binding.keys), binding.help, box)
    lines += [Strip(), Strip(" Signs", theme.title)]
    shown = (
        (signs.new, "a story with articles that you have not seen"),
        (signs.star, "a story that you starred"),
        (signs.tag, "a story that you tagged for merging, or an article for splitting"),
        (signs.topic, "the colour of the story's first topic"),
        (signs.bar * 3 + signs.bar_rest, "how much it is about the topic, from 0 to 1"),
        (f"5{signs.times}3 {signs.from_}2", "five outlets in three languages, which rest on two sources at most"),
        (signs.spark[1:], "matches over the last 48 hours, then their number in the last 24"),
        (signs.busy, "a feed that is being polled"),
        (signs.muted, "a story or topic that is muted: listed, and not told"),
    )
    for sign, meaning in shown:
        lines += _pair(sign, meaning, box)
    return lines


def _pair(left: str, right: str, box: Box) -> list[Strip]:
    room = min(_KEYS, box.width // 3)
    names = wrap(Strip(left, box.theme.strong), room - 1)
    meaning = wrap(Strip(right, box.theme.text), max(8, box.width - room - 2))
    pairs = zip_longest(names, meaning, fillvalue=Strip())
    return [box.fit(Strip(" ").extend(name), room).append(" ").extend(line) for name, line in pairs]
