"""The tables of the configuration file: every setting with its type, its default and one line that explains it.

`config.example.toml` is held against these models by a test, so a setting is documented where it is defined.
"""

import re
from datetime import timedelta
from functools import cached_property
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field

from watcher.config.channels import Channel, DesktopChannel
from watcher.config.values import Duration, Table, WebAddress, duration, time_of_day
from watcher.core.alerts import Deliver, Quiet
from watcher.core.model import Feed, Priority
from watcher.core.rules.spec import FetchPolicy

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


class Watcher(Table):
    contact: str = Field(
        "", description="An address or web page that server owners can write to; part of the User-Agent."
    )
    timezone: Annotated[str, AfterValidator(_time_zone)] = Field(
        "local", description="The time zone of displayed times, of quiet hours and of digests."
    )
    interval: Duration = Field(
        timedelta(minutes=15), description="How often a feed is polled until its own rhythm is known."
    )
    min_interval: Duration = Field(timedelta(minutes=5), description="No feed is polled more often than this.")
    max_interval: Duration = Field(timedelta(hours=6), description="No working feed is polled less often than this.")
    keep: Duration = Field(
        timedelta(days=90),
        ge=timedelta(days=7),
        description="Entries that matched nothing are forgotten once no feed has listed them for so long.",
    )
    workers: int = Field(2, ge=1, le=64, description="Processes that read feeds and pages.")
    reapply: int = Field(
        5000, ge=0, le=1_000_000, description="Stored entries, the newest, that changed rules are applied to again."
    )


class Http(Table):
    timeout: Duration = Field(timedelta(seconds=30), description="The whole of one fetch, redirects and body included.")
    page_timeout: Duration = Field(timedelta(seconds=20), description="The same for an article's page.")
    connect_timeout: Duration = Field(timedelta(seconds=10), description="Making one connection.")
    gap: Duration = Field(timedelta(seconds=2), description="The pause between two requests to one host.")
    concurrency: int = Field(32, ge=1, le=200, description="Requests in flight over all hosts.")
    redirects: int = Field(8, ge=0, le=20, description="Redirects that one fetch follows.")
    max_feed_size: int = Field(
        20_000_000, ge=10_000, description="Bytes of a feed after inflating; larger ones are refused."
    )
    max_page_size: int = Field(
        5_000_000, ge=10_000, description="Bytes of a page after inflating; larger ones are refused."
    )
    max_header_size: int = Field(
        1_000_000, ge=10_000, description="Bytes before the body of an answer, interim answers included."
    )
    robots: bool = Field(True, description="Honour robots.txt for article pages.")
    fallback_agent: bool = Field(
        True, description="Ask a host that refuses us once more under a browser-like name that still says who we are."
    )
    proxy: str = Field("", description='A proxy such as "http://proxy.example:3128"; the environment is not looked at.')
    allow_private: tuple[str, ...] = Field(
        (), strict=False, description='Private addresses, networks or hosts that may be asked, such as "10.0.0.0/8".'
    )


class Reading(Table):
    feed_timeout: Duration = Field(
        timedelta(seconds=20), description="Reading one feed; one of 1 kB can be made to take minutes."
    )
    page_timeout: Duration = Field(timedelta(seconds=15), description="Reading one article's page.")
    memory: int = Field(
        1_000_000_000, ge=200_000_000, description="Bytes that one such process may take, where the system bounds it."
    )
    jobs: int = Field(
        500, ge=1, description="Feeds and pages that a process reads before a fresh one takes over; memory creeps."
    )
    max_items: int = Field(
        2000, ge=10, le=50_000, description="Items of a feed that are read at one poll; those beyond are counted."
    )
    max_text: int = Field(
        200_000, ge=1000, le=200_000, description="Characters of an article that are read; a long one has 50,000."
    )


class Archive(Table):
    revisit: tuple[Duration, ...] = Field(
        (timedelta(hours=1), timedelta(hours=6), timedelta(hours=24), timedelta(days=7)),
        strict=False,
        max_length=20,
        description="When the pages of matched articles are asked for again, to find silent edits; []: never.",
    )
    revisits_a_day: int = Field(500, ge=0, le=100_000, description="Pages that are asked for again on one day.")
    keep_pages: bool = Field(
        False, description="Keep the pages of matched articles as they came, in gzip; their SHA-256 is always kept."
    )


