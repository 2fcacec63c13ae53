"""Which key does what: the one table that the dashboard obeys and that its help, footer and documents are made of."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

from watcher.frozen import dataclass


class Mode(StrEnum):
    """What is in the main panel, which decides what a key can do."""

    STORIES = "stories"
    STORY = "story"  # one story in full
    TOPICS = "topics"
    FEEDS = "feeds"
    ALERTS = "alerts"  # told, held back and suppressed
    LOG = "log"
    HELP = "help"


class Action(StrEnum):
    """What a person can ask of the dashboard."""

    DOWN = "down"
    UP = "up"
    PAGE_DOWN = "page-down"
    PAGE_UP = "page-up"
    TOP = "top"
    BOTTOM = "bottom"
    ENTER = "enter"
    BACK = "back"
    NEXT_VIEW = "next-view"
    PREVIOUS_VIEW = "previous-view"
    STORIES = "stories"
    TOPICS = "topics"
    FEEDS = "feeds"
    ALERTS = "alerts"
    LOG = "log"
    SEARCH = "search"
    FILTER = "filter"
    NEXT_UNSEEN = "next-unseen"
    ALL_SEEN = "all-seen"
    TAG = "tag"
    MERGE = "merge"
    SPLIT = "split"
    STAR = "star"
    DISMISS = "dismiss"
    UNDO = "undo"
    EXPLAIN = "explain"
    BROWSE = "browse"
    COPY = "copy"
    MUTE = "mute"
    POLL = "poll"
    PAUSE = "pause"
    HELP = "help"
    QUIT = "quit"


EVERYWHERE = frozenset(Mode)
_LISTS = EVERYWHERE - {Mode.STORY, Mode.HELP}
_OPENING = frozenset({Mode.STORIES, Mode.TOPICS, Mode.ALERTS})
_LISTING = frozenset({Mode.STORIES})
_STORIES = frozenset({Mode.STORIES, Mode.STORY})
_MUTABLE = _STORIES | {Mode.TOPICS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """The keys of one action. `label` is its word in the footer, "" for keys that all programs share."""

    action: Action
    keys: tuple[str, ...]
    label: str
    help: str
    modes: frozenset[Mode]


def _bind(keys: str, action: Action, label: str, help_: str, modes: frozenset[Mode] = EVERYWHERE) -> Binding:
    return Binding(action=action, keys=tuple(keys.split()), label=label, help=help_, modes=modes)


BINDINGS = (
    _bind(
        "enter l",
        Action.ENTER,
        "open",
        "Open the story in full, the stories of the topic, or the story of the alert.",
        _OPENING,
    ),
    _bind("escape h backspace", Action.BACK, "back", "Go back: close the story, end the search, take the filter away."),
    _bind("tab", Action.NEXT_VIEW, "view", "Go to the next view: stories, topics, feeds, alerts, log."),
    _bind("backtab", Action.PREVIOUS_VIEW, "", "Go to the view before."),
    _bind("/", Action.SEARCH, "search", "Search as you type; Enter keeps what was found, Esc shows all again.", _LISTS),
    _bind("f", Action.FILTER, "filter", "Filter by topic, language, outlet, unseen, starred or dismissed.", _LISTING),
    _bind("n", Action.NEXT_UNSEEN, "next new", "Go to the next story with articles that you have not seen.", _STORIES),
    _bind("A", Action.ALL_SEEN, "", "Take all stories as seen.", _STORIES),
    _bind("s", Action.STAR, "star", "Star the story, or take the star away.", _STORIES),
    _bind("x", Action.DISMISS, "dismiss", "Dismiss the story: it is listed no more.", _STORIES),
    _bind("u", Action.UNDO, "", "Undo what was dismissed, merged or split last in this window.", _STORIES),
    _bind(
        "e",
        Action.EXPLAIN,
        "explain",
        "Explain the story: the score of each article, part by part, and its hits.",
        _STORIES,
    ),
    _bind("o", Action.BROWSE, "browser", "Open the story's first article in the browser.", _STORIES),
    _bind("y", Action.COPY, "copy link", "Copy the link of the story's first article, also over ssh.", _STORIES),
    _bind("t", Action.TAG, "tag", "Tag the story for merging, or take the tag away.", _STORIES),
    _bind(
        "M",
        Action.MERGE,
        "",
        "Make one story of the tagged ones, or of the tagged one and this one; it stays so.",
        _STORIES,
    ),
    _bind("S", Action.SPLIT, "split", "Choose articles that report another event and split them off.", _STORIES),
    _bind(
        "m",
        Action.MUTE,
        "",
        "Mute the story, or in the topics view the topic, for an hour; again: lift that.",
        _MUTABLE,
    ),
    _bind("r", Action.POLL, "poll now", "Poll now: in the feeds view the selected feed, elsewhere all of them."),
    _bind("p", Action.PAUSE, "pause", "Pause polling, or go on."),
    _bind("down j", Action.DOWN, "", "Go down one line."),
    _bind("up k", Action.UP, "", "Go up one line."),
    _bind("pagedown space c-f c-d", Action.PAGE_DOWN, "", "Go down one page."),
    _bind("pageup c-b c-u", Action.PAGE_UP, "", "Go up one page."),
    _bind("g home", Action.TOP, "", "Go to the top, and stay there while news come in."),
    _bind("G end", Action.BOTTOM, "", "Go to the bottom."),
    _bind("1", Action.STORIES, "", "Show the stories."),
    _bind("2", Action.TOPICS, "", "Show the topics."),
    _bind("3", Action.FEEDS, "", "Show the feeds and how they are."),
    _bind("4", Action.ALERTS, "", "Show the alerts: told, held back and suppressed, with the reason."),
    _bind("5", Action.LOG, "", "Show everything that happened."),
    _bind("? f1", Action.HELP, "help", "Show the keys."),
    _bind("q c-c", Action.QUIT, "quit", "Stop watching and leave."),
)

_NAMES = {"escape": "Esc", "pagedown": "PgDn", "pageup": "PgUp", "backtab": "Shift-Tab"}


_NAMED = frozenset(
    {"enter", "escape", "tab", "backtab", "space", "backspace", "insert", "delete", "home", "end", "pageup", "pagedown"}
    | {"up", "down", "left", "right"}
    | {f"f{number}" for number in range(1, 13)}
    | {f"c-{letter}" for letter in "abdefgklnopqrstuvwxy"}  # terminals take the others for keys of their own
)
_LAST_RESORT = "c-c"  # always leaves, whatever else is configured


@dataclass(frozen=True, slots=True, kw_only=True)
class Keymap:
    """Which keys a person has for what."""

    bindings: tuple[Binding, ...]

    def action_for(self, key: str, mode: Mode) -> Action | None:
        """What a key asks for; None if it does nothing here."""
        found = (binding for binding in self.bindings if key in binding.keys)
        return next((binding.action for binding in found if mode in binding.modes), None)

    def name_of(self, action: Action) -> str:
        """The first key of an action as it is printed on keyboards; the action's name if it has none."""
        keys = next(binding.keys for binding in self.bindings if binding.action is action)
        return key_name(keys[0]) if keys else action.value


