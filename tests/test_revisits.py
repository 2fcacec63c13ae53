"""Pages are asked for again over real HTTP, and what became of them is kept beside what was judged."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.badserver import BadServer, ok, reply
from tests.parts import DirectReader, Events, NoJudge, TurnedClock, rss
from tests.test_pipeline import GROUPS, TOPIC
from watcher import revisits
from watcher.core import edits
from watcher.core.alerts import Route
from watcher.core.events import ArticleEdited
from watcher.core.model import Change, Feed, Outcome, Priority
from watcher.core.rules import Topic, compile_rules
from watcher.core.stories import Concepts
from watcher.core.timing import Limits
from watcher.daemon import Daemon
from watcher.data.sources import load_sources
from watcher.http import Client, Manners, Settings
from watcher.pipeline import Pipeline, Policy
from watcher.store import open_store

TITLE = "North Korea sends 1,500 soldiers to Russia"
BODY = "\n".join(
    f"<p>Sentence {number} of this report tells of soldiers from North Korea who train in Russia.</p>"
    for number in ("one", "two", "three", "four", "five", "six", "seven")
)
HOURS = tuple(timedelta(hours=hours) for hours in (1, 6, 24))


def article(title=TITLE, body=BODY, *headers):
    markup = f'<html lang="en"><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}</article></body></html>'
    return ok(markup.encode(), *headers, content_type="text/html; charset=utf-8")


def client(clock):
    return Client(Settings(allow_private=("127.0.0.1",), manners=Manners(gap=0.0)), clock)


class Watch:
    """A daemon over a real client, a real store and a clock to turn."""

    def __init__(self, folder: Path, server: BadServer, **terms) -> None:
        self.server, self.clock, self.events = server, TurnedClock(), Events()
        self.store = open_store(folder / "w.db")
        feed = Feed(url=server.url("/feed"), name="Outlet", lang="en")
        self.store.register([feed])
        self.client = client(self.clock)
        self.daemon = Daemon(
            pipeline=Pipeline(
                store=self.store,
                fetcher=self.client,
                reader=DirectReader(),
                judge=NoJudge(),
                notifiers={},
                policy=Policy(
                    feeds={feed.url: feed},
                    rules=compile_rules([Topic(name=TOPIC, rule="@nk & @ru & @mil", threshold=0.2)], GROUPS),
                    routes={TOPIC: Route(channels=(), priority=Priority.LOW)},
                    limits=Limits(),
                    look_back=None,
                    archive=edits.Terms(**{"spans": HOURS, "per_day": 100, **terms}),
                ),
                clock=self.clock,
                emit=self.events,
                spread=lambda: 0.0,
                concepts=lambda: Concepts(GROUPS),
                sources=load_sources,
            )
        )

    async def look(self, **later: float) -> None:
        self.clock.turn(**later)
        await self.daemon.once()

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        await self.client.close()
        self.store.close()

    @property
    def visits(self):
        ((entry, *_),) = [(decision.article.entry.id,) for decision, _ in self.store.recent(10)]
        return self.store.visits(entry)

    def asked(self, path: str):
        return [request for request in self.server.requests if request.target == path]

    async def forget_robots(self) -> None:
        """Go on with a client that has not read robots.txt yet, as after a restart."""
        await self.client.close()
        self.client = self.daemon.pipeline.fetcher = client(self.clock)


def serving(*pages, robots=b""):
    """A server with one feed of one article, whose page gives these answers, one after the other."""
    server = BadServer({})
    server.table["/robots.txt"] = [ok(robots, content_type="text/plain")] if robots else [reply("404 Not Found")]
    server.table["/1"] = [[one] for one in pages]
    return server


@pytest.fixture
def watching(tmp_path: Path):
    """Opens a watch over a server that gives one article's page these answers."""

    def begin(server: BadServer, **terms) -> Watch:
        items = [{"title": TITLE, "link": server.url("/1"), "guid": "1"}]
        server.table["/feed"] = [ok(rss(items))]
        return Watch(tmp_path, server, **terms)

    return begin


