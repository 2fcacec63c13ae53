"""Two hundred feeds, most of which misbehave, against the real program: `python -m bench.misbehaving [feeds] [pairs]`.

Prints how long the good feeds take alone and among the others, what all processes use of memory together, and whether
an address was asked that may not be. One run says little: pairs of runs take turns, medians and their spread count. The
processor time until the last good entry is told, too, which other work on the machine moves less than seconds.
"""

import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from bench.measure import memory, processor
from tests.badserver import WRONG, BadServer, ok, redirect
from tests.parts import rss

SHARE = 0.3  # of the feeds are good
PATIENCE = 300.0  # seconds
LOOK = 0.5  # seconds between two looks at the memory, each of which takes the program milliseconds
LARGE = "<item><title>{0}</title><guid>{0}</guid></item>"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How long it took until every good feed's entry was there, the most memory meanwhile, and what was asked amiss."""

    seconds: float
    cpu: float  # seconds that all processes of the program used meanwhile
    missing: frozenset[str]
    megabytes: float
    refused_asked: int


def hostile(canary: str) -> dict[str, Sequence[object]]:
    """Answers of feeds that misbehave; some try to lead to an address that is refused."""
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><rss><channel>&b;</channel></rss>'
    giant = f"<rss version='2.0'><channel>{''.join(LARGE.format(n) for n in range(30_000))}</channel></rss>".encode()
    return {
        **WRONG,
        "/to-the-refused": [redirect(canary)],
        "/to-a-file": [redirect("file:///etc/passwd")],
        "/entities": [ok(bomb)],
        "/attributes": [
            ok(b"<rss version='2.0'><channel " + b" ".join(b'a%d="x"' % n for n in range(50_000)) + b"/></rss>")
        ],
        "/deep": [ok(b"<rss>" + b"<a>" * 100_000)],
        "/giant": [ok(giant)],
        "/login": [ok(b"<html><body>Please log in</body></html>", content_type="text/html")],
    }


async def measure(*, feeds: int, with_bad: bool) -> Outcome:
    """Run the real program until every good feed was read, or patience ends."""
    good = int(feeds * SHARE)
    asked = 0

    async def tell(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal asked
        asked += 1
        writer.close()

    async with AsyncExitStack() as stack:
        refused = await asyncio.start_server(tell, "127.0.0.2", 0)
        stack.push_async_callback(refused.wait_closed)
        stack.callback(refused.close)
        canary = f"http://127.0.0.2:{refused.sockets[0].getsockname()[1]}/"
        bad = list(hostile(canary).values())
        urls = []
        for number in range(feeds):
            fine = number % 10 < SHARE * 10
            if not fine and not with_bad:
                continue
            steps = [ok(rss([{"title": f"Good {number}", "guid": str(number)}]))] if fine else bad[number % len(bad)]
            server = await stack.enter_async_context(BadServer({"/": steps}))
            urls.append(server.url("/"))
        if with_bad:
            urls += [canary, f"http://[::ffff:127.0.0.2]:{refused.sockets[0].getsockname()[1]}/"]
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        _configure(folder, urls)
        names = {f"Good {number}" for number in range(feeds) if number % 10 < SHARE * 10}
        assert len(names) == good
        outcome = await _watch(folder, names)
    return replace(outcome, refused_asked=asked)


def _configure(folder: Path, urls: Sequence[str]) -> None:
    feeds = "".join(f'[[feed]]\nurl = "{url}"\n' for url in urls)
    head = '[http]\nallow_private = ["127.0.0.1"]\nrobots = false\n'
    (folder / "config.toml").write_text(head + feeds, encoding="utf-8")


async def _watch(folder: Path, names: set[str]) -> Outcome:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "watcher", "run", "--json", "--config", str(folder / "config.toml"), "--data", str(folder),
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL, limit=1 << 24,
    )  # fmt: skip
    assert process.stdout
    missing, began, cpu, most, looked = set(names), 0.0, 0.0, 0.0, 0.0
    with suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            while missing and (line := await process.stdout.readline()):
                event = json.loads(line)
                if not began:  # the start of the program is not in question
                    began, cpu = time.perf_counter(), processor(process.pid)
                if time.perf_counter() - looked > LOOK:
                    most, looked = max(most, memory(process.pid)), time.perf_counter()
                if event["event"] == "entry_decided":
                    missing.discard(event["title"])
    outcome = Outcome(
        seconds=time.perf_counter() - began,
        cpu=processor(process.pid) - cpu,
        missing=frozenset(missing),
        megabytes=max(most, memory(process.pid)),
        refused_asked=0,
    )
    process.terminate()
    await process.communicate()
    return outcome


def main(feeds: int = 200, pairs: int = 5) -> None:
    """Run the pairs; exits with a fault if an entry never came, or an address was asked that may not be."""
    alone, among = list[Outcome](), list[Outcome]()
    for _ in range(pairs):
        alone.append(asyncio.run(measure(feeds=feeds, with_bad=False)))
        among.append(asyncio.run(measure(feeds=feeds, with_bad=True)))
    for name, outcomes in (("alone", alone), ("among the others", among)):
        print(
            f"{int(feeds * SHARE)} good feeds {name}: {_spread([one.seconds for one in outcomes])} s, "
            f"{_spread([one.cpu for one in outcomes])} s of CPU, {max(one.megabytes for one in outcomes):.0f} MB at most, "
            f"missing: {sum(len(one.missing) for one in outcomes)}"
        )
    times = [late.seconds / soon.seconds for late, soon in zip(among, alone, strict=True)]
    print(f"among {feeds} feeds the good ones took {_spread(times)} times as long")
    asked = sum(one.refused_asked for one in among)
    print(f"requests to a refused address: {asked}")
    sys.exit(os.EX_SOFTWARE if asked or any(one.missing for one in (*alone, *among)) else 0)


def _spread(figures: Sequence[float]) -> str:
    """The median, and from where to where they go."""
    return f"{median(figures):.2f} ({min(figures):.2f} to {max(figures):.2f})"


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
