"""The commands about the archive as a whole: how the watcher that writes it is doing, and less of it."""

import json as json_module
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import typer

from watcher.cli.options import DataOption, fail, span

SHORTEST = timedelta(days=7)  # as for `keep`: what feeds may still list must be known
BATCH = 2000  # entries that one transaction forgets


def status(
    json: Annotated[bool, typer.Option("--json", help="One JSON object, for scripts.")] = False,
    data: DataOption = None,
) -> None:
    """Tell how the watcher is doing. Whether it runs, its feeds, what it found and what it owes. Exit code 1 if none runs."""
    from watcher.cli.correct import mutes
    from watcher.cli.stories import opened
    from watcher.config import DATABASE, data_path
    from watcher.core.health import health
    from watcher.store.lock import holder

    path = ((data or data_path()) / DATABASE).resolve()
    with opened(data) as store:
        states, counts = store.states(), store.counts()
        last, due = max((s.last_poll for s in states if s.last_poll), default=None), store.next_due()
        muted = mutes(store, datetime.now(UTC))
    writer = holder(path)
    facts: dict[str, Any] = {
        "running": bool(writer),
        "writer": writer,
        "database": str(path),
        "bytes": path.stat().st_size,
        "last_poll": last.isoformat() if last else None,
        "next_poll": due.isoformat() if due else None,
        "feeds": dict(Counter(str(health(state).condition) for state in states)),
        **counts,
        "mutes": muted,
    }
    typer.echo(json_module.dumps(facts, ensure_ascii=False) if json else "\n".join(_lines(facts, last, due)))
    if not writer:
        raise typer.Exit(1)


def prune(
    before: Annotated[str, typer.Option("--before", metavar="SPAN", help="How old, such as 90d; 7d at least.")],
    data: DataOption = None,
) -> None:
    """Forget old entries that matched nothing. Those older than a span that no feed lists any more. A running watcher does so by itself (`keep`), and must be stopped first."""
    from watcher.cli.progress import progress
    from watcher.config import DATABASE, data_path
    from watcher.dashboard.words import count
    from watcher.store import open_store

    age = span(before, "--before") or timedelta()
    if age < SHORTEST:
        fail(f"--before {before}: expected at least 7d, because feeds may still list what is younger")
    path = (data or data_path()) / DATABASE
    if not path.exists():
        fail(f"there is no database at {path}")
    limit, total = datetime.now(UTC) - age, 0
    store = open_store(path)
    try:
        with progress("Forgetting") as bar:
            while forgotten := store.prune(limit, BATCH):
                total += forgotten
                bar.to(total)
    finally:
        store.close()
    typer.echo(f"{count(total, 'entry')} forgotten; the file keeps its size and uses the room again")


def _lines(facts: dict[str, Any], last: datetime | None, due: datetime | None) -> list[str]:
    from watcher.cli.correct import muted_line
    from watcher.dashboard.words import count
    from watcher.dashboard.words import span as spelled

    now = datetime.now(UTC)
    polled = f"{spelled(now - last)} ago" if last else "never"
    coming = f", next {f'in {spelled(due - now)}' if due > now else 'now'}" if due else ""
    feeds = ", ".join(f"{number} {condition}" for condition, number in facts["feeds"].items()) or "none"
    return [
        f"watcher   {facts['writer'] or 'is not running'}",
        f"polled    {polled}{coming}",
        f"feeds     {feeds}",
        f"entries   {facts['entries']:,}: {count(facts['matches'], 'match')}, {facts['undecided']:,} undecided",
        f"stories   {facts['stories']:,}",
        f"alerts    {facts['alerts']:,}: {facts['sent']:,} sent, {facts['pending']:,} owed, {facts['failed']:,} failed",
        *(f"{'' if number else 'mutes':<10}{muted_line(one)}" for number, one in enumerate(facts["mutes"])),
        f"database  {facts['database']}, {facts['bytes'] / 1e6:.1f} MB",
    ]
