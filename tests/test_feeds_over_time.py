"""What feeds do in weeks of polling, through the whole pipeline: nothing is told twice, and nothing is lost."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.parts import page, rss
from tests.test_pipeline import ARTICLE, FEED, HINT, MATCH, OLD, Bench
from watcher.core.events import EntryDecided, FeedDied, FeedReturned, PageFailed, Polled, Warned
from watcher.core.model import PageState, Reply
from watcher.errors import FetchError, FetchFault

MOVED = "https://new.outlet.example/rss"


@pytest.fixture
def bench(tmp_path: Path):
    bench = Bench(tmp_path)
    yield bench
    bench.store.close()


def many(start: int = 0, **changes: str) -> list[dict[str, str]]:
    places = ["Bread", "Cheese", "Wine", "Fish", "Fruit", "Salt"]
    return [
        {"title": f"{place} prices rise", "link": f"https://outlet.example/p{n}", "guid": f"p{n}", **changes}
        for n, place in enumerate(places, start)
    ]


async def told(bench: Bench) -> list[str]:
    await bench.pipeline.announce()
    return [alert.title for alert in bench.channel.sent]


@pytest.mark.parametrize(
    "change",
    [
        lambda item, n: {**item, "guid": f"{item['guid']}-{n}"},
        lambda item, n: {**item, "link": f"{item['link']}?utm_source=x{n}", "guid": ""},
        lambda item, n: {**item, "pubDate": f"Fri, 20 Nov 2026 1{n}:00:00 GMT"},
        lambda item, n: {**item, "title": f"{item['title']} ({n})"},
        lambda item, n: {**item, "guid": f"{n}{item['guid']}", "link": f"{item['link']}/{n}"},
    ],
    ids=["guid churn", "link churn", "redated", "retitled", "ids and links churn"],
)
async def test_what_changes_at_every_poll_is_told_once(bench: Bench, change):
    await bench.poll(OLD)
    for n in range(6):
        await bench.poll(*(change(item, n) for item in [MATCH, OLD, *many()]))
    assert len(await told(bench)) == 1


async def test_an_item_that_falls_out_of_the_feed_and_comes_back_is_told_once(bench: Bench):
    await bench.poll(OLD)
    for _ in range(4):
        await bench.poll(MATCH, OLD)
        await bench.poll(OLD)
    assert len(await told(bench)) == 1


async def test_items_without_id_and_link_are_told_apart_and_told_once(bench: Bench):
    await bench.poll(OLD)
    bare = [{"title": MATCH["title"], "description": f"It {what}."} for what in ("began", "went on")]
    for _ in range(3):
        await bench.poll(*bare, OLD)
    assert bench.store.counts()["entries"] == 3
    assert len(await told(bench)) == 1, "both belong to one story"


async def test_a_feed_that_moves_under_new_ids_tells_nothing_again(bench: Bench):
    await bench.poll(MATCH, OLD, *many())
    renamed = [
        {**item, "guid": "n" + item["guid"], "link": item["link"].replace("outlet", "new.outlet")}
        for item in (MATCH, OLD, *many())
    ]
    older = {"title": "Russia thanks North Korea for its soldiers", "pubDate": "Mon, 16 Nov 2026 11:00:00 GMT"}
    bench.clock.turn(minutes=20)
    bench.web.answers[FEED] = Reply(url=MOVED, status=200, body=rss([*renamed, older]), moved_to=MOVED)
    await bench.pipeline.poll(FEED)
    assert await told(bench) == []
    assert bench.events.of(EntryDecided)[-1].silent, "what was there before the move is no news"
    fresh = {"title": "North Korea and Russia train soldiers together", "link": f"{MOVED}/9"}
    bench.clock.turn(minutes=20)
    bench.web.answers[FEED] = Reply(url=MOVED, status=200, body=rss([fresh, *renamed, older]), moved_to=MOVED)
    await bench.pipeline.poll(FEED)
    assert await told(bench) == [fresh["title"]]


async def test_a_feed_that_has_moved_for_good_is_asked_where_it_is_and_says_so_once(bench: Bench):
    for _ in range(10):
        bench.clock.turn(days=1)
        for address in (FEED, MOVED):
            body = rss([OLD, *many()])
            bench.web.answers[address] = Reply(
                url=MOVED, status=200, body=body, moved_to=MOVED if address == FEED else ""
            )
        await bench.pipeline.poll(FEED)
    assert bench.web.asked[0].url == FEED
    assert bench.web.asked[-1].url == MOVED
    (warning,) = bench.events.of(Warned)
    assert MOVED in warning.what


async def test_a_feed_that_renames_everything_is_logged_once_each_time(bench: Bench):
    await bench.poll(OLD, *many())
    await bench.poll(*({**item, "guid": "x" + item["guid"], "link": item["link"] + "/x"} for item in (OLD, *many())))
    await bench.poll(*({**item, "guid": "x" + item["guid"], "link": item["link"] + "/x"} for item in (OLD, *many())))
    notes = [event.note for event in bench.events.of(Polled) if event.note]
    assert len(notes) == 1
    assert "new ids" in notes[0]


async def test_an_entry_that_is_rewritten_until_it_matches_is_told_once(bench: Bench):
    await bench.poll(OLD)
    await bench.poll({**MATCH, "title": "Breaking news from the east"}, OLD)
    assert await told(bench) == []
    await bench.poll({**MATCH, "title": "North Korea sends soldiers to Russia"}, OLD)
    await bench.poll({**MATCH, "title": "North Korea sends soldiers to Russia, Moscow says"}, OLD)
    assert await told(bench) == ["North Korea sends soldiers to Russia"]
    assert bench.store.counts()["entries"] == 2
    assert bench.store.counts()["stories"] == 1


async def test_an_entry_that_changes_at_every_poll_is_decided_anew_only_a_few_times(bench: Bench):
    await bench.poll(OLD)
    words = ["north", "south", "east", "west"]
    for n in range(40):
        text = f"Wind from the {words[n % 4]}"
        await bench.poll({**OLD, "description": text}, {**many()[0], "description": f"{n} comments"})
    decided = [event.decision.article.entry for event in bench.events.of(EntryDecided)]
    assert sum(entry.url == OLD["link"] for entry in decided) < 12
    assert sum(entry.url != OLD["link"] for entry in decided) == 1, "a counter is no change at all"


async def test_a_feed_that_had_items_and_is_empty_says_so(bench: Bench):
    await bench.poll(OLD, *many())
    await bench.poll()
    assert "it is empty, though it listed 7 items before" in bench.events.of(Polled)[-1].note


async def test_items_without_a_link_are_counted(bench: Bench):
    await bench.poll(OLD, {"title": "No link"}, {"title": "A bad one", "link": "javascript:alert(1)"})
    assert "2 items have no link" in bench.events.of(Polled)[-1].note


async def test_a_feed_that_dies_and_returns_is_told_once_each(bench: Bench):
    from dataclasses import replace

    bench.pipeline.policy = replace(bench.pipeline.policy, feed_channels=("desk",))
    await bench.poll(OLD)
    bench.web.answers[FEED] = FetchError(FetchFault.GONE, "410 Gone")
    for _ in range(4):
        bench.clock.turn(days=1)
        await bench.pipeline.poll(FEED)
    assert len(bench.events.of(FeedDied)) == 1
    await bench.poll(OLD)
    await bench.poll(OLD)
    assert len(bench.events.of(FeedReturned)) == 1
    assert await told(bench) == ["Outlet can no longer be read", "Outlet is back"]


async def test_nobody_is_told_of_a_feed_unless_a_channel_is_named(bench: Bench):
    await bench.poll(OLD)
    bench.web.answers[FEED] = FetchError(FetchFault.GONE, "410 Gone")
    await bench.pipeline.poll(FEED)
    assert bench.events.of(FeedDied)
    assert await told(bench) == []


async def test_a_body_that_a_host_shows_under_many_addresses_is_no_articles_text(bench: Bench):
    await bench.poll(OLD)
    wall = page(
        "North Korea and Russia and their military and soldiers are among the topics that members of our club read about.",
        "Join the club to go on. It costs less than a cup of coffee, and there are soldiers of fortune in every issue.",
    )
    links = [f"https://outlet.example/a{n}" for n in range(4)]
    places = ["Moscow", "Vladivostok", "Pyongyang", "Rason"]
    items = [
        {**HINT, "title": f"North Korea and Russia meet in {place}", "link": link, "guid": link}
        for place, link in zip(places, links, strict=True)
    ]
    bench.web.answers |= dict.fromkeys(links, wall)
    await bench.poll(*items, OLD)
    await bench.read_pages()
    for event in bench.events.of(EntryDecided)[-len(links) :]:
        stored = bench.store.decision(event.decision.article.entry.id)
        assert stored is not None
        assert (stored.article.page, stored.article.text) == (PageState.WALLED, "")
    assert "a wall, not the article" in bench.events.of(PageFailed)[-1].fault


async def test_one_article_at_two_addresses_is_no_wall(bench: Bench):
    await bench.poll(OLD)
    text = page("North Korea and Russia agreed that their military officers train together, and soldiers go to Moscow.")
    second = {**HINT, "link": ARTICLE + "/world", "guid": "2"}
    bench.web.answers |= {ARTICLE: text, second["link"]: text}
    await bench.poll(HINT, second, OLD)
    await bench.read_pages()
    assert bench.events.of(PageFailed) == []


async def test_what_failed_overwrites_nothing_and_its_recovery_is_no_news(bench: Bench):
    await bench.poll(MATCH, OLD, *many())
    before = bench.store.state(FEED)
    for error in (FetchError(FetchFault.SERVER, "502"), FetchError(FetchFault.TIMEOUT, "late")):
        bench.web.answers[FEED] = error
        bench.clock.turn(hours=1)
        await bench.pipeline.poll(FEED)
    bench.web.answers[FEED] = b"<html><title>Log in</title><body><input type='password'></body></html>"
    bench.clock.turn(hours=1)
    await bench.pipeline.poll(FEED)
    state = bench.store.state(FEED)
    assert (state.item_hashes, state.last_ok, state.items) == (before.item_hashes, before.last_ok, before.items)
    assert state.fault_kind == "wall"
    await bench.poll(MATCH, OLD, *many())
    assert await told(bench) == []
    assert bench.store.counts()["entries"] == 8


async def test_order_is_by_first_seen_and_three_times_are_kept_apart(bench: Bench):
    await bench.poll(OLD)
    future = {**MATCH, "pubDate": "Fri, 20 Nov 2099 11:00:00 GMT"}
    await bench.poll(future, OLD)
    seen = bench.clock.now()
    entry = bench.events.of(EntryDecided)[-1].decision.article.entry
    assert (entry.published, entry.first_seen, entry.misdated) == (seen, seen, True)
    bench.clock.turn(hours=5)
    await bench.poll({**future, "title": MATCH["title"] + ", Seoul says"}, OLD)
    stored = bench.store.decision(entry.id)
    assert stored is not None
    assert stored.article.entry.first_seen == seen
    assert stored.decided_at == bench.clock.now() > seen + timedelta(hours=5)


async def test_old_news_is_kept_and_not_told(bench: Bench):
    await bench.poll(OLD)
    archived = {**MATCH, "link": "https://outlet.example/2019/03/02/talks", "guid": "a"}
    anniversary = {**MATCH, "title": "Soldiers of North Korea in Russia", "pubDate": "Fri, 20 Nov 2020 11:00:00 GMT"}
    await bench.poll(archived, {**anniversary, "link": "https://outlet.example/b", "guid": "b"}, OLD)
    assert bench.store.counts()["matches"] == 2
    assert await told(bench) == []


async def test_what_is_rewritten_months_later_is_no_news(bench: Bench):
    await bench.poll({**MATCH, "title": "Breaking news from the east"}, OLD)
    bench.clock.turn(days=60)
    await bench.poll(MATCH, OLD)
    assert await told(bench) == []


async def test_what_no_feed_lists_any_more_is_forgotten_and_what_is_listed_or_matched_is_not(bench: Bench):
    await bench.poll(OLD, MATCH, *many())
    bench.clock.turn(days=100)
    await bench.poll(OLD)
    await bench.pipeline.forget()
    assert bench.store.counts()["entries"] == 2
    await bench.poll(OLD, MATCH)
    assert await told(bench) == []


async def test_stories_that_no_article_can_join_any_more_leave_the_memory(bench: Bench):
    await bench.poll(OLD)
    await bench.poll(MATCH, OLD)
    await bench.pipeline.forget()
    assert len(bench.pipeline._desk._live or ()) == 1
    bench.clock.turn(days=30)
    await bench.pipeline.forget()
    assert len(bench.pipeline._desk._live or ()) == 0
    assert bench.store.counts()["stories"] == 1
