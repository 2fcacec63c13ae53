"""The composition root: the one place that knows which part fills which role."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import field
from pathlib import Path

from watcher.config import DATABASE, Channel, Config, Loaded, time_of_day, zone_of
from watcher.core import citations, edits, stories
from watcher.core.alerts import Habits, Route
from watcher.core.model import Alert, Feed, Page, ParsedFeed, Reply, Request
from watcher.core.timing import Limits
from watcher.daemon import Daemon
from watcher.data.quirks import load_quirks
from watcher.errors import ConfigError, FetchError, NotifyError
from watcher.frozen import dataclass
from watcher.http import Bounds, Client, Manners, Settings
from watcher.http.descriptors import affordable as most_requests
from watcher.machine import SystemClock, browse
from watcher.notify import open_channel
from watcher.pipeline import Pipeline, Policy
from watcher.ports import Clock, Emit, Notifier, Poster, Store
from watcher.store import Report, nobody, open_store
from watcher.workers import Amounts, Deadlines, Judges, PoolSettings, Workers


@dataclass(slots=True, kw_only=True)
class App:
    """Everything that runs, put together."""

    loaded: Loaded
    store: Store
    client: Client
    workers: Workers
    judges: Judges
    notifiers: Mapping[str, Notifier]
    given: Mapping[str, Notifier] = field(default_factory=dict)  # channels that no configuration takes away
    daemon: Daemon

    @property
    def pipeline(self) -> Pipeline:
        return self.daemon.pipeline

    async def adopt(self, loaded: Loaded) -> None:
        """Put another configuration in force, all of it or, with a StoreError or ConfigError, nothing.

        What the parts are built with stays until the next start: see `reload.AT_START`.
        """
        old, new = self.loaded.config.channels, loaded.config.channels
        kept = {name: self.notifiers[name] for name, channel in new.items() if old.get(name) == channel}
        made = _channels({name: channel for name, channel in new.items() if name not in kept}, self.client)
        self.store.register(loaded.config.feeds)
        self.loaded, self.pipeline.policy = loaded, policy(loaded)
        self.client.change(_settings(loaded.config))
        stale = [self.notifiers[name] for name in self.notifiers if name not in kept and name not in self.given]
        async with self.pipeline.announcing:  # nobody is cut off in the middle of an alert
            self.notifiers = self.pipeline.notifiers = {**kept, **made, **self.given}
        for notifier in stale:
            await notifier.close()

    async def close(self) -> None:
        """Let go of everything, in the order in which it is needed."""
        await self.client.close()
        await self.workers.close()
        await self.judges.close()
        for notifier in self.notifiers.values():
            await notifier.close()
        self.store.close()


def assemble(
    loaded: Loaded,
    *,
    data: Path,
    emit: Emit,
    clock: Clock | None = None,
    notifiers: Mapping[str, Notifier] | None = None,
    spread: Callable[[], float] = random.random,
    report: Report = nobody,
) -> App:
    """Build the parts that a configuration asks for; raises ConfigError if a secret, StoreError if the database cannot be had.

    `notifiers` adds channels to the configured ones, or replaces them; `report` hears how far opening the database is.
    """
    config, clock = loaded.config, clock or SystemClock()
    client = Client(_settings(config), clock)
    channels = _channels(config.channels, client) | dict(notifiers or {})
    store = open_store(data / DATABASE, report=report)
    store.register(config.feeds)
    workers, judges = _workers(config, config.watcher.workers), Judges(config.reading.memory)
    pipeline = Pipeline(
        store=store,
        fetcher=client,
        reader=workers,
        judge=judges,
        notifiers=channels,
        policy=policy(loaded),
        clock=clock,
        emit=emit,
        spread=spread,
        concepts=_concepts,
        sources=_sources,
    )
    daemon = Daemon(pipeline=pipeline)
    return App(
        loaded=loaded,
        store=store,
        client=client,
        workers=workers,
        judges=judges,
        notifiers=channels,
        given=dict(notifiers or {}),
        daemon=daemon,
    )


async def find_feeds(loaded: Loaded, url: str) -> tuple[Feed, ...]:
    """The feeds that a web page names, asked as a watcher would ask. Raises FetchError."""
    from watcher.core.feeds.discovery import discover

    client = Client(_settings(loaded.config), SystemClock())
    try:
        return discover(await client.get(Request(url=url, page=True)))
    finally:
        await client.close()


@asynccontextmanager
async def feed_reading(loaded: Loaded) -> AsyncIterator[Callable[[Feed], Awaitable[tuple[Reply, ParsedFeed]]]]:
    """Gives a way to ask feeds as a watcher would, which remembers nothing. It raises FetchError or FeedError."""
    clock = SystemClock()
    client, workers = Client(_settings(loaded.config), clock), _workers(loaded.config, 1)

    async def ask(feed: Feed) -> tuple[Reply, ParsedFeed]:
        reply = await client.get(Request(url=feed.url))
        read = await workers.feed(reply, feed, b"", now=clock.now())
        return reply, read.parsed

    try:
        yield ask
    finally:
        await client.close()
        await workers.close()


async def ask_around(loaded: Loaded, urls: Sequence[str]) -> list[Reply | FetchError]:
    """What some addresses answer, asked at once as a watcher would; a failure is a value."""
    client = Client(_settings(loaded.config), SystemClock())

    async def ask(url: str) -> Reply | FetchError:
        try:
            return await client.get(Request(url=url))
        except FetchError as error:
            return error

    try:
        return await asyncio.gather(*map(ask, urls))
    finally:
        await client.close()


async def read_page(loaded: Loaded, url: str) -> Page:
    """Read one article's page as a watcher would: guarded, bounded, polite. Raises FetchError or PageError."""
    client, workers = Client(_settings(loaded.config), SystemClock()), _workers(loaded.config, 1)
    try:
        return await workers.page(await client.get(Request(url=url, page=True)), "")
    finally:
        await client.close()
        await workers.close()


