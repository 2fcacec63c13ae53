"""What JSON holds of stories, entries, alerts and feeds; the OpenAPI document is made from these very classes."""

import json
from collections.abc import Callable
from dataclasses import fields
from datetime import datetime
from functools import cache, lru_cache
from json.encoder import encode_basestring
from typing import Any, get_type_hints

from watcher.core.health import health
from watcher.core.model import Alert, Citation, Decision, FeedState, Matched, Member, News, Story
from watcher.core.stories.origins import origins
from watcher.frozen import dataclass
from watcher.log.mask import masked


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article of a story. `cites`: whom it names as its source; `news`: what it is the first of the story to say."""

    id: str
    outlet: str
    title: str
    url: str
    lang: str
    country: str
    published: datetime
    first_seen: datetime
    cites: tuple[Citation, ...]
    news: tuple[News, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginItem:
    """A source that outlets rest on, and these; an outlet that cites nobody is its own."""

    name: str
    kind: str
    state_media: bool
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryItem:
    """One event and the articles about it. `origins`: the sources that it rests on at most.

    `lags`: by outlet, how many seconds after the first mover it published.
    """

    id: str
    title: str
    topics: tuple[str, ...]
    score: float
    first_seen: datetime
    last_seen: datetime
    outlets: tuple[str, ...]
    langs: tuple[str, ...]
    first_mover: str
    lags: dict[str, float]
    origins: tuple[OriginItem, ...]
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryPage:
    """`next` is what `before` must be for the following page; null at the end."""

    items: tuple[StoryItem, ...]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """A feed and how it is. Credentials in its address are masked."""

    name: str
    url: str
    condition: str
    well: bool
    reason: str
    since: datetime | None
    last_poll: datetime | None
    next_poll: datetime | None
    last_new: datetime | None
    entries: int
    polls: int
    not_modified: int
    failed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedPage:
    items: tuple[FeedItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertItem:
    """Something that was told or is owed. `why`: the words that decided; `news`: what is new since it was told last."""

    id: str
    story: str
    topic: str
    title: str
    outlet: str
    lang: str
    url: str
    why: str
    score: float
    priority: str
    occasion: str
    news: str
    created: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertPage:
    items: tuple[AlertItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryItem:
    """A stored entry with what was decided: the topics that it matches, with their scores, and the words that did it.

    Credentials in the feed's address are masked.
    """

    id: str
    title: str
    url: str
    outlet: str
    lang: str
    country: str
    published: datetime | None
    first_seen: datetime
    decision: str
    topics: dict[str, float]
    hits: tuple[str, ...]
    summary: str
    page: str
    feed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPage:
    """`next` is what `before` must be for the following page; null at the end."""

    items: tuple[EntryItem, ...]
    next: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How the watch goes: `condition` is ok, late or stopped; `feeds` counts them by their condition."""

    condition: str
    version: str
    topics: tuple[str, ...]
    last_poll: datetime | None
    next_poll: datetime | None
    feeds: dict[str, int]
    counts: dict[str, int]
    database_bytes: int


def article(member: Member) -> Article:
    return Article(
        id=member.entry,
        outlet=member.outlet,
        title=member.title,
        url=member.url,
        lang=member.lang,
        country=member.country,
        published=member.published,
        first_seen=member.first_seen,
        cites=member.citations,
        news=member.news,
    )


def story_item(story: Story) -> StoryItem:
    rests = origins(story)
    return StoryItem(
        id=story.id,
        title=story.title,
        topics=story.topics,
        score=round(story.score, 4),
        first_seen=story.first_seen,
        last_seen=story.last_seen,
        outlets=story.outlets,
        langs=story.langs,
        first_mover=rests.first_mover,
        lags={outlet: lag.total_seconds() for outlet, lag in rests.lags},
        origins=tuple(
            OriginItem(name=one.name, kind=one.kind, state_media=one.is_state_media, outlets=one.outlets)
            for one in rests.origins
        ),
        articles=tuple(map(article, story.members)),
    )


