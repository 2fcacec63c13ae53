"""What deserves to be told, to whom, and when to try again.

Rules of this file: a story is told once per topic, at its first article that was not silent; an alert's id is made
of story, topic and occasion alone, so whoever plans it again plans the same alert; nothing that matched is dropped
without a reason that is kept.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.core.model import Alert, Decision, Delivery, Hit, Priority, Reason, Story, Verdict

FIRST_RETRY = timedelta(seconds=15)
LONGEST_RETRY = timedelta(hours=1)
EXPIRY = timedelta(days=1)  # yesterday's news is no alert; the dashboard still has it
WHY_WORDS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Where a topic's alerts go, and how loud they are."""

    channels: tuple[str, ...]
    priority: Priority = Priority.NORMAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """An alert to send, or one to keep with the reason why it is not sent."""

    alert: Alert
    suppressed: Reason | None = None


def decide(story: Story, decision: Decision, *, routes: Mapping[str, Route], now: datetime) -> tuple[Planned, ...]:
    """The alerts that an article's matches call for, now that it belongs to `story`."""
    silent = Reason.SILENT if decision.silent else None
    return tuple(
        Planned(alert=_alert(story, decision, verdict, routes[verdict.topic], now), suppressed=silent)
        for verdict in decision.matches
        if verdict.topic in routes
    )


def retry_in(delivery: Delivery, *, final: bool, now: datetime) -> timedelta | None:
    """How long to wait before a failed delivery is tried again; None gives it up."""
    if final or now - delivery.alert.created > EXPIRY:
        return None
    return min(FIRST_RETRY * (1 << min(delivery.attempts, 20)), LONGEST_RETRY)


def why(hits: tuple[Hit, ...]) -> str:
    """The words that fired, as they stand in the article, each group's first ones before its others."""
    by_group: dict[str, list[str]] = {}
    for hit in hits:
        words = by_group.setdefault(hit.group, [])
        if hit.text.casefold() not in {word.casefold() for word in words}:
            words.append(hit.text)
    rows = list(by_group.values())
    depth = max((len(row) for row in rows), default=0)
    ordered = dict.fromkeys(row[i] for i in range(depth) for row in rows if i < len(row))
    return " · ".join(list(ordered)[:WHY_WORDS])


def _alert(story: Story, decision: Decision, verdict: Verdict, route: Route, now: datetime) -> Alert:
    entry = decision.article.entry
    return Alert(
        id=hashlib.sha256(f"{story.id}\0{verdict.topic}\0first".encode()).hexdigest()[:16],
        story=story.id,
        topic=verdict.topic,
        entry=entry.id,
        title=entry.title,
        outlet=entry.outlet,
        lang=entry.lang,
        url=entry.url,
        why=why(verdict.hits),
        score=verdict.score,
        priority=route.priority,
        created=now,
        channels=route.channels,
    )
