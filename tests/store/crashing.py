"""A writer to be killed: commits plans and sends alerts as fast as it can, and says what it promised.

Run as `python crashing.py DATABASE SENDS FIRST`. A line "committed N" on standard output means that alert N was announced as
stored; a line N in SENDS means that alert N left the house.
"""

import sys
from datetime import timedelta
from pathlib import Path

from tests.store.values import NOW, alert, decision, member, story, verdict
from watcher.core.model import Plan
from watcher.store import open_store


def main(database: str, sends: str, first: int) -> None:
    store = open_store(database)
    with Path(sends).open("a", encoding="utf-8") as sent:
        for number in range(first, first + 100_000):
            grown = story(number // 10, members=tuple(member(n) for n in range(number // 10 * 10, number + 1)))
            plan = Plan(decisions=(decision(number, verdict()),), stories=(grown,), alerts=(alert(number),))
            store.commit(plan)
            print("committed", number, flush=True)  # noqa: T201 - what it is for
            for owed in store.unsent(NOW + timedelta(days=365), 100):
                sent.write(f"{owed.alert.id}\n")
                sent.flush()
                store.mark(owed, sent_at=NOW)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
