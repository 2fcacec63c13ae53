"""Which articles report one event."""

from dataclasses import replace
from datetime import timedelta

from watcher.core.model import Decision, Field, Member, Story

WINDOW = timedelta(days=7)
SAME_EVENT = 0.5
GAP = timedelta(days=2)


def join(decision: Decision, known: tuple[Story, ...]) -> Story:
    """The story that an article belongs to, with the article in it: one of `known`, or a new one."""
    member = _member(decision)
    topics = tuple(verdict.topic for verdict in decision.matches)
    score = max(verdict.score for verdict in decision.matches)
    for story in known:
        if any(other.entry == member.entry for other in story.members):
            members = tuple(member if other.entry == member.entry else other for other in story.members)
            return replace(story, members=members, topics=_union(story.topics, topics), score=max(story.score, score))
    best = max(known, key=lambda story: _likeness(member, story), default=None)
    if best is not None and _likeness(member, best) >= SAME_EVENT:
        return replace(
            best, members=(*best.members, member), topics=_union(best.topics, topics), score=max(best.score, score)
        )
    return Story(id=member.entry, title=member.title, topics=topics, members=(member,), score=score)


def _member(decision: Decision) -> Member:
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
        features=_features(decision),
    )


def _features(decision: Decision) -> tuple[tuple[str, float], ...]:
    weights: dict[str, float] = {}
    for verdict in decision.matches:
        for hit in verdict.hits:
            if hit.field is not Field.TEXT and hit.group:
                weights[hit.group] = 1.0
    return tuple(sorted(weights.items()))


def _likeness(member: Member, story: Story) -> float:
    if abs(member.published - story.members[-1].published) > GAP:
        return 0.0
    mine = {name for name, _ in member.features}
    return max((_overlap(mine, {name for name, _ in other.features}) for other in story.members), default=0.0)


def _overlap(first: set[str], second: set[str]) -> float:
    return len(first & second) / len(first | second) if first | second else 0.0


def _union(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))
