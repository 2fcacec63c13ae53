"""What is told at once, what waits for a digest and what is not told, by tables."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.core.alerts.material import HOUR, MINUTE, NOW, ROUTES, TOPIC, alert
from watcher.core.alerts import Deliver, Habits, Mood, Quiet, Route, Wish, plan
from watcher.core.model import Candidate, Mute, Occasion, Priority, Reason

BERLIN = ZoneInfo("Europe/Berlin")
NIGHT = Habits(zone=BERLIN, quiet=Quiet(start=time(23), end=time(7)))
MIDNIGHT = datetime(2026, 11, 20, 23, tzinfo=UTC)  # in Berlin
MORNING = datetime(2026, 11, 21, 6, tzinfo=UTC)  # seven o'clock in Berlin


def planned(*alerts, now=NOW, earlier=(), routes=ROUTES, habits=None, mood=None, silent=False):
    wishes = [Wish(alert=one, silent=silent) for one in alerts]
    return plan(wishes, earlier=earlier, routes=routes, habits=habits or Habits(), mood=mood or Mood(), now=now)


def fate(one, **circumstances):
    """What became of one alert: None if it is told, or the reason and when a digest is due."""
    result = planned(one, **circumstances)
    if result.alerts:
        assert result.suppressed == ()
        return None
    (held,) = result.suppressed
    assert held.alert == one
    return held.reason, held.due


def route(**changes):
    return {TOPIC: Route(channels=("desk",), **changes)}


def muted(**what):
    return Mood(mutes=(Mute(until=NOW + HOUR, **what),))


ASLEEP = Mood(catching_up=NOW + 5 * MINUTE)
URGENT = alert(priority=Priority.URGENT)
CASES = {
    "nothing stands against it": (alert(), {}, None),
    "a feed's first poll": (alert(), {"silent": True}, (Reason.SILENT, None)),
    "its topic is muted": (alert(), {"mood": muted(topic=TOPIC)}, (Reason.MUTED, None)),
    "its story is muted": (alert(), {"mood": muted(story="story-0")}, (Reason.MUTED, None)),
    "another story is muted": (alert(), {"mood": muted(story="story-1")}, None),
    "urgent and muted": (URGENT, {"mood": muted(topic=TOPIC)}, (Reason.MUTED, None)),
    "hourly": (alert(), {"routes": route(deliver=Deliver.HOURLY)}, (Reason.HOURLY, NOW + HOUR)),
    "daily": (alert(), {"routes": route(deliver=Deliver.DAILY)}, (Reason.DAILY, NOW + 20 * HOUR)),
    "urgent and hourly": (URGENT, {"routes": route(deliver=Deliver.HOURLY)}, (Reason.HOURLY, NOW + HOUR)),
    "hourly in the night": (
        alert(),
        {"routes": route(deliver=Deliver.HOURLY), "habits": NIGHT, "now": MIDNIGHT},
        (Reason.HOURLY, MORNING),
    ),
    "in the night": (alert(), {"habits": NIGHT, "now": MIDNIGHT}, (Reason.QUIET, MORNING)),
    "urgent in the night": (URGENT, {"habits": NIGHT, "now": MIDNIGHT}, None),
    "in the morning": (alert(), {"habits": NIGHT, "now": MORNING}, None),
    "after sleep": (alert(), {"mood": ASLEEP}, (Reason.ASLEEP, NOW + 5 * MINUTE)),
    "urgent after sleep": (URGENT, {"mood": ASLEEP}, None),
    "once awake": (alert(), {"mood": ASLEEP, "now": NOW + 5 * MINUTE}, None),
    "after sleep in the night": (
        alert(),
        {"mood": Mood(catching_up=MIDNIGHT + HOUR), "habits": NIGHT, "now": MIDNIGHT},
        (Reason.ASLEEP, MORNING),
    ),
    "an escalation soon after": (
        alert(occasion=Occasion.BLOC),
        {"earlier": (alert(created=NOW - 10 * MINUTE),)},
        (Reason.PAUSE, NOW + 20 * MINUTE),
    ),
    "a second escalation in one pause": (
        alert(occasion=Occasion.BLOC),
        {"earlier": (alert(created=NOW - 50 * MINUTE), alert(created=NOW - 5 * MINUTE))},
        (Reason.PAUSE, NOW + 10 * MINUTE),
    ),
    "an escalation after a pause": (
        alert(occasion=Occasion.BLOC),
        {"earlier": (alert(created=NOW - 30 * MINUTE),)},
        None,
    ),
    "an escalation of another topic's alert": (
        alert(occasion=Occasion.BLOC),
        {"earlier": (alert(created=NOW - MINUTE, topic="Other"),)},
        None,
    ),
    "more urgent than before": (alert(occasion=Occasion.PRIORITY), {"earlier": (alert(created=NOW - MINUTE),)}, None),
    "no pause wanted": (
        alert(occasion=Occasion.BLOC),
        {"earlier": (alert(created=NOW),), "habits": Habits(pause=timedelta(0))},
        None,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_becomes_of_an_alert(case):
    one, circumstances, expected = CASES[case]
    assert fate(one, **circumstances) == expected


# --- budgets ---


def candidates(*scores, told=True, days_ago=0.0, topic=TOPIC):
    created = NOW - timedelta(days=days_ago)
    return tuple(Candidate(topic=topic, score=score, created=created, told=told) for score in scores)


def test_a_budget_tells_the_best_and_holds_back_the_lowest_scores():
    arrived = [alert(number, score=score) for number, score in enumerate((0.5, 0.9, 0.6, 0.8))]
    result = planned(*arrived, habits=Habits(budget=2))
    assert [one.score for one in result.alerts] == [0.9, 0.8], "in the order in which they came"
    assert [(held.alert.score, held.reason) for held in result.suppressed] == [
        (0.6, Reason.BUDGET),
        (0.5, Reason.BUDGET),
    ]
    assert {held.due for held in result.suppressed} == {NOW + 20 * HOUR}


def test_what_was_told_today_is_spent_and_what_was_told_yesterday_is_not():
    habits = Habits(budget=2)
    today, yesterday = candidates(0.5, 0.5), candidates(0.5, 0.5, days_ago=1)
    assert fate(alert(), habits=habits, mood=Mood(candidates=today)) == (Reason.BUDGET, NOW + 20 * HOUR)
    assert fate(alert(), habits=habits, mood=Mood(candidates=yesterday)) is None


def test_in_a_busy_week_only_what_is_among_the_best_is_told():
    week = candidates(*[0.8] * 14, told=False, days_ago=3)
    habits = Habits(budget=2)
    assert fate(alert(score=0.7), habits=habits, mood=Mood(candidates=week)) == (Reason.BUDGET, NOW + 20 * HOUR)
    assert fate(alert(score=0.9), habits=habits, mood=Mood(candidates=week)) is None
    assert fate(alert(score=0.7), habits=habits, mood=Mood(candidates=week[1:])) is None, (
        "a calm week holds nothing back"
    )


def test_what_is_urgent_breaks_the_budget_and_is_counted():
    urgent, other = alert(1, priority=Priority.URGENT, score=0.9), alert(2)
    result = planned(urgent, other, habits=Habits(budget=1))
    assert result.alerts == (urgent,)
    assert [held.alert for held in result.suppressed] == [other]
    assert fate(urgent, habits=Habits(budget=1), mood=Mood(candidates=candidates(0.9))) is None


def test_a_topic_s_budget_binds_this_topic_alone():
    routes = {**route(budget=1), "Other": Route(channels=("desk",))}
    result = planned(alert(1, score=0.9), alert(2), alert(3, topic="Other"), routes=routes)
    assert [one.id for one in result.alerts] == ["alert-001", "alert-003"]
    spent = Mood(candidates=candidates(0.5, topic="Other"))
    assert fate(alert(1), routes=routes, mood=spent) is None


# --- floods ---


def test_more_than_can_be_told_one_by_one_is_held_for_one_digest_now():
    arrived = [alert(number) for number in range(21)]
    assert len(planned(*arrived[:20]).alerts) == 20
    result = planned(*arrived, replace(URGENT, id="urgent"))
    assert [one.id for one in result.alerts] == ["urgent"]
    assert {(held.reason, held.due) for held in result.suppressed} == {(Reason.FLOOD, NOW)}
    assert len(result.suppressed) == 21


def test_nothing_gets_lost_whatever_stands_against_it():
    arrived = [alert(number, score=number / 100, priority=list(Priority)[number % 4]) for number in range(100)]
    mood = Mood(mutes=(Mute(story="story-7", until=NOW + HOUR),), candidates=candidates(0.1, 0.2))
    result = planned(*arrived, habits=Habits(budget=30, flood=5), mood=mood)
    kept = [*result.alerts, *(held.alert for held in result.suppressed)]
    assert sorted(one.id for one in kept) == [one.id for one in arrived]
