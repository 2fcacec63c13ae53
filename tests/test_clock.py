"""A clock that is set, and a machine that sleeps, while the real program runs."""

import asyncio
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.badserver import BadServer, ok
from tests.parts import rss
from tests.process import Running, running, write

COMPILER = shutil.which("cc")
pytestmark = pytest.mark.skipif(
    COMPILER is None or sys.platform != "linux", reason="a preloaded library moves the clock, and a compiler makes it"
)
DAY, YEARS = 86_400, 2 * 365 * 86_400
PATHS = [f"/{number}" for number in range(5)]


@pytest.fixture(scope="module")
def skew(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library that moves a process's clocks."""
    library = tmp_path_factory.mktemp("skew") / "skew.so"
    source = Path(__file__).with_name("skew.c")
    subprocess.run([str(COMPILER), "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    return library


def processor_seconds(watcher: Running) -> float:
    fields = Path(f"/proc/{watcher.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def test_polls_go_on_through_a_clock_set_back_a_day_ahead_two_years_and_right_again(tmp_path: Path, skew: Path):
    dial = tmp_path / "dial"
    dial.write_text("0 0")
    async with BadServer({path: [ok(rss([{"title": "Bread", "guid": path}]))] for path in PATHS}) as server:
        write(tmp_path, server, PATHS)
        async with running(tmp_path, environment={"LD_PRELOAD": str(skew), "SKEW": str(dial)}) as watcher:
            await watcher.says("polled", 10)
            for turn, wall in enumerate((-DAY, YEARS, 0), start=1):
                before = processor_seconds(watcher)
                dial.write_text(f"{wall} 0")
                woke = await watcher.says("woke", turn)
                await watcher.more("polled", 10)
                assert processor_seconds(watcher) - before < 6, "it does not work through ticks that never were"
                assert abs(woke["shifted"] - {1: -DAY, 2: DAY + YEARS, 3: -YEARS}[turn]) < 5
            assert len(watcher.of("woke")) == 3
            entries = [event["entry"] for event in watcher.of("entry_decided")]
            assert len(entries) == len(set(entries)) == len(PATHS)
            assert watcher.of("warned") == []


async def test_after_sleep_each_late_feed_is_polled_once_and_one_line_tells_of_it(tmp_path: Path, skew: Path):
    dial = tmp_path / "dial"
    dial.write_text("0 0")
    async with BadServer({path: [ok(rss([{"title": "Bread", "guid": path}]))] for path in PATHS}) as server:
        write(tmp_path, server, PATHS, every="1h")
        async with running(tmp_path, environment={"LD_PRELOAD": str(skew), "SKEW": str(dial)}) as watcher:
            await watcher.says("polled", 5)
            dial.write_text(f"{DAY} {DAY}")
            woke = await watcher.says("woke")
            assert abs(woke["slept"] - DAY) < 30
            assert (woke["shifted"], woke["feeds"]) == (0, 5)
            assert 4 <= woke["within"] <= 5  # a second for each, at a moment by chance
            await watcher.more("polled", 5)
            await asyncio.sleep(2)
            assert [server.asked(path) for path in PATHS] == [2] * 5
