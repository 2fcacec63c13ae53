"""Killing the real program at any moment: nothing is lost, and hardly anything told twice."""

import asyncio
import contextlib
import json
import os
import random
import sqlite3
import sys
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest

from tests.badserver import BadServer, Received, ok
from tests.notify.bus import DAEMON, Notice, NotificationService, session_bus
from tests.parts import rss
from tests.process import running, write

ROUNDS = int(os.environ.get("WATCHER_KILL_ROUNDS", "15"))
BATCH = 15  # rounds on one database: every item that may come in them needs a topic of its own
PATHS = [f"/{number}" for number in range(4)]
KEPT = 12  # items that a feed lists
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a matter of POSIX")


class Press:
    """Four feeds that say something new at every other poll, up to a number of items. Each headline is an event of its own."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.published: dict[str, list[str]] = {path: [] for path in PATHS}
        self.turns = 0

    def answer(self, request: Received) -> list[bytes]:
        items = self.published[request.target]
        self.turns += 1
        if self.turns % 2 and len(items) < self.most:
            items.append(f"{request.target[1:]}x{len(items)}")
        return [ok(rss([{"title": headline(item), "guid": item} for item in reversed(items[-KEPT:])]))]

    def topics(self, channels: str) -> str:
        """A topic for each item that may come, so that each has an alert of its own whatever story it is in."""
        topic = '[[topic]]\nname = "{0}"\nrule = "{1}"\nnotify = [{2}]\nthreshold = 0.01\nfetch = "never"\n'
        items = [f"{path[1:]}x{number}" for path in PATHS for number in range(self.most)]
        return "".join(topic.format(item, word(item), channels) for item in items)


def word(item: str) -> str:
    """A word that stands in one item's headline and nowhere else."""
    return f"zq{item.translate(str.maketrans('0123456789x', 'bcdfghklmnz'))}w"


def headline(item: str) -> str:
    return f"Parade of {word(item)} in {word(item)}"


def commanded(file: Path) -> Counter[str]:
    """How often each topic's alert left the house by a command."""
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    return Counter(json.loads(line)["topic"] for line in text.split("\n") if line)


def shown(notices: list[Notice]) -> Counter[str]:
    """How often each topic's bubble was shown."""
    items = {word(item): item for item in (f"{path[1:]}x{n}" for path in PATHS for n in range(1000))}
    return Counter(items[found] for notice in notices for found in {*notice.title.split()} & items.keys())


@contextlib.asynccontextmanager
async def desktop() -> AsyncIterator[tuple[Mapping[str, str], list[Notice]]]:
    """A desktop that shows alerts, where there is a bus to be had: what the watcher must know of it, and what it shows."""
    if DAEMON is None:
        yield {}, []
        return
    async with session_bus() as bus, NotificationService(address=bus) as service:
        yield {"DBUS_SESSION_BUS_ADDRESS": bus}, service.notices


def whole(database: sqlite3.Connection) -> bool:
    checks = [database.execute(f"PRAGMA {check}").fetchall() for check in ("integrity_check", "foreign_key_check")]
    return checks == [[("ok",)], []]


@pytest.mark.parametrize("first", range(0, ROUNDS, BATCH))
@pytest.mark.timeout(120 + 20 * BATCH)
async def test_killed_at_any_moment_it_loses_no_entry_and_tells_every_alert(tmp_path: Path, first: int):
    rounds = min(BATCH, ROUNDS - first)
    told, moments, press = tmp_path / "told", random.Random(first), Press(10 + 4 * rounds)
    stub = tmp_path / "stub.sh"
    stub.write_text(f'#!/bin/sh\nline=$(cat)\nprintf "%s\\n" "$line" >> "{told}"\n')
    stub.chmod(0o755)
    more = '[alerts]\nfirst_run = "notify"\nflood = 1000\npause = "0s"\n[channel.bubble]\nkind = "desktop"\n'
    more += f'[channel.stub]\nkind = "command"\ncommand = ["{stub}"]\n'
    async with BadServer(dict.fromkeys(PATHS, press.answer)) as server, desktop() as (environment, notices):
        write(tmp_path, server, PATHS, more=more, channel="stub")
        config = tmp_path / "config.toml"
        text = config.read_text().partition("[[topic]]")[0]
        config.write_text(text + press.topics('"stub", "bubble"' if environment else '"stub"'))
        for _ in range(rounds):
            async with running(tmp_path, environment=environment) as watcher:
                await watcher.says("poll_started", within=60)
                await asyncio.sleep(moments.uniform(0, 1.5))  # the moment is the test's matter, and any will do
                watcher.process.kill()
            with contextlib.closing(sqlite3.connect(tmp_path / "data" / "watcher.db")) as database:
                assert whole(database)
        async with running(tmp_path, environment=environment) as watcher:
            await watcher.says("polled", 3 * len(PATHS))
            listed = {path: press.published[path][-KEPT:] for path in PATHS}
            await watcher.more("polled", 2 * len(PATHS))
            await asyncio.sleep(2)  # for the last alerts
            watcher.process.terminate()
            assert await watcher.ended() == 0
    with contextlib.closing(sqlite3.connect(tmp_path / "data" / "watcher.db")) as database:
        titles = {title for (title,) in database.execute("SELECT title FROM entry")}
        ((stored, entries),) = database.execute("SELECT count(DISTINCT title), count(*) FROM entry").fetchall()
        alerts = dict(database.execute("SELECT id, topic FROM alert"))
        pending = database.execute("SELECT channel, alert FROM delivery WHERE state = 'pending'").fetchall()
    lost = [item for items in listed.values() for item in items if headline(item) not in titles]
    assert lost == []
    assert stored == entries, "no entry is stored twice"
    assert len(alerts) >= len(PATHS)
    for channel, times in (("stub", commanded(told)), ("bubble", shown(notices))):
        if channel == "stub" or environment:
            due = set(alerts.values()) - {alerts[alert] for name, alert in pending if name == channel}
            assert due <= set(times), f"every alert due by {channel} was told"
            twice = [topic for topic, count in times.items() if count > 1]
            assert len(twice) <= rounds, "at most the one that was in flight at each kill"
            assert max(times.values(), default=1) <= 2
