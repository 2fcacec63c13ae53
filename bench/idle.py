"""What a watch costs while little happens: `python -m bench.idle [minutes] [feeds] [interval in seconds]`.

Feeds at their real interval, a third of which have two new items whenever they are asked. CPU, wake-ups and memory of
the program and its workers are read once the first poll of all feeds is over, and again at the end.
"""

import asyncio
import os
import random
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench.compare import _watcher as configure
from bench.farm import Farm, listen, site
from bench.measure import machine, memory

PORT = 8873
SHARE = 1 / 3  # of the feeds changes between two polls


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a process and its children used so far."""

    at: float
    cpu: float  # seconds
    wakes: int  # voluntary switches of all threads
    megabytes: float
    files: int


def read(pid: int) -> Reading:
    """A reading of a process that runs."""
    pids = [pid, *_children(pid)]
    ticks, wakes, files = 0, 0, 0
    for one in pids:
        fields = Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += sum(map(int, fields[11:15]))  # with those of children that ended
        files += len(list(Path(f"/proc/{one}/fd").iterdir()))
        for task in Path(f"/proc/{one}/task").iterdir():
            status = (task / "status").read_text()
            wakes += int(status.split("\nvoluntary_ctxt_switches:")[1].split()[0])
    return Reading(
        at=time.monotonic(), cpu=ticks / os.sysconf("SC_CLK_TCK"), wakes=wakes, megabytes=memory(pid), files=files
    )


def _children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in found]


async def measure(minutes: float, feeds: int, interval: float) -> list[Reading]:
    """A reading each minute, the first one when every feed has been polled."""
    farm = Farm(feeds=feeds, items=50, port=PORT)
    server = await listen(farm)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        configure(folder, [f"{site(feed, PORT)}/feed/{feed}" for feed in range(feeds)])
        config = folder / "config.toml"
        rhythm = f'[watcher]\ninterval = "{interval:.0f}s"\nmin_interval = "{interval:.0f}s"\nmax_interval = "{interval:.0f}s"\n'
        config.write_text(rhythm + config.read_text("utf-8"), "utf-8")
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "watcher", "run", "--headless", "--config", str(config), "--data", str(folder),
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        try:
            while farm.counts["requests"] < feeds:  # noqa: ASYNC110 - the farm counts, it does not call
                await asyncio.sleep(1)
            await asyncio.sleep(60)  # what the first poll found is stored by now
            changing = asyncio.create_task(_change(farm, interval))
            readings = [read(process.pid)]
            for _ in range(max(int(minutes), 1)):
                await asyncio.sleep(60)
                readings.append(read(process.pid))
            changing.cancel()
        finally:
            process.terminate()
            await process.wait()
    server.close()
    return readings


async def _change(farm: Farm, interval: float) -> None:
    dice = random.Random(1)
    while True:
        farm.publish(dice.randrange(farm.feeds), 2)
        await asyncio.sleep(interval / (farm.feeds * SHARE))


def main(minutes: float = 10, feeds: int = 500, interval: float = 600) -> None:
    print(machine())
    first, *others = readings = asyncio.run(measure(minutes, feeds, interval))
    print(f"\n{feeds} feeds every {interval:.0f} s, {SHARE:.0%} of them changed at each poll\n")
    print("| minute | CPU of one core | wake-ups a second | memory MB | open files |\n|---|---:|---:|---:|---:|")
    for number, (before, after) in enumerate(zip(readings, others, strict=False), 1):
        print(_row(str(number), before, after))
    print(_row("all", first, others[-1]))


def _row(name: str, before: Reading, after: Reading) -> str:
    span = after.at - before.at
    return (
        f"| {name} | {(after.cpu - before.cpu) / span:.2%} | {(after.wakes - before.wakes) / span:.1f} "
        f"| {after.megabytes:.0f} | {after.files} |"
    )


if __name__ == "__main__":
    asked = list(map(float, sys.argv[1:])) + [10, 500, 600][len(sys.argv) - 1 :]
    main(asked[0], int(asked[1]), asked[2])
