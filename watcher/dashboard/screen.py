"""What a person looks at: the view, the selection and the search over the state."""

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import datetime
from typing import assert_never

from watcher.core.health import health
from watcher.core.model import Mark, Story
from watcher.core.stories.origins import Origins, origins
from watcher.dashboard.filters import Filter
from watcher.dashboard.keys import USUAL, Keymap, Mode
from watcher.dashboard.memo import remembered
from watcher.dashboard.reading import Reading
from watcher.dashboard.state import STORIES, FeedRow, State
from watcher.dashboard.tellings import Telling
from watcher.frozen import dataclass

VIEWS = (Mode.STORIES, Mode.TOPICS, Mode.FEEDS, Mode.ALERTS, Mode.LOG)


_ALL = Filter()
_UNMARKED = Mark(story="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """Where a person is in setting the filter."""

    kind: str = ""  # what the filter is being set by, "" before that is chosen
    typed: str = ""
    at: int = 0  # which of the values that are left


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Where a person is in choosing the articles that go from the open story: the cursor, and those that are tagged."""

    entry: str
    tagged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Corrections that a key asked for; whoever writes to the database names them when they are made."""

    number: int
    before: tuple[str, ...]  # the ids of those that stood then


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """The state with a person's place in it. A selection is kept by name, so it stays while rows come in above."""

    state: State
    view: Mode = Mode.STORIES
    story: str = ""  # the one that is shown in full
    explaining: bool = False  # of that story, why it counts, article by article
    tellings: tuple[Telling, ...] = ()  # the alerts when their view was opened
    selected: Mapping[Mode, str] = field(default_factory=dict)  # absent: the top row, whatever it is
    marks: Mapping[str, Mark] = field(default_factory=dict)  # story → what the person made of it
    tagged: tuple[str, ...] = ()  # stories that are to be made one
    cut: Cut | None = None  # while articles of the open story are chosen that are to be split off
    undo: tuple[str | Asked, ...] = ()  # what can be undone, the last one last: a story dismissed, or corrections
    keymap: Keymap = USUAL
    onlooker: bool = False  # the watcher runs elsewhere: nothing can be asked of it from here
    scroll: int = 0  # lines above the top of a text
    query: str = ""
    typing: bool = False
    narrow: Filter = _ALL  # which stories are listed
    menu: Menu | None = None  # the line in which that is set, while it is open
    paused: bool = False
    note: str = ""  # what the last key did, where nothing else shows it

    @property
    def mode(self) -> Mode:
        return Mode.STORY if self.story and self.view is Mode.STORIES else self.view


def opened(state: State) -> Screen:
    """The first screen, with the marks of earlier ones."""
    return Screen(state=state, marks=state.marks)


def unseen_stories(screen: Screen) -> int:
    """How many stories have articles that the person has not seen."""
    return _unseen_stories(screen.state.stories, screen.marks)


@remembered(2)
def _unseen_stories(stories: Mapping[str, Story], marks: Mapping[str, Mark]) -> int:
    return sum(_is_unseen(story, marks) for story in stories.values())


def unseen(screen: Screen, story: Story) -> bool:
    """Whether it has articles that came after the person looked at it, and was not dismissed."""
    return _is_unseen(story, screen.marks)


def _is_unseen(story: Story, marks: Mapping[str, Mark]) -> bool:
    mark = marks.get(story.id)
    return mark is None or (len(story.members) > mark.seen and not mark.dismissed)


def mark_of(screen: Screen, story: str) -> Mark:
    return screen.marks.get(story) or Mark(story=story)


@remembered(8)
def rows(screen: Screen) -> tuple[str, ...]:
    """The names of the rows of the current view, top first, as far as the search lets them through."""
    state, words = screen.state, screen.query.casefold().split()
    match screen.view:
        case Mode.STORIES:
            return tuple(
                story.id
                for story in reversed([*state.stories.values()])
                if screen.narrow.passes(story, screen.marks.get(story.id, _UNMARKED))
                and (not words or _has(_story_text(story), words))
            )
        case Mode.TOPICS:
            return tuple(topic for topic in state.topics if _has(topic.casefold(), words))
        case Mode.FEEDS:
            return tuple(
                url for url in worst_first(state.feeds) if not words or _has(_feed_text(state.feeds[url]), words)
            )
        case Mode.ALERTS:
            return tuple(telling.name for telling in screen.tellings if _has(_alert_text(telling), words))
        case Mode.LOG:
            return tuple(
                str(line.number) for line in reversed(state.log) if _has(f"{line.what} {line.text}".casefold(), words)
            )
        case Mode.STORY | Mode.HELP:
            return ()
        case _:
            assert_never(screen.view)


def _has(folded: str, words: list[str]) -> bool:
    return all(word in folded for word in words)


# Search asks about all stories with every letter that is typed.
@remembered(2 * STORIES)
def _story_text(story: Story) -> str:
    members = (f"{member.title} {member.outlet} {member.lang}" for member in story.members)
    return " ".join((story.title, *story.topics, *members)).casefold()


def _alert_text(telling: Telling) -> str:
    alert = telling.alert
    return f"{alert.title} {alert.outlet} {alert.topic} {telling.reason or 'told'}".casefold()


@remembered(2 * STORIES)
def _feed_text(row: FeedRow) -> str:
    found = health(row.state)
    return f"{row.name} {row.state.url} {found.condition} {found.reason}".casefold()


@remembered(2)
def worst_first(feeds: Mapping[str, FeedRow]) -> tuple[str, ...]:
    """The addresses of the feeds, those that fail most first."""
    return tuple(sorted(feeds, key=lambda url: _badness(feeds[url])))


@remembered(2 * STORIES)
def _badness(row: FeedRow) -> tuple[bool, int, str]:
    return (health(row.state).well, -row.state.failures, row.name.casefold())


def position(screen: Screen, names: tuple[str, ...]) -> int:
    """Where the selection stands among the rows; 0 when it is gone or never was."""
    name = screen.selected.get(screen.view, "")
    return names.index(name) if name in names else 0


def current_story(screen: Screen) -> Story | None:
    """The story that is open or selected."""
    if screen.story:
        return screen.state.stories.get(screen.story)
    if screen.view is not Mode.STORIES:
        screen = replace(screen, view=Mode.STORIES, query="")
    names = rows(screen)
    return screen.state.stories[names[position(screen, names)]] if names else None


@remembered(STORIES)
def origins_of(story: Story) -> Origins:
    """On how many independent sources a story rests."""
    return origins(story)


def muted_until(screen: Screen, *, topic: str = "", story: str = "") -> datetime | None:
    """Until when nobody is told of a topic or a story; None if it is not muted."""
    return screen.state.mutes.get((topic, story))


def headline(screen: Screen, story: Story) -> Reading | None:
    """What was read of the article that gave the story its title, if it is known."""
    readings = screen.state.readings.get(story.id, {})
    reading = readings.get(story.id) or readings.get(story.members[0].entry)
    return reading if reading and reading.entry.title == story.title else None