USUAL = Keymap(bindings=BINDINGS)


def keymap(changes: Mapping[str, Sequence[str]]) -> Keymap:
    """The usual keys with those of some actions replaced; the changes must have no `faults`."""
    return Keymap(
        bindings=tuple(
            replace(binding, keys=_kept(binding, tuple(changes[binding.action])))
            if binding.action in changes
            else binding
            for binding in BINDINGS
        )
    )


def _kept(binding: Binding, keys: tuple[str, ...]) -> tuple[str, ...]:
    return (*keys, _LAST_RESORT) if binding.action is Action.QUIT and _LAST_RESORT not in keys else keys


def faults(changes: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """What is wrong with changes of keys: the action at fault and a sentence."""
    for action, keys in changes.items():
        if action not in set(Action):
            near = difflib.get_close_matches(action, list(Action), n=1)
            hint = f'did you mean "{near[0]}"?' if near else f"choices are {', '.join(Action)}"
            yield action, f'unknown action "{action}" ({hint})'
        for key in keys:
            if key == _LAST_RESORT and action != Action.QUIT:
                yield action, 'c-c always means "quit"'
            elif key not in _NAMED and key != _LAST_RESORT and not (len(key) == 1 and key.isprintable() and key != " "):
                yield action, f'no key "{key}" (one character, {", ".join(sorted(_NAMED))})'
    owners: dict[str, Action] = {}
    for binding in keymap(changes).bindings:
        for key in binding.keys:
            if key in owners:
                at = binding.action if binding.action in changes else owners[key]
                yield at, f'the key "{key}" stands for both "{owners[key]}" and "{binding.action}"'
            owners.setdefault(key, binding.action)


def key_name(key: str) -> str:
    """A key as it is printed on keyboards: `Ctrl-F`, `Esc`, `j`."""
    if key.startswith("c-"):
        return f"Ctrl-{key[2:].upper()}"
    return key if len(key) == 1 else _NAMES.get(key, key.capitalize())
