"""What happened, as lines of the log: one line per poll, and what a person should know at a level to match."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import datetime

from watcher.core import events
from watcher.core.events import Event
from watcher.frozen import dataclass

# The others are news that a person may like to read: info.
LEVELS: Mapping[type[Event], int] = {
    events.Polled: logging.DEBUG,
    events.EntryDecided: logging.DEBUG,
    events.PageFailed: logging.DEBUG,
    events.AlertFailed: logging.WARNING,
    events.FeedDied: logging.WARNING,
    events.FeedFellSilent: logging.WARNING,
    events.Warned: logging.WARNING,
    events.ReloadFailed: logging.WARNING,
}

log = logging.getLogger("watcher.events")

Describe = Callable[[Event], tuple[str, Mapping[str, object]]]


@dataclass(slots=True)
class EventLog:
    """An Emit that logs; `describe` gives an event's name and facts. A poll has one line, at its end, with how long it took."""

    describe: Describe
    _started: dict[str, datetime] = field(default_factory=dict)  # polls that are under way, by feed

    def __call__(self, event: Event) -> None:
        if isinstance(event, events.PollStarted):
            self._started[event.feed] = event.at
            return
        seconds = {}
        if isinstance(event, events.Polled | events.PollFailed) and event.feed in self._started:
            seconds = {"seconds": round((event.at - self._started.pop(event.feed)).total_seconds(), 3)}
        level = LEVELS.get(type(event), logging.INFO)
        if log.isEnabledFor(level):
            name, facts = self.describe(event)
            log.log(level, name.replace("_", " "), extra={"facts": {**facts, **seconds}})
