"""The one way a story travels, with a real store and real rules; only the web, the clock and the channel are scripted."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.parts import DirectReader, Events, NoJudge, Recorder, ScriptedWeb, TurnedClock, page, rss
from watcher.core.alerts import Route
from watcher.core.events import AlertFailed, AlertSent, EntryDecided, PageFailed, Polled, PollFailed
from watcher.core.model import Answer, Article, Feed, Member, PageState, Plan, Priority, Verdict
from watcher.core.rules import Group, Ruleset, Topic, compile_rules
from watcher.core.stories import Concepts
from watcher.core.timing import Limits
from watcher.data.sources import load_sources
from watcher.errors import FetchError, FetchFault, StoreError
from watcher.pipeline import LOT, Pipeline, Policy
from watcher.store import open_store

FEED = "https://outlet.example/feed"
ARTICLE = "https://outlet.example/1"
TOPIC = "Ties"
DAY = timedelta(days=1)
GROUPS = {
    "nk": Group(name="nk", kind="names", terms={"en": ("North Korea", "Pyongyang")}),
    "ru": Group(name="ru", kind="names", terms={"en": ("Russia", "Moscow")}),
    "mil": Group(name="mil", kind="words", terms={"en": ("military", "soldiers")}),
}
OLD = {"title": "Bread prices rise", "link": "https://outlet.example/0", "guid": "0"}
MATCH = {"title": "North Korea sends soldiers to Russia", "link": ARTICLE, "guid": "1"}
HINT = {"title": "North Korea and Russia hold talks", "link": ARTICLE, "guid": "1"}


class Bench:
    """A pipeline over scripted parts."""

    def __init__(self, folder: Path, look_back: timedelta | None = timedelta(0)) -> None:
        self.web, self.clock, self.events, self.channel = ScriptedWeb(), TurnedClock(), Events(), Recorder()
        self.store = open_store(folder / "w.db")
        feed = Feed(url=FEED, name="Outlet", lang="en")
        self.store.register([feed])
        rules = compile_rules([Topic(name=TOPIC, rule="@nk & @ru & @mil", threshold=0.2)], GROUPS)
        route = Route(channels=("desk",), priority=Priority.HIGH)
        self.pipeline = Pipeline(
            store=self.store,
            fetcher=self.web,
            reader=DirectReader(),
            judge=NoJudge(),
            notifiers={"desk": self.channel},
            policy=Policy(feeds={FEED: feed}, rules=rules, routes={TOPIC: route}, limits=Limits(), look_back=look_back),
            clock=self.clock,
            emit=self.events,
            spread=lambda: 0.0,
            concepts=lambda: Concepts(GROUPS),
            sources=load_sources,
        )

    async def poll(self, *items: dict[str, str]) -> None:
        self.web.answers[FEED] = rss(items)
        self.clock.turn(minutes=20)
        await self.pipeline.poll(FEED)

    async def read_pages(self) -> int:
        waiting = self.store.unread(self.clock.now(), 100)
        for decision in waiting:
            await self.pipeline.read(decision)
        return len(waiting)

    def members(self) -> list[Member]:
        return [member for story in self.store.stories(self.clock.now() - DAY) for member in story.members]


@pytest.fixture
def bench(tmp_path: Path):
    bench = Bench(tmp_path)
    yield bench
    bench.store.close()


async def test_a_new_match_is_stored_and_announced_once(bench: Bench):
    await bench.poll(OLD)
    await bench.poll(MATCH, OLD)
    await bench.poll(MATCH, OLD)
    await bench.pipeline.announce()
    await bench.pipeline.announce()
    assert [alert.title for alert in bench.channel.sent] == [MATCH["title"]]
    assert [event.alert.topic for event in bench.events.of(AlertSent)] == [TOPIC]
    assert bench.store.counts()["entries"] == 2


async def test_an_alert_says_where_what_and_why(bench: Bench):
    await bench.poll(OLD)
    await bench.poll(MATCH)
    await bench.pipeline.announce()
    (alert,) = bench.channel.sent
    assert (alert.outlet, alert.url, alert.priority) == ("Outlet", ARTICLE, Priority.HIGH)
    assert {"North Korea", "Russia", "soldiers"} <= set(alert.why.split(" · "))


async def test_the_first_poll_is_matched_and_kept_but_not_told(bench: Bench):
    await bench.poll(MATCH)
    await bench.pipeline.announce()
    assert bench.channel.sent == []
    assert bench.store.counts()["matches"] == 1
    assert bench.store.counts()["suppressed"] == 1
    assert [event.baseline for event in bench.events.of(Polled)] == [True]


async def test_a_first_poll_may_tell_what_is_recent_enough(tmp_path: Path):
    bench = Bench(tmp_path, look_back=timedelta(hours=6))
    fresh = {**MATCH, "pubDate": "Fri, 20 Nov 2026 11:00:00 GMT"}
    stale = {
        "title": "Russia thanks North Korea for its soldiers",
        "link": "https://outlet.example/2",
        "pubDate": "Mon, 16 Nov 2026 11:00:00 GMT",
    }
    await bench.poll(fresh, stale)
    await bench.pipeline.announce()
    assert [alert.title for alert in bench.channel.sent] == [fresh["title"]]
    bench.store.close()


async def test_what_the_page_would_tell_waits_for_the_page_and_is_told_then(bench: Bench):
    await bench.poll(OLD)
    bench.web.answers[ARTICLE] = page(
        "North Korea and Russia agreed that their military officers train together.",
        "Soldiers of North Korea will go to Russia.",
    )
    await bench.poll(HINT)
    assert bench.store.counts()["undecided"] == 1
    assert await bench.read_pages() == 1
    await bench.pipeline.announce()
    assert [alert.title for alert in bench.channel.sent] == [HINT["title"]]
    assert bench.store.counts()["undecided"] == 0
    assert await bench.read_pages() == 0


async def test_pages_that_cannot_matter_are_never_asked_for(bench: Bench):
    await bench.poll(OLD)
    await bench.poll({"title": "Cheese fair opens", "link": "https://outlet.example/3"}, OLD)
    await bench.read_pages()
    assert bench.web.pages() == []


async def test_a_page_that_fails_is_tried_again_within_a_budget_and_stays_undecided(bench: Bench):
    await bench.poll(OLD)
    bench.web.answers[ARTICLE] = FetchError(FetchFault.SERVER, "502 Bad Gateway")
    await bench.poll(HINT)
    await bench.read_pages()
    assert bench.store.counts()["undecided"] == 1
    for _ in range(10):
        bench.clock.turn(hours=3)
        await bench.read_pages()
    assert 1 < len(bench.web.pages()) < 6
    assert [event.final for event in bench.events.of(PageFailed)][-1]
    entry = bench.events.of(EntryDecided)[-1].decision
    assert entry.article.page is PageState.ABSENT
    assert entry.answer is not Answer.YES


async def test_a_page_of_a_silent_first_poll_is_read_but_not_told(bench: Bench):
    bench.web.answers[ARTICLE] = page(
        "North Korea and Russia agreed that their military officers train together. Soldiers will go to Moscow."
    )
    await bench.poll(HINT)
    await bench.read_pages()
    await bench.pipeline.announce()
    assert bench.store.counts()["matches"] == 1
    assert bench.channel.sent == []


async def test_a_feed_that_fails_is_a_state_and_an_event_and_recovers(bench: Bench):
    await bench.poll(OLD)
    bench.web.answers[FEED] = FetchError(FetchFault.SERVER, "503 Service Unavailable")
    await bench.pipeline.poll(FEED)
    assert "503" in bench.store.state(FEED).fault
    assert [event.name for event in bench.events.of(PollFailed)] == ["Outlet"]
    await bench.poll(OLD)
    assert bench.store.state(FEED).fault == ""
    assert bench.events.of(Polled)[-1].recovered


async def test_an_unchanged_body_is_not_read_again(bench: Bench):
    await bench.poll(OLD)
    await bench.poll(OLD)
    assert [event.not_modified for event in bench.events.of(Polled)] == [False, True]


async def test_a_poll_says_whether_it_left_something_to_tell_or_to_read(bench: Bench):
    left = []
    for answer in (rss([OLD]), rss([OLD]), FetchError(FetchFault.SERVER, "503"), rss([OLD]), rss([OLD, HINT])):
        bench.web.answers[FEED] = answer
        bench.clock.turn(minutes=20)
        left.append(await bench.pipeline.poll(FEED))
    assert left == [True, False, False, False, True]


async def test_a_channel_that_fails_keeps_the_alert_and_tries_again_later(bench: Bench):
    await bench.poll(OLD)
    await bench.poll(MATCH)
    bench.channel.broken = "no bus"
    await bench.pipeline.announce()
    await bench.pipeline.announce()
    assert [event.fault for event in bench.events.of(AlertFailed)] == ["no bus"]
    bench.channel.broken = ""
    bench.clock.turn(minutes=5)
    await bench.pipeline.announce()
    assert len(bench.channel.sent) == 1


async def test_a_channel_is_given_up_after_a_day_and_says_so(bench: Bench):
    await bench.poll(OLD)
    await bench.poll(MATCH)
    bench.channel.broken = "no bus"
    for _ in range(40):
        await bench.pipeline.announce()
        bench.clock.turn(hours=1)
    assert bench.events.of(AlertFailed)[-1].final
    assert bench.store.counts()["failed"] == 1


async def test_many_new_entries_are_stored_in_lots_and_what_one_lot_could_not_be_stored_of_comes_with_the_next_poll(
    bench: Bench,
):
    await bench.poll(OLD)
    items = [
        {"title": f"North Korea sends {n} soldiers to Russia", "link": f"https://outlet.example/m{n}", "guid": f"m{n}"}
        for n in range(LOT * 2 + 1)
    ]
    lots = []

    class Sulking:
        def __getattr__(self, name: str):
            return getattr(bench.store, name)

        def commit(self, plan: Plan):
            lots.append(len(plan.decisions))
            if len(lots) == 2:
                raise StoreError("the disk is full")
            bench.store.commit(plan)

    bench.pipeline = replace(bench.pipeline, store=Sulking())  # everything but that commit is the real store
    with pytest.raises(StoreError):
        await bench.poll(OLD, *items)
    await bench.poll(OLD, *items)
    assert lots == [LOT, LOT, LOT, 1]
    decided = [event.decision.article.entry.title for event in bench.events.of(EntryDecided) if event.decision.matches]
    assert sorted(decided) == sorted(item["title"] for item in items)
    assert bench.store.counts()["matches"] == len(items)


async def test_two_polls_at_once_open_one_story_and_send_one_alert(bench: Bench):
    import asyncio

    await bench.poll(OLD)
    bench.web.answers[FEED] = rss([MATCH, OLD])
    bench.clock.turn(minutes=20)
    await asyncio.gather(*(bench.pipeline.poll(FEED) for _ in range(4)))
    await asyncio.gather(*(bench.pipeline.announce() for _ in range(4)))
    assert len(bench.channel.sent) == 1
    assert bench.store.counts()["stories"] == 1


async def test_a_story_knows_whom_its_articles_cite(bench: Bench):
    await bench.poll(OLD)
    await bench.poll(
        {**MATCH, "description": "The first group has left Pyongyang, KCNA said on Friday, according to Reuters."}
    )
    (story,) = bench.store.stories(bench.clock.now() - timedelta(days=1))
    assert [citation.source for citation in story.members[0].citations] == ["Reuters", "KCNA"]


async def test_a_rule_may_ask_whom_an_article_cites(tmp_path: Path):
    bench = Bench(tmp_path)
    rules = compile_rules([Topic(name=TOPIC, rule="@nk & cites:kcna", threshold=0.0)], GROUPS)
    bench.pipeline.policy = replace(bench.pipeline.policy, rules=rules)
    await bench.poll(OLD)
    await bench.poll(
        MATCH,
        {
            "title": "Pyongyang calls for calm",
            "link": "https://outlet.example/7",
            "description": "The state news agency KCNA reported it on Friday.",
        },
    )
    assert [decision.article.entry.url for decision, _ in bench.store.recent(10)] == ["https://outlet.example/7"]
    bench.store.close()


async def test_an_agency_that_a_feed_credits_is_cited_and_a_paper_is_the_outlet(bench: Bench):
    await bench.poll(OLD)
    await bench.poll(
        OLD, {**MATCH, "source": "Reuters"}, {**MATCH, "guid": "2", "link": f"{ARTICLE}2", "source": "Le Monde"}
    )
    found = {member.outlet: [one.source for one in member.citations] for member in bench.members()}
    assert found == {"Outlet": ["Reuters"], "Le Monde": []}


@pytest.mark.parametrize(
    "head",
    [
        '<link rel="canonical" href="https://www.reuters.com/world/1">',
        '<link rel="canonical" href="/1"><meta name="syndication-source" content="https://www.reuters.com/world/1">',
    ],
)
async def test_the_owner_of_the_text_that_a_page_names_is_cited(bench: Bench, head: str):
    await bench.poll(OLD)
    body = page("North Korean soldiers have arrived in Russia, the military in Moscow said on Friday. " * 5)
    bench.web.answers[ARTICLE] = body.replace(b"<title>", f"{head}<title>".encode())
    await bench.poll(OLD, HINT)
    await bench.read_pages()
    (member,) = bench.members()
    assert [(one.source, one.order) for one in member.citations] == [("Reuters", 0)]


# --- what is judged beside us -----------------------------------------------------------------------------------------


class SlowJudge:
    """A Judge that does something else first, and counts what it is asked."""

    def __init__(self, meanwhile: Callable[[], Awaitable[object]]) -> None:
        self.meanwhile, self.asked = meanwhile, 0

    async def judge(self, articles: Sequence[Article], rules: Ruleset, *, now: datetime) -> list[tuple[Verdict, ...]]:
        self.asked += len(articles)
        verdicts = [rules.judge(article, now=now) for article in articles]
        if self.asked == len(articles):
            await self.meanwhile()
        return verdicts


async def test_what_was_judged_beside_us_is_stored_as_if_we_had(tmp_path: Path):
    decisions, beside = [], SlowJudge(lambda: asyncio.sleep(0))
    for judge in (NoJudge(), beside):
        bench = Bench(tmp_path / type(judge).__name__)
        bench.pipeline.judge = judge
        await bench.poll(MATCH, OLD, {**HINT, "guid": "2", "link": "https://outlet.example/2"}, {"title": "No link"})
        decisions.append([bench.store.decision(entry) for entry in bench.store.newest(9)])
        bench.store.close()
    assert beside.asked == 4
    assert decisions[0] == decisions[1]
    assert sum(decision is not None and decision.waits_for_page for decision in decisions[0]) == 2


async def test_what_another_feed_told_while_it_was_judged_is_not_told_twice(bench: Bench):
    other = "https://outlet.example/other"
    bench.pipeline.policy = replace(
        bench.pipeline.policy, feeds={**bench.pipeline.policy.feeds, other: Feed(url=other, name="Other", lang="en")}
    )
    bench.web.answers[other] = rss([{**MATCH, "guid": "of-the-other"}])
    bench.pipeline.judge = judge = SlowJudge(lambda: bench.pipeline.poll(other))
    await bench.poll(MATCH, OLD)
    assert judge.asked == 3
    assert sorted(event.decision.article.entry.title for event in bench.events.of(EntryDecided)) == [
        OLD["title"],
        MATCH["title"],
    ]
    assert bench.store.counts()["entries"] == 2


async def test_what_was_judged_by_rules_that_are_no_more_is_judged_anew(bench: Bench):
    async def change_the_rules() -> None:
        rules = compile_rules([Topic(name=TOPIC, rule="bread", threshold=0.1)], GROUPS)
        bench.pipeline.policy = replace(bench.pipeline.policy, rules=rules)

    bench.pipeline.judge = judge = SlowJudge(change_the_rules)
    await bench.poll(MATCH, OLD)
    assert judge.asked == 4
    assert [one.decision.article.entry.title for one in bench.events.of(EntryDecided) if one.decision.matches] == [
        OLD["title"]
    ]