async def test_an_edit_is_found_an_hour_later_kept_and_told_and_what_was_judged_stays(watching):
    edited = article(
        TITLE.replace("1,500", "1,000"), BODY.replace("Sentence three of this report tells", "Nobody speaks")
    )
    async with serving(article(), edited) as server, watching(server) as watch:
        await watch.look()
        await watch.look(minutes=59)
        assert len(watch.asked("/1")) == 1
        await watch.look(minutes=2)
        first, second = watch.visits
        (event,) = watch.events.of(ArticleEdited)
        stored = watch.store.decision(first.entry)
        assert (first.outcome, second.outcome) == (Outcome.FIRST, Outcome.EDITED)
        assert event.visit.changes[:2] == (Change.HEADLINE, Change.NUMBER)
        assert event.story == stored.article.entry.id
        assert (stored.article.entry.title, stored.article.text) == (TITLE, first.text)
        assert "Nobody speaks" in second.text
        assert first.rules == watch.daemon.pipeline.policy.rules.fingerprint
        assert [visit.entry for visit in watch.store.edits(watch.clock.now(), 10)] == [first.entry]


async def test_the_server_is_asked_for_changes_only_and_the_last_time_for_everything(watching):
    answers = [article(TITLE, BODY, 'ETag: "a"'), reply("304 Not Modified"), reply("304 Not Modified"), article()]
    async with serving(*answers) as server, watching(server) as watch:
        await watch.look()
        for hours in (1, 6, 24):
            await watch.look(hours=hours)
        await watch.look(days=30)
        conditions = [request.header("if-none-match") for request in watch.asked("/1")]
        assert conditions == [None, '"a"', '"a"', None]
        assert [visit.outcome for visit in watch.visits[1:]] == [Outcome.SAME] * 3
        assert watch.visits[-1].again_at is None


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone"])
async def test_a_removed_article_is_told_as_that(watching, status):
    async with serving(article(), reply(status), article()) as server, watching(server) as watch:
        await watch.look()
        await watch.look(hours=2)
        await watch.look(hours=5)
        changes = [event.visit.changes for event in watch.events.of(ArticleEdited)]
        assert changes == [(Change.REMOVED,), (Change.RETURNED,)]


@pytest.mark.parametrize(
    "instead",
    [
        article("Just a moment...", "<p>Checking your browser before you go on. Verify you are human.</p>"),
        article("404 - Page not found", "<p>The page that you look for is no longer available on this site.</p>"),
        article("The Outlet", "<p>All the news of the day, and the weather of tomorrow, on one page for you.</p>"),
        article(TITLE, BODY.split("\n")[0]),
        reply("503 Service Unavailable"),
        reply("403 Forbidden"),
    ],
    ids=["robot check", "soft 404", "front page", "teaser", "503", "403"],
)
async def test_what_stands_before_an_article_is_no_edit(watching, instead):
    async with serving(article(), instead) as server, watching(server) as watch:
        await watch.look()
        await watch.look(hours=2)
        assert watch.events.of(ArticleEdited) == []
        assert watch.visits[1].outcome is Outcome.UNSEEN
        assert watch.visits[1].fault


async def test_a_page_that_robots_may_no_longer_read_is_not_asked_for(watching):
    server = serving(article())
    async with server, watching(server) as watch:
        await watch.look()
        server.table["/robots.txt"] = [ok(b"User-agent: *\nDisallow: /", content_type="text/plain")]
        await watch.forget_robots()
        await watch.look(hours=2)
        assert len(watch.asked("/1")) == 1
        assert watch.visits[1].outcome is Outcome.UNSEEN


@pytest.mark.parametrize("terms", [{"spans": ()}, {"per_day": 0}], ids=["switched off", "no room"])
async def test_nothing_is_asked_again_if_that_is_not_wanted(watching, terms):
    async with serving(article()) as server, watching(server, **terms) as watch:
        await watch.look()
        await watch.look(days=2)
        assert len(watch.asked("/1")) == 1


async def test_the_day_has_its_bound(watching):
    async with serving(article()) as server, watching(server, per_day=2) as watch:
        await watch.look()
        await watch.look(hours=2)
        await watch.look(hours=5)
        await watch.look(hours=18)
        assert len(watch.asked("/1")) == 3
        await watch.look(hours=5)
        assert len(watch.asked("/1")) == 4


async def test_pages_are_kept_if_that_is_wanted(watching):
    async with serving(article()) as server, watching(server, keep_pages=True) as watch:
        await watch.look()
        (visit,) = watch.visits
        assert visit.body.startswith(b"\x1f\x8b")
        assert revisits.due(watch.store, terms=edits.Terms(), clock=watch.clock, limit=5) == ()
