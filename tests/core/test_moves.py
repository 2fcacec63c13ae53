from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from watcher.core.model import Feed, FeedState, ParsedFeed, Reply
from watcher.core.moves import WEEK, Move, moved, news
from watcher.core.text.address import same_site
from watcher.core.timing import Limits, after_failure, after_success, request
from watcher.errors import FetchError, FetchFault

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
OLD, NEW = "https://a.example/feed.xml", "https://news.a.example/rss"
DAY = timedelta(days=1)


def answer(moved_to: str = "", url: str = OLD) -> Reply:
    return Reply(url=moved_to or url, status=200, body=b"body", moved_to=moved_to)


def polled(state: FeedState, reply: Reply, now: datetime) -> FeedState:
    return after_success(
        state, reply, ParsedFeed(total=1), now=now, new=0, feed=Feed(url=state.url), limits=Limits(), spread=0.5
    )


def after(days: list[str], url: str = OLD) -> FeedState:
    """The state after one poll a day, at which the server redirected to these addresses ("" is no redirect)."""
    state = FeedState(url=url)
    for day, target in enumerate(days):
        state = polled(state, answer(target, url), NOW + day * DAY)
    return state


def test_a_permanent_redirect_is_adopted_after_a_week_of_the_same_answer():
    assert after([NEW] * 7).address == ""
    state = after([NEW] * 8)
    assert state.address == NEW
    assert request(state, NOW + 8 * DAY).url == NEW
    assert request(state, NOW + 8 * DAY).url != state.url


def test_a_redirect_by_mistake_moves_nothing():
    assert after([*[NEW] * 3, "", *[NEW] * 6]).address == ""
    assert after([*[NEW] * 6, "https://other.a.example/", NEW, NEW]).address == ""


def test_https_is_adopted_at_once():
    state = after(["https://a.example/feed.xml"], url="http://a.example/feed.xml")
    assert state.address == "https://a.example/feed.xml"
    assert after([NEW], url="http://a.example/feed.xml").address == ""


def test_another_site_is_never_adopted_but_told_once():
    state, told = FeedState(url=OLD), []
    for day in range(20):
        following = polled(state, answer("https://parked.example/"), NOW + day * DAY)
        told += [sentence] if (sentence := news(state, following)) else []
        state = following
    assert state.address == ""
    assert len(told) == 1
    assert "parked.example" in told[0]


def test_an_adoption_is_told_once():
    before, at = after([NEW] * 7), NOW + 7 * DAY
    adopted = polled(before, answer(NEW), at)
    assert NEW in news(before, adopted)
    assert news(adopted, polled(adopted, answer(url=NEW), at + DAY)) == ""


@pytest.mark.parametrize(("kind", "failures"), [(FetchFault.GONE, 1), (FetchFault.DNS, 1), (FetchFault.SERVER, 3)])
def test_a_feed_that_is_lost_where_it_moved_to_is_looked_for_where_it_was(kind, failures):
    state = before = after([NEW] * 8)
    for _ in range(failures):
        assert state.address == NEW
        before, state = (
            state,
            after_failure(state, FetchError(kind, "it failed"), now=NOW + 9 * DAY, limits=Limits(), spread=0.5),
        )
    assert request(state, NOW + 10 * DAY).url == OLD
    assert "again" in news(before, state)


def test_an_address_with_a_password_stays_where_a_person_has_put_it():
    state = FeedState(url="http://me:secret@a.example/feed.xml")
    assert moved(state, answer("https://a.example/feed.xml"), NOW) == Move()


def test_a_feed_that_has_moved_may_move_again():
    state = after([NEW] * 8)
    further = "https://a.example/third"
    for day in range(8, 17):
        state = polled(state, answer(further), NOW + day * DAY)
    assert state.address == further
    assert replace(state, moved_to="", moved_since=None) == state
    assert WEEK > DAY


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("https://a.example/x", "http://www.a.example:8080/y", True),
        ("https://feeds.bbci.co.uk/", "https://www.bbci.co.uk/", True),
        ("https://bbc.co.uk/", "https://evil.co.uk/", False),
        ("https://yna.or.kr/", "https://kbs.or.kr/", False),
        ("https://a.example/", "https://b.example/", False),
        ("https://192.0.2.1/", "https://198.51.2.1/", False),
        ("https://[2001:db8::1]/", "https://[2001:db8::1]/x", True),
        ("", "", False),
    ],
)
def test_a_site_is_its_registered_name(first, second, same):
    assert same_site(first, second) is same
