"""The one way a story travels, from a feed that is due to an alert that was sent.

    poll(feed)                                    read(decision)                      announce()
      store.state      what is remembered           fetcher.get   the page              store.unsent   what is owed
      fetcher.get      Reply | FetchError           reader.page   Page | PageError      notifier.send
      reader.feed      entries | FeedError          rules.judge   title to text         store.mark     sent, later, given up
      identity.unseen  the new ones                 settle
      rules.judge      title and summary; many at once: judge.judge, beside us
      settle ───────────► citations.find · live.join, take · alerts.arising, plan · store.commit(Plan) · emit(events)

A poll never waits for pages: what wants its page is stored as waiting for it, so a crash loses nothing, a slow page
delays no teaser's alert, and the first try and the later ones are one path. `settle` reads known stories, decides and
commits without an `await`, so two polls cannot open one story twice. `announce` has one runner for the same reason.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from watcher import desk, inbox, outbox
from watcher.core import alerts, citations, edits, identity, polls, stories, timing
from watcher.core.bodies import Bodies
from watcher.core.events import (
    EntryDecided,
    Event,
    PageFailed,
    Polled,
    PollFailed,
    PollStarted,
    StoryChanged,
)
from watcher.core.model import (
    Article,
    Decision,
    Entry,
    Feed,
    FeedState,
    Page,
    PageState,
    Plan,
    RawEntry,
    ReadFeed,
    Reply,
    Request,
    Verdict,
)
from watcher.core.rules import Ruleset
from watcher.errors import FeedError, FetchError, PageError, WallError
from watcher.frozen import dataclass, replace
from watcher.ports import Clock, Emit, Fetcher, Judge, Notifier, Reader, Store
from watcher.turns import Turns

FORGOTTEN = 500  # entries of one transaction; deleting them holds the loop for some milliseconds
LOT = 100  # new entries of one poll that are stored together; that, too, holds the loop
REWRITTEN = 100  # known entries of one poll that are compared with what the feed says of them now


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What the configuration says about deciding; all of it can change while the parts go on."""

    feeds: Mapping[str, Feed]
    rules: Ruleset
    routes: Mapping[str, alerts.Route]  # by topic
    limits: timing.Limits
    look_back: timedelta | None  # how old an entry of a first poll may be and still be told; None: any age
    habits: alerts.Habits = field(default_factory=alerts.Habits)
    oldest: timedelta = timedelta(days=30)  # what was older when it was first seen is no news
    feed_channels: tuple[str, ...] = ()  # who is told when a feed dies, falls silent or returns
    keep: timedelta = timedelta(days=90)  # how long what matched nothing is remembered after no feed lists it
    archive: edits.Terms = field(default_factory=edits.Terms)

    @property
    def terms(self) -> polls.Terms:
        """What a poll needs to know of it."""
        return polls.Terms(
            limits=self.limits, look_back=self.look_back, oldest=self.oldest, channels=self.feed_channels
        )


