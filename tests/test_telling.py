"""From matches to what a person hears: the pipeline over a real store, with the clock turned by hand."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from tests.parts import NOON
from tests.test_pipeline import MATCH, OLD, TOPIC, Bench
from watcher.core.alerts import Deliver, Habits, Quiet, Route
from watcher.core.events import Woke
from watcher.core.model import Mute, Occasion, Priority, Reason
from watcher.daemon import Daemon
from watcher.wake import Jump

OTHER = {
    "title": "Moscow thanks Pyongyang for its soldiers at a parade",
    "link": "https://outlet.example/2",
    "guid": "2",
}
THIRD = {
    "title": "Fishermen in Wonsan find a drone: Russia and North Korea test military gear, 42 engineers stay",
    "link": "https://outlet.example/3",
    "guid": "3",
}


class Telling(Bench):
    """A bench whose habits can be changed, and that says what was told."""

    def wants(self, *, deliver: Deliver = Deliver.INSTANT, priority: Priority = Priority.NORMAL, **habits):
        routes = {TOPIC: Route(channels=("desk",), deliver=deliver, priority=priority)}
        self.pipeline.policy = replace(self.pipeline.policy, routes=routes, habits=Habits(**habits))

    async def told(self) -> list[str]:
        before = len(self.channel.sent)
        await self.pipeline.announce()
        return [alert.title for alert in self.channel.sent[before:]]

    def reasons(self) -> list[Reason]:
        return [held.reason for held in self.store.suppressed(100)]


@pytest.fixture
async def bench(tmp_path: Path):
    bench = Telling(tmp_path)
    await bench.poll(OLD)
    yield bench
    bench.store.close()


async def test_quiet_hours_hold_what_comes_and_one_digest_follows(bench: Telling):
    bench.wants(quiet=Quiet(start=time(12), end=time(14)))
    await bench.poll(MATCH, OLD)
    await bench.poll(OTHER, MATCH, OLD)
    assert await bench.told() == []
    assert bench.reasons() == [Reason.QUIET, Reason.QUIET]
    bench.clock.time = datetime(2026, 11, 20, 14, tzinfo=UTC)
    (title,) = await bench.told()
    assert title == "2 stories during quiet hours"
    digest = bench.channel.sent[-1]
    assert {line.title for line in digest.digest} == {MATCH["title"], OTHER["title"]}
    assert digest.occasion is Occasion.DIGEST
    bench.clock.turn(hours=1)
    assert await bench.told() == [], "once"


async def test_what_is_urgent_breaks_quiet_hours(bench: Telling):
    bench.wants(quiet=Quiet(start=time(12), end=time(14)), priority=Priority.URGENT)
    await bench.poll(MATCH, OLD)
    assert await bench.told() == [MATCH["title"]]


async def test_a_digest_survives_a_restart_before_it_is_due(tmp_path: Path):
    first = Telling(tmp_path)
    first.wants(deliver=Deliver.HOURLY)
    await first.poll(OLD)
    await first.poll(MATCH, OLD)
    first.store.close()
    second = Telling(tmp_path)
    second.clock.turn(hours=3)
    assert await second.told() == [MATCH["title"]], "a digest of one is the alert itself"
    second.store.close()


async def test_what_comes_after_sleep_is_told_in_one_digest_once_that_is_over(bench: Telling):
    bench.pipeline.catching_up = bench.clock.now() + timedelta(hours=1)
    await bench.poll(MATCH, OLD)
    await bench.poll(OTHER, MATCH, OLD)
    assert await bench.told() == []
    bench.clock.turn(hours=1)
    assert await bench.told() == ["2 stories while this machine was asleep"]
    await bench.poll(THIRD, OTHER, MATCH, OLD)
    assert await bench.told() == [THIRD["title"]]


@pytest.mark.parametrize(("slept", "digest"), [(timedelta(hours=8), True), (timedelta(minutes=2), False)])
async def test_a_long_sleep_makes_the_daemon_catch_up_and_a_nap_does_not(bench: Telling, slept, digest):
    daemon = Daemon(pipeline=bench.pipeline)
    daemon._rearrange(Jump(slept=slept))
    assert bench.events.of(Woke)
    assert (bench.pipeline.catching_up is not None) is digest


async def test_a_muted_topic_is_kept_with_its_reason_and_told_of_again_later(bench: Telling):
    bench.store.mute(Mute(topic=TOPIC, until=bench.clock.now() + timedelta(hours=1)))
    await bench.poll(MATCH, OLD)
    assert await bench.told() == []
    assert bench.reasons() == [Reason.MUTED]
    bench.clock.turn(hours=1)
    await bench.poll(OTHER, MATCH, OLD)
    assert await bench.told() == [OTHER["title"]]


async def test_a_flood_becomes_one_digest_with_nothing_lost(bench: Telling):
    bench.wants(flood=1)
    await bench.poll(MATCH, OTHER, OLD)
    assert await bench.told() == ["2 stories at once"]
    assert bench.reasons() == [Reason.FLOOD, Reason.FLOOD]


async def test_a_budget_tells_the_best_today_and_the_others_in_the_daily_digest(bench: Telling):
    bench.wants(budget=1, daily=time(18))
    await bench.poll(MATCH, OTHER, OLD)
    assert len(await bench.told()) == 1
    assert bench.reasons() == [Reason.BUDGET]
    assert bench.channel.sent[0].score >= bench.store.suppressed(1)[0].alert.score
    bench.clock.time = NOON.replace(hour=18)
    assert len(await bench.told()) == 1


async def test_an_escalation_waits_for_the_pause_and_comes_as_the_story_itself(bench: Telling):
    bench.wants(pause=timedelta(hours=1))
    await bench.poll(MATCH, OLD)
    assert await bench.told() == [MATCH["title"]]
    story = bench.channel.sent[0].story
    bench.wants(pause=timedelta(hours=1), priority=Priority.HIGH)
    again = {**MATCH, "link": "https://outlet.example/9", "guid": "9", "title": MATCH["title"] + " again"}
    await bench.poll(again, MATCH, OLD)
    assert await bench.told() == [again["title"]], "what became more urgent does not wait"
    assert bench.channel.sent[-1].story == story
    assert bench.channel.sent[-1].news == "now high"
