"""Live stories are read in pieces while all else goes on, and are the same as if they had been read at once."""

import asyncio
from datetime import timedelta

import pytest

from tests.parts import TurnedClock
from tests.store.values import MINUTE, NOW, decision, entry, member, story, verdict
from watcher.core.alerts import Habits
from watcher.core.model import Plan
from watcher.data.concept_lists import load_concepts
from watcher.data.sources import load_sources
from watcher.desk import PAGE, Desk, Terms
from watcher.ports import Store
from watcher.store import open_store

NOBODY = Terms(routes={}, habits=Habits())
MANY = 2 * PAGE + 3


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path / "watcher.db")
    articles = [decision(number) for number in range(MANY)]
    stories = [story(number, title=f"Story {number}") for number in range(MANY)]
    opened.commit(Plan(decisions=tuple(articles), stories=tuple(stories)))
    yield opened
    opened.close()


def desk(store: Store) -> Desk:
    clock = TurnedClock(NOW + MANY * MINUTE)
    return Desk(store=store, clock=clock, concepts=load_concepts, sources=load_sources)


def held(one: Desk) -> set[str]:
    return {f"story-{number:06}" for number in range(MANY + 1) if one._live and f"story-{number:06}" in one._live}


async def test_stories_that_are_read_in_pieces_are_those_of_the_store(store: Store):
    one = desk(store)
    await one.get_ready()
    assert len(held(one)) == MANY


async def test_a_match_joins_the_same_story_whether_or_not_the_desk_is_ready(store: Store):
    ready, late = desk(store), desk(store)
    await ready.get_ready()
    match = decision(MANY, verdict(), entry_changes={"published": NOW})
    found = [one.settle([match], Plan(), NOBODY)[-1] for one in (ready, late)]
    assert found[0] == found[1]


async def test_what_is_stored_or_corrected_while_stories_are_read_is_read_too(store: Store):
    one = desk(store)
    reading = asyncio.create_task(one.get_ready())
    await asyncio.sleep(0)  # it waits for the concepts
    late = member(MANY, entry=entry(MANY).id)
    store.commit(Plan(decisions=(decision(MANY),), stories=(story(MANY, members=(late,)),)))
    one.recall()
    await reading
    assert len(held(one)) == MANY + 1


async def test_a_match_that_comes_while_stories_are_read_does_not_lose_them(store: Store):
    one = desk(store)
    reading = asyncio.create_task(one.get_ready())
    await asyncio.sleep(0)
    one.settle([decision(MANY, verdict())], Plan(), NOBODY)
    await reading
    assert len(held(one)) == MANY


async def test_stories_of_long_ago_are_not_kept_at_hand(store: Store):
    one = desk(store)
    await one.get_ready()
    one.clock.turn(days=60)  # type: ignore[attr-defined]  # the tests' own
    one.forget()
    assert held(one) == set()
    assert store.stories(NOW - timedelta(days=1))
