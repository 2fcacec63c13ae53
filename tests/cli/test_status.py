"""`watcher status` and `watcher prune`, as processes."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.store.values import decision, verdict
from tests.test_run import watcher
from watcher.core.model import Feed, Plan
from watcher.store import open_store


def filled(folder: Path):
    """A store with a feed, an old entry that matched nothing and one that matched."""
    store = open_store(folder / "watcher.db")
    store.register([Feed(url="https://a.example/rss")])
    old = datetime.now(UTC) - timedelta(days=200)
    facts = {"first_seen": old}
    store.commit(
        Plan(
            decisions=(
                decision(0, decided_at=old, entry_changes=facts),
                decision(1, verdict(), decided_at=old, entry_changes=facts),
            )
        )
    )
    return store


async def test_status_tells_of_a_watcher_that_runs_and_of_one_that_does_not(tmp_path: Path):
    store = filled(tmp_path)
    running = await watcher("status", "--json", "--data", str(tmp_path))
    (facts,) = running.events
    assert running.code == 0
    assert (facts["running"], facts["entries"], facts["matches"]) == (True, 2, 1)
    assert facts["feeds"] == {"not polled yet": 1}
    assert "process" in (await watcher("status", "--data", str(tmp_path))).out
    store.commit(Plan())  # whoever looked has not taken the lock away
    store.close()
    stopped = await watcher("status", "--data", str(tmp_path))
    assert (stopped.code, "is not running" in stopped.out) == (1, True)


async def test_prune_forgets_what_matched_nothing_once_the_watcher_is_stopped(tmp_path: Path):
    store = filled(tmp_path)
    refused = await watcher("prune", "--before", "90d", "--data", str(tmp_path))
    assert (refused.code, "in use by another watcher" in refused.err) == (1, True)
    store.close()
    assert "1 entry forgotten" in (await watcher("prune", "--before", "90d", "--data", str(tmp_path))).out
    short = await watcher("prune", "--before", "1d", "--data", str(tmp_path))
    assert (short.code, "at least 7d" in short.err) == (2, True)
    nowhere = await watcher("prune", "--before", "90d", "--data", str(tmp_path / "none"))
    assert (nowhere.code, "no database" in nowhere.err) == (2, True)
