"""What a person says of topics and stories, at the watcher itself or to one that runs in another process."""

from datetime import datetime
from enum import StrEnum

from watcher.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Mute:
    """A topic or a story that nobody wants to hear of for a while. Either is named, and the other is ""."""

    topic: str = ""
    story: str = ""
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a person made of a story on the dashboard."""

    story: str
    starred: bool = False
    dismissed: bool = False
    seen: int = 0  # how many articles it had when it was looked at last


class Way(StrEnum):
    """How stories were corrected."""

    SPLIT = "split"
    MERGE = "merge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """Articles that a person moved from one story to another. Joining never moves them back."""

    id: str
    way: Way
    story: str  # the one that was split, or that took the other in
    other: str  # the one that came of the split, or that is in the first now
    entries: tuple[str, ...]  # the articles that moved
    at: datetime
    undone: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """A wish: these articles report another event than the rest of their story."""

    story: str
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """A wish: these two stories report one event."""

    one: str
    other: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """A wish: a correction was a mistake."""

    correction: str


Wanted = Split | Merge | Undo | Mute
