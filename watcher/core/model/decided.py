"""What was decided: hits, verdicts and decisions; and what is looked for among them."""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from watcher.core.model.read import Article, PageState
from watcher.frozen import dataclass


class Answer(StrEnum):
    """What a rule says of an article. Undecided: the page would tell."""

    YES = "yes"
    NO = "no"
    UNDECIDED = "undecided"


class Field(StrEnum):
    """Where in an article a hit stands."""

    TITLE = "title"
    SUMMARY = "summary"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A place where a term stood: `text == getattr(article, field)[start:end]` in the original text."""

    group: str  # "" for a term that stands in the rule itself
    term: str  # as written in the list
    field: Field
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorePart:
    """One line of the sum that makes a score, for people: `label` says what, `value` how much, `why` from where."""

    label: str
    value: float
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one topic says of an article.

    `answer` is the rule's truth, to which the law applies: decided without the page stays decided with it. An
    article matches when the answer is yes and the score reaches the topic's threshold.
    """

    topic: str
    answer: Answer
    score: float  # 0 to 1: how much the article is about the topic
    threshold: float
    hits: tuple[Hit, ...] = ()
    parts: tuple[ScorePart, ...] = ()
    wants_page: bool = False  # the page could change the outcome, and the topic's `fetch` setting wants it

    @property
    def matches(self) -> bool:
        return self.answer is Answer.YES and self.score >= self.threshold


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """An article with everything that the topics said of it; topics that plainly said no are left out."""

    article: Article
    verdicts: tuple[Verdict, ...] = ()
    decided_at: datetime
    silent: bool = False  # came with a feed's first poll: stored and matched, never told

    @classmethod
    def of(cls, article: Article, verdicts: tuple[Verdict, ...], *, at: datetime, silent: bool) -> "Decision":
        """What was decided now; a page that is wanted and that nobody asked for is asked for at once."""
        if article.page is PageState.UNREAD and any(verdict.wants_page for verdict in verdicts):
            article = replace(article, retry_at=at)
        return cls(article=article, verdicts=verdicts, decided_at=at, silent=silent)

    @property
    def matches(self) -> tuple[Verdict, ...]:
        return tuple(verdict for verdict in self.verdicts if verdict.matches)

    @property
    def waits_for_page(self) -> bool:
        """Whether the page is still to be read, because it could change the outcome."""
        waiting = self.article.page in (PageState.UNREAD, PageState.FAILED)
        return waiting and any(verdict.wants_page for verdict in self.verdicts)

    @property
    def answer(self) -> Answer:
        """Yes if any topic matches, undecided if any could with the page, no otherwise."""
        if self.matches:
            return Answer.YES
        waiting = self.article.page in (PageState.UNREAD, PageState.FAILED)
        if waiting and any(v.answer is Answer.UNDECIDED or v.wants_page for v in self.verdicts):
            return Answer.UNDECIDED
        return Answer.NO

    @property
    def matched(self) -> "Matched":
        """The match as long lists have it."""
        entry = self.article.entry
        return Matched(
            entry=entry.id,
            title=entry.title,
            url=entry.url,
            outlet=entry.outlet,
            lang=entry.lang,
            country=entry.country,
            published=entry.published,
            first_seen=entry.first_seen,
            summary=entry.summary,
            page=self.article.page,
            feed=entry.feed,
            topics=tuple((verdict.topic, verdict.score) for verdict in self.matches),
            words=tuple(sorted({hit.text for verdict in self.matches for hit in verdict.hits})),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What somebody looks for among stored entries; what is empty does not narrow it."""

    query: str = ""  # words, "words in a row", -unwanted ones and beginnings*
    since: datetime | None = None  # first seen then or later
    topic: str = ""  # that matches it
    outlet: str = ""
    lang: str = ""
    answer: Answer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of the archive that somebody walks through; what is empty does not narrow it."""

    since: datetime | None = None  # first seen then or later
    before: datetime | None = None  # first seen earlier
    topic: str = ""  # that matches it
    answer: Answer | None = None
    feeds: tuple[str, ...] = ()


class Matched(NamedTuple):
    """A match as long lists have it, without its text. A tuple, because an archive holds hundreds of thousands."""

    entry: str
    title: str
    url: str
    outlet: str
    lang: str
    country: str
    published: datetime | None
    first_seen: datetime
    summary: str
    page: PageState
    feed: str
    topics: tuple[tuple[str, float], ...]  # that it matches, with its scores
    words: tuple[str, ...]  # that stand there for these, each once


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """How much of the archive a feed told since some time, and in which language it does so now."""

    feed: str
    lang: str
    oldest: datetime
    newest: datetime
    entries: int
