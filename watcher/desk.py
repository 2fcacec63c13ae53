"""Where decisions become stories and alerts: what is known is read, joined and committed in one piece.

`settle` holds no `await`, so two polls cannot open one story twice.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from datetime import datetime

from watcher.core import alerts, citations, stories
from watcher.core.events import EntryDecided, StoryChanged
from watcher.core.model import Alert, Decision, Plan, Story
from watcher.errors import StoreError
from watcher.frozen import dataclass, replace
from watcher.ports import Clock, Store
from watcher.turns import Turns

PAGE = 100  # stories that are read at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is told of stories, and how."""

    routes: Mapping[str, alerts.Route]  # by topic; without any, nobody is told
    habits: alerts.Habits
    catching_up: datetime | None = None  # until when what comes was missed in sleep


@dataclass(slots=True, kw_only=True)
class Desk:
    """Keeps the stories of the last days at hand, in step with the store."""

    store: Store
    clock: Clock
    concepts: Callable[[], stories.Concepts]
    sources: Callable[[], citations.Sources]
    _live: stories.LiveStories | None = field(default=None, init=False)
    _recalls: int = field(default=0, init=False)
    _reading: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)

    def recall(self) -> None:
        """Read the live stories anew: once the clock was set or a person corrected them, they are others."""
        self._live, self._recalls = None, self._recalls + 1

    def forget(self) -> None:
        """Let go of stories that no article can join any more."""
        if self._live is not None:
            self._live.forget(self.clock.now() - stories.WINDOW)

    async def get_ready(self) -> None:
        """Have at hand what a match is compared with. Ten thousand stories take a second; nobody else waits for them."""
        async with self._reading:
            while self._live is None:
                recalls = self._recalls
                live = await self._read(await asyncio.to_thread(self.concepts))
                if recalls == self._recalls:  # nothing was stored or corrected in between
                    self._live = live

    async def _read(self, concepts: stories.Concepts) -> stories.LiveStories:
        since, turns = self.clock.now() - stories.WINDOW, Turns()
        found = page = self.store.latest(PAGE)
        while page and page[-1].last_seen >= since:
            await turns.share()
            page = self.store.latest(PAGE, before=(page[-1].last_seen, page[-1].id))
            found += page
        live = stories.LiveStories(concepts)
        for story in sorted(found, key=lambda story: (story.first_seen, story.id)):
            live.take(story)
            await turns.share()
        return live

    def settle(
        self, decisions: Sequence[Decision], plan: Plan, terms: Terms, *, again: bool = False
    ) -> list[EntryDecided | StoryChanged]:
        """Join stories, plan alerts and commit; the events to emit once that is done."""
        now = self.clock.now()
        changed: dict[str, Story] = {}
        wishes: list[alerts.Wish] = []
        earlier: dict[str, list[Alert]] = {}  # by story
        events: list[EntryDecided | StoryChanged] = []
        for decision in stories.in_order(decisions):
            home = ""
            if decision.matches:
                story, new = self._join(decision, now)
                home, changed[story.id] = story.id, story
                if home not in earlier:
                    earlier[home] = list(self.store.told([home]))
                arising = alerts.arising(story, decision, routes=terms.routes, earlier=earlier[home], now=now)
                earlier[home] += [wish.alert for wish in arising if not wish.silent]
                wishes += arising
                events.append(StoryChanged(at=now, story=story, new=new))
            events.append(EntryDecided(at=now, decision=decision, story=home, silent=decision.silent, again=again))
        if decisions:
            planned = self._plan(wishes, terms, now)
            plan = replace(
                plan,
                decisions=tuple(decisions),
                stories=tuple(changed.values()),
                alerts=(*plan.alerts, *planned.alerts),
                suppressed=planned.suppressed,
            )
        self._commit(plan)
        return events

    def _join(self, decision: Decision, now: datetime) -> tuple[Story, bool]:
        """The story that a match belongs to, with the match in it, and whether it is a new one."""
        if self._live is None:
            self.recall()
            self._live = stories.LiveStories(self.concepts(), self.store.stories(now - stories.WINDOW))
        self.forget()
        story = self._live.join(decision, citations.find(decision.article, self.sources()))
        new = story.id not in self._live
        self._live.take(story)
        return story, new

    def _plan(self, wishes: Sequence[alerts.Wish], terms: Terms, now: datetime) -> alerts.Planned:
        """Which of the alerts that arose are told now."""
        if not wishes:
            return alerts.Planned()
        routes, habits = terms.routes, terms.habits
        budgeted = habits.budget or any(routes[wish.alert.topic].budget for wish in wishes)
        mood = alerts.Mood(
            mutes=self.store.mutes(now),
            candidates=self.store.candidates(now - alerts.BUDGET_SPAN) if budgeted else (),
            catching_up=terms.catching_up,
        )
        earlier = self.store.told({wish.alert.story for wish in wishes})
        return alerts.plan(wishes, earlier=earlier, routes=routes, habits=habits, mood=mood, now=now)

    def _commit(self, plan: Plan) -> None:
        try:
            self.store.commit(plan)
        except StoreError:
            self.recall()  # what is at hand holds what was not stored
            raise