async def try_channel(loaded: Loaded, name: str, alert: Alert) -> str:
    """Send an alert by a channel, as a watcher would; why it was not taken, or "" if it was."""
    client = Client(_settings(loaded.config), SystemClock())
    try:
        notifier = _channels({name: loaded.config.channels[name]}, client)[name]
        try:
            await notifier.send(alert)
        finally:
            await notifier.close()
    except (ConfigError, NotifyError) as error:
        return str(error)
    finally:
        await client.close()
    return ""


def policy(loaded: Loaded) -> Policy:
    """What a configuration says about deciding."""
    config = loaded.config
    times = config.watcher
    return Policy(
        feeds={feed.url: feed for feed in config.feeds},
        rules=loaded.rules,
        routes={
            topic.name: Route(channels=topic.notify, priority=topic.level, deliver=topic.rhythm, budget=topic.budget)
            for topic in config.topic
        },
        habits=_habits(config),
        limits=Limits(shortest=times.min_interval, longest=times.max_interval, default=times.interval),
        look_back=config.alerts.look_back,
        oldest=config.alerts.oldest,
        feed_channels=config.alerts.feeds,
        keep=times.keep,
        archive=edits.Terms(
            spans=tuple(sorted(config.archive.revisit)),
            per_day=config.archive.revisits_a_day,
            keep_pages=config.archive.keep_pages,
        ),
    )


def _settings(config: Config) -> Settings:
    http, affordable = config.http, most_requests()
    prompt = min(http.concurrency, affordable)
    return Settings(
        contact=config.watcher.contact,
        allow_private=http.allow_private,
        robots=http.robots,
        fallback_agent=http.fallback_agent,
        proxy=http.proxy,
        bounds=Bounds(
            deadline=http.timeout.total_seconds(),
            page_deadline=http.page_timeout.total_seconds(),
            connect=http.connect_timeout.total_seconds(),
            feed_body=http.max_feed_size,
            page_body=http.max_page_size,
            in_flight=http.max_in_flight,
            head=http.max_header_size,
            redirects=http.redirects,
            concurrent=prompt,
            aside=min(3 * prompt, affordable - prompt),
        ),
        manners=Manners(gap=http.gap.total_seconds()),
        quirks=load_quirks(),
    )


def _workers(config: Config, size: int) -> Workers:
    reading = config.reading
    return Workers(
        PoolSettings(size=size, memory=reading.memory, jobs=reading.jobs),
        Deadlines(feed=reading.feed_timeout.total_seconds(), page=reading.page_timeout.total_seconds()),
        Amounts(items=reading.max_items, text=reading.max_text),
    )


def _channels(channels: Mapping[str, Channel], poster: Poster) -> dict[str, Notifier]:
    """Open channels; raises ConfigError if a secret of one cannot be had."""
    return {name: open_channel(name, table, poster=poster, browse=browse) for name, table in channels.items()}


def _concepts() -> stories.Concepts:
    """What matches are compared by; few polls bring one."""
    from watcher.data.concept_lists import load_concepts

    return load_concepts()


def _sources() -> citations.Sources:
    """Whom articles cite; few polls bring one that is asked."""
    from watcher.data.sources import load_sources

    return load_sources()


def _habits(config: Config) -> Habits:
    alerts = config.alerts
    return Habits(
        zone=zone_of(config.watcher.timezone),
        quiet=alerts.quiet_hours,
        daily=time_of_day(alerts.daily),
        budget=alerts.budget,
        pause=alerts.pause,
        flood=alerts.flood,
        nap=alerts.nap,
    )
