"""Stories split and merged by a person: what becomes of them, and of a correction that is taken back."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from watcher.core.model import Correction, Decision, Member, Story, Way
from watcher.errors import CorrectionError
from watcher.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A correction with the stories as they are after it; `gone` is the one that is no more."""

    correction: Correction
    stories: tuple[Story, ...]
    gone: str = ""


def split(story: Story, entries: Iterable[str], decisions: Mapping[str, Decision], *, now: datetime) -> Corrected:
    """Take articles out of a story; raises CorrectionError. `decisions` of its articles tell each part's topics.

    The part with the article that opened the story keeps its id; the other one gets that of its own first article.
    """
    away = dict.fromkeys(entries)
    strange = away.keys() - {member.entry for member in story.members}
    if strange:
        raise CorrectionError(f"no article {', '.join(sorted(strange))} in story {story.id}")
    if story.id in away:
        away = {member.entry: None for member in story.members if member.entry not in away}
    moved = tuple(member for member in story.members if member.entry in away)
    if not moved or len(moved) == len(story.members):
        raise CorrectionError(f"story {story.id} cannot be split so: one part would be empty")
    stays = tuple(member for member in story.members if member.entry not in away)
    parts = (_part(story, stays, decisions), _part(story, moved, decisions))
    return Corrected(correction=_correction(Way.SPLIT, parts[0].id, parts[1].id, moved, now), stories=parts)


def merge(one: Story, other: Story, *, now: datetime) -> Corrected:
    """Make one story of two; raises CorrectionError. The one that began first keeps its id."""
    if one.id == other.id:
        raise CorrectionError(f"{one.id} cannot be merged with itself")
    first, second = sorted((one, other), key=lambda story: (story.first_seen, story.id))
    return Corrected(
        correction=_correction(Way.MERGE, first.id, second.id, second.members, now),
        stories=(_together(first, second),),
        gone=second.id,
    )


def undo(
    correction: Correction,
    story: Story | None,
    other: Story | None,
    decisions: Mapping[str, Decision],
    *,
    now: datetime,
) -> Corrected:
    """Take a correction back, given its stories as they are now; raises CorrectionError.

    What came since stays where it joined: after a merge with the first story, after a split with the one that came of it.
    """
    taken_back = replace(correction, undone=now)
    if correction.undone is not None:
        raise CorrectionError(f"correction {correction.id} was taken back already")
    if correction.way is Way.SPLIT and story and other:
        return Corrected(correction=taken_back, stories=(_together(story, other),), gone=other.id)
    if correction.way is Way.MERGE and story and not other:
        moved = tuple(member for member in story.members if member.entry in correction.entries)
        stays = tuple(member for member in story.members if member.entry not in correction.entries)
        if stays and correction.other in {member.entry for member in moved}:
            parts = (_part(story, stays, decisions), _part(story, moved, decisions, name=correction.other))
            return Corrected(correction=taken_back, stories=parts)
    raise CorrectionError(f"correction {correction.id} cannot be taken back: its stories were corrected again since")


def _part(story: Story, members: tuple[Member, ...], decisions: Mapping[str, Decision], *, name: str = "") -> Story:
    """A story of some members of another one."""
    opener = next((one for one in members if one.entry == (name or story.id)), members[0])
    found = [verdict for member in members if member.entry in decisions for verdict in decisions[member.entry].matches]
    return Story(
        id=opener.entry,
        title=story.title if opener.entry == story.id else opener.title,
        topics=tuple(dict.fromkeys(verdict.topic for verdict in found)) or story.topics,
        members=members,
        score=max((verdict.score for verdict in found), default=story.score),
    )


def _together(first: Story, second: Story) -> Story:
    members = sorted(
        (*first.members, *second.members), key=lambda member: (member.first_seen, member.entry != first.id)
    )
    return replace(
        first,
        members=tuple(members),
        topics=tuple(dict.fromkeys((*first.topics, *second.topics))),
        score=max(first.score, second.score),
    )


def _correction(way: Way, story: str, other: str, moved: Iterable[Member], now: datetime) -> Correction:
    name = hashlib.sha256(f"{way}\0{story}\0{other}\0{now.isoformat()}".encode()).hexdigest()[:8]
    return Correction(
        id=name, way=way, story=story, other=other, entries=tuple(member.entry for member in moved), at=now
    )
