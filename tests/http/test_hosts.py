"""Manners: one at a time, a gap, slower after a complaint, and nobody waits for somebody else's host."""

import asyncio
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.badserver import FEED, Answer, BadServer, Drip, ok, reply
from watcher.core.model import Request
from watcher.data.quirks import Quirk
from watcher.errors import FetchError, FetchFault
from watcher.http.hosts import Hosts, HostState, Manners

MANNERS = Manners(gap=2.0)
FRESH = HostState(gap=MANNERS.gap)


def test_after_an_answer_the_host_is_left_alone_for_the_gap():
    assert FRESH.answered(200, None, 100.0, MANNERS).free_at == 102.0


@pytest.mark.parametrize("status", [420, 429, 503])
def test_a_complaint_doubles_the_gap_and_good_answers_win_it_back(status):
    slowed = FRESH.answered(status, None, 100.0, MANNERS)
    assert (slowed.gap, slowed.free_at) == (4.0, 104.0)
    for step in range(100):
        slowed = slowed.answered(200, None, 200.0 + step, MANNERS)
    assert slowed.gap == pytest.approx(MANNERS.gap, abs=0.01)


def test_retry_after_closes_the_host_but_not_for_longer_than_its_other_feeds_can_bear():
    assert FRESH.answered(429, 30.0, 100.0, MANNERS).free_at == 130.0
    assert FRESH.answered(429, 86_400.0, 100.0, MANNERS).free_at == 100.0 + MANNERS.rest


def test_retry_after_with_a_good_answer_changes_nothing():
    assert FRESH.answered(200, 30.0, 100.0, MANNERS) == FRESH.answered(200, None, 100.0, MANNERS)


def test_a_403_counts_as_a_complaint_for_a_while_after_a_real_one():
    assert not FRESH.throttles(403, 100.0, MANNERS)
    slowed = FRESH.answered(429, None, 100.0, MANNERS)
    assert slowed.throttles(403, 200.0, MANNERS)
    assert not slowed.throttles(403, 100.0 + MANNERS.memory, MANNERS)


def test_403s_alone_do_not_keep_an_old_complaint_alive():
    state = FRESH.answered(429, None, 0.0, MANNERS)
    for now in range(0, 7200, 600):
        state = state.answered(403, None, float(now), MANNERS)
    assert not state.throttles(403, 7200.0, MANNERS)


def test_a_gap_that_a_person_wants_may_be_wider_than_any_learned_one():
    manners = Manners(gap=600.0)
    state = HostState(gap=manners.gap).answered(429, None, 0.0, manners)
    assert (state.gap, state.free_at) == (600.0, 600.0)


async def test_a_wide_gap_is_waited_for_and_is_no_error():
    hosts, loop = Hosts(Manners(gap=0.1, patience=0.01)), asyncio.get_running_loop()
    async with hosts.turn("a:80"):
        within = loop.time()  # the gap begins after this, however busy the machine is
    async with hosts.turn("a:80"):
        assert loop.time() - within >= 0.09


def test_a_crawl_delay_widens_the_gap_within_reason():
    assert FRESH.asked_for(10.0, MANNERS).gap == 10.0
    assert FRESH.asked_for(1.0, MANNERS).gap == 2.0
    assert FRESH.asked_for(1e9, MANNERS).gap == MANNERS.widest


@given(st.lists(st.tuples(st.sampled_from([0, 200, 403, 429, 503]), st.floats(0, 1e6), st.floats(0, 1e4))))
def test_no_history_closes_a_host_for_longer_than_its_rest(history):
    state, now = FRESH, 0.0
    for status, wait, passed in history:
        now += passed
        state = state.answered(status, wait, now, MANNERS)
        assert MANNERS.gap <= state.gap <= MANNERS.widest
        assert now < state.free_at <= now + MANNERS.rest


async def test_one_host_gets_one_request_at_a_time_in_the_order_of_arrival():
    hosts, log = Hosts(Manners(gap=0.01)), []

    async def visit(number):
        async with hosts.turn("a:80"):
            log.append(("in", number))
            await asyncio.sleep(0.005)
            log.append(("out", number))

    await asyncio.gather(*(visit(number) for number in range(5)))
    assert log == [(way, number) for number in range(5) for way in ("in", "out")]


