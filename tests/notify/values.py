"""An alert to send."""

from dataclasses import replace
from datetime import UTC, datetime

from watcher.core.model import Alert, Priority

ALERT = Alert(
    id="alert-1",
    story="story-1",
    topic="North Korea and Russia",
    entry="entry-1",
    title="Delegation aus Nordkorea nach Russland abgereist",
    outlet="The Example",
    lang="de",
    url="https://news.example/1",
    why="Nordkorea · Militäruniversität",
    score=0.8,
    priority=Priority.NORMAL,
    created=datetime(2026, 11, 22, 12, 0, tzinfo=UTC),
    channels=("desktop",),
)


def alert(**changes):
    return replace(ALERT, **changes)
