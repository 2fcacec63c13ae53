"""Killing the real program at any moment: nothing is lost, and hardly anything told twice."""

import asyncio
import contextlib
import json
import os
import random
import sqlite3
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.badserver import BadServer, Received, ok
from tests.parts import rss
from tests.process import running, write

ROUNDS = int(os.environ.get("WATCHER_KILL_ROUNDS", "15"))
PATHS = [f"/{number}" for number in range(4)]
MOST = 10 + 4 * ROUNDS  # items that a feed has in the end
KEPT = 12  # items that a feed lists
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a matter of POSIX")


class Press:
    """Four feeds that say something new at every other poll. Each headline is an event of its own."""

    def __init__(self) -> None:
        self.published: dict[str, list[str]] = {path: [] for path in PATHS}
        self.turns = 0

    def answer(self, request: Received) -> list[bytes]:
        items = self.published[request.target]
        self.turns += 1
        if self.turns % 2 and len(items) < MOST:
            items.append(f"{request.target[1:]}x{len(items)}")
        return [ok(rss([{"title": headline(item), "guid": item} for item in reversed(items[-KEPT:])]))]


def word(item: str) -> str:
    """A word that stands in one item's headline and nowhere else."""
    return f"zq{item.translate(str.maketrans('0123456789x', 'bcdfghklmnz'))}w"


def headline(item: str) -> str:
    return f"Parade of {word(item)} in {word(item)}"


def topics() -> str:
    """A topic for each item that may come, so that each has an alert of its own whatever story it is in."""
    topic = '[[topic]]\nname = "{0}"\nrule = "{1}"\nnotify = ["stub"]\nthreshold = 0.01\nfetch = "never"\n'
    items = [f"{path[1:]}x{number}" for path in PATHS for number in range(MOST)]
    return "".join(topic.format(item, word(item)) for item in items)


def receipts(file: Path) -> Counter[str]:
    """How often each alert left the house, by its id."""
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    return Counter(json.loads(line)["id"] for line in text.split("\n") if line)


@pytest.mark.timeout(120 + 20 * ROUNDS)
async def test_killed_at_any_moment_it_loses_no_entry_and_tells_every_alert(tmp_path: Path):
    told, moments, press = tmp_path / "told", random.Random(ROUNDS), Press()
    stub = tmp_path / "stub.sh"
    stub.write_text(f'#!/bin/sh\nline=$(cat)\nprintf "%s\\n" "$line" >> "{told}"\n')
    stub.chmod(0o755)
    more = f'[alerts]\nfirst_run = "notify"\nflood = 1000\npause = "0s"\n[channel.stub]\nkind = "command"\ncommand = ["{stub}"]\n'
    async with BadServer(dict.fromkeys(PATHS, press.answer)) as server:
        write(tmp_path, server, PATHS, more=more, channel="stub")
        config = tmp_path / "config.toml"
        text = config.read_text().partition("[[topic]]")[0]
        config.write_text(text + topics())
        for _ in range(ROUNDS):
            async with running(tmp_path) as watcher:
                await watcher.says("poll_started", within=60)
                await asyncio.sleep(moments.uniform(0, 1.5))  # the moment is the test's matter, and any will do
                watcher.process.kill()
            with contextlib.closing(sqlite3.connect(tmp_path / "data" / "watcher.db")) as database:
                assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
                assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        async with running(tmp_path) as watcher:
            await watcher.says("polled", 3 * len(PATHS))
            listed = {path: press.published[path][-KEPT:] for path in PATHS}
            await watcher.more("polled", 2 * len(PATHS))
            await asyncio.sleep(2)  # for the last alerts
            watcher.process.terminate()
            assert await watcher.ended() == 0
    with contextlib.closing(sqlite3.connect(tmp_path / "data" / "watcher.db")) as database:
        titles = {title for (title,) in database.execute("SELECT title FROM entry")}
        alerts = {alert for (alert,) in database.execute("SELECT id FROM alert")}
        pending = {alert for (alert,) in database.execute("SELECT alert FROM delivery WHERE state = 'pending'")}
        ((stored, entries),) = database.execute("SELECT count(DISTINCT title), count(*) FROM entry").fetchall()
    lost = [item for items in listed.values() for item in items if headline(item) not in titles]
    assert lost == []
    assert stored == entries, "no entry is stored twice"
    times = receipts(told)
    assert alerts - pending <= set(times), "every due alert was told"
    assert len(alerts) >= len(PATHS)
    twice = [alert for alert, count in times.items() if count > 1]
    assert len(twice) <= ROUNDS, "at most the one that was in flight at each kill"
    assert max(times.values(), default=1) <= 2
