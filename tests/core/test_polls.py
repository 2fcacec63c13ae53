from datetime import UTC, datetime, timedelta

from watcher.core.events import FeedDied, Warned
from watcher.core.identity import listed
from watcher.core.model import Feed, FeedState, ParsedFeed, RawEntry, Reply
from watcher.core.polls import Terms, failure, named, outcome, tidings
from watcher.core.timing import Limits
from watcher.errors import FetchError, FetchFault

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
URL = "https://a.example/feed.xml"
FEED = Feed(url=URL)
TERMS = Terms(limits=Limits(), look_back=timedelta(0))
RAW = RawEntry(guid="1", url="https://a.example/1", title="A delegation leaves for Moscow", published=NOW)
OLD = RawEntry(guid="2", url="https://a.example/2", title="Archive", published=NOW - timedelta(days=400))
PARSED = ParsedFeed(title="Daily", entries=(RAW, OLD), total=2)
DAY = timedelta(days=1)


def come(state: FeedState, parsed: ParsedFeed | None = PARSED, terms: Terms = TERMS):
    reply = Reply(url=URL, status=200, body=b"x")
    items = listed(parsed.entries, FEED.called(named(FEED, state, parsed)), first_seen=NOW) if parsed else ()
    return outcome(FEED, state, reply, parsed, items=items, known={}, now=NOW, spread=0.5, terms=terms)


def test_a_feed_is_named_by_the_person_by_itself_or_by_its_host():
    assert named(FEED, FeedState(url=URL)) == "a.example"
    assert named(FEED, FeedState(url=URL), PARSED) == "Daily"
    assert named(FEED, FeedState(url=URL, title="Old name"), PARSED) == "Old name"
    assert named(Feed(url=URL, name="Mine"), FeedState(url=URL, title="Old"), PARSED) == "Mine"


def test_a_first_poll_is_no_news_and_later_only_the_archive_is_none():
    assert [silent for _, silent in come(FeedState(url=URL)).entries] == [True, True]
    assert [silent for _, silent in come(FeedState(url=URL, baseline=True)).entries] == [False, True]


def test_an_unchanged_answer_brings_nothing():
    found = come(FeedState(url=URL, baseline=True, body_hash="x"), None)
    assert (found.entries, found.aliases, found.note) == ((), (), "")


def test_what_was_odd_is_noted():
    odd = ParsedFeed(note="ill-formed: x", total=5000, tossed=3000, entries=(RawEntry(title="t"),))
    note = come(FeedState(url=URL), odd).note
    assert "ill-formed" in note
    assert "3,000 of 5,000 items" in note
    assert "1 item has no link" in note


def fail(state: FeedState, *, heard: datetime | None, feeds: tuple[str, ...] = ("a", "b"), now: datetime = NOW):
    error = FetchError(FetchFault.GONE, "410")
    return failure(state, error, heard=heard, feeds=feeds, now=now, spread=0.5, terms=TERMS)


def test_while_no_feed_answers_none_is_called_dead():
    state = FeedState(url=URL)
    assert fail(state, heard=None).alarm == ""
    assert fail(state, heard=NOW - DAY).alarm == ""
    assert fail(state, heard=NOW).alarm == "dead"
    assert fail(state, heard=None, feeds=("a",)).alarm == "dead", "there is no other that could answer"


def test_tidings_go_to_the_channels_that_want_them_and_always_to_the_log():
    before, after = FeedState(url=URL), fail(FeedState(url=URL), heard=NOW)
    wanted = Terms(limits=Limits(), look_back=None, channels=("desktop",))
    alerts, events = tidings(before, after, name="Daily", now=NOW, terms=wanted)
    assert [alert.channels for alert in alerts] == [("desktop",)]
    assert [type(event) for event in events] == [FeedDied]
    assert tidings(before, after, name="Daily", now=NOW, terms=TERMS)[0] == ()
    assert tidings(after, after, name="Daily", now=NOW, terms=wanted) == ((), [])


def test_a_move_is_told_with_what_to_do():
    _, events = tidings(
        FeedState(url=URL), FeedState(url=URL, address="https://a.example/new"), name="Daily", now=NOW, terms=TERMS
    )
    (warning,) = events
    assert isinstance(warning, Warned)
    assert "https://a.example/new" in warning.what
    assert "configuration" in warning.hint
