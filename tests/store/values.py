"""Plain values for the store's tests; what a test is about is said in the test."""

from datetime import UTC, datetime, timedelta

from watcher.core.model import (
    Alert,
    Answer,
    Article,
    Decision,
    Entry,
    Feed,
    FeedState,
    Field,
    Hit,
    Member,
    Priority,
    Reason,
    ScorePart,
    Story,
    Suppressed,
    Verdict,
)

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAYS = timedelta(days=7)
FEEDS = [Feed(url=f"https://{name}.example/feed") for name in ("b", "a", "c")]


def state(name, **changes):
    return FeedState(url=f"https://{name}.example/feed", **changes)


def verdict(answer=Answer.YES, **changes):
    values = {
        "topic": "North Korea and Russia",
        "answer": answer,
        "score": 0.7 if answer is Answer.YES else 0.2,
        "threshold": 0.4,
        "hits": (Hit(group="north-korea", term="Nordkorea", field=Field.TITLE, start=0, end=9, text="Nordkorea"),),
        "parts": (ScorePart(label="closeness", value=0.25, why="within one sentence"),),
    }
    return Verdict(**{**values, **changes})


def entry(number=0, **changes):
    values = {
        "id": f"entry-{number:06}",
        "feed": "https://news.example/feed",
        "outlet": "The Example",
        "url": f"https://news.example/{number}",
        "title": f"Nordkorea entsendet Delegation {number}",
        "summary": "Eine Delegation der Militäruniversität ist nach Russland abgereist.",
        "lang": "de",
        "first_seen": NOW + number * timedelta(seconds=1),
        "keys": (f"guid:{number}", f"url:news.example/{number}"),
    }
    return Entry(**{**values, **changes})


def decision(number=0, *verdicts, decided_at=NOW, silent=False, entry_changes=None, **changes):
    """A decision over an article; without verdicts every topic said no."""
    article = Article(entry=entry(number, **(entry_changes or {})), **changes)
    return Decision(article=article, verdicts=verdicts, decided_at=decided_at, silent=silent)


def member(number=0, **changes):
    values = {
        "entry": f"entry-{number:06}",
        "outlet": f"Outlet {number % 7}",
        "title": f"Nordkorea entsendet Delegation {number}",
        "published": NOW,
        "first_seen": NOW + number * MINUTE,
        "features": (("concept:delegation", 0.5), ("country:KP", 1.0)),
    }
    return Member(**{**values, **changes})


def story(number=0, members=None, **changes):
    values = {
        "id": f"story-{number:06}",
        "title": "A delegation leaves",
        "topics": ("North Korea and Russia",),
        "members": members or (member(number),),
        "score": 0.7,
    }
    return Story(**{**values, **changes})


def alert(number=0, **changes):
    values = {
        "id": f"alert-{number:06}",
        "story": "story-000000",
        "topic": "North Korea and Russia",
        "entry": "entry-000000",
        "title": "Nordkorea entsendet Delegation",
        "outlet": "The Example",
        "lang": "de",
        "url": "https://news.example/0",
        "why": "Nordkorea · Militäruniversität",
        "score": 0.7,
        "priority": Priority.NORMAL,
        "created": NOW + number * timedelta(seconds=1),
        "channels": ("desktop",),
    }
    return Alert(**{**values, **changes})


def held(number, reason=Reason.QUIET, due=None, **changes):
    return Suppressed(alert=alert(number, **changes), reason=reason, due=due)
