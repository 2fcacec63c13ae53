"""The tables of the configuration file: every setting with its type, its default and one line that explains it.

`config.example.toml` is held against these tables by a test, so a setting is documented where it is defined.
"""

import re
from dataclasses import field
from datetime import timedelta
from functools import cached_property
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from watcher.config.channels import Channel, DesktopChannel
from watcher.config.schema import required, setting
from watcher.config.values import WebAddress, duration, time_of_day
from watcher.core.alerts import Deliver, Quiet
from watcher.core.model import Feed, Priority
from watcher.core.rules.spec import FetchPolicy
from watcher.frozen import dataclass

_LAST = re.compile(r"last\s+(\d+(?:\.\d+)?\s*[smhd])")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def _language(value: str) -> str:
    if value and not _LANGUAGE.fullmatch(value):
        raise ValueError('expected a language code such as "de", "pt-BR" or "zh-Hant"')
    return value


def _country(value: str) -> str:
    if value and not re.fullmatch(r"[A-Z]{2}", value):
        raise ValueError('expected a country code of two capitals such as "DE" or "KR"')
    return value


def _encoding(value: str) -> str:
    if value:
        try:
            "".encode(value)
        except LookupError:
            raise ValueError('expected a character encoding such as "utf-8", "euc-kr" or "windows-1251"') from None
    return value


def _time_zone(value: str) -> str:
    if value != "local":
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError('expected "local" or a time zone such as "Europe/Berlin"') from None
    return value


def _quiet(value: str) -> str:
    if value:
        _quiet_hours(value)
    return value


def _quiet_hours(value: str) -> Quiet:
    start, dash, end = (part.strip() for part in value.partition("-"))
    if not dash or start == end:
        raise ValueError('expected a span of the day such as "23:00-07:00"')
    return Quiet(start=time_of_day(start), end=time_of_day(end))


def _daily(value: str) -> str:
    time_of_day(value)
    return value


