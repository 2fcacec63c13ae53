"""Jobs that hang, eat, crash or die hurt nobody but themselves."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests import hostile_jobs
from tests.parts import NOON
from watcher.core.model import Feed, Reply
from watcher.errors import FeedError, PageError, WallError
from watcher.workers import LARGE, Amounts, Deadlines, Job, Pool, PoolSettings, Workers

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")


def job(function, *arguments, deadline=20.0):
    return Job(module=hostile_jobs.__name__, function=function.__name__, arguments=arguments, deadline=deadline)


@asynccontextmanager
async def workers(**settings):
    pool = Pool(PoolSettings(**{"size": 1, **settings}), warm=(hostile_jobs.__name__,))
    try:
        yield pool
    finally:
        await pool.close()


def is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def until(condition, seconds=60.0):
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - another process's end has no event here
            await asyncio.sleep(0.02)


async def test_a_job_is_done_in_another_process():
    async with workers() as pool:
        assert await pool.run(job(hostile_jobs.double, 21), FeedError) == 42
        assert await pool.run(job(hostile_jobs.pid), FeedError) != os.getpid()


async def test_a_worker_does_many_jobs_and_then_a_fresh_one_takes_over():
    async with workers(jobs=3) as pool:
        pids = [await pool.run(job(hostile_jobs.pid), FeedError) for _ in range(6)]
    assert len(set(pids[:3])) == 1
    assert len(set(pids[3:])) == 1
    assert pids[0] != pids[3]


async def test_what_a_job_comes_after_is_done_once_by_each_worker_and_again_after_another():
    first, other = job(hostile_jobs.remember, "a"), job(hostile_jobs.remember, "b")
    async with workers() as pool:
        for before, known in ((first, "a"), (first, "a"), (other, "ab"), (first, "aba")):
            asked = replace(job(hostile_jobs.remembered), after=before)
            assert await pool.run(asked, FeedError) == known


async def test_a_job_whose_preparation_fails_fails_with_it_and_the_next_one_is_done():
    async with workers() as pool:
        with pytest.raises(FeedError, match="this is a wall"):
            await pool.run(replace(job(hostile_jobs.remembered), after=job(hostile_jobs.refuse)), FeedError)
        assert await pool.run(job(hostile_jobs.double, 2), FeedError) == 4


async def test_two_workers_work_at_the_same_time():
    async with workers(size=2) as pool:
        pids = await asyncio.gather(*(pool.run(job(hostile_jobs.pid), FeedError) for _ in range(2)))
        assert len(set(pids)) == 2


async def test_workers_that_were_started_ahead_are_there_for_the_first_jobs():
    async with workers(size=2) as pool:
        await pool.start()
        asked = time.monotonic()
        ready = await asyncio.gather(*(pool.run(job(hostile_jobs.ready_since), FeedError) for _ in range(2)))
        assert max(ready) < asked


async def test_jobs_that_take_long_let_as_many_others_have_their_places():
    async with workers(size=1, patience=0.01) as pool:
        long = asyncio.create_task(pool.run(job(hostile_jobs.sleep, 60, deadline=90), FeedError))
        assert await pool.run(job(hostile_jobs.double, 1), FeedError) == 2
        assert not long.done()
        long.cancel()
        await asyncio.gather(long, return_exceptions=True)
        assert await pool.run(job(hostile_jobs.double, 2), FeedError) == 4


@pytest.mark.parametrize("function", [hostile_jobs.sleep, hostile_jobs.hold_the_lock])
async def test_a_job_beyond_its_deadline_is_killed_and_the_next_one_is_done(function):
    arguments = (60,) if function is hostile_jobs.sleep else ()
    async with workers() as pool:
        await pool.run(job(hostile_jobs.double, 1), FeedError)
        start = time.monotonic()
        with pytest.raises(FeedError, match=r"took longer than 0\.3 s"):
            await pool.run(job(function, *arguments, deadline=0.3), FeedError)
        assert time.monotonic() - start < 30
        assert await pool.run(job(hostile_jobs.double, 2), FeedError) == 4


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the address space")
async def test_a_job_that_eats_memory_fails_by_name_and_its_worker_is_replaced():
    async with workers(memory=500_000_000) as pool:
        first = await pool.run(job(hostile_jobs.pid), FeedError)
        with pytest.raises(PageError, match="more memory"):
            await pool.run(job(hostile_jobs.eat_memory, 4_000_000_000), PageError)
        assert await pool.run(job(hostile_jobs.pid), FeedError) != first


@pytest.mark.parametrize(
    ("function", "cause"),
    [
        pytest.param(hostile_jobs.leave, "exit status 3"),
        pytest.param(hostile_jobs.kill_itself, "SIGKILL", marks=POSIX),
        pytest.param(hostile_jobs.crash, "SIGSEGV", marks=POSIX),
    ],
)
async def test_a_worker_that_dies_fails_only_its_own_job(function, cause):
    async with workers() as pool:
        with pytest.raises(FeedError, match=cause):
            await pool.run(job(function), FeedError)
        assert await pool.run(job(hostile_jobs.double, 2), FeedError) == 4


@POSIX
async def test_a_worker_that_was_killed_while_idle_is_replaced_unnoticed():
    async with workers() as pool:
        pid = await pool.run(job(hostile_jobs.pid), FeedError)
        os.kill(pid, signal.SIGKILL)
        await until(lambda: not is_running(pid))
        await asyncio.sleep(0)
        assert await pool.run(job(hostile_jobs.double, 2), FeedError) == 4


async def test_an_error_of_ours_comes_through_as_it_is_and_one_of_a_library_is_named_with_its_place():
    async with workers() as pool:
        with pytest.raises(WallError, match=r"^this is a wall$"):
            await pool.run(job(hostile_jobs.refuse), PageError)
        with pytest.raises(PageError, match=r"TypeError\('a bug.x1b of a library'\) \(at hostile_jobs.py:\d+\)"):
            await pool.run(job(hostile_jobs.stumble), PageError)
        with pytest.raises(FeedError, match="could not be read"):
            await pool.run(job(hostile_jobs.give_what_cannot_be_sent), FeedError)


async def test_what_a_library_prints_does_not_get_between_the_answers():
    async with workers() as pool:
        assert await pool.run(job(hostile_jobs.chatter), FeedError) == "quiet"
        assert await pool.run(job(hostile_jobs.double, 2), FeedError) == 4


async def test_large_jobs_and_answers_pass_through_the_pipes():
    async with workers() as pool:
        assert await pool.run(job(hostile_jobs.length, b"x" * 20_000_000), FeedError) == 20_000_000
        assert len(await pool.run(job(hostile_jobs.many_bytes, 20_000_000), FeedError)) == 20_000_000


async def test_a_cancelled_job_leaves_no_worker_in_the_middle_of_it():
    async with workers() as pool:
        await pool.run(job(hostile_jobs.double, 1), FeedError)
        task = asyncio.create_task(pool.run(job(hostile_jobs.sleep, 60), FeedError))
        await asyncio.sleep(0.1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await pool.run(job(hostile_jobs.double, 3), FeedError) == 6


async def test_a_worker_that_cannot_start_says_why():
    pool = Pool(PoolSettings(size=1), warm=("watcher.no_such_module",))
    await pool.start()  # nobody has asked for anything yet
    with pytest.raises(FeedError, match="no_such_module"):
        await pool.run(job(hostile_jobs.double, 1), FeedError)
    await pool.close()


async def test_closing_ends_every_process_and_fails_the_jobs_under_way():
    pool = Pool(PoolSettings(size=2), warm=(hostile_jobs.__name__,))
    pids = await asyncio.gather(*(pool.run(job(hostile_jobs.pid), FeedError) for _ in range(2)))
    busy = [asyncio.create_task(pool.run(job(hostile_jobs.sleep, 60), FeedError)) for _ in range(4)]
    await asyncio.sleep(0.1)
    await pool.close()
    assert all(isinstance(error, FeedError) for error in await asyncio.gather(*busy, return_exceptions=True))
    if sys.platform != "win32":
        assert not any(is_running(pid) for pid in pids)
    with pytest.raises(FeedError, match="stopped"):
        await pool.run(job(hostile_jobs.double, 1), FeedError)


async def test_closing_while_workers_start_leaves_none_behind():
    pool = Pool(PoolSettings(size=2), warm=(hostile_jobs.__name__,))
    starting = [asyncio.create_task(pool.run(job(hostile_jobs.sleep, 60), FeedError)) for _ in range(3)]
    await asyncio.sleep(0)  # so that they have begun
    async with asyncio.timeout(10):
        await pool.close()
    assert all(isinstance(error, FeedError) for error in await asyncio.gather(*starting, return_exceptions=True))


RSS = b"""<rss version="2.0"><channel><title>The Daily</title>
<item><title>Delegation leaves for Moscow</title><link>https://example.org/1</link></item></channel></rss>"""
SENTENCES = (f"Member {n} of the delegation left Pyongyang for Moscow on day {n} of the month." for n in range(20))
PAGE = f"<html><body><article>{''.join(f'<p>{sentence}</p>' for sentence in SENTENCES)}</article></body></html>"


