"""What a run came to, for the line at its end."""

from collections.abc import Callable, Iterable
from datetime import datetime

from watcher.core.events import Event, Polled, PollFailed, Reloaded
from watcher.core.model import Feed, FeedState
from watcher.dashboard.clean import clean
from watcher.dashboard.tally import Tally
from watcher.dashboard.words import count, span

LISTED = 10  # failing feeds that are named


class Receipt:
    """Counts events from the start on, and keeps how the feeds are."""

    def __init__(
        self, started: datetime, feeds: Iterable[Feed], states: Callable[[], Iterable[FeedState]] = tuple
    ) -> None:
        """`states` tells how feeds are that were not asked since the start; it is asked at the end, and mostly not."""
        self.started, self.total = started, Tally()
        self._unasked = states
        self._states: dict[str, FeedState | None] = {feed.url: None for feed in feeds}
        self._names: dict[str, str] = {feed.url: feed.name or feed.url for feed in feeds}

    def __call__(self, event: Event) -> None:
        self.total = self.total.after(event)
        match event:
            case Polled() | PollFailed():
                self._states[event.feed] = event.state
                self._names[event.feed] = event.name or self._names.get(event.feed, event.feed)
            case Reloaded():
                self._states = {one.url: self._states.get(one.url) for one in event.feeds}
                self._names |= {one.url: one.name or self._names.get(one.url, one.url) for one in event.feeds}
            case _:
                pass

    def summary(self, now: datetime) -> str:
        """What happened since the start, and which feeds fail."""
        total, states = self.total, self._last_states()
        failing = [state for state in states if state.fault]
        never = [state for state in states if not state.last_poll]
        polls = total.polls + total.failed_polls
        parts = [
            f"{count(len(states), 'feed')} ({len(failing)} failing, {len(never)} not polled)",
            f"{count(polls, 'poll')} ({total.failed_polls} failed)",
            count(total.entries, "entry"),
            f"{count(total.pages, 'article')} read",
            count(total.matches, "match"),
            f"{count(total.stories, 'new story')}",
            f"{count(total.sent, 'alert')} sent",
        ]
        if total.unsent:
            parts.append(f"{count(total.unsent, 'failed attempt')} to send an alert")
        lines = [f"Watched for {span(now - self.started)}: {', '.join(parts)}."]
        lines += [f"  failing: {clean(self._names[one.url])}: {clean(one.fault)}" for one in failing[:LISTED]]
        return "\n".join(lines)

    def _last_states(self) -> list[FeedState]:
        """How each feed was when it was last asked, be it before the start."""
        asked = all(self._states.values())
        before = {} if asked else {state.url: state for state in self._unasked()}
        return [state or before.get(url) or FeedState(url=url) for url, state in self._states.items()]
