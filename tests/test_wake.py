"""Time that jumps: the vigil sees it, and what is late comes bit by bit with one sentence for all of it."""

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.parts import NOON, TurnedClock, rss
from tests.test_daemon import until
from tests.test_pipeline import FEED, OLD, Bench
from watcher.core.events import Polled, Woke
from watcher.core.model import Feed, FeedState
from watcher.daemon import AT_ONCE, Daemon
from watcher.wake import JUMP, NOTHING, SPREAD, Jump, Vigil, one_by_one, unseen

DAY = timedelta(days=1)


@dataclass
class Stopwatch:
    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.mark.parametrize(
    ("wall", "passed", "seen"),
    [
        (timedelta(seconds=1), 1.0, None),
        (timedelta(seconds=31), 1.0, None),  # a small correction
        (timedelta(hours=3), 10_800.0, Jump(slept=timedelta(hours=3))),
        (-DAY, 0.0, Jump(shifted=-DAY)),
        (timedelta(days=730), 0.0, Jump(shifted=timedelta(days=730))),
        (timedelta(hours=2), 3600.0, Jump(slept=timedelta(hours=1), shifted=timedelta(hours=1))),
    ],
)
def test_the_vigil_tells_sleep_from_a_clock_that_was_set(wall: timedelta, passed: float, seen: Jump | None):
    clock, watch = TurnedClock(), Stopwatch()
    vigil = Vigil(clock, watch)
    clock.time += wall
    watch.seconds += passed
    assert vigil.look() == seen
    vigil.accept()
    assert vigil.look() is None


@given(
    waits=st.lists(st.timedeltas(min_value=-3 * DAY, max_value=3 * DAY), max_size=700),
    shifted=st.timedeltas(min_value=-2 * DAY, max_value=2 * DAY),
    at_once=st.integers(0, 10),
    chance=st.randoms(use_true_random=False),
)
def test_every_late_feed_comes_within_the_spread_in_the_order_in_which_it_was_due(waits, shifted, at_once, chance):
    states = [FeedState(url=f"{number}", next_poll=NOON + wait) for number, wait in enumerate(waits)]
    times = one_by_one(states, NOON, shifted=shifted, chance=chance.random, at_once=at_once)
    late = [s for s in states if s.next_poll and s.next_poll + min(shifted, NOTHING) <= NOON]
    assert set(times) == {state.url for state in late}
    assert all(NOON <= time < NOON + SPREAD for time in times.values())
    order = [waits[int(url)] for url in sorted(times, key=lambda url: times[url])]
    assert sorted(order[:at_once]) + order[at_once:] == sorted(order)
    assert sum(time == NOON for time in times.values()) >= min(at_once, len(late))


def test_what_happened_while_nobody_watched_shows_in_the_last_polls():
    states = [FeedState(url="a", last_poll=NOON + DAY), FeedState(url="b")]
    assert unseen(states, NOON) == Jump(shifted=-DAY)
    assert unseen(states, NOON + 2 * DAY) == Jump(slept=DAY)
    assert unseen(states, NOON + DAY + JUMP / 2) is None
    assert unseen([], NOON) is None


@pytest.fixture
def bench(tmp_path: Path):
    bench = Bench(tmp_path)
    bench.web.answers[FEED] = rss([OLD])
    yield bench
    bench.store.close()


async def test_after_a_clock_is_set_back_feeds_are_polled_as_if_it_had_not_been(bench: Bench):
    running, daemon = await watching(bench)
    bench.clock.turn(days=-1)
    await until(lambda: bench.events.of(Woke))
    bench.clock.turn(minutes=20)
    await until(lambda: len(bench.events.of(Polled)) == 2)
    daemon.stop()
    await running
    (woke, *_) = bench.events.of(Woke)
    assert woke.shifted == -DAY


async def test_feeds_that_are_late_after_sleep_are_spread_and_told_of_once(bench: Bench):
    feeds = {f"https://{n}.example/feed": Feed(url=f"https://{n}.example/feed", name=str(n)) for n in range(30)}
    bench.web.answers.update(dict.fromkeys(feeds, rss([OLD])))
    bench.store.register(tuple(feeds.values()))
    bench.pipeline.policy = replace(bench.pipeline.policy, feeds=feeds)
    stopwatch = Stopwatch()
    running, daemon = await watching(bench, polls=30, elapsed=stopwatch)
    bench.clock.turn(hours=8)
    stopwatch.seconds += 8 * 3600
    await until(lambda: bench.events.of(Woke))
    await asyncio.sleep(0)
    (woke,) = bench.events.of(Woke)
    assert woke.slept >= timedelta(hours=8) - JUMP
    assert woke.feeds == 30
    assert timedelta(seconds=29) <= woke.within < timedelta(seconds=30)
    due = [state.next_poll - bench.clock.now() for state in bench.store.states() if state.next_poll]
    assert sum(timedelta() < wait <= woke.within for wait in due) >= 29  # one may be due at once
    assert len(bench.events.of(Polled)) <= 31
    daemon.stop()
    await running


async def test_a_clock_that_went_back_between_two_runs_does_not_stall_the_second(bench: Bench):
    running, daemon = await watching(bench)
    daemon.stop()
    await running
    bench.clock.turn(days=-400)
    running, daemon = await watching(bench, polls=1)
    await until(lambda: bench.events.of(Woke))
    bench.clock.turn(minutes=20)
    await until(lambda: len(bench.events.of(Polled)) == 2)
    daemon.stop()
    await running


async def test_of_many_feeds_that_are_late_at_a_start_some_are_asked_at_once_and_the_others_bit_by_bit(bench: Bench):
    feeds = {url: Feed(url=url) for url in (f"https://{n}.example/feed" for n in range(AT_ONCE + 20))}
    new = "https://never-polled.example/feed"
    bench.pipeline.spread = lambda: 0.5
    bench.web.answers.update(dict.fromkeys([*feeds, new], rss([OLD])))
    bench.store.register(tuple(feeds.values()))
    bench.pipeline.policy = replace(bench.pipeline.policy, feeds=feeds)
    running, daemon = await watching(bench, polls=len(feeds))
    daemon.stop()
    await running
    bench.clock.turn(hours=8)
    bench.store.register((*feeds.values(), Feed(url=new)))
    bench.pipeline.policy = replace(bench.pipeline.policy, feeds={**feeds, new: Feed(url=new)})
    running, daemon = await watching(bench, polls=len(feeds) + AT_ONCE + 1)
    assert [request.url for request in bench.web.asked].count(new) == 1
    (woke,) = bench.events.of(Woke)
    assert woke.feeds == len(feeds)
    assert woke.within == timedelta(seconds=19.5)
    assert len(bench.events.of(Polled)) == len(feeds) + AT_ONCE + 1
    daemon.stop()
    await running


async def test_a_start_after_a_short_while_is_nothing_to_speak_of(bench: Bench):
    running, daemon = await watching(bench)
    daemon.stop()
    await running
    bench.clock.turn(minutes=14)
    running, daemon = await watching(bench)
    await daemon.once()
    assert bench.events.of(Woke) == []
    daemon.stop()
    await running


async def watching(
    bench: Bench, *, polls: int = 1, elapsed: Stopwatch | None = None
) -> tuple[asyncio.Task[None], Daemon]:
    """A daemon that runs and has polled so often."""
    daemon = Daemon(pipeline=bench.pipeline, elapsed=elapsed or Stopwatch())
    running = asyncio.create_task(daemon.run())
    await until(lambda: len(bench.events.of(Polled)) >= polls)
    return running, daemon
