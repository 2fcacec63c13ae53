"""The role of the database: what it remembers, what it is asked, and the notes that other terminals leave."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from watcher.core.model import (
    Alert,
    Candidate,
    Correction,
    Decision,
    Delays,
    Delivery,
    Feed,
    FeedState,
    Mark,
    Matched,
    Mute,
    Plan,
    Search,
    Story,
    Stretch,
    Suppressed,
    Untaken,
    Visit,
    Volume,
    Wanted,
)
from watcher.core.rules.sieve import Chosen, Marks, Pair
from watcher.core.text.lookup import Term


class Notes(Protocol):
    """What processes that only read ask of the one that writes, and what it answers."""

    def leave(self, wanted: Wanted) -> str:
        """Leave a note; the name that it goes by."""
        ...

    def waiting(self) -> tuple[str, ...]:
        """The names of the notes that were not answered yet, the oldest first. Cheap enough for every second."""
        ...

    def read(self, name: str) -> Wanted:
        """What a note asks for; raise StoreError if nobody can tell."""
        ...

    def answer(self, name: str, fault: str = "") -> None:
        """Say that it was done, or why not."""
        ...

    def answered(self, name: str) -> str | None:
        """Why it was refused, "" if it was done, None as long as nobody answered."""
        ...

    def withdraw(self, name: str) -> bool:
        """Forget a note with its answer; whether it was still waiting."""
        ...


class Store(Protocol):
    """What is remembered. Calls are short and synchronous.

    Only `commit`, `mark`, `mark_stories`, `mute`, `note_rules`, `prune`, `register` and `reschedule` write. Reading known stories,
    deciding and committing must happen without an `await` in between, or two polls would open the same story twice.
    The pipeline holds a lock around the three.
    """

    @property
    def notes(self) -> Notes:
        """Where readers leave word for the writer."""
        ...

    def register(self, feeds: Sequence[Feed]) -> None:
        """Make sure that each feed has a state; feeds that are no longer configured stay known but are never due."""
        ...

    def state(self, url: str) -> FeedState:
        """What is remembered of a feed; a fresh state if it was never polled."""
        ...

    def states(self) -> tuple[FeedState, ...]:
        """The states of all configured feeds."""
        ...

    def due(self, now: datetime, limit: int) -> tuple[str, ...]:
        """The urls of configured feeds whose next poll has come, the longest overdue first."""
        ...

    def next_due(self) -> datetime | None:
        """When the next configured feed is due; None if there is none."""
        ...

    def reschedule(self, times: Mapping[str, datetime], *, by: timedelta) -> None:
        """Move everything that waits for its time (polls, pages, deliveries, digests, mutes) by a span, then set some feeds' next polls.

        For clocks that are set: what waited an hour still waits an hour.
        """
        ...

    def known(self, keys: Collection[str]) -> dict[str, str]:
        """Those of the keys that belong to a stored entry, with the entry's id."""
        ...

    def decision(self, entry: str) -> Decision | None:
        """A stored entry with its article and verdicts."""
        ...

    def newest(self, limit: int) -> tuple[str, ...]:
        """The ids of the entries that were first seen last, newest first."""
        ...

    def unread(self, now: datetime, limit: int) -> tuple[Decision, ...]:
        """Decisions that wait for a page whose `retry_at` has come."""
        ...

    def stories(self, since: datetime, limit: int | None = None) -> tuple[Story, ...]:
        """The stories that had an article since then, oldest first; with a limit, those whose last article is newest."""
        ...

    def story(self, name: str) -> Story | None:
        """A story by its id, or by the id of an entry in it."""
        ...

    def recent(self, limit: int) -> tuple[tuple[Decision, str], ...]:
        """The newest matches with the id of their story, newest first."""
        ...

    def search(self, wanted: Search, limit: int, *, before: int | None = None) -> tuple[tuple[int, Decision], ...]:
        """What somebody looks for, the newest first, each with its place; `before` a place, the search goes on there.

        At most 500 at a time.
        """
        ...

    def walk(self, wanted: Stretch, *, without: Collection[str] = (), only: bytes | None = None) -> Iterator[Decision]:
        """The decisions of a stretch of the archive one by one, newest first, as of the moment of the first.

        They come sooner `without` what nobody asks for: "text", "hits", "parts", "keys". `only` is what `places` gave:
        entries that came since are not left out.
        """
        ...

    def matches(self, wanted: Stretch) -> Iterator[Matched]:
        """What matched in a stretch of the archive one by one, newest first, as of the moment of the first."""
        ...

    def volumes(self, since: datetime) -> tuple[Volume, ...]:
        """How much each feed has told since then, those that told nothing left out."""
        ...

    def delivered(self, wanted: Stretch) -> tuple[Volume, ...]:
        """How much of a stretch of the archive came in each language, the feed left empty."""
        ...

    def index_words(self, beginning: str = "") -> Iterator[str]:
        """The distinct words of the index for search that begin so; all of a million entries take 15 s."""
        ...

    def index_all(self) -> Marks:
        """All entries that are in the index, by their numbers."""
        ...

    def index_marks(self, wanted: Collection[Term], pairs: Collection[Pair]) -> Marks:
        """The entries that have one of some words, or both of a pair."""
        ...

    def places(self, chosen: Chosen) -> bytes:
        """A byte for each place of an entry, 1 for those to read.

        These are the matching ones, of the wanting ones those whose page was not read, and in any case what is stored as
        a match and what is not in the index.
        """
        ...

    def frequency(self, query: str) -> int:
        """How many entries have the words of a query, as `search` understands them."""
        ...

    def homes(self, entries: Collection[str]) -> dict[str, str]:
        """The ids of the stories that entries belong to, of those that belong to any."""
        ...

    def commit(self, plan: Plan) -> None:
        """Write a whole plan in one transaction, alerts into the outbox included; raise StoreError and write nothing.

        Committing an alert whose id is known changes nothing, so a plan may be repeated after a crash.
        """
        ...

    def prune(self, before: datetime, limit: int) -> int:
        """Forget entries that matched nothing and that no feed has listed since; how many, up to `limit` at a time.

        What belongs to a story stays, and so does what a configured feed told that has not answered since: when it
        comes back, it may list the same again.
        """
        ...

    def judged_by(self) -> str:
        """What was last noted of the rules that were applied to the stored entries; "" if nothing was."""
        ...

    def note_rules(self, fingerprint: str) -> None:
        """Note which rules were applied to the stored entries, instead of what was noted before."""
        ...

    def unsent(self, now: datetime, limit: int) -> tuple[Delivery, ...]:
        """Deliveries that are owed and whose next try has come, oldest first."""
        ...

    def mark(
        self,
        delivery: Delivery,
        *,
        sent_at: datetime | None,
        fault: str = "",
        retry_in: timedelta | None = None,
        now: datetime | None = None,
    ) -> None:
        """Record how a delivery ended: sent, to be tried again, or given up (neither time given).

        `retry_in` counts from `now`; without it, from the machine's clock.
        """
        ...

    def told(self, stories: Collection[str]) -> tuple[Alert, ...]:
        """The alerts of these stories that were told, are owed or were held, the oldest first; not the silent ones."""
        ...

    def alerts(self, limit: int) -> tuple[Alert, ...]:
        """The newest alerts that were told or are owed, newest first."""
        ...

    def untaken(self, alerts: Collection[str]) -> dict[str, Untaken]:
        """Those of the alerts, by their ids, that have channels of which none has taken them."""
        ...

    def suppressed(self, limit: int) -> tuple[Suppressed, ...]:
        """The newest alerts that were not told when they arose, newest first."""
        ...

    def held(self, now: datetime) -> tuple[Suppressed, ...]:
        """Alerts whose digest is due and was not made, the oldest first."""
        ...

    def latest(self, limit: int, *, topic: str = "", before: tuple[datetime, str] | None = None) -> tuple[Story, ...]:
        """The stories, of a topic if it is named, whose last article is newest, newest first.

        `before` the last_seen and id of a story, the list goes on behind it.
        """
        ...

    def delays(self, since: datetime, limit: int) -> Delays:
        """How long it took lately to see and to tell, by the newest `limit` entries and deliveries since then.

        What a first poll brought, or what bears a date that cannot be, says nothing of that.
        """
        ...

    def candidates(self, since: datetime) -> tuple[Candidate, ...]:
        """The alerts since then that were told, or held for the budget's sake; digests and feeds' alerts do not count."""
        ...

    def mute(self, mute: Mute) -> None:
        """Keep a topic or a story quiet until a time, instead of what was said of it before."""
        ...

    def mutes(self, now: datetime) -> tuple[Mute, ...]:
        """What is muted now."""
        ...

    def marks(self, since: datetime) -> tuple[Mark, ...]:
        """What a person made of the stories that had an article since then."""
        ...

    def mark_stories(self, marks: Sequence[Mark]) -> None:
        """Keep these marks instead of what was marked before, all of them or none."""
        ...

    def corrections(self, limit: int) -> tuple[Correction, ...]:
        """The newest corrections of stories, newest first, those that were undone included."""
        ...

    def visits(self, entry: str) -> tuple[Visit, ...]:
        """Every time that an entry's page was asked for since it matched, the oldest first."""
        ...

    # The answers below come without the bodies of pages.

    def revisits(self, now: datetime, limit: int) -> tuple[Visit, ...]:
        """The last visits of entries whose page is to be asked for again by now, the longest overdue first."""
        ...

    def revisited(self, since: datetime) -> int:
        """How many pages were asked for again since then."""
        ...

    def edits(self, since: datetime, limit: int) -> tuple[Visit, ...]:
        """The visits since then that found an article changed, newest first."""
        ...

    def counts(self) -> dict[str, int]:
        """Totals for summaries: entries, matches, undecided, stories, alerts, sent, pending, failed."""
        ...

    def close(self) -> None:
        """Finish writing and let go of the database."""
        ...
