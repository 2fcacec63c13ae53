"""A second window tells from two looks at a database what happened between them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.store.values import NOW, alert, decision, member, story, verdict
from watcher.core.events import AlertSent, ArticleEdited, EntryDecided, Event, Muted, Polled, PollFailed, StoryChanged
from watcher.core.model import Change, Feed, FeedState, Mark, Mute, Outcome, Plan, Reason, Suppressed, Visit
from watcher.dashboard.follow import changes, onlooked
from watcher.dashboard.snapshot import Snapshot, look
from watcher.dashboard.tellings import read_tellings
from watcher.dashboard.words import sentence
from watcher.ports import Store
from watcher.store import open_store

URL = "https://news.example/feed"
POLLED = FeedState(url=URL, title="The Example", last_poll=NOW, baseline=True, entries=3, items=20)


def told(before: Snapshot, after: Snapshot) -> list[Event]:
    return list(changes(before, after, now=NOW, names={URL: "Example"}))


def test_nothing_happened_between_two_equal_looks():
    look = Snapshot(feeds={URL: POLLED}, stories={"s": story(0)})
    assert told(look, look) == []


def test_a_poll_is_told_with_what_was_new_in_it():
    after = replace(POLLED, last_poll=NOW + timedelta(minutes=5), entries=5)
    (event,) = told(Snapshot(feeds={URL: POLLED}), Snapshot(feeds={URL: after}))
    assert isinstance(event, Polled)
    assert (event.name, event.new, event.baseline, event.recovered) == ("Example", 2, False, False)


def test_a_poll_that_failed_is_told_with_its_fault_and_the_next_as_a_recovery():
    broken = replace(POLLED, last_poll=NOW + timedelta(minutes=5), fault="503 Service Unavailable")
    mended = replace(broken, last_poll=NOW + timedelta(minutes=9), fault="")
    (failed,) = told(Snapshot(feeds={URL: POLLED}), Snapshot(feeds={URL: broken}))
    (back,) = told(Snapshot(feeds={URL: broken}), Snapshot(feeds={URL: mended}))
    assert isinstance(failed, PollFailed)
    assert failed.fault == "503 Service Unavailable"
    assert isinstance(back, Polled)
    assert back.recovered


@pytest.fixture
def stores(tmp_path) -> Iterator[tuple[Store, Store]]:
    """The one that writes and one that looks on."""
    writer = open_store(tmp_path / "w.db")
    reader = open_store(tmp_path / "w.db", read_only=True)
    yield writer, reader
    reader.close()
    writer.close()


def test_matches_stories_and_alerts_that_came_between_two_looks_at_a_real_database_are_told_once(stores):
    writer, reader = stores
    before = look(reader, NOW)
    home = story(1, members=(member(1),))
    writer.commit(Plan(decisions=(decision(1, verdict()),), stories=(home,), alerts=(alert(1),)))
    after = look(reader, NOW)
    assert [type(event) for event in told(before, after)] == [StoryChanged, EntryDecided, AlertSent]
    assert told(after, look(reader, NOW)) == []


def test_a_window_that_was_just_opened_recalls_what_happened_in_its_order(stores):
    writer, reader = stores
    early, late = NOW - timedelta(hours=3), NOW - timedelta(hours=1)
    first, second = (decision(number, verdict(), decided_at=at) for number, at in ((1, early), (2, late)))
    home = story(1, members=(member(1, first_seen=early - timedelta(minutes=1)),))
    told_of = replace(alert(1), created=early + timedelta(minutes=1))
    writer.register([Feed(url=URL)])
    writer.commit(Plan(state=POLLED))
    writer.commit(Plan(decisions=(second, first), stories=(home,), alerts=(told_of,)))
    log = onlooked(look(reader, NOW), (), now=NOW, names={URL: "Example"}).log
    assert [line.what for line in log] == ["story", "match", "alert", "match"]
    assert [line.number for line in log] == [1, 2, 3, 4]


def test_mutes_are_told_when_they_are_set_and_when_they_are_lifted_and_not_when_their_time_is_over(stores):
    writer, reader = stores
    before = look(reader, NOW)
    mute = Mute(topic="North Korea and Russia", until=NOW + timedelta(hours=1))
    writer.mute(mute)
    muted = look(reader, NOW)
    assert told(before, muted) == [Muted(at=NOW, mute=mute)]
    later = NOW + timedelta(hours=2)
    over = look(reader, later)
    assert list(changes(muted, over, now=later, names={})) == []
    writer.mute(replace(mute, until=NOW))
    assert told(muted, look(reader, NOW)) == [Muted(at=NOW, mute=replace(mute, until=NOW))]


def test_a_muted_story_is_told_by_its_title_and_for_the_time_that_was_asked_for(stores):
    writer, reader = stores
    writer.commit(Plan(stories=(story(1),)))
    before = look(reader, NOW)
    writer.mute(Mute(story=story(1).id, until=NOW + timedelta(minutes=59, seconds=59)))
    (event,) = told(before, look(reader, NOW))
    line = sentence(event)
    assert line
    assert line.text == f"{story(1).title}: muted for 1 h"


def test_marks_of_stories_are_seen_by_a_later_look(stores):
    writer, reader = stores
    writer.commit(Plan(stories=(story(1),)))
    before = look(reader, NOW)
    writer.mark_stories([Mark(story=story(1).id, starred=True)])
    assert before.marks == {}
    assert look(reader, NOW).marks[story(1).id].starred


def test_the_alerts_of_a_real_database_are_told_with_what_became_of_them(tmp_path):
    store = open_store(tmp_path / "w.db")
    try:
        night = Suppressed(alert=replace(alert(2), created=NOW + timedelta(hours=1)), reason=Reason.QUIET, due=NOW)
        store.commit(Plan(alerts=(replace(alert(1), created=NOW),), suppressed=(night,)))
        held, told = read_tellings(store)
        assert (held.alert, held.reason, held.due) == (night.alert, Reason.QUIET, NOW)
        assert (told.alert.id, told.reason) == (alert(1).id, None)
    finally:
        store.close()


def test_a_silent_edit_between_two_looks_at_a_real_database_is_told_once(stores):
    writer, reader = stores
    writer.commit(Plan(decisions=(decision(0, verdict()),), stories=(story(0, (member(0),)),)))
    before = look(reader, NOW)
    writer.commit(
        Plan(visits=(Visit(entry="entry-000000", at=NOW, outcome=Outcome.REMOVED, changes=(Change.REMOVED,)),))
    )
    after = look(reader, NOW)
    (event,) = told(before, after)
    assert isinstance(event, ArticleEdited)
    assert (event.visit.changes, event.story) == ((Change.REMOVED,), "story-000000")
    assert told(after, look(reader, NOW)) == []
    assert after.state((), (), now=NOW).edits["entry-000000"][0].changes == (Change.REMOVED,)
