"""What is judged beside us is judged as here, or here."""

import asyncio
import pickle
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.parts import NOON
from watcher import judging
from watcher.config import load_text
from watcher.config.load import starter_text
from watcher.core.model import Article, Entry, PageState
from watcher.core.rules import Group, Ruleset, Topic, compile_rules
from watcher.workers import Judges
from watcher.workers.judges import FEW, MOST_TOPICS

LOTS = Path(__file__).parent / "core" / "rules" / "lots"
GROUPS = {"bread": Group(name="bread", terms={"en": ("bread",), "de": ("Brot",)})}


@cache
def starter() -> Ruleset:
    return load_text(starter_text(), source="starter").rules


@cache
def headlines() -> list[Article]:
    """Headlines in many languages, half of them about the starter topic, each with another as its summary."""
    lines = [
        (path.stem, line.removeprefix("+ ").removeprefix("- "))
        for path in sorted(LOTS.glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()[::31]
    ]
    return [article(number, line, lines[number - 1][1]) for number, (_, line) in enumerate(lines)]


def article(number: int, title: str, summary: str = "") -> Article:
    entry = Entry(
        id=f"entry-{number}",
        feed="https://a.example/feed",
        outlet="Daily",
        url=f"https://a.example/{number}" if number % 3 else "",
        title=title,
        summary=summary,
        published=NOON - timedelta(hours=number % 50) if number % 5 else None,
        first_seen=NOON,
    )
    return Article.of(entry)


def some(count: int) -> list[Article]:
    return [article(number, f"Bread number {number}") for number in range(count)]


def rules(rule: str = "@bread", topics: int = 1) -> Ruleset:
    return compile_rules([Topic(name=f"T{number}", rule=rule) for number in range(topics)], GROUPS)


@asynccontextmanager
async def judging_beside(**settings: float) -> AsyncIterator[Judges]:
    judges = Judges(**settings)  # type: ignore[arg-type]  # an int is a float
    running = asyncio.create_task(judges.run())
    await asyncio.sleep(0)  # it is there
    try:
        yield judges
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await judges.close()


async def test_another_process_says_of_each_article_what_is_said_here():
    articles = headlines()
    async with judging_beside() as judges:
        said = await judges.judge(articles, starter(), now=NOON)
    assert said == [starter().judge(one, now=NOON) for one in articles]
    assert sum(map(bool, said)) > len(articles) / 10
    assert {one.page for one in articles} == {PageState.UNREAD, PageState.ABSENT}


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, len(headlines()) - 1), max_size=15), st.timedeltas(timedelta(0), timedelta(days=9)))
def test_what_was_judged_before_and_when_changes_nothing(numbers, later):
    """Rules that came through a pipe, on articles that came through one, in any order; the memory of words stays."""
    articles = [headlines()[number] for number in numbers]
    judging.learn(learnt())
    said = judging.judge(pickle.loads(pickle.dumps(articles)), now=NOON + later)
    assert said == [starter().judge(one, now=NOON + later) for one in articles]


@cache
def learnt() -> Ruleset:
    rules: Ruleset = pickle.loads(pickle.dumps(starter()))
    return rules


async def test_other_rules_are_learnt_before_they_are_asked():
    articles, first, other = some(FEW + 1), rules(), rules("@bread & number")
    async with judging_beside() as judges:
        for asked in (first, other, first):
            assert await judges.judge(articles, asked, now=NOON) == [asked.judge(one, now=NOON) for one in articles]


async def test_few_articles_many_topics_and_questions_of_citations_are_left_to_who_asks():
    async with judging_beside() as judges:
        assert await judges.judge(some(FEW), rules(), now=NOON) is None
        assert await judges.judge(some(FEW + 1), rules("cites:kcna"), now=NOON) is None
        assert await judges.judge(some(FEW + 1), rules(topics=MOST_TOPICS + 1), now=NOON) is None
        assert await judges.judge(some(FEW + 1), rules(), now=NOON) is not None


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the address space")
async def test_where_no_other_process_can_be_had_all_is_left_to_who_asks():
    async with judging_beside(memory=20_000_000) as judges:
        assert await judges.judge(some(FEW + 1), rules(), now=NOON) is None


async def test_all_is_left_to_who_asks_before_it_is_there_and_once_there_was_nothing_to_do_for_a_while():
    judges = Judges(rest=0.0)
    assert await judges.judge(some(FEW + 1), rules(), now=NOON) is None
    await judges.run()
    assert await judges.judge(some(FEW + 1), rules(), now=NOON) is None
