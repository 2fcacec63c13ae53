"""What every store owes to those who tell: alerts, deliveries, what was held, and what a person said."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.store.values import DAYS, MINUTE, NOW, alert, decision, held, story, verdict
from watcher.core.model import (
    Candidate,
    Mark,
    Mute,
    Occasion,
    Plan,
    Reason,
)
from watcher.errors import StoreError

# --- the outbox ---


def test_an_alert_is_owed_to_each_of_its_channels_until_it_is_sent(store, open_again):
    store.commit(Plan(alerts=(alert(1, channels=("desktop", "command")),)))
    desktop, command = sorted(store.unsent(NOW + MINUTE, 10), key=lambda owed: owed.channel, reverse=True)
    store.mark(desktop, sent_at=NOW)
    assert open_again().unsent(NOW + MINUTE, 10) == (command,)


def test_the_oldest_alert_is_sent_first(store):
    store.commit(Plan(alerts=tuple(alert(number) for number in (3, 1, 2))))
    assert [owed.alert.id for owed in store.unsent(NOW + MINUTE, 2)] == ["alert-000001", "alert-000002"]


def test_planning_an_alert_twice_owes_it_once(store):
    plan = Plan(alerts=(alert(1),), decisions=(decision(0, verdict()),), stories=(story(0),))
    store.commit(plan)
    store.commit(plan)
    assert len(store.unsent(NOW + MINUTE, 10)) == 1
    store.mark(store.unsent(NOW + MINUTE, 10)[0], sent_at=NOW)
    store.commit(replace(plan, alerts=(alert(1, title="Another title", channels=("desktop", "command")),)))
    assert store.unsent(NOW + MINUTE, 10) == ()
    assert store.counts()["alerts"] == 1


def test_a_delivery_that_failed_is_owed_again_when_its_time_has_come(store):
    store.commit(Plan(alerts=(alert(1),)))
    (owed,) = store.unsent(NOW + MINUTE, 10)
    store.mark(owed, sent_at=None, fault="no bus", retry_in=5 * MINUTE, now=NOW)
    assert store.unsent(NOW + 4 * MINUTE, 10) == ()
    (again,) = store.unsent(NOW + 5 * MINUTE, 10)
    assert again == replace(owed, attempts=1, next_try=NOW + 5 * MINUTE, fault="no bus")


def test_a_delivery_that_was_given_up_is_counted_and_never_owed_again(store):
    store.commit(Plan(alerts=(alert(1),)))
    (owed,) = store.unsent(NOW + MINUTE, 10)
    store.mark(owed, sent_at=None, fault="no such channel")
    assert store.unsent(NOW + DAYS, 10) == ()
    assert (store.counts()["failed"], store.counts()["pending"]) == (1, 0)


def test_a_delivery_that_nobody_planned_cannot_be_marked(store):
    store.commit(Plan(alerts=(alert(1),)))
    (owed,) = store.unsent(NOW + MINUTE, 10)
    with pytest.raises(StoreError, match="by pigeon"):
        store.mark(replace(owed, channel="pigeon"), sent_at=NOW)


# --- what was told and what was not ---


def test_the_alerts_of_a_story_are_those_that_were_told_or_held_but_not_the_silent_ones(store):
    silent, muted = held(1, Reason.SILENT), held(3, Reason.MUTED)
    store.commit(Plan(alerts=(alert(2), alert(4, story="story-000001")), suppressed=(silent, muted)))
    assert store.told(["story-000000"]) == (alert(2), alert(3))
    assert store.told([]) == ()
    assert store.alerts(1) == (alert(4, story="story-000001"),)
    assert store.suppressed(10) == (muted, silent)


def test_what_was_silent_may_be_held_later_and_what_was_held_stays_as_it_is(store):
    store.commit(Plan(suppressed=(held(1, Reason.SILENT),)))
    waiting = held(1, due=NOW, title="Another article")
    store.commit(Plan(suppressed=(waiting,)))
    store.commit(Plan(suppressed=(held(1, Reason.MUTED),)))
    assert store.suppressed(10) == (waiting,)


def test_a_held_alert_waits_until_it_is_due_and_for_one_digest_only(store, open_again):
    night, later = held(1, due=NOW), held(2, due=NOW + MINUTE)
    store.commit(Plan(suppressed=(night, later, held(3, Reason.MUTED))))
    assert store.held(NOW - MINUTE) == ()
    assert open_again().held(NOW) == (night,)
    store = open_again()
    store.commit(Plan(alerts=(alert(9, story=""),), listed=(night.alert.id,)))
    assert store.held(NOW + MINUTE) == (later,)
    assert len(store.suppressed(10)) == 3


def test_candidates_are_what_a_budget_told_or_held_back(store):
    digest = alert(7, occasion=Occasion.DIGEST)
    store.commit(
        Plan(alerts=(alert(1), alert(4), digest), suppressed=(held(5, Reason.BUDGET, score=0.3), held(6, Reason.QUIET)))
    )
    topic, second = alert(0).topic, timedelta(seconds=1)
    assert store.candidates(NOW + 2 * second) == (
        Candidate(topic=topic, score=0.7, created=NOW + 4 * second, told=True),
        Candidate(topic=topic, score=0.3, created=NOW + 5 * second, told=False),
    )


def test_a_mute_lasts_until_its_time_and_a_later_word_counts(store, open_again):
    topic, story_mute = Mute(topic="Ties", until=NOW), Mute(story="story-000000", until=NOW + 5 * MINUTE)
    store.mute(topic)
    store.mute(story_mute)
    assert store.mutes(NOW - MINUTE) == (topic, story_mute)
    assert open_again().mutes(NOW) == (story_mute,)
    store = open_again()
    store.mute(replace(story_mute, until=NOW))
    assert store.mutes(NOW) == ()


def test_marks_of_stories_are_kept_and_a_later_mark_counts(store, open_again):
    store.commit(Plan(stories=(story(0), story(1))))
    first, second = Mark(story="story-000000", starred=True), Mark(story="story-000001", dismissed=True, seen=3)
    store.mark_stories((first, second))
    assert open_again().marks(NOW - DAYS) == (first, second)
    store = open_again()
    store.mark_stories((replace(first, starred=False, seen=2),))
    assert store.marks(NOW - DAYS) == (Mark(story="story-000000", seen=2), second)
    assert store.marks(NOW + DAYS) == ()


def test_marks_are_kept_all_or_none(store):
    store.commit(Plan(stories=(story(0),)))
    with pytest.raises(StoreError):
        store.mark_stories((Mark(story="story-000000"), Mark(story="\ud800")))
    assert store.marks(NOW - DAYS) == ()
