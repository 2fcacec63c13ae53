"""A first screen is read quickly, and the rest of the database when it stands."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.dashboard.terminal import shown
from tests.store.values import NOW, decision, member, story, verdict
from watcher.core.events import EntryDecided, Polled, StoryChanged
from watcher.core.model import Feed, FeedState, Mark, Mute, Plan
from watcher.dashboard.follow import onlooked
from watcher.dashboard.screen import opened
from watcher.dashboard.snapshot import FIRST, glance, look
from watcher.dashboard.state import apply, completed
from watcher.ports import Store
from watcher.store import open_store

MANY = FIRST + 30
URL = "https://news.example/feed"
LATER = NOW + timedelta(minutes=MANY)


@pytest.fixture
def store(tmp_path) -> Iterator[Store]:
    opened_store = open_store(tmp_path / "w.db")
    opened_store.register([Feed(url=URL)])
    stories = tuple(story(number, members=(member(number),)) for number in range(MANY))
    decisions = tuple(decision(number, verdict(), decided_at=NOW) for number in range(MANY))
    opened_store.commit(Plan(decisions=decisions, stories=stories))
    yield opened_store
    opened_store.close()


def test_a_glance_takes_the_newest_screenful_and_says_that_there_is_more(store):
    first = onlooked(glance(store, LATER), ("Topic",), now=LATER)
    assert list(first.stories) == list(onlooked(look(store, LATER), (), now=LATER).stories)[-FIRST:]
    picture = "\n".join(shown(opened(first), 120, 40, now=LATER).display)
    assert "reading the database" in picture
    assert f"{FIRST} new" not in picture


def test_a_first_screen_that_is_completed_is_what_a_whole_look_begins_with(store):
    whole = onlooked(look(store, LATER), ("Topic",), now=LATER)
    first = onlooked(glance(store, LATER), ("Topic",), now=LATER)
    assert completed(first, whole) == whole


def test_what_was_told_before_a_first_screen_was_completed_stays_and_is_counted_once(store):
    first = glance(store, LATER).state([Feed(url=URL)], (), now=LATER)
    new, judged = story(MANY, members=(member(MANY),)), decision(MANY, verdict())
    store.commit(Plan(decisions=(judged,), stories=(new,)))
    for event in (
        Polled(at=LATER, feed=URL, name="Example", state=FeedState(url=URL), new=1),
        EntryDecided(at=LATER, decision=judged, story=new.id),
        StoryChanged(at=LATER, story=new, new=True),
    ):
        first = apply(first, event)
    state = completed(first, look(store, LATER).state([Feed(url=URL)], (), now=LATER))
    assert (len(state.stories), list(state.stories)[-1]) == (MANY + 1, new.id)
    assert (state.total.polls, state.total.matches, state.total.stories) == (1, 1, 1)
    assert state.today.matches == MANY + 1
    assert [line.what for line in state.log] == ["polled", "match", "story"]


def test_what_is_stored_between_the_glance_and_the_whole_look_is_not_missed(store):
    first = onlooked(glance(store, LATER), ("Topic",), now=LATER)
    star, mute = Mark(story=story(MANY - 1).id, starred=True), Mute(topic="Topic", until=LATER + timedelta(hours=1))
    store.mark_stories([star])
    store.mute(mute)
    store.commit(Plan(state=FeedState(url=URL, last_poll=LATER, fault="503")))
    state = completed(first, onlooked(look(store, LATER), ("Topic",), now=LATER))
    assert state.marks[star.story].starred
    assert state.mutes == {("Topic", ""): mute.until}
    assert state.feeds[URL].state.fault == "503"
