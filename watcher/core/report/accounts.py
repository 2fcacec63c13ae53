"""One story as a report tells it: who when, on whose word, and what was changed afterwards."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from watcher.core.edits import Revision
from watcher.core.model import Citation, Member, News, Story
from watcher.core.stories import Origin, origins
from watcher.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One article of a story. `place` is where it stands between the first (0) and the last (1)."""

    member: Member
    lag: timedelta  # behind the first article
    place: float
    chain: tuple[str, ...]  # whom it rests on, the nearest first
    quotes: tuple[Citation, ...]  # the citations that come with a sentence
    news: tuple[tuple[str, tuple[str, ...]], ...]  # sentences that say something new, with what is new in them
    revisions: tuple[Revision, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A story with everything that a report says of it."""

    id: str
    title: str
    lang: str  # of the title
    topics: tuple[str, ...]
    score: float
    outlets: int
    langs: tuple[str, ...]
    first: datetime
    last: datetime
    tellings: tuple[Telling, ...]  # as they were published
    origins: tuple[Origin, ...]

    @property
    def edited(self) -> int:
        """How many of its articles were changed after they were read."""
        return sum(bool(telling.revisions) for telling in self.tellings)


def account(story: Story, revisions: Mapping[str, Sequence[Revision]]) -> Account:
    """A story for people; `revisions` by entry."""
    members = sorted(story.members, key=lambda member: (member.published, member.entry))
    first, last = members[0].published, members[-1].published
    told = (_telling(member, first, last, tuple(revisions.get(member.entry, ()))) for member in members)
    return Account(
        id=story.id,
        title=story.title,
        lang=next((member.lang for member in members if member.title == story.title), ""),
        topics=story.topics,
        score=story.score,
        outlets=len(story.outlets),
        langs=story.langs,
        first=first,
        last=last,
        tellings=tuple(told),
        origins=origins(story).origins,
    )


def _telling(member: Member, first: datetime, last: datetime, revisions: tuple[Revision, ...]) -> Telling:
    span = last - first
    quotes = tuple(_quotes(member.citations))
    return Telling(
        member=member,
        lag=member.published - first,
        place=(member.published - first) / span if span else 0.0,
        chain=tuple(dict.fromkeys(one.source for one in sorted(member.citations, key=lambda one: one.order))),
        quotes=quotes,
        news=tuple(_news(member.news, {quote.sentence for quote in quotes}).items()),
        revisions=revisions,
    )


def _quotes(citations: Sequence[Citation]) -> Iterator[Citation]:
    """Each sentence once: one may name several sources."""
    seen = set()
    for citation in sorted(citations, key=lambda one: one.order):
        if citation.sentence and citation.sentence not in seen:
            seen.add(citation.sentence)
            yield citation


def _news(news: Sequence[News], quoted: set[str]) -> dict[str, tuple[str, ...]]:
    """What is new by sentence, without the sentences that stand there anyway."""
    found: dict[str, tuple[str, ...]] = {}
    for one in news:
        if one.sentence not in quoted:
            found[one.sentence] = (*found.get(one.sentence, ()), one.text)
    return found
