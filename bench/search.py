"""How long committing and searching take in an archive of so many generated entries: `python -m bench.search 100000`."""

import random
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from watcher.core.model import Article, Decision, Entry, PageState, Plan, Search
from watcher.ports import Store
from watcher.store import open_store

START = datetime(2026, 3, 2, tzinfo=UTC)
AT_ONCE = 50  # entries of one commit
QUERIES = ("w1 w2", "w40 w900", "w7000 w3", '"w1 w3"', "w15000", "北朝", "w1 -w2", "w19*")


def main(size: int) -> None:
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "watcher.db"
        store = open_store(path)
        commits, characters = [], 0
        for first in range(0, size, AT_ONCE):
            plan = Plan(decisions=tuple(decision(chance, number) for number in range(first, first + AT_ONCE)))
            characters += sum(len(one.article.entry.summary) + len(one.article.text) for one in plan.decisions)
            began = time.perf_counter()
            store.commit(plan)
            commits.append((time.perf_counter() - began) * 1e3)
        print(f"{size} entries: a commit of {AT_ONCE} takes {sorted(commits)[len(commits) // 2]:.1f} ms (median)")
        for query in QUERIES:
            times = sorted(searched(store, query) for _ in range(5))
            print(f"  {query:<12} {times[2]:7.1f} ms, cold {times[-1]:.1f} ms")
        store.close()
        print(f"{(path.stat().st_size - characters) / size / 1e3:.2f} kB per entry beyond its text")


def searched(store: Store, query: str) -> float:
    began = time.perf_counter()
    store.search(Search(query=query), 20)
    return (time.perf_counter() - began) * 1e3


def decision(chance: random.Random, number: int) -> Decision:
    """One in ten has the text of a page; words are as frequent as words are (Zipf)."""
    entry = Entry(
        id=f"e{number}",
        feed=f"https://{number % 500}.example/rss",
        outlet=f"Outlet {number % 500}",
        title=words(chance, 10) + (" 北朝鮮" if not number % 1000 else ""),
        summary=words(chance, 30),
        lang="en",
        first_seen=START + timedelta(seconds=number),
        keys=(f"g:{number}", f"u:{number}.example/"),
    )
    text = words(chance, 400) if not number % 10 else ""
    page = PageState.READ if text else PageState.ABSENT
    return Decision(article=Article(entry=entry, text=text, page=page), decided_at=entry.first_seen)


def words(chance: random.Random, count: int) -> str:
    return " ".join(f"w{int(20_000 ** chance.random())}" for _ in range(count))


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 100_000)
