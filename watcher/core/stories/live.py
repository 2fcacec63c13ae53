"""The live stories, held ready so that joining one article takes the same time however many there are."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Final

from watcher.core.model import Citation, Decision, Member, Story
from watcher.core.stories.concepts import Concepts
from watcher.core.stories.copies import LEAST
from watcher.core.stories.features import Look, features, look
from watcher.core.stories.likeness import SILENCE, SPAN, Rarities, Vector, belonging, is_copy, likeness, vector
from watcher.core.stories.news import news
from watcher.frozen import dataclass

WINDOW: Final = SPAN  # how long a story is held after its last article
BAR: Final = 0.15  # belonging from which an article joins where it is all but alone …
RISE: Final = 0.68  # … and by how much it rises with each e-fold of live stories, since likeness by chance is likelier
ALONE: Final = 1.3  # stories
_FEATURES_ASKED: Final = 25  # the rarest ones of an article
_POSTINGS: Final = 1_500  # looked at for one article
_CANDIDATES: Final = 8  # stories compared in full, and only those …
_PROMISING: Final = 0.25  # … that share so much of what the most promising one shares
_FIRST: Final = 6  # members of a story that are compared: those that opened it …
_LATEST: Final = 10  # … and where it went


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    story: Story
    vectors: tuple[Vector, ...]
    first: datetime
    last: datetime


class LiveStories:
    """An inverted index over the stories of the last days. `take` is the only way in; `join` changes nothing."""

    def __init__(self, concepts: Concepts, stories: Iterable[Story] = ()) -> None:
        self._concepts = concepts
        self._held: dict[str, _Held] = {}
        self._story_of: dict[str, str] = {}  # entry → story
        self._with: dict[str, dict[str, None]] = {}  # feature → stories, in order of arrival
        for story in stories:
            self.take(story)

    def __len__(self) -> int:
        return len(self._held)

    def __contains__(self, story: str) -> bool:
        return story in self._held

    def join(self, decision: Decision, citations: Sequence[Citation] = ()) -> Story:
        """The story that an article belongs to, with the article in it: a live one, or a new one."""
        seen = look(decision, self._concepts)
        member = _member(decision, seen, citations)
        topics = tuple(verdict.topic for verdict in decision.matches)
        score = max((verdict.score for verdict in decision.matches), default=0.0)
        known = self._story_of.get(member.entry)
        story = self._held[known].story if known is not None else self.find(vector(member))
        if story is None:
            return Story(id=member.entry, title=member.title, topics=topics, members=(member,), score=score)
        member = replace(member, news=news(member, seen, story))
        return replace(
            story,
            members=_with_member(story.members, member),
            topics=tuple(dict.fromkeys((*story.topics, *topics))),
            score=max(story.score, score),
        )

    def take(self, story: Story) -> None:
        """Hold a story from now on, in place of what was held of it."""
        self._let_go(story.id)
        times = [member.published for member in story.members]
        compared = story.members
        if len(compared) > _FIRST + _LATEST:
            compared = (*compared[:_FIRST], *compared[-_LATEST:])
        vectors = tuple(vector(member) for member in compared)
        self._held[story.id] = _Held(story=story, vectors=vectors, first=min(times), last=max(times))
        for member in story.members:
            self._story_of[member.entry] = story.id
        for name in _names(vectors):
            self._with.setdefault(name, {})[story.id] = None

    def forget(self, before: datetime) -> None:
        """Let go of the stories whose last article is older."""
        for story_id in [key for key, held in self._held.items() if max(held.last, held.story.last_seen) < before]:
            self._let_go(story_id)

    def _let_go(self, story_id: str) -> None:
        held = self._held.pop(story_id, None)
        if held is None:
            return
        for member in held.story.members:
            self._story_of.pop(member.entry, None)
        for name in _names(held.vectors):
            stories = self._with[name]
            stories.pop(story_id)
            if not stories:
                del self._with[name]

    # --- finding the story --------------------------------------------------------------------------------------------

    def find(self, article: Vector) -> Story | None:
        """The live story that an article belongs to, if there is one."""
        copied = self._copied(article)
        if copied is not None:
            return copied
        rarities = Rarities(self._with, len(self._held))
        rated = [
            (belonging([likeness(article, other, rarities) for other in held.vectors]), held)
            for held in self._candidates(article, rarities)
        ]
        best, held = max(rated, key=lambda pair: (pair[0], pair[1].story.id), default=(0.0, None))
        bar = max(BAR, RISE * math.log((1 + len(self._held)) / ALONE))
        return held.story if held is not None and best >= bar else None

    def _copied(self, article: Vector) -> Story | None:
        """The story that a near copy of the article is in."""
        shared = Counter(story for value in article.sketch for story in self._with.get(f"k:{value}", ()))
        for story_id, number in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:_CANDIDATES]:
            held = self._held[story_id]
            if number >= LEAST and _in_time(article, held) and any(is_copy(article, other) for other in held.vectors):
                return held.story
        return None

    def _candidates(self, article: Vector, rarities: Rarities) -> list[_Held]:
        """The stories that share the rarest features, the most promising first, bounded in every direction."""
        known = sorted((len(self._with[name]), name) for name in article.names if name in self._with)
        promise: dict[str, float] = {}
        looked = 0
        for number, name in known[:_FEATURES_ASKED]:
            looked += number
            if looked > _POSTINGS and promise:
                break
            value = rarities[name]
            for story_id in self._with[name]:
                promise[story_id] = promise.get(story_id, 0.0) + value
        least = _PROMISING * max(promise.values(), default=0.0)
        ranked = sorted((-value, story_id) for story_id, value in promise.items() if value >= least)
        held = (self._held[story_id] for _, story_id in ranked)
        return list(islice((one for one in held if _in_time(article, one)), _CANDIDATES))


def _member(decision: Decision, seen: Look, citations: Sequence[Citation]) -> Member:
    entry = decision.article.entry
    return Member(
        entry=entry.id,
        outlet=entry.outlet,
        title=entry.title,
        url=entry.url,
        lang=entry.lang,
        country=entry.country,
        published=entry.published or entry.first_seen,
        first_seen=entry.first_seen,
        features=features(decision, seen, citations),
        citations=tuple(citations),
    )


def in_order(decisions: Iterable[Decision]) -> list[Decision]:
    """Decisions in the order in which they join, whatever the order in which a feed lists them."""
    return sorted(
        decisions, key=lambda one: (one.article.entry.published or one.article.entry.first_seen, one.article.entry.id)
    )


def _with_member(members: tuple[Member, ...], member: Member) -> tuple[Member, ...]:
    if any(other.entry == member.entry for other in members):
        return tuple(member if other.entry == member.entry else other for other in members)
    return (*members, member)


def _names(vectors: Iterable[Vector]) -> set[str]:
    names = {name for one in vectors for name in one.names}
    return names.union(f"k:{value}" for one in vectors for value in one.sketch)


def _in_time(article: Vector, held: _Held) -> bool:
    begins, ends = min(article.published, held.first), max(article.published, held.last)
    silence = max(article.published - held.last, held.first - article.published)
    return silence <= SILENCE and ends - begins <= SPAN