async def test_feeds_and_pages_are_read_as_they_would_be_here():
    workers, feed = Workers(), Feed(url="https://example.org/feed")
    try:
        parsed = (await workers.feed(Reply(url=feed.url, status=200, body=RSS), feed, b"", now=NOON)).parsed
        again = (
            await workers.feed(Reply(url=feed.url, status=200, body=RSS), feed, parsed.item_hashes, now=NOON)
        ).parsed
        page = await workers.page(Reply(url="https://example.org/1", status=200, body=PAGE.encode()), "en")
        with pytest.raises(FeedError):
            await workers.feed(Reply(url=feed.url, status=200, body=b"hello"), feed, b"", now=NOON)
        with pytest.raises(PageError):
            await workers.page(Reply(url=feed.url, status=200), "")
    finally:
        await workers.close()
    assert [entry.title for entry in parsed.entries] == ["Delegation leaves for Moscow"]
    assert (again.total, again.entries) == (1, ())
    assert "left Pyongyang" in page.text


async def test_how_much_is_read_of_a_feed_and_of_a_page_is_a_setting():
    workers, feed = Workers(amounts=Amounts(items=2, text=1000)), Feed(url="https://example.org/feed")
    head, item, tail = RSS.partition(b"<item>")[0], b"<item><title>Story %d</title></item>", b"</channel></rss>"
    body = head + b"".join(item % number for number in range(5)) + tail
    long = PAGE.replace(
        "<article>", "<article>" + "".join(f"<p>A delegation has left for town {n}.</p>" for n in range(200))
    )
    try:
        parsed = (await workers.feed(Reply(url=feed.url, status=200, body=body), feed, b"", now=NOON)).parsed
        page = await workers.page(Reply(url="https://example.org/1", status=200, body=long.encode()), "en")
    finally:
        await workers.close()
    assert (len(parsed.entries), parsed.tossed) == (2, 3)
    assert 900 < len(page.text) <= 1000