class FeedTable(Table):
    url: WebAddress = Field(description="The address that is polled.")
    name: str = Field("", description="The outlet, as alerts name it; the feed's own title if empty.")
    lang: Annotated[str, AfterValidator(_language)] = Field("", description='The language, such as "de" or "zh-Hant".')
    country: Annotated[str, AfterValidator(_country)] = Field("", description='Where the outlet sits, such as "DE".')
    tags: tuple[str, ...] = Field((), strict=False, description="Words of your own, for rules such as tag:agency.")
    interval: Duration | None = Field(None, description="A fixed rhythm instead of the learned one.")
    encoding: Annotated[str, AfterValidator(_encoding)] = Field("", description="Overrides a wrong character encoding.")
    kind: Literal["", "feed", "sitemap"] = Field("", description="What the address holds; looked at if empty.")

    def feed(self) -> Feed:
        """The value that the rest of the program knows."""
        return Feed(**self.model_dump())


class Example(Table):
    match: bool = Field(description="Whether the topic should match this.")
    title: str = Field(description="The headline.")
    summary: str = Field("", description="The teaser.")
    text: str = Field("", description="The article.")
    lang: Annotated[str, AfterValidator(_language)] = Field("", description="The language of the example.")


class TopicTable(Table):
    name: str = Field(min_length=1, description="The topic, as alerts name it.")
    rule: str = Field(description="What an article must hold; docs/rules.md has the language.")
    against: tuple[str, ...] = Field((), strict=False, description="Evidence that an article is about something else.")
    notify: tuple[str, ...] = Field(("desktop",), strict=False, description="The channels that alerts go to.")
    priority: Literal["low", "normal", "high", "urgent"] = Field("normal", description="How loud an alert is.")
    deliver: Literal["instant", "hourly", "daily"] = Field(
        "instant", description="Tell alerts as they arise, or together every hour or every day."
    )
    budget: int = Field(0, ge=0, description="Alerts a day; what scores lowest waits for the digest. 0: no limit.")
    threshold: float | None = Field(
        None, ge=0, le=1, description="The score that makes a match; the default suits most."
    )
    fetch: FetchPolicy = Field("half", description="When the page of an undecided entry is worth asking for.")
    example: tuple[Example, ...] = Field(
        (), strict=False, description="Headlines that `watcher check` tries the rule on."
    )

    @property
    def level(self) -> Priority:
        return Priority(self.priority)

    @property
    def rhythm(self) -> Deliver:
        return Deliver(self.deliver)


class Alerts(Table):
    first_run: Annotated[str, AfterValidator(_first_run)] = Field(
        "silent", description='What a feed\'s first poll may tell: "silent", "notify" or the "last 6h".'
    )
    quiet: Annotated[str, AfterValidator(_quiet)] = Field(
        "", description='Hours when only urgent alerts are told, such as "23:00-07:00"; one digest follows.'
    )
    daily: Annotated[str, AfterValidator(_daily)] = Field("08:00", description="When daily digests come.")
    budget: int = Field(0, ge=0, description="Alerts a day; what scores lowest waits for the digest. 0: no limit.")
    pause: Duration = Field(
        timedelta(minutes=30), description="How long a story rests that was told before it is told again."
    )
    flood: int = Field(20, ge=1, description="More alerts than this at once become one digest.")
    nap: Duration = Field(
        timedelta(minutes=15), description="What was missed while the machine slept for longer becomes one digest."
    )

    oldest: Duration = Field(
        timedelta(days=30),
        ge=timedelta(days=1),
        description="What was older when it was first seen, by its date or its address, is kept and not told.",
    )
    feeds: tuple[str, ...] = Field(
        (), strict=False, description="The channels that are told when a feed dies, falls silent or returns."
    )

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


class Dashboard(Table):
    theme: Literal["auto", "dark", "light"] = Field(
        "auto", description="The ground of the terminal, for those that do not tell it."
    )
    mouse: bool = Field(
        True, description="Take clicks and the wheel; the terminal's own selection then wants Shift, Option on a Mac."
    )
    keys: dict[str, list[str]] = Field({}, description="Other keys for actions; those that are not named keep theirs.")


class Config(Table):
    """A whole configuration. Groups stay tables here; `watcher.data` knows what they mean."""

    watcher: Watcher = Watcher()
    http: Http = Http()
    reading: Reading = Reading()
    alerts: Alerts = Alerts()
    archive: Archive = Archive()
    dashboard: Dashboard = Dashboard()
    channel: dict[str, Channel] = Field(default_factory=dict)
    feed: tuple[FeedTable, ...] = Field((), strict=False)
    topic: tuple[TopicTable, ...] = Field((), strict=False)
    group: dict[str, dict[str, Any]] = Field(default_factory=dict)

    @property
    def channels(self) -> dict[str, Channel]:
        """The configured channels and the one that is always there."""
        return {"desktop": DesktopChannel(), **self.channel}

    @cached_property
    def feeds(self) -> tuple[Feed, ...]:
        return tuple(table.feed() for table in self.feed)
