"""The headless presentation: one line per event for people, one JSON object per event for programs."""

import json
from datetime import datetime, tzinfo
from typing import assert_never

from watcher.core import events
from watcher.core.events import Event
from watcher.core.health import health
from watcher.core.model import Alert, Decision, FeedState
from watcher.dashboard.clean import clean
from watcher.dashboard.words import Tone, sentence

Value = str | int | float | bool | None | list["Value"] | dict[str, "Value"]


def line(event: Event, zone: tzinfo, *, routine: bool = True, encoding: str = "utf-8") -> str | None:
    """An event as a line for people; None for what has none. Without `routine`, only what stands out has one."""
    said = sentence(event)
    if said is None or (said.tone is Tone.QUIET and not routine):
        return None
    return f"{said.at.astimezone(zone):%H:%M:%S}  {said.what:8}{clean(said.text, encoding)}"


def json_line(event: Event) -> str:
    """An event as one line of JSON. The keys `event` and `at` are always there; times are in UTC, ISO 8601."""
    return json.dumps({"event": _name(event), "at": _time(event.at), **_facts(event)}, ensure_ascii=False)


def described(event: Event) -> tuple[str, dict[str, Value]]:
    """An event's name and facts, as `json_line` writes them."""
    return _name(event), _facts(event)


def _name(event: Event) -> str:
    """`PollFailed` → `poll_failed`."""
    return "".join(f"_{char.lower()}" if char.isupper() else char for char in type(event).__name__).lstrip("_")


def _time(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _facts(event: Event) -> dict[str, Value]:  # noqa: C901, PLR0912 - a table with one case for each event
    match event:
        case events.Started(version=version, feeds=feeds, topics=topics, config=config):
            return {"version": version, "feeds": feeds, "topics": [*topics], "config": config}
        case events.PollStarted(feed=feed):
            return {"feed": feed}
        case events.Polled():
            return _polled(event)
        case events.PollFailed(feed=feed, name=name, fault=fault, state=state):
            return {"feed": feed, "name": name, "fault": fault, "failures": state.failures, **_health(state)}
        case events.EntryDecided(decision=decision, story=story, silent=silent):
            return {**_entry(decision), "story": story or None, "silent": silent}
        case events.PageFailed(entry=entry, url=url, fault=fault, final=final):
            return {"entry": entry, "url": url, "fault": fault, "final": final}
        case events.ArticleEdited():
            return _edited(event)
        case events.StoryChanged():
            return _story(event)
        case events.StoriesCorrected():
            return _corrected(event)
        case events.Muted(mute=mute):
            return {"topic": mute.topic or None, "story": mute.story or None, "until": _time(mute.until)}
        case events.AlertSent(alert=alert, channel=channel):
            return {"channel": channel, **_alert(alert)}
        case events.AlertFailed(alert=alert, channel=channel, fault=fault, final=final):
            return {"channel": channel, "fault": fault, "final": final, **_alert(alert)}
        case events.FeedDied() | events.FeedFellSilent():
            return {"feed": event.feed, "name": event.name, "reason": event.reason, "since": _time(event.since)}
        case events.FeedReturned(feed=feed, name=name, since=since):
            return {"feed": feed, "name": name, "since": _time(since)}
        case events.Warned(what=what, hint=hint):
            return {"what": what, "hint": hint}
        case events.Reloaded(config=config, feeds=feeds, topics=topics, changes=changes, later=later):
            new: dict[str, Value] = {"changes": [*changes], "later": [*later]}
            return {"config": config, "feeds": len(feeds), "topics": [*topics], **new}
        case events.ReloadFailed(config=config, faults=faults):
            return {"config": config, "faults": [*faults]}
        case events.Reapplied(entries=entries, changed=changed):
            return {"entries": entries, "changed": changed}
        case events.Woke():
            times = {"slept": event.slept, "shifted": event.shifted, "within": event.within}
            return {"feeds": event.feeds, **{name: round(time.total_seconds()) for name, time in times.items()}}
        case events.Stopped(why=why):
            return {"why": why}
        case _:
            assert_never(event)


def _health(state: FeedState) -> dict[str, Value]:
    found = health(state)
    return {"health": found.condition.value, "since": _time(found.since), "next_poll": _time(found.next)}


def _polled(event: events.Polled) -> dict[str, Value]:
    return {
        "feed": event.feed,
        "name": event.name,
        "total": event.total,
        "new": event.new,
        "not_modified": event.not_modified,
        "baseline": event.baseline,
        "recovered": event.recovered,
        "note": event.note,
        **_health(event.state),
    }


def _entry(decision: Decision) -> dict[str, Value]:
    entry = decision.article.entry
    return {
        "entry": entry.id,
        "feed": entry.feed,
        "outlet": entry.outlet,
        "title": entry.title,
        "url": entry.url,
        "lang": entry.lang,
        "published": _time(entry.published),
        "page": decision.article.page.value,
        "answer": decision.answer.value,
        "topics": [{"name": v.topic, "score": round(v.score, 4), "match": v.matches} for v in decision.verdicts],
    }


def _edited(event: events.ArticleEdited) -> dict[str, Value]:
    entry = event.entry
    return {
        "entry": entry.id,
        "outlet": entry.outlet,
        "title": event.visit.title or entry.title,
        "url": entry.url,
        "story": event.story or None,
        "changes": [change.value for change in event.visit.changes],
    }


def _story(event: events.StoryChanged) -> dict[str, Value]:
    story = event.story
    return {
        "story": story.id,
        "new": event.new,
        "title": story.title,
        "topics": [*story.topics],
        "score": round(story.score, 4),
        "articles": len(story.members),
        "outlets": [*story.outlets],
        "langs": [*story.langs],
    }


def _corrected(event: events.StoriesCorrected) -> dict[str, Value]:
    return {
        "correction": event.correction.id,
        "way": event.correction.way.value,
        "undone": event.correction.undone is not None,
        "stories": [{"story": story.id, "articles": len(story.members)} for story in event.stories],
        "gone": event.gone or None,
    }


def _alert(alert: Alert) -> dict[str, Value]:
    return {
        "alert": alert.id,
        "story": alert.story,
        "topic": alert.topic,
        "entry": alert.entry,
        "title": alert.title,
        "outlet": alert.outlet,
        "lang": alert.lang,
        "url": alert.url,
        "why": alert.why,
        "score": round(alert.score, 4),
        "priority": alert.priority.value,
    }