@dataclass(slots=True, kw_only=True)
class Pipeline:
    """Calls the parts in order and decides nothing itself."""

    store: Store
    fetcher: Fetcher
    reader: Reader
    judge: Judge
    notifiers: Mapping[str, Notifier]
    policy: Policy
    clock: Clock
    emit: Emit
    spread: Callable[[], float]  # from 0 up to 1: where jitter comes from
    concepts: Callable[[], stories.Concepts]  # asked for with the first match: making them ready takes a while
    sources: Callable[[], citations.Sources]  # the same: for the first article that might cite one
    catching_up: datetime | None = None  # until when what comes was missed in sleep and is told in one digest
    _desk: desk.Desk = field(init=False)
    _bodies: Bodies = field(default_factory=Bodies)
    _heard: datetime | None = None  # when any feed last answered
    announcing: asyncio.Lock = field(default_factory=asyncio.Lock)  # held while alerts go out

    def __post_init__(self) -> None:
        self._desk = desk.Desk(store=self.store, clock=self.clock, concepts=self.concepts, sources=self.sources)

    async def get_ready(self) -> None:
        """Have ready what the first match would wait for."""
        await self._desk.get_ready()

    # --- from a feed to stored decisions ------------------------------------------------------------------------------

    async def poll(self, url: str) -> bool:
        """Ask one feed, decide what is new in it and commit; whether that left something to tell or pages to read.

        A failure is a state and an event, never an exception.
        """
        feed, state = self.policy.feeds[url], self.store.state(url)
        self.emit(PollStarted(at=self.clock.now(), feed=url))
        try:
            return await self._polled(feed, state, *await self._asked(feed, state))
        except (FetchError, FeedError) as error:
            return self._poll_failed(feed, state, error)

    async def _asked(self, feed: Feed, state: FeedState) -> tuple[Reply, ReadFeed | None]:
        """The answer, and what is new in it; None if it is unchanged."""
        # Once a day everything is asked for and read anew: some servers say "not modified" for ever, and what a feed
        # still lists must be seen again from time to time, or retention would forget it and tell it as news.
        whole = not timing.conditional(state, self.clock.now())
        reply = await self.fetcher.get(timing.request(state, self.clock.now()))
        if not whole and timing.unchanged(state, reply):
            return reply, None
        feed, known = replace(feed, name=feed.name or state.title), b"" if whole else state.item_hashes
        return reply, await self.reader.feed(reply, feed, known, now=self.clock.now())

    def _poll_failed(self, feed: Feed, before: FeedState, error: FetchError | FeedError) -> bool:
        now, terms = self.clock.now(), self.policy.terms
        state = polls.failure(
            before, error, heard=self._heard, feeds=self.policy.feeds, now=now, spread=self.spread(), terms=terms
        )
        name = feed.name or state.called
        told, events = polls.tidings(before, state, name=name, now=now, terms=terms)
        self.store.commit(Plan(state=state, alerts=told))
        self.emit(PollFailed(at=now, feed=feed.url, name=name, state=state, fault=state.fault))
        for event in events:
            self.emit(event)
        return bool(told)

    async def _polled(self, feed: Feed, before: FeedState, reply: Reply, read: ReadFeed | None) -> bool:
        """Decide and commit what a poll brought. A body of 2,000 entries takes a second, which others need not wait for."""
        turns = Turns()
        self._heard = now = self.clock.now()
        terms, parsed, items = self.policy.terms, read.parsed if read else None, read.items if read else ()
        known = self.store.known({key for _, entry in items for key in entry.keys})
        outcome = polls.outcome(
            feed, before, reply, parsed, items=items, known=known, now=now, spread=self.spread(), terms=terms
        )
        state, name = outcome.state, polls.named(feed, before, parsed)
        alerts_of_feed, events = polls.tidings(before, state, name=name, now=now, terms=terms)
        total, not_modified = parsed.total if parsed else 0, parsed is None
        del reply, read, parsed, items, known  # what waits for its turn among hundreds need not hold a body
        told = await self._rewritten(outcome.found, feed, turns)
        *lots, last = polls.lots(outcome.entries, LOT)
        for lot in lots:  # should the rest fail, the next poll knows the entries of these and takes up what is missing
            await self._tell(self._settle(await self._decided(lot, name, turns), Plan()), turns)
        told += self._settle(
            await self._decided(last, name, turns),
            Plan(state=state, seen_again=outcome.seen_again, aliases=outcome.aliases, alerts=alerts_of_feed),
        )
        polled = Polled(
            at=now,
            feed=feed.url,
            name=name,
            state=state,
            total=total,
            new=len(outcome.entries),
            not_modified=not_modified,
            baseline=not before.baseline,
            recovered=bool(before.fault) and not state.fault,
            note=outcome.note,
        )
        await self._tell((polled, *events, *told), turns)
        return bool(told or alerts_of_feed)

    async def _tell(self, events: Sequence[Event], turns: Turns) -> None:
        for event in events:
            self.emit(event)
            await turns.share()

    async def _decided(self, entries: Sequence[tuple[Entry, bool]], name: str, turns: Turns) -> list[Decision]:
        """Decide new entries, each with whether nobody is told of it; by rules that are in force at the end, too."""
        rules, now, decisions = self.policy.rules, self.clock.now(), list[Decision]()
        articles = [self._article(entry, name) for entry, _ in entries]
        said: Sequence[tuple[Verdict, ...] | None] | None = await self.judge.judge(articles, rules, now=now)
        said = said or [None] * len(articles)
        for article, (_, silent), verdicts in zip(articles, entries, said, strict=True):
            if verdicts is None:
                decisions.append(self._decide(article, silent=silent))
            else:
                decisions.append(Decision.of(article, verdicts, at=now, silent=silent))
            await turns.share()
        if any(decision.matches for decision in decisions):
            await self._desk.get_ready()
        if rules is not self.policy.rules:
            return await self._decided(entries, name, turns)
        known = self.store.known({key for decision in decisions for key in decision.article.entry.keys})
        return [one for one in decisions if not identity.is_known(one.article.entry, known)]  # another feed was sooner

    async def _rewritten(
        self, found: Sequence[tuple[RawEntry, str]], feed: Feed, turns: Turns
    ) -> list[EntryDecided | StoryChanged]:
        """Decide anew what a feed tells in other words than before; who was told of it is not told again."""
        told: list[EntryDecided | StoryChanged] = []
        oldest = self.clock.now() - stories.WINDOW  # a page that is touched up months later is no news
        for raw, owner in found[:REWRITTEN]:
            before = self.store.decision(owner)
            entry = identity.rewritten(before.article.entry, raw, feed) if before else None
            if before and entry and entry.first_seen > oldest:
                await self._desk.get_ready()
                decision = self._decide(replace(before.article, entry=entry), silent=before.silent)
                told += self._settle([decision], Plan(), again=bool(before.matches))
            await turns.share()
        return told

    # --- from a decision that waits to one that rests on the page -----------------------------------------------------

    async def read(self, waiting: Decision) -> None:
        """Fetch the page of an entry that may matter and decide again, with it or, once the budget is spent, without."""
        article, visit = waiting.article, None
        await self._desk.get_ready()
        try:
            reply = await self.fetcher.get(Request(url=article.entry.url, page=True))
            page = await self.reader.page(reply, article.entry.lang)
            self._refuse_common(article.entry, page)
        except (FetchError, PageError) as error:
            article = self._page_failed(article, error)
        else:
            entry = replace(article.entry, lang=article.entry.lang or page.lang)
            article = replace(article, entry=entry, text=page.text, page=PageState.READ, retry_at=None)
            article = replace(article, canonical=page.canonical)
            rules, terms = self.policy.rules.fingerprint, self.policy.archive
            visit = edits.first(entry.id, reply, page, rules=rules, now=self.clock.now(), terms=terms)
        decision = self._decide(article, silent=waiting.silent)
        plan = Plan(visits=(visit,) if visit and decision.matches else ())
        for event in self._settle([decision], plan, again=bool(waiting.matches)):
            self.emit(event)

    def _refuse_common(self, entry: Entry, page: Page) -> None:
        """Raise WallError for a text that a host shows at many addresses, and take it from those that had it before."""
        others = self._bodies.note(entry, page.text)
        for other in filter(None, map(self.store.decision, others)):
            if other.article.page is PageState.READ:
                bare = replace(other.article, text="", page=PageState.WALLED)
                for event in self._settle([self._decide(bare, silent=other.silent)], Plan(), again=True):
                    self.emit(event)
        if others:
            host = urlsplit(entry.url).hostname
            raise WallError(
                f"{host} shows the same text at {len(others) + 1} addresses or more: a wall, not the article"
            )

    def _page_failed(self, article: Article, error: FetchError | PageError) -> Article:
        now = self.clock.now()
        retry = timing.page_retry(error, attempts=article.attempts + 1)
        gone = PageState.WALLED if isinstance(error, WallError) else PageState.ABSENT
        self.emit(
            PageFailed(at=now, entry=article.entry.id, url=article.entry.url, fault=str(error), final=retry is None)
        )
        return replace(
            article,
            page=PageState.FAILED if retry else gone,
            attempts=article.attempts + 1,
            retry_at=now + retry if retry else None,
        )

    # --- from changed rules to stored decisions -----------------------------------------------------------------------

    def reconsider(self, entry: str) -> bool:
        """Apply the rules of now to a stored entry; whether it came out otherwise. Nobody is told, no page asked for.

        What waits for its page is left alone: the same rules judge it once that has come.
        """
        stored, now = self.store.decision(entry), self.clock.now()
        if stored is None or stored.waits_for_page:
            return False
        verdicts = tuple(replace(v, wants_page=False) for v in self.policy.rules.judge(stored.article, now=now))
        if [_outcome(verdict) for verdict in verdicts] == [_outcome(verdict) for verdict in stored.verdicts]:
            return False
        decision = replace(stored, verdicts=verdicts, decided_at=now)
        if stored.article.entry.first_seen < now - stories.WINDOW:
            self.store.commit(Plan(decisions=(decision,)))  # the stories of its time are no longer live
            return True
        for event in self._settle([decision], Plan(), again=True, tell=False):
            self.emit(event)
        return True

    async def answer(self) -> None:
        """Do what other terminals ask for: mutes, and stories split or merged."""
        if inbox.answer(self.store, clock=self.clock, emit=self.emit):
            self.recall()

    def recall(self) -> None:
        """Read the live stories anew: once the clock was set or a person corrected them, they are others."""
        self._desk.recall()

    # --- what nobody needs any more -----------------------------------------------------------------------------------

    async def forget(self) -> None:
        """Let go of entries that matched nothing and that no feed has listed for long, a few at a time."""
        before = self.clock.now() - self.policy.keep
        forgotten = FORGOTTEN
        while forgotten == FORGOTTEN:
            forgotten = self.store.prune(before, FORGOTTEN)
            await asyncio.sleep(0)
        self._desk.forget()

    # --- what every decision goes through -----------------------------------------------------------------------------

    def _article(self, entry: Entry, feed: str) -> Article:
        return Article.of(citations.published_by(entry, feed, self.sources()) if entry.source else entry)

    def _decide(self, article: Article, *, silent: bool) -> Decision:
        now = self.clock.now()
        rules = self.policy.rules
        cited = citations.find(article, self.sources()) if rules.asks_for_citations else ()
        verdicts = rules.judge(article, now=now, citations=tuple(one.source for one in cited))
        return Decision.of(article, verdicts, at=now, silent=silent)

    def _settle(
        self, decisions: Sequence[Decision], plan: Plan, *, again: bool = False, tell: bool = True
    ) -> list[EntryDecided | StoryChanged]:
        """Join stories, plan alerts and commit; the events to emit once that is done. Holds no `await`: see above."""
        routes, habits = self.policy.routes if tell else {}, self.policy.habits
        terms = desk.Terms(routes=routes, habits=habits, catching_up=self.catching_up)
        return self._desk.settle(decisions, plan, terms, again=again)

    # --- from the outbox to the channels ------------------------------------------------------------------------------

    async def announce(self) -> None:
        """Send what is owed, every channel on its own, and record how each delivery ended."""
        async with self.announcing:
            await outbox.announce(self.store, self.notifiers, clock=self.clock, emit=self.emit)


def _outcome(verdict: Verdict) -> tuple[object, ...]:
    """What counts of a verdict; its score may move a little with the clock."""
    return verdict.topic, verdict.answer, verdict.matches, verdict.hits
