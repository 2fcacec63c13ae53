"""What a watcher did in some stretch of time, counted."""

from dataclasses import replace

from watcher.core import events
from watcher.core.events import Event
from watcher.core.model import PageState
from watcher.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Polls, and what came of them; an article is one match, however often it is read again."""

    polls: int = 0
    failed_polls: int = 0
    entries: int = 0
    pages: int = 0
    matches: int = 0
    stories: int = 0
    sent: int = 0
    unsent: int = 0

    def after(self, event: Event) -> "Tally":
        """What is counted once an event has happened; itself if that counts for nothing."""
        match event:
            case events.Polled():
                return replace(self, polls=self.polls + 1, entries=self.entries + event.new)
            case events.PollFailed():
                return replace(self, failed_polls=self.failed_polls + 1)
            case events.EntryDecided():
                read = event.decision.article.page is PageState.READ
                found = bool(event.decision.matches) and not event.again
                return replace(self, pages=self.pages + read, matches=self.matches + found) if read or found else self
            case events.StoryChanged(new=True):
                return replace(self, stories=self.stories + 1)
            case events.AlertSent():
                return replace(self, sent=self.sent + 1)
            case events.AlertFailed():
                return replace(self, unsent=self.unsent + 1)
            case _:
                return self
