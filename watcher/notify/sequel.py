"""What becomes known of a story right after it was told: bubbles that somebody still looks at gain it.

An alert goes out as soon as title and summary decide; whom the article cites often stands in its page, which comes some
seconds later. Channels that can change what they showed, without telling anything anew, are given the story then.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import datetime
from typing import Protocol, runtime_checkable

from watcher.core.events import Event, StoryChanged
from watcher.core.model import Story
from watcher.frozen import dataclass
from watcher.ports import Notifier


@runtime_checkable
class Amending(Protocol):
    """A channel that can change what it showed."""

    async def amend(self, story: Story, now: datetime) -> None:
        """Put what is known by now into what was shown of a story a moment ago; never raises NotifyError."""
        ...


@dataclass(slots=True, kw_only=True, eq=False)
class Sequel:
    """An Emit that hands changed stories to the channels that can amend what they showed."""

    notifiers: Callable[[], Mapping[str, Notifier]]
    _amending: set[asyncio.Task[None]] = field(default_factory=set, init=False)

    def __call__(self, event: Event) -> None:
        if not isinstance(event, StoryChanged) or event.new:
            return
        for notifier in self.notifiers().values():
            if isinstance(notifier, Amending):
                task = asyncio.ensure_future(notifier.amend(event.story, event.at))
                self._amending.add(task)
                task.add_done_callback(self._amending.discard)
