"""The words of the field as frozen values: what is polled, what was read, what was decided, what is told.

Times are aware datetimes in UTC. Text is clean: whatever comes from outside passes `core.text.clean` before it
becomes a value of this file.
"""

from watcher.core.model.decided import (
    Answer,
    Decision,
    Field,
    Hit,
    Matched,
    ScorePart,
    Search,
    Stretch,
    Verdict,
    Volume,
)
from watcher.core.model.polled import Feed, FeedState, Reply, Request
from watcher.core.model.read import Article, Entry, Page, PageState, ParsedFeed, RawEntry, ReadFeed
from watcher.core.model.said import Correction, Mark, Merge, Mute, Split, Undo, Wanted, Way
from watcher.core.model.told import (
    Alert,
    Candidate,
    Citation,
    Delays,
    Delivery,
    Headline,
    Member,
    News,
    Occasion,
    Plan,
    Priority,
    Reason,
    Story,
    Suppressed,
    Untaken,
)
from watcher.core.model.visited import Change, Outcome, Visit

__all__ = [
    "Alert",
    "Answer",
    "Article",
    "Candidate",
    "Change",
    "Citation",
    "Correction",
    "Decision",
    "Delays",
    "Delivery",
    "Entry",
    "Feed",
    "FeedState",
    "Field",
    "Headline",
    "Hit",
    "Mark",
    "Matched",
    "Member",
    "Merge",
    "Mute",
    "News",
    "Occasion",
    "Outcome",
    "Page",
    "PageState",
    "ParsedFeed",
    "Plan",
    "Priority",
    "RawEntry",
    "ReadFeed",
    "Reason",
    "Reply",
    "Request",
    "ScorePart",
    "Search",
    "Split",
    "Story",
    "Stretch",
    "Suppressed",
    "Undo",
    "Untaken",
    "Verdict",
    "Visit",
    "Volume",
    "Wanted",
    "Way",
]
