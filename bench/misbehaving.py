"""Two hundred feeds, most of which misbehave, against the real program: `python -m bench.misbehaving [feeds]`.

Prints how long the good feeds take alone and among the others, what all processes use of memory together, and whether
an address was asked that may not be.
"""

import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from bench.measure import memory
from tests.badserver import WRONG, BadServer, ok, redirect
from tests.parts import rss

SHARE = 0.3  # of the feeds are good
PATIENCE = 300.0  # seconds
LARGE = "<item><title>{0}</title><guid>{0}</guid></item>"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How long it took until every good feed's entry was there, the most memory meanwhile, and what was asked amiss."""

    seconds: float
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
        seconds, missing, megabytes = await _watch(folder, names)
    return Outcome(seconds=seconds, missing=frozenset(missing), megabytes=megabytes, refused_asked=asked)


def _configure(folder: Path, urls: Sequence[str]) -> None:
    feeds = "".join(f'[[feed]]\nurl = "{url}"\n' for url in urls)
    head = '[http]\nallow_private = ["127.0.0.1"]\nrobots = false\n'
    (folder / "config.toml").write_text(head + feeds, encoding="utf-8")


async def _watch(folder: Path, names: set[str]) -> tuple[float, set[str], float]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "watcher", "run", "--json", "--config", str(folder / "config.toml"), "--data", str(folder),
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL, limit=1 << 24,
    )  # fmt: skip
    assert process.stdout
    missing, began, most, tries = set(names), 0.0, 0.0, 0
    with suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            while missing and (line := await process.stdout.readline()):
                event = json.loads(line)
                began = began or time.perf_counter()  # the start of the program is not in question
                tries += event["event"] in {"polled", "poll_failed"}
                most = max(most, memory(process.pid)) if tries % 10 == 0 else most
                if event["event"] == "entry_decided":
                    missing.discard(event["title"])
    seconds = time.perf_counter() - began
    most = max(most, memory(process.pid))
    process.terminate()
    await process.communicate()
    return seconds, missing, most


def main(feeds: int = 200) -> None:
    alone = asyncio.run(measure(feeds=feeds, with_bad=False))
    among = asyncio.run(measure(feeds=feeds, with_bad=True))
    for name, outcome in (("alone", alone), ("among the others", among)):
        print(
            f"{int(feeds * SHARE)} good feeds {name}: {outcome.seconds:.1f} s, {outcome.megabytes:.0f} MB, missing: {len(outcome.missing)}"
        )
    print(f"among {feeds} feeds the good ones took {among.seconds / alone.seconds:.2f} times as long")
    print(f"requests to a refused address: {among.refused_asked}")
    sys.exit(os.EX_SOFTWARE if among.missing or among.refused_asked else 0)


if __name__ == "__main__":
    main(*(int(sys.argv[1]),) if sys.argv[1:] else ())
