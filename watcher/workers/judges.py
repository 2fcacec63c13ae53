"""The Judge: many articles at once are judged in a process beside us, so that a first run uses two cores."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from watcher.core.model import Article, Verdict
from watcher.core.rules import Ruleset
from watcher.errors import WatcherError
from watcher.workers.pool import Job, Pool, PoolSettings

_JUDGING = "watcher.judging"
_LEARNING, _DEADLINE = 60.0, 60.0  # seconds for the rules, and for the articles of one call
_REST = 60.0  # seconds without work, after which its memory is worth more than what it has learnt
_JOBS = 100_000  # nothing creeps where nothing is parsed
FEW = 20  # articles that are judged sooner here
MOST_TOPICS = 2_000  # as many take a second to compile once more, and 70 MB


class Judges:
    """The Judge in another process, from the beginning of `run` until there was no work for a while, or `close`.

    It is one process, for each learns the words of all languages anew. Few entries, as later polls bring them, are left
    to who asks: what a process has to learn first takes as long as judging hundreds.
    """

    def __init__(self, memory: int = 0, rest: float = _REST) -> None:
        # With much patience: a second process for what is slow today would have to learn everything first.
        settings = PoolSettings(size=1, memory=memory, jobs=_JOBS, patience=_DEADLINE)
        self._pool = Pool(settings, warm=(_JUDGING,))
        self._rest = rest
        self._is_there = self._was_asked = False
        self._rules: Ruleset | None = None  # that we were asked by last, and how they are learnt, if they are
        self._learn: Job | None = None

    async def run(self) -> None:
        """Be there as long as there is work: a first run is under way."""
        self._is_there = self._was_asked = True
        await self._pool.start()
        while self._was_asked:
            self._was_asked = False
            await asyncio.sleep(self._rest)
        await self.close()

    async def judge(
        self, articles: Sequence[Article], rules: Ruleset, *, now: datetime
    ) -> Sequence[tuple[Verdict, ...]] | None:
        """What rules say of each article, the same as they say here; None if they are better asked here."""
        learn = self._learning(rules) if self._is_there and len(articles) > FEW else None
        if learn is None:
            return None
        self._was_asked = True
        job = Job(
            module=_JUDGING,
            function="judge",
            arguments=(articles,),
            keywords={"now": now},
            deadline=_DEADLINE,
            after=learn,
        )
        try:
            verdicts: list[tuple[Verdict, ...]] = await self._pool.run(job, WatcherError)
        except WatcherError:
            self._learn = None  # whatever it was, it is not tried again with these rules
            return None
        return verdicts

    def _learning(self, rules: Ruleset) -> Job | None:
        """What has a worker know the rules; the same for the same ones, so that it is done once."""
        if rules is not self._rules:
            light = len(rules.topics) <= MOST_TOPICS and not rules.asks_for_citations
            job = Job(module=_JUDGING, function="learn", arguments=(rules,), deadline=_LEARNING)
            self._rules, self._learn = rules, job if light else None
        return self._learn

    async def close(self) -> None:
        """End the process; what it is asked is judged here."""
        self._is_there = False
        await self._pool.close()
