"""What the JSON answers hold; the OpenAPI document is made from these very classes."""

from datetime import datetime

from watcher.core.health import health
from watcher.core.model import Alert, Decision, FeedState, Member, Story
from watcher.core.stories.origins import origins
from watcher.frozen import dataclass
from watcher.log.mask import masked


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article of a story. `cites`: whom it names as its source, the nearest first."""

    entry: str
    outlet: str
    title: str
    url: str
    lang: str
    country: str
    published: datetime
    first_seen: datetime
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryItem:
    """One event and the articles about it, the oldest first. `origins`: the sources that it rests on at most."""

    id: str
    title: str
    topics: tuple[str, ...]
    score: float
    first_seen: datetime
    last_seen: datetime
    outlets: tuple[str, ...]
    langs: tuple[str, ...]
    origins: tuple[str, ...]
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
    """A stored entry with what was decided: the topics that it matches, with their scores."""

    id: str
    title: str
    summary: str
    url: str
    outlet: str
    lang: str
    published: datetime | None
    first_seen: datetime
    answer: str
    topics: dict[str, float]


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
        entry=member.entry,
        outlet=member.outlet,
        title=member.title,
        url=member.url,
        lang=member.lang,
        country=member.country,
        published=member.published,
        first_seen=member.first_seen,
        cites=tuple(citation.source for citation in member.citations),
    )


def story_item(story: Story) -> StoryItem:
    return StoryItem(
        id=story.id,
        title=story.title,
        topics=story.topics,
        score=round(story.score, 4),
        first_seen=story.first_seen,
        last_seen=story.last_seen,
        outlets=story.outlets,
        langs=story.langs,
        origins=tuple(origin.name for origin in origins(story).origins),
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


def entry_item(decision: Decision) -> EntryItem:
    entry = decision.article.entry
    return EntryItem(
        id=entry.id,
        title=entry.title,
        summary=entry.summary,
        url=entry.url,
        outlet=entry.outlet,
        lang=entry.lang,
        published=entry.published,
        first_seen=entry.first_seen,
        answer=decision.answer.value,
        topics={verdict.topic: round(verdict.score, 4) for verdict in decision.matches},
    )
