"""The archive judged by other rules, newest first, by several processes that each read their own feeds."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from datetime import datetime, timedelta, tzinfo
from itertools import islice
from pathlib import Path
from typing import Final

from watcher.cli.crew import crew, size
from watcher.core.backtest import Tally
from watcher.core.citations import Sources, find
from watcher.core.model import Decision, Stretch, Verdict, Volume
from watcher.core.rules import Ruleset
from watcher.data.sources import load_sources
from watcher.frozen import dataclass
from watcher.store import open_store

AT_ONCE: Final = 200  # decisions that are in memory of one process
PIECE: Final = 1500  # entries that a process judges before it reports: about a second
FEW: Final = 4000  # entries that are judged before other processes would have begun
AHEAD: Final = 3  # pieces that wait for a process
REMEMBERED: Final = 50_000  # words of each language: an archive has most of them again and again; five megabytes

Window = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is judged by what. `against` are the rules to compare with; None: what was decided at the time."""

    database: Path
    rules: Ruleset
    against: Ruleset | None
    topic: str = ""  # the only one that counts; "" are all
    zone: tzinfo
    only: bytes | None = None  # which entries can count, by their places; None: all are looked at


class Trial:
    """Judges pieces of the archive, over a connection of its own that only reads."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._store = open_store(job.database, read_only=True)
        for rules in filter(None, (job.rules, job.against)):
            rules.remember(REMEMBERED)
        asked = job.rules.asks_for_citations or (job.against is not None and job.against.asks_for_citations)
        self._sources: Sources | None = load_sources() if asked else None

    def judge(self, feeds: tuple[str, ...], window: Window) -> Tally:
        """What changes in the entries of some feeds and of a span of time."""
        tally = Tally()
        stretch = Stretch(feeds=feeds, since=window[0], before=window[1])
        for volume in self._store.delivered(stretch):
            tally.deliver(volume)
        decisions = self._store.walk(stretch, without=("hits", "parts", "keys"), only=self._job.only)
        while chunk := list(islice(decisions, AT_ONCE)):
            judged = [(decision, *self._verdicts(decision)) for decision in chunk]
            matching = [d.article.entry.id for d, then, now in judged if any(v.matches for v in (*then, *now))]
            homes = self._store.homes(matching) if matching else {}
            for decision, then, now in judged:
                home = homes.get(decision.article.entry.id, "")
                tally.take(decision, then, now, rules=self._job.rules, home=home, zone=self._job.zone)
        return tally

    def _verdicts(self, decision: Decision) -> tuple[Sequence[Verdict], Sequence[Verdict]]:
        """What was said of an entry and what is said now, both as of the moment of its decision."""
        article, at = decision.article, decision.decided_at
        cited = tuple(one.source for one in find(article, self._sources)) if self._sources else ()
        now: Sequence[Verdict] = self._job.rules.judge(article, now=at, citations=cited)
        then: Sequence[Verdict] = decision.verdicts
        if self._job.against is not None:
            then = self._job.against.judge(article, now=at, citations=cited)
        if self._job.topic:
            then, now = ([one for one in verdicts if one.topic == self._job.topic] for verdicts in (then, now))
        return then, now

    def close(self) -> None:
        self._store.close()


def sweep(job: Job, volumes: Sequence[Volume], window: Window, processes: int) -> Iterator[Tally]:
    """The tallies of one piece of time after the other, the newest first; each is over all feeds, so any number is fair.

    `processes` 0 takes as many as there are processors, or none beside this one if there is little to do.
    """
    total = sum(volume.entries for volume in volumes)
    processes = 1 if not processes and total < FEW else size(processes)
    parts = _parts(volumes, processes)
    pieces = _pieces(window, max(total // (PIECE * max(len(parts), 1)), 1))
    if len(parts) > 1:
        yield from _by_many(job, parts, pieces)
        return
    trial = Trial(job)
    try:
        for piece in pieces if parts else ():
            yield trial.judge(parts[0], piece)
    finally:
        trial.close()


def _parts(volumes: Sequence[Volume], number: int) -> list[tuple[str, ...]]:
    """The feeds in about equal parts. One language goes to one process as far as it can, which then remembers its words."""
    total, sofar = sum(volume.entries for volume in volumes), 0
    parts: list[list[str]] = [[] for _ in range(number)]
    for volume in sorted(volumes, key=lambda one: (one.lang, one.feed)):
        parts[min(sofar * number // max(total, 1), number - 1)].append(volume.feed)
        sofar += volume.entries
    return [tuple(part) for part in parts if part]


def _pieces(window: Window, number: int) -> list[Window]:
    since, before = window
    step = max((before - since) / number, timedelta(microseconds=1))
    edges = [before - step * place for place in range(number)]
    return [(max(edge - step, since) if place < number - 1 else since, edge) for place, edge in enumerate(edges)]


# --- in several processes ---------------------------------------------------------------------------------------------


def _by_many(job: Job, parts: Sequence[tuple[str, ...]], pieces: Sequence[Window]) -> Iterator[Tally]:
    """A process for each part, so that each keeps to its own feeds; a piece of time is done when all of them are."""
    with crew(len(parts), _begin, job) as executors:
        waiting: list[list[Future[Tally]]] = []
        rest = iter(pieces)
        while True:
            coming = islice(rest, AHEAD - len(waiting))
            waiting += (
                [one.submit(_judge, part, piece) for one, part in zip(executors, parts, strict=True)]
                for piece in coming
            )
            if not waiting:
                return
            whole = Tally()
            for future in waiting.pop(0):
                whole.add(future.result())
            yield whole


_trial: list[Trial] = []  # of a process that judges: opened once


def _begin(job: Job) -> None:
    _trial.append(Trial(job))


def _judge(feeds: tuple[str, ...], window: Window) -> Tally:
    return _trial[0].judge(feeds, window)
