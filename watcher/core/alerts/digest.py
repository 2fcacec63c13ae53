"""One alert in place of many: what was held is told together."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from watcher.core.alerts.occasion import LOUDNESS
from watcher.core.model import Alert, Headline, Occasion, Reason, Suppressed

LISTED: Final = 50  # more headlines than this nobody reads; the rest stays with the suppressed alerts
_HELD: Final[Mapping[Reason, str]] = {
    Reason.ASLEEP: "while this machine was asleep",
    Reason.HOURLY: "in the last hour",
    Reason.DAILY: "in the last day",
    Reason.QUIET: "during quiet hours",
    Reason.FLOOD: "at once",
    Reason.BUDGET: "beyond the day's budget",
}


def digests(held: Sequence[Suppressed], *, now: datetime) -> tuple[Alert, ...]:
    """The alerts that tell what was held and is due, one for each set of channels; paused stories come by themselves."""
    groups: dict[tuple[str, ...], list[Suppressed]] = {}
    for one in held:
        alone = (one.alert.story, one.alert.topic) if one.reason is Reason.PAUSE else ("", "")
        groups.setdefault((*alone, *one.alert.channels), []).append(one)
    return tuple(_digest(group, now) for group in groups.values())


def _digest(held: Sequence[Suppressed], now: datetime) -> Alert:
    """One alert for what was held together; a single story is told as itself, with its latest alert."""
    stories = {(one.alert.story, one.alert.topic): one.alert for one in held}  # the latest of each is what counts
    best = sorted(stories.values(), key=lambda one: (-LOUDNESS.index(one.priority), -one.score, one.id))
    ids = "\0".join(sorted(one.alert.id for one in held))
    digest = replace(best[0], id=hashlib.sha256(f"digest\0{ids}".encode()).hexdigest()[:16], created=now)
    if len(best) == 1:
        return digest
    reasons, topics = {one.reason for one in held}, {one.topic for one in best}
    span = _HELD.get(reasons.pop(), "") if len(reasons) == 1 else ""
    return replace(
        digest,
        story="",
        topic=topics.pop() if len(topics) == 1 else "",
        entry="",
        title=f"{len(best)} stories {span or 'since you were told last'}",
        outlet="",
        lang="",
        url="",
        why="",
        occasion=Occasion.DIGEST,
        news="",
        cites=(),
        origins=(),
        langs=(),
        digest=tuple(map(_headline, best[:LISTED])),
        total=len(best),
    )


def _headline(alert: Alert) -> Headline:
    return Headline(
        story=alert.story,
        topic=alert.topic,
        title=alert.title,
        outlet=alert.outlet,
        url=alert.url,
        score=alert.score,
        news=alert.news,
    )
