"""The daemon polls what is due, survives what goes wrong, and ends in order. APScheduler ticks for real here."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from tests.parts import ScriptedWeb, page, rss
from tests.test_pipeline import ARTICLE, FEED, HINT, MATCH, OLD, Bench
from watcher.core.events import AlertSent, Polled, Warned
from watcher.core.model import Feed, Reply, Request
from watcher.daemon import LINE, Daemon
from watcher.errors import StoreError


@pytest.fixture
def bench(tmp_path: Path):
    bench = Bench(tmp_path)
    bench.web.answers[FEED] = rss([OLD])
    yield bench
    bench.store.close()


async def until(condition, seconds: float = 60.0) -> None:
    """Wait for something that a running daemon brings about."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - what is waited for is a fact in the store or a list, which wakes nobody
            await asyncio.sleep(0.01)


async def poll_again(daemon: Daemon, bench: Bench) -> None:
    """Poll the feed a second time; until the first poll is over, there is none."""

    def asked_again() -> bool:
        daemon.poll_now((FEED,))
        return len(bench.web.asked) > 1

    await until(asked_again)


async def test_a_due_feed_is_polled_at_once_and_again_when_it_is_due_again(bench: Bench):
    daemon = Daemon(pipeline=bench.pipeline)
    running = asyncio.create_task(daemon.run())
    await until(lambda: len(bench.events.of(Polled)) == 1)
    bench.clock.turn(hours=1)
    await until(lambda: len(bench.events.of(Polled)) == 2)
    daemon.stop()
    await running
    assert [request.url for request in bench.web.asked] == [FEED, FEED]


async def test_a_match_is_announced_without_waiting_for_the_next_tick(bench: Bench):
    daemon = Daemon(pipeline=bench.pipeline)
    running = asyncio.create_task(daemon.run())
    await until(lambda: len(bench.events.of(Polled)) == 1)
    bench.web.answers[FEED] = rss([MATCH, OLD])
    await poll_again(daemon, bench)
    await until(lambda: bench.events.of(AlertSent))
    daemon.stop()
    await running
    assert len(bench.channel.sent) == 1


async def test_pages_that_are_wanted_are_read_after_the_poll(bench: Bench):
    daemon = Daemon(pipeline=bench.pipeline)
    running = asyncio.create_task(daemon.run())
    await until(lambda: len(bench.events.of(Polled)) == 1)
    bench.web.answers[ARTICLE] = page(
        "Soldiers of North Korea will train in Russia, the military said in Moscow on Monday."
    )
    bench.web.answers[FEED] = rss([HINT, OLD])
    await poll_again(daemon, bench)
    await until(lambda: bench.channel.sent)
    daemon.stop()
    await running
    assert bench.web.pages() == [ARTICLE]
    assert [alert.url for alert in bench.channel.sent] == [ARTICLE]


async def test_a_host_with_more_feeds_than_it_can_answer_soon_holds_up_no_other(bench: Bench):
    crowd = [f"https://crowd.example/{n}" for n in range(40)]
    feeds = {url: Feed(url=url) for url in [*crowd, FEED]}
    answering = asyncio.Event()
    bench.web.answers.update(dict.fromkeys(crowd, answering))
    bench.store.register(tuple(feeds.values()))
    bench.pipeline.policy = replace(bench.pipeline.policy, feeds=feeds)
    daemon = Daemon(pipeline=bench.pipeline, polls=LINE + 1)
    running = asyncio.create_task(daemon.run())
    await until(lambda: bench.events.of(Polled))
    assert [polled.feed for polled in bench.events.of(Polled)] == [FEED]
    assert len(bench.web.asked) == LINE + 1
    answering.set()
    await until(lambda: len(bench.web.asked) == len(feeds))
    daemon.stop()
    await running


async def test_while_paused_nothing_new_is_polled(bench: Bench):
    daemon = Daemon(pipeline=bench.pipeline, paused=True)
    running = asyncio.create_task(daemon.run())
    await asyncio.sleep(0)
    daemon.stop()
    await running
    assert bench.web.asked == []


async def test_once_polls_reads_announces_and_returns(bench: Bench):
    await bench.poll(OLD)
    bench.web.answers[FEED] = rss([MATCH, OLD])
    await Daemon(pipeline=bench.pipeline).once()
    assert len(bench.channel.sent) == 1


async def test_a_fault_of_ours_in_one_poll_is_told_and_ends_nothing(bench: Bench, caplog: pytest.LogCaptureFixture):
    class Odd(ScriptedWeb):
        async def get(self, request: Request) -> Reply:
            raise RuntimeError("a bug")

    bench.pipeline.fetcher = Odd()
    daemon = Daemon(pipeline=bench.pipeline)
    running = asyncio.create_task(daemon.run())
    await until(lambda: bench.events.of(Warned))
    bench.pipeline.fetcher = bench.web
    bench.clock.turn(minutes=2)
    await until(lambda: bench.events.of(Polled))
    daemon.stop()
    await running
    assert "a bug" in bench.events.of(Warned)[0].what
    assert "a piece of work failed" in caplog.text


async def test_what_failed_for_a_reason_of_ours_is_not_asked_again_every_second(bench: Bench):
    def full(plan):
        raise StoreError("the disk is full")

    class Sulking:
        commit = staticmethod(full)

        def __getattr__(self, name: str):
            return getattr(bench.store, name)

    daemon = Daemon(pipeline=replace(bench.pipeline, store=Sulking()))
    running = asyncio.create_task(daemon.run())
    await until(lambda: bench.events.of(Warned))
    await asyncio.sleep(2.5)  # two ticks and a half
    daemon.stop()
    await running
    assert len(bench.web.asked) == 1


async def test_a_store_that_cannot_be_written_is_told_and_polling_goes_on(bench: Bench):
    real, failing = bench.store.commit, True

    class Sulking:
        def __getattr__(self, name: str):
            return getattr(bench.store, name)

        def commit(self, plan):
            if failing:
                raise StoreError("the disk is full")
            real(plan)

    daemon = Daemon(pipeline=replace(bench.pipeline, store=Sulking()))  # everything but commit is the real store
    running = asyncio.create_task(daemon.run())
    await until(lambda: bench.events.of(Warned))
    failing = False
    bench.clock.turn(minutes=2)
    await until(lambda: bench.events.of(Polled))
    daemon.stop()
    await running
    assert bench.events.of(Warned)[0].what == "the disk is full"


async def test_stop_does_not_wait_for_a_server_that_never_answers(bench: Bench):
    class Silent(ScriptedWeb):
        async def get(self, request: Request) -> Reply:
            self.asked.append(request)
            await asyncio.Event().wait()
            raise AssertionError("never")

    bench.pipeline.fetcher = web = Silent()
    daemon = Daemon(pipeline=bench.pipeline)
    running = asyncio.create_task(daemon.run())
    await until(lambda: web.asked)
    daemon.stop()
    async with asyncio.timeout(10):
        await running
    assert not bench.events.of(Polled)