def feed_item(state: FeedState, name: str) -> FeedItem:
    found = health(state)
    return FeedItem(
        name=name,
        url=masked(state.url),
        condition=found.condition.value,
        well=found.well,
        reason=masked(found.reason),
        since=found.since,
        last_poll=state.last_poll,
        next_poll=found.next,
        last_new=state.last_new,
        entries=state.entries,
        polls=state.polls,
        not_modified=state.not_modified,
        failed=state.failed,
    )


def alert_item(alert: Alert) -> AlertItem:
    return AlertItem(
        id=alert.id,
        story=alert.story,
        topic=alert.topic,
        title=alert.title,
        outlet=alert.outlet,
        lang=alert.lang,
        url=alert.url,
        why=alert.why,
        score=round(alert.score, 4),
        priority=alert.priority.value,
        occasion=alert.occasion.value,
        news=alert.news,
        created=alert.created,
    )


def match_item(one: Matched, decision: str = "yes") -> EntryItem:
    return EntryItem(
        id=one.entry,
        title=one.title,
        url=one.url,
        outlet=one.outlet,
        lang=one.lang,
        country=one.country,
        published=one.published,
        first_seen=one.first_seen,
        decision=decision,
        topics={topic: round(score, 4) for topic, score in one.topics},
        hits=one.words,
        summary=one.summary,
        page=one.page.value,
        feed=_address(one.feed),
    )


def entry_item(decision: Decision) -> EntryItem:
    return match_item(decision.matched, decision.answer.value)


@lru_cache(maxsize=4096)  # an archive has millions of entries and few feeds
def _address(feed: str) -> str:
    return masked(feed)


# --- as JSON ----------------------------------------------------------------------------------------------------------


def plain(value: Any) -> Any:
    """A shape, or what it is made of, as what JSON can hold; times are ISO 8601."""
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, (tuple, list)):
        return list(map(plain, value))
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    return plain(_opened(value))


def _opened(value: Any) -> Any:
    """A time as text, a shape with its fields as they are."""
    if isinstance(value, datetime):
        return value.isoformat()
    names = _NAMES.get(type(value)) or _NAMES.setdefault(type(value), tuple(field.name for field in fields(value)))
    return {name: getattr(value, name) for name in names}


_NAMES: dict[type, tuple[str, ...]] = {}
_encoded = json.JSONEncoder(ensure_ascii=False, default=_opened).encode


def as_json(shape: Any) -> str:
    """A shape as JSON of `plain`, in a quarter of the time: an export has a hundred thousand of them."""
    return _writer(type(shape))(shape)  # type: ignore[arg-type]  # mypy doubts that types can be hashed


@cache
def _writer(kind: type[Any]) -> Callable[[Any], str]:
    """A function that writes the shapes of a kind: the names are constants, and each field goes the shortest way.

    It is made as dataclasses make their own functions.
    """
    hints = get_type_hints(kind)
    ways = {f"way_of_{name}": _WAYS.get(hint, _encoded) for name, hint in hints.items()}
    written = ", ".join(f'"{name}": {{way_of_{name}(shape.{name})}}' for name in hints)
    made: Callable[[Any], str] = eval(f"lambda shape: f'{{{{{written}}}}}'", ways)  # noqa: S307 - of our own names alone
    return made


def _time(time: datetime | None) -> str:
    return "null" if time is None else f'"{time.isoformat()}"'


def _texts(texts: tuple[str, ...]) -> str:
    return f"[{', '.join(map(encode_basestring, texts))}]"


def _numbers(numbers: dict[str, float]) -> str:
    pairs = [f"{encode_basestring(name)}: {number!r}" for name, number in numbers.items()]
    return f"{{{', '.join(pairs)}}}"


_WAYS: dict[Any, Callable[[Any], str]] = {
    str: encode_basestring,
    datetime: _time,
    datetime | None: _time,
    tuple[str, ...]: _texts,
    dict[str, float]: _numbers,
}