async def test_large_feeds_are_read_however_many_small_ones_keep_coming():
    workers, feed = Workers(PoolSettings(size=2)), Feed(url="https://example.org/feed")
    small, large = (Reply(url=feed.url, status=200, body=body) for body in (RSS, RSS + b" " * 2 * LARGE))
    read = 0

    async def keep_reading() -> None:
        nonlocal read
        while not all(task.done() for task in giants):
            await workers.feed(small, feed, b"", now=NOON)
            read += 1

    try:
        giants = [asyncio.create_task(workers.feed(large, feed, b"", now=NOON)) for _ in range(3)]
        async with asyncio.timeout(60):
            await asyncio.gather(*(keep_reading() for _ in range(4)))
        assert all(giant.result().items for giant in giants)
        assert read
    finally:
        await workers.close()


async def test_a_feed_that_cannot_be_read_in_time_says_so():
    workers, feed = Workers(deadlines=Deadlines(feed=0.001)), Feed(url="https://example.org/feed")
    body = RSS.replace(b"Delegation", b"word " * 1_000_000)
    with pytest.raises(FeedError, match="took longer than"):
        await workers.feed(Reply(url=feed.url, status=200, body=body), feed, b"", now=NOON)
    await workers.close()


def test_the_parent_does_not_load_the_parsers():
    code = "import sys, watcher.workers; sys.exit(bool({'feedparser', 'lxml', 'trafilatura'} & set(sys.modules)))"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[1])


def test_a_child_needs_neither_a_loop_nor_tls():
    code = "import sys, watcher.child, watcher.reading, watcher.judging, watcher.core.pages; sys.exit(bool({'asyncio', 'ssl'} & set(sys.modules)))"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[1])


PARENT = """
import asyncio, sys
from tests import hostile_jobs
from tests.parts import NOON
from watcher.errors import FeedError
from watcher.workers import Job, Pool, PoolSettings

async def main():
    pool = Pool(PoolSettings(size=1), warm=(hostile_jobs.__name__,))
    pid = await pool.run(Job(module=hostile_jobs.__name__, function="pid", deadline=20), FeedError)
    if sys.argv[1] == "busy":
        asyncio.create_task(pool.run(Job(module=hostile_jobs.__name__, function="hold_the_lock", deadline=1), FeedError))
        await asyncio.sleep(0.3)
    print(pid, flush=True)
    await asyncio.sleep(60)

asyncio.run(main())
"""


@POSIX
@pytest.mark.parametrize("state", ["idle", "busy"])
async def test_workers_end_by_themselves_when_their_parent_is_killed(state):
    path = str(Path(__file__).parents[1])
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PARENT, state, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": path}
    )
    assert parent.stdout
    pid = int(await parent.stdout.readline())
    assert is_running(pid)
    parent.kill()
    await parent.wait()
    await until(lambda: not is_running(pid))


@POSIX
async def test_ctrl_c_in_the_terminal_does_not_reach_the_workers():
    async with workers() as pool:
        pid = await pool.run(job(hostile_jobs.pid), FeedError)
        assert os.getsid(pid) != os.getsid(0)
        assert os.getpgid(pid) != os.getpgrp()
