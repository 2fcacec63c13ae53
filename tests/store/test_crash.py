"""Killing the writer at any moment loses nothing that was announced, and sends nothing twice but what was in flight."""

import os
import random
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.store.values import NOW
from watcher.store import open_store, wal

ROUNDS = int(os.environ.get("WATCHER_CRASH_ROUNDS", "15"))


def run_and_kill(database, sends, first, patience):
    """Start a writer, kill it some moments after its first commit; the numbers that it announced."""
    arguments = [sys.executable, "-m", "tests.store.crashing", str(database), str(sends), str(first)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as writer:
        assert writer.stdout
        announced = [writer.stdout.readline()]
        time.sleep(patience)  # the moment is the test's matter, and any will do
        writer.kill()
        announced += writer.stdout.readlines()
    return [int(line.split()[1]) for line in announced if line.startswith("committed ") and line.endswith("\n")]


@pytest.mark.timeout(60 + 5 * ROUNDS)
def test_killing_the_writer_at_any_moment_loses_nothing_that_was_announced(tmp_path):
    database, sends = tmp_path / "watcher.db", tmp_path / "sends"
    moments = random.Random(ROUNDS)
    announced: list[int] = []
    for _ in range(ROUNDS):
        first = announced[-1] + 1 if announced else 0
        announced += run_and_kill(database, sends, first, moments.uniform(0, 0.15))
        assert wal.look(database.with_name("watcher.db-wal")) is wal.Log.SOUND
        connection = sqlite3.connect(database)
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.close()
    store = open_store(database)
    assert [n for n in announced if store.decision(f"entry-{n:06}") is None] == []
    counts, members = store.counts(), sum(len(story.members) for story in store.stories(NOW))
    assert counts["alerts"] == counts["entries"] == members
    assert counts["sent"] + counts["pending"] == counts["alerts"]
    owed = {delivery.alert.id for delivery in store.unsent(NOW.replace(year=2100), 10**6)}
    store.close()
    times = Counter(sends.read_text(encoding="utf-8").split())
    assert {f"alert-{n:06}" for n in announced} <= owed | set(times)
    twice = [alert for alert, count in times.items() if count > 1]
    assert len(twice) <= ROUNDS, "at most the one that was in flight at each kill"
    assert max(times.values()) <= 2