async def test_the_gap_lies_between_two_visits():
    hosts, loop = Hosts(Manners(gap=0.05)), asyncio.get_running_loop()
    async with hosts.turn("a:80"):
        pass
    left = loop.time()
    async with hosts.turn("a:80"):
        assert loop.time() - left >= 0.045


async def test_a_slow_host_does_not_hold_up_another():
    hosts = Hosts(Manners(gap=30.0))
    async with hosts.turn("slow:80"):
        waiting = asyncio.create_task(hosts.turn("slow:80").__aenter__())
        await asyncio.sleep(0)
        async with asyncio.timeout(20), hosts.turn("other:80"):  # less than the gap
            assert not waiting.done()
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)


async def test_who_would_wait_too_long_for_a_resting_host_is_told_so():
    now = 1000.0
    hosts = Hosts(Manners(gap=0.0), lambda: now)
    async with hosts.turn("a:80") as turn:
        assert turn.answered(429, timedelta(hours=1))
    with pytest.raises(FetchError) as caught:
        async with hosts.turn("a:80"):
            pass
    assert caught.value.kind is FetchFault.THROTTLED
    assert caught.value.retry_after == timedelta(seconds=300)
    now += 300
    async with hosts.turn("a:80"):
        pass


async def test_the_number_of_hosts_is_bounded_and_one_that_is_being_visited_is_never_forgotten():
    hosts = Hosts(Manners(gap=0.0))
    async with hosts.turn("busy:80"):
        for number in range(10_100):
            async with hosts.turn(f"h{number}:80"):
                pass
        assert len(hosts) == 10_000
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.02), hosts.turn("busy:80"):
                pass


async def test_feeds_of_one_server_are_fetched_one_after_the_other_and_slower_after_a_complaint(open_client, fails):
    table: dict[str, Answer] = {"/a": [Drip(ok(FEED), every=0.0005)], "/b": [reply("429 Slow", "Retry-After: 3600")]}
    async with BadServer(table) as server, open_client(manners=Manners(gap=0.01)) as client:
        await asyncio.gather(*(client.get(Request(url=server.url("/a"))) for _ in range(4)))
        assert server.most_at_once == 1
        assert (await fails(client, server.url("/b"))).retry_after == timedelta(hours=1)
        assert (await fails(client, server.url("/a"))).kind is FetchFault.THROTTLED
        assert server.asked("/a") == 4


def test_many_403s_at_once_are_a_complaint_once_and_have_to_be_earned_again():
    state, now = HostState(gap=2.0).answered(200, None, 0.0, Manners()), 10.0
    for _ in range(2):
        assert not state.throttles(403, now, Manners())
        state = state.answered(403, None, now, Manners())
        now += 5
    assert state.throttles(403, now, Manners())
    state = state.answered(403, None, now, Manners())
    later = now + Manners().memory + 1
    for n in range(5):
        assert not state.throttles(403, later + n, Manners()), "it has not been fine since"
        state = state.answered(403, None, later + n, Manners())


def test_403s_that_come_hours_apart_are_refusals():
    state = HostState(gap=2.0).answered(200, None, 0.0, Manners())
    for n in range(1, 9):
        assert not state.throttles(403, n * 3600.0, Manners())
        state = state.answered(403, None, n * 3600.0, Manners())


async def test_a_host_that_is_known_to_want_a_wider_gap_gets_it_and_others_do_not():
    hosts = Hosts(Manners(gap=0.0), quirks={"slow.example": Quirk(gap=7.0)})
    for host, gap in (("slow.example:443", 7.0), ("feeds.slow.example:443", 7.0), ("other.example:443", 0.0)):
        async with hosts.turn(host) as turn:
            assert turn.gap == gap
            turn.answered(200, None)
        assert turn.gap == gap


async def test_a_host_is_asked_for_feeds_in_the_form_that_it_is_known_to_want(open_client):
    async with BadServer({"/": [ok(FEED)]}) as server:
        async with open_client(quirks={"127.0.0.1": Quirk(accept="text/html")}) as client:
            await client.get(Request(url=server.url("/")))
        async with open_client() as client:
            await client.get(Request(url=server.url("/")))
    assert server.requests[0].header("accept") == "text/html"
    assert "application/rss+xml" in (server.requests[1].header("accept") or "")