def _first_run(value: str) -> str:
    if value not in {"silent", "notify"} and not _LAST.fullmatch(value):
        raise ValueError('expected "silent", "notify" or a look-back such as "last 6h"')
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Watcher:
    contact: str = setting("", "An address or web page that server owners can write to; part of the User-Agent.")
    timezone: Annotated[str, _time_zone] = setting(
        "local", "The time zone of displayed times, of quiet hours and of digests."
    )
    interval: timedelta = setting(timedelta(minutes=15), "How often a feed is polled until its own rhythm is known.")
    min_interval: timedelta = setting(timedelta(minutes=5), "No feed is polled more often than this.")
    max_interval: timedelta = setting(timedelta(hours=6), "No working feed is polled less often than this.")
    keep: timedelta = setting(
        timedelta(days=90),
        "Entries that matched nothing are forgotten once no feed has listed them for so long.",
        least=timedelta(days=7),
    )
    workers: int = setting(2, "Processes that read feeds and pages.", least=1, most=64)
    reapply: int = setting(
        5000, "Stored entries, the newest, that changed rules are applied to again.", least=0, most=1_000_000
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Http:
    timeout: timedelta = setting(timedelta(seconds=30), "The whole of one fetch, redirects and body included.")
    page_timeout: timedelta = setting(timedelta(seconds=20), "The same for an article's page.")
    connect_timeout: timedelta = setting(timedelta(seconds=10), "Making one connection.")
    gap: timedelta = setting(timedelta(seconds=2), "The pause between two requests to one host.")
    concurrency: int = setting(32, "Requests in flight over all hosts.", least=1, most=200)
    redirects: int = setting(8, "Redirects that one fetch follows.", least=0, most=20)
    max_feed_size: int = setting(20_000_000, "Bytes of a feed after inflating; larger ones are refused.", least=10_000)
    max_page_size: int = setting(5_000_000, "Bytes of a page after inflating; larger ones are refused.", least=10_000)
    max_header_size: int = setting(
        1_000_000, "Bytes before the body of an answer, interim answers included.", least=10_000
    )
    max_in_flight: int = setting(
        64_000_000, "Bytes of all feeds and pages that are being read; large ones wait for room.", least=1_000_000
    )
    robots: bool = setting(True, "Honour robots.txt for article pages.")
    fallback_agent: bool = setting(
        True, "Ask a host that refuses us once more under a browser-like name that still says who we are."
    )
    proxy: str = setting("", 'A proxy such as "http://proxy.example:3128"; the environment is not looked at.')
    allow_private: tuple[str, ...] = setting(
        (), 'Private addresses, networks or hosts that may be asked, such as "10.0.0.0/8".'
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    feed_timeout: timedelta = setting(
        timedelta(seconds=20), "Reading one feed; one of 1 kB can be made to take minutes."
    )
    page_timeout: timedelta = setting(timedelta(seconds=15), "Reading one article's page.")
    memory: int = setting(
        1_000_000_000, "Bytes that one such process may take, where the system bounds it.", least=200_000_000
    )
    jobs: int = setting(
        500, "Feeds and pages that a process reads before a fresh one takes over; memory creeps.", least=1
    )
    max_items: int = setting(
        2000, "Items of a feed that are read at one poll; those beyond are counted.", least=10, most=50_000
    )
    max_text: int = setting(
        200_000, "Characters of an article that are read; a long one has 50,000.", least=1000, most=200_000
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    revisit: tuple[timedelta, ...] = setting(
        (timedelta(hours=1), timedelta(hours=6), timedelta(hours=24), timedelta(days=7)),
        "When the pages of matched articles are asked for again, to find silent edits; []: never.",
        most=20,
    )
    revisits_a_day: int = setting(500, "Pages that are asked for again on one day.", least=0, most=100_000)
    keep_pages: bool = setting(
        False, "Keep the pages of matched articles as they came, in gzip; their SHA-256 is always kept."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedTable:
    url: WebAddress = required("The address that is polled.")
    name: str = setting("", "The outlet, as alerts name it; the feed's own title if empty.")
    lang: Annotated[str, _language] = setting("", 'The language, such as "de" or "zh-Hant".')
    country: Annotated[str, _country] = setting("", 'Where the outlet sits, such as "DE".')
    tags: tuple[str, ...] = setting((), "Words of your own, for rules such as tag:agency.")
    interval: timedelta | None = setting(None, "A fixed rhythm instead of the learned one.")
    encoding: Annotated[str, _encoding] = setting("", "Overrides a wrong character encoding.")
    kind: Literal["", "feed", "sitemap"] = setting("", "What the address holds; looked at if empty.")

    def feed(self) -> Feed:
        """The value that the rest of the program knows."""
        return Feed(
            url=self.url,
            name=self.name,
            lang=self.lang,
            country=self.country,
            tags=self.tags,
            interval=self.interval,
            encoding=self.encoding,
            kind=self.kind,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    match: bool = required("Whether the topic should match this.")
    title: str = required("The headline.")
    summary: str = setting("", "The teaser.")
    text: str = setting("", "The article.")
    lang: Annotated[str, _language] = setting("", "The language of the example.")


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicTable:
    name: str = required("The topic, as alerts name it.", least=1)
    rule: str = required("What an article must hold; docs/rules.md has the language.")
    against: tuple[str, ...] = setting((), "Evidence that an article is about something else.")
    notify: tuple[str, ...] = setting(("desktop",), "The channels that alerts go to.")
    priority: Literal["low", "normal", "high", "urgent"] = setting("normal", "How loud an alert is.")
    deliver: Literal["instant", "hourly", "daily"] = setting(
        "instant", "Tell alerts as they arise, or together every hour or every day."
    )
    budget: int = setting(0, "Alerts a day; what scores lowest waits for the digest. 0: no limit.", least=0)
    threshold: float | None = setting(None, "The score that makes a match; the default suits most.", least=0, most=1)
    fetch: FetchPolicy = setting("half", "When the page of an undecided entry is worth asking for.")
    example: tuple[Example, ...] = setting((), "Headlines that `watcher check` tries the rule on.")

    @property
    def level(self) -> Priority:
        return Priority(self.priority)

    @property
    def rhythm(self) -> Deliver:
        return Deliver(self.deliver)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alerts:
    first_run: Annotated[str, _first_run] = setting(
        "silent", 'What a feed\'s first poll may tell: "silent", "notify" or the "last 6h".'
    )
    quiet: Annotated[str, _quiet] = setting(
        "", 'Hours when only urgent alerts are told, such as "23:00-07:00"; one digest follows.'
    )
    daily: Annotated[str, _daily] = setting("08:00", "When daily digests come.")
    budget: int = setting(0, "Alerts a day; what scores lowest waits for the digest. 0: no limit.", least=0)
    pause: timedelta = setting(timedelta(minutes=30), "How long a story rests that was told before it is told again.")
    flood: int = setting(20, "More alerts than this at once become one digest.", least=1)
    nap: timedelta = setting(
        timedelta(minutes=15), "What was missed while the machine slept for longer becomes one digest."
    )

    oldest: timedelta = setting(
        timedelta(days=30),
        "What was older when it was first seen, by its date or its address, is kept and not told.",
        least=timedelta(days=1),
    )
    feeds: tuple[str, ...] = setting((), "The channels that are told when a feed dies, falls silent or returns.")

    @property
    def look_back(self) -> timedelta | None:
        """How old an entry of a first poll may be and still be told; None: any age."""
        if self.first_run == "notify":
            return None
        last = _LAST.fullmatch(self.first_run)
        span: timedelta = duration(last[1]) if last else timedelta(0)
        return span

    @property
    def quiet_hours(self) -> Quiet | None:
        return _quiet_hours(self.quiet) if self.quiet else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dashboard:
    theme: Literal["auto", "dark", "light"] = setting(
        "auto", "The ground of the terminal, for those that do not tell it."
    )
    mouse: bool = setting(
        True, "Take clicks and the wheel; the terminal's own selection then wants Shift, Option on a Mac."
    )
    keys: dict[str, list[str]] = setting({}, "Other keys for actions; those that are not named keep theirs.")


@dataclass(frozen=True, kw_only=True)  # no slots: the feeds are made once
class Config:
    """A whole configuration. Groups stay tables here; `watcher.data` knows what they mean."""

    watcher: Watcher = field(default_factory=Watcher)
    http: Http = field(default_factory=Http)
    reading: Reading = field(default_factory=Reading)
    alerts: Alerts = field(default_factory=Alerts)
    archive: Archive = field(default_factory=Archive)
    dashboard: Dashboard = field(default_factory=Dashboard)
    channel: dict[str, Channel] = field(default_factory=dict)
    feed: tuple[FeedTable, ...] = ()
    topic: tuple[TopicTable, ...] = ()
    group: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def channels(self) -> dict[str, Channel]:
        """The configured channels and the one that is always there."""
        return {"desktop": DesktopChannel(), **self.channel}

    @cached_property
    def feeds(self) -> tuple[Feed, ...]:
        return tuple(table.feed() for table in self.feed)
