"""The headless presentation: lines for people, JSON for programs."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from tests.dashboard.newsroom import NOW, events, failed_alert
from watcher.core.events import (
    EntryDecided,
    Event,
    FeedDied,
    FeedFellSilent,
    FeedReturned,
    PageFailed,
    PollFailed,
    Stopped,
    StoryChanged,
)
from watcher.core.model import FeedState, PageState
from watcher.dashboard.lines import json_line, line

EVERY = [
    *events(),
    failed_alert(),
    FeedDied(at=NOW, feed="f", name="A", reason="410", since=NOW),
    FeedFellSilent(at=NOW, feed="f", name="A", reason="nothing new for unusually long", since=NOW),
    FeedReturned(at=NOW, feed="f", name="A", since=NOW),
    PageFailed(at=NOW, entry="e1", url="https://news.example/1", fault="timeout", final=True),
    Stopped(at=NOW, why="asked to"),
]


def test_an_event_is_one_line_with_the_local_time():
    zone = timezone(timedelta(hours=1))
    lines = [line(event, zone) for event in EVERY]
    said = [text for text in lines if text is not None]
    assert said[0] == "12:20:07  started watcher 0.1.0 with 10 feeds and 3 topics from config.toml"
    assert "15:32:07  alert   desktop: no session bus, kept for another try (" in said[-6]
    assert all("\n" not in text for text in said)


def test_without_routine_only_what_stands_out_is_said():
    kinds = {text.split()[1] for event in EVERY if (text := line(event, UTC, routine=False)) is not None}
    feeds = {"failed", "dead", "silent", "back"}
    assert kinds == feeds | {"started", "match", "story", "alert", "note", "page", "stopped"}


def test_a_match_before_a_wall_says_what_decided():
    event = next(event for event in events() if isinstance(event, EntryDecided) and event.decision.matches)
    article = replace(event.decision.article, page=PageState.WALLED)
    walled = replace(event, decision=replace(event.decision, article=article))
    assert "title and summary decided" in (line(walled, UTC) or "")
    assert "title and summary decided" not in (line(event, UTC) or "")


def test_a_line_is_clean_and_fits_the_encoding():
    event = PollFailed(at=NOW, feed="f", name="x\x1b[2J\nпривет", state=FeedState(url="f"), fault="a\x9b31mb")
    assert line(event, UTC) == "14:32:07  failed  x[2J привет: a31mb"
    assert line(event, UTC, encoding="ascii") == "14:32:07  failed  x[2J ??????: a31mb"


def test_every_event_is_one_json_object_with_a_name_and_a_time():
    for event in EVERY:
        text = json_line(event)
        assert "\n" not in text
        told = json.loads(text)
        assert datetime.fromisoformat(told["at"]) == event.at
        assert set(told) == KEYS[told["event"]]
    assert {json.loads(json_line(event))["event"] for event in EVERY} == set(KEYS)


# Programs depend on these names: adding one is fine, taking one away is not.
_ALERT = {"alert", "story", "topic", "entry", "title", "outlet", "lang", "url", "why", "score", "priority"}
_HEALTH = {"health", "since", "next_poll"}
KEYS = {
    name: {"event", "at", *keys}
    for name, keys in {
        "started": {"version", "feeds", "topics", "config"},
        "poll_started": {"feed"},
        "polled": {"feed", "name", "total", "new", "not_modified", "baseline", "recovered", "note", *_HEALTH},
        "poll_failed": {"feed", "name", "fault", "failures", *_HEALTH},
        "feed_died": {"feed", "name", "reason", "since"},
        "feed_fell_silent": {"feed", "name", "reason", "since"},
        "feed_returned": {"feed", "name", "since"},
        "entry_decided": {
            "entry", "feed", "outlet", "title", "url", "lang", "published", "page", "answer", "topics", "story", "silent",
        },
        "page_failed": {"entry", "url", "fault", "final"},
        "story_changed": {"story", "new", "title", "topics", "score", "articles", "outlets", "langs"},
        "alert_sent": {"channel", *_ALERT},
        "alert_failed": {"channel", "fault", "final", *_ALERT},
        "warned": {"what", "hint"},
        "stopped": {"why"},
    }.items()
}  # fmt: skip


def test_a_story_in_json_names_its_outlets_and_languages():
    grown: list[Event] = [event for event in events() if isinstance(event, StoryChanged) and event.story.id == "e0"]
    told = json.loads(json_line(grown[-1]))
    assert told["langs"] == ["de", "ko", "ru", "en", "ja"]
    assert (told["articles"], told["new"], len(told["outlets"])) == (5, False, 5)
