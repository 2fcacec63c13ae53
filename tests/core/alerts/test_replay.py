"""A recorded week, replayed at any speed, tells the same."""

import random
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.core.alerts.material import HOUR, NOW, TOPIC, decision, member
from watcher.core.alerts import Deliver, Habits, Mood, Quiet, Route, arising, digests, plan
from watcher.core.model import Decision, Member, Mute, Occasion, Plan, Priority, Reason, Story
from watcher.store import open_store

BERLIN = ZoneInfo("Europe/Berlin")
ROUTES = {
    TOPIC: Route(channels=("desk",)),
    "Exports": Route(channels=("desk", "log"), deliver=Deliver.HOURLY),
    "Tests": Route(channels=("desk",), priority=Priority.URGENT),
}
HABITS = Habits(zone=BERLIN, quiet=Quiet(start=time(23), end=time(7)), budget=8, pause=timedelta(minutes=30), flood=20)
SLEPT = NOW + 50 * HOUR  # the lid was closed for a night, and opened then


@dataclass(frozen=True)
class Recorded:
    """An article with the story that it was found to belong to."""

    at: datetime
    story: str
    member: Member
    decision: Decision


def week() -> list[Recorded]:
    """Sixty stories of a week that spread from outlet to outlet, language to language and source to source."""
    dice, recorded, number = random.Random(7), [], 0
    for story in range(60):
        begins = NOW + timedelta(minutes=dice.randrange(6 * 24 * 60))
        topic = dice.choice([*ROUTES, TOPIC, TOPIC])
        for _ in range(dice.randrange(1, 9)):
            number += 1
            at = begins + timedelta(minutes=dice.randrange(1200))
            dead = dice.choice((12, 12, 12, 15))
            article = replace(
                member(
                    number,
                    outlet=f"Outlet {dice.randrange(12)}",
                    lang=dice.choice(("en", "en", "de", "ru", "ko")),
                    title=f"{dead} dead in case {story}",
                    cites=dice.choice(((), (), ("Reuters", "KCNA"), ("NIS",))),
                ),
                first_seen=at,
                published=at,
            )
            told = decision(article, topics=(topic,), score=dice.random(), silent=dice.random() < 0.2)
            recorded.append(Recorded(at, f"story-{story}", article, told))
    return sorted(recorded, key=lambda one: one.at)


def replayed(folder: Path, step: timedelta) -> tuple[list[tuple[str, Occasion, str]], list[tuple[str, Reason]]]:
    """What was told and what was not, if the clock ticks in steps of this size."""
    store, clock = open_store(folder / f"{step.total_seconds():.0f}.db"), NOW
    stories: dict[str, Story] = {}
    store.mute(Mute(story="story-3", until=NOW + 100 * HOUR))
    coming = week()
    try:
        while clock < NOW + 8 * 24 * HOUR:
            clock += step
            while coming and coming[0].at <= clock:
                settle(store, stories, coming.pop(0))
            if held := store.held(clock):
                store.commit(Plan(alerts=digests(held, now=clock), listed=tuple(one.alert.id for one in held)))
        told = [(alert.id, alert.occasion, alert.title) for alert in reversed(store.alerts(10_000))]
        return told, [(held.alert.id, held.reason) for held in store.suppressed(10_000)]
    finally:
        store.close()


def settle(store, stories: dict[str, Story], one: Recorded) -> None:
    """Decide about one article as the pipeline does."""
    new = one.member
    story = stories.get(one.story)
    story = (
        replace(story, members=(*story.members, new))
        if story
        else Story(id=one.story, title="", topics=(), members=(new,))
    )
    stories[one.story] = story
    earlier = store.told([story.id])
    wishes = arising(story, one.decision, routes=ROUTES, earlier=earlier, now=one.at)
    mood = Mood(
        mutes=store.mutes(one.at),
        candidates=store.candidates(one.at - timedelta(days=7)),
        catching_up=SLEPT + 3 * HOUR if one.at >= SLEPT else None,
    )
    planned = plan(wishes, earlier=earlier, routes=ROUTES, habits=HABITS, mood=mood, now=one.at)
    store.commit(Plan(alerts=planned.alerts, suppressed=planned.suppressed))


@pytest.fixture(scope="module")
def slow(tmp_path_factory):
    return replayed(tmp_path_factory.mktemp("slow"), timedelta(minutes=2))


@pytest.mark.parametrize("minutes", [1, 7, 15])
def test_the_speed_of_the_clock_changes_nothing_that_is_told(slow, tmp_path, minutes):
    told, suppressed = replayed(tmp_path, timedelta(minutes=minutes))
    assert sorted(told) == sorted(slow[0])
    assert suppressed == slow[1]


def test_a_week_holds_every_kind_of_thing(slow):
    told, suppressed = slow
    reasons = {reason for _, reason in suppressed}
    assert {
        Reason.SILENT,
        Reason.MUTED,
        Reason.HOURLY,
        Reason.QUIET,
        Reason.BUDGET,
        Reason.PAUSE,
        Reason.ASLEEP,
    } <= reasons
    assert {Occasion.FIRST, Occasion.ORIGIN, Occasion.BLOC, Occasion.NUMBER, Occasion.DIGEST} <= {
        occasion for _, occasion, _ in told
    }
