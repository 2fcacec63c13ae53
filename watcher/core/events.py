"""What happened, in the past tense: the dashboard, the log and the metrics are folds of these."""

from datetime import datetime, timedelta

from watcher.core.model import Alert, Correction, Decision, Entry, Feed, FeedState, Mute, Story, Visit
from watcher.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    at: datetime
    version: str
    feeds: int
    topics: tuple[str, ...]
    config: str  # where the configuration came from, for people


@dataclass(frozen=True, slots=True, kw_only=True)
class PollStarted:
    at: datetime
    feed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """A feed answered. `not_modified` is a 304 or an unchanged body; `recovered` says that it had failed before."""

    at: datetime
    feed: str
    name: str
    state: FeedState
    total: int = 0
    new: int = 0
    not_modified: bool = False
    baseline: bool = False
    recovered: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PollFailed:
    at: datetime
    feed: str
    name: str
    state: FeedState
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDecided:
    """An entry was decided and stored, with its page or before it; `silent` ones came with a feed's first poll."""

    at: datetime
    decision: Decision
    story: str = ""
    silent: bool = False
    again: bool = False  # it had matched before its page was read


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFailed:
    at: datetime
    entry: str
    url: str
    fault: str
    final: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleEdited:
    """An outlet changed an article after it was read, took it from its site or put it back, without saying so."""

    at: datetime
    visit: Visit
    entry: Entry
    story: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryChanged:
    at: datetime
    story: Story
    new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StoriesCorrected:
    """A person split or merged stories, or took that back: `stories` are those that changed, `gone` is no more."""

    at: datetime
    correction: Correction
    stories: tuple[Story, ...]
    gone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Muted:
    """A topic or a story was muted from another terminal; with a time that is over, the mute was lifted."""

    at: datetime
    mute: Mute
    title: str = ""  # of the story that is muted


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertSent:
    at: datetime
    alert: Alert
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertFailed:
    """A channel did not take an alert; it is kept, and tried again unless `final`."""

    at: datetime
    alert: Alert
    channel: str
    fault: str
    final: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedDied:
    """A feed has failed for so long, or so finally, that a person should look after it. It is asked on all the same."""

    at: datetime
    feed: str
    name: str
    reason: str
    since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedFellSilent:
    """A feed answers and brings nothing new for longer than its own rhythm explains; `since` is its last news."""

    at: datetime
    feed: str
    name: str
    reason: str
    since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedReturned:
    """A feed that was dead or silent is well again; `since` is when that was told."""

    at: datetime
    feed: str
    name: str
    since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """Something that a person should know and that stops nothing."""

    at: datetime
    what: str
    hint: str = ""
    unkept: bool = False  # the database did not take something; over with the next poll that it takes


@dataclass(frozen=True, slots=True, kw_only=True)
class Reloaded:
    """The configuration was read anew: `changes` are in force, `later` takes effect at the next start."""

    at: datetime
    config: str
    feeds: tuple[Feed, ...]
    topics: tuple[str, ...]
    changes: tuple[str, ...] = ()
    later: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReloadFailed:
    """The configuration was changed and cannot be used; the last good one stays in force."""

    at: datetime
    config: str
    faults: tuple[str, ...]  # each with its place


@dataclass(frozen=True, slots=True, kw_only=True)
class Reapplied:
    """Changed rules were tried on stored entries, `changed` of which came out otherwise; nobody is told of those."""

    at: datetime
    entries: int
    changed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Woke:
    """Time jumped: `slept` while nothing ran, `shifted` by a clock that was set. What is due is asked bit by bit."""

    at: datetime
    slept: timedelta
    shifted: timedelta
    feeds: int  # that are due
    within: timedelta  # over which they are spread


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    at: datetime
    why: str


Event = (
    Started
    | PollStarted
    | Polled
    | PollFailed
    | EntryDecided
    | PageFailed
    | ArticleEdited
    | StoryChanged
    | StoriesCorrected
    | Muted
    | AlertSent
    | AlertFailed
    | FeedDied
    | FeedFellSilent
    | FeedReturned
    | Warned
    | Reloaded
    | ReloadFailed
    | Reapplied
    | Woke
    | Stopped
)
