"""What the pages are made of beside the store: names, topics, and whether a watcher writes to the database now."""

from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import UTC, datetime, timedelta, tzinfo

from watcher.core.model import FeedState
from watcher.frozen import dataclass
from watcher.ports import Clock, Store
from watcher.web.archive import Archive

LATE = timedelta(minutes=10)  # that a feed is overdue before something is wrong with the watch itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One watcher's database and configuration, as far as pages show them."""

    archive: Archive
    clock: Clock
    topics: tuple[str, ...]
    names: Mapping[str, str] = field(default_factory=dict)  # of feeds, by url
    writer: Callable[[], str]  # who writes to the database now, "" if nobody does
    size: Callable[[], int]  # of the database in bytes
    version: str
    zone: tzinfo = UTC
    hosts: frozenset[str] = frozenset()  # names under which the site may be asked for, beside those of this machine
    token: str = field(default="", repr=False)  # what everybody must present, if it is set

    def name(self, state: FeedState) -> str:
        """What people call a feed."""
        return self.names.get(state.url) or state.called

    def condition(self, store: Store, now: datetime) -> str:
        """How the watch goes: "ok", "stopped", or "late" if feeds wait although it runs."""
        due = store.next_due()
        if not self.writer():
            return "stopped"
        return "late" if due is not None and due.year > 1970 and now - due > LATE else "ok"
