"""From an item in a feed to the notification on the bus: `python -m bench.latency [items] [feeds]`.

The real program polls a farm every ten seconds and tells a notification service on a bus of its own. An item's way has
two parts: it waits until somebody asks for its feed, which the rhythm decides, and then the program works on it.
"""

import asyncio
import itertools
import os
import random
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from bench.farm import Farm, listen, site
from bench.measure import machine
from tests.notify.bus import Notice, NotificationService, session_bus

PORT = 8872
EVERY = 10.0  # seconds between two polls of a feed
WORD = "Zebra"
CONFIG = """
[watcher]
interval = "{every}s"
min_interval = "{every}s"
max_interval = "{every}s"
[http]
allow_private = ["127.0.0.0/8"]
[alerts]
flood = 1000
[[topic]]
name = "zebras"
rule = "zebra"
notify = ["desktop"]
[channel.desktop]
kind = "desktop"
"""


async def measure(items: int, feeds: int) -> tuple[list[float], list[float]]:
    """Seconds that each item waited to be asked for, and seconds from the answer to the bus."""
    farm = Farm(feeds=feeds, items=50, port=PORT, plant=WORD)
    waited: list[float] = []
    worked: list[float] = []
    published: dict[tuple[int, int], float] = {}  # by feed and item: when, monotonic
    async with session_bus() as address, NotificationService(address=address) as desktop:
        server = await listen(farm)
        with tempfile.TemporaryDirectory() as folder:
            process = await _watch(Path(folder), farm, address)
            try:
                while farm.counts["requests"] < feeds:
                    assert process.returncode is None, "the program ended"
                    await asyncio.sleep(0.1)
                await asyncio.sleep(EVERY)  # what the first poll found is stored by now
                publishing = asyncio.create_task(_publish(farm, items, published))
                async for notice in _told(desktop, publishing):
                    at = time.monotonic()
                    feed, item = map(int, notice.title.rsplit(" ", 1)[1].split("."))
                    ages = itertools.count(item - farm.items + 1)  # two items may have come between two polls
                    asked = next(farm.sent[feed, age] for age in ages if (feed, age) in farm.sent)
                    worked.append(at - asked)
                    waited.append(asked - published[feed, item])
                await publishing
            finally:
                process.terminate()
                await process.wait()
        server.close()
    return waited, worked


async def _told(desktop: NotificationService, publishing: asyncio.Task[None]) -> AsyncIterator[Notice]:
    """Each notification, until none comes any more: an invented item may join another's story, which tells nothing new."""
    while True:
        try:
            yield await desktop.next(within=2 * EVERY)
        except TimeoutError:
            if publishing.done():
                return


async def _publish(farm: Farm, items: int, published: dict[tuple[int, int], float]) -> None:
    """New items, one at a time, each in a feed that has not had one for a while."""
    order = random.Random(1).sample(range(farm.feeds), farm.feeds)
    for number in range(items):
        feed = order[number % farm.feeds]
        published[feed, farm.items + farm.age.get(feed, 0)] = time.monotonic()
        farm.publish(feed, 1)
        await asyncio.sleep(0.3)


async def _watch(folder: Path, farm: Farm, bus: str) -> asyncio.subprocess.Process:
    feeds = "".join(f'[[feed]]\nurl = "{site(feed, PORT)}/feed/{feed}"\n' for feed in range(farm.feeds))
    (folder / "config.toml").write_text(CONFIG.format(every=int(EVERY)) + feeds, "utf-8")
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "watcher", "run", "--headless", "--config", str(folder / "config.toml"), "--data", str(folder),
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL,
        env={**os.environ, "DBUS_SESSION_BUS_ADDRESS": bus},
    )  # fmt: skip


def _row(name: str, seconds: Sequence[float]) -> str:
    ordered = sorted(seconds)
    shares = {share: ordered[min(int(len(ordered) * share), len(ordered) - 1)] for share in (0.1, 0.5, 0.9, 0.99)}
    values = " | ".join(f"{1000 * value:.0f}" for value in (*shares.values(), ordered[-1]))
    return f"| {name} | {values} |"


def main(items: int = 200, feeds: int = 100) -> None:
    print(machine())
    waited, worked = asyncio.run(measure(items, feeds))
    print(
        f"\n{items} new items, {len(worked)} alerts, from {feeds} feeds that are polled every {EVERY:.0f} s; milliseconds\n"
    )
    print("| | 10 % | median | 90 % | 99 % | most |\n|---|---:|---:|---:|---:|---:|")
    print(_row("until the feed was asked", waited))
    print(_row("from the answer to the bus", worked))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
