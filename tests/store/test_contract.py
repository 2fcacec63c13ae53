"""What every store owes to the pipeline: written once against the port, held against each backend."""

import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.store import strategies
from tests.store.conftest import BACKENDS
from tests.store.values import DAYS, FEEDS, MINUTE, NOW, alert, decision, entry, member, state, story, verdict
from watcher.core.model import (
    Answer,
    Article,
    FeedState,
    PageState,
    Plan,
    Reason,
    Suppressed,
    Untaken,
)
from watcher.errors import StoreError
from watcher.store import open_store

# --- what is committed is read back ---


@pytest.mark.parametrize("backend", BACKENDS)
@settings(max_examples=40)
@given(
    feed_state=strategies.feed_states,
    decided=st.lists(strategies.decisions, max_size=3, unique_by=lambda d: d.article.entry.id),
    told=st.lists(strategies.stories, max_size=3, unique_by=lambda s: s.id),
    owed=st.lists(strategies.alerts, max_size=3, unique_by=lambda a: a.id),
)
def test_what_is_committed_is_read_back_equal_after_a_restart(backend, feed_state, decided, told, owed):
    plan = Plan(state=feed_state, decisions=tuple(decided), stories=tuple(told), alerts=tuple(owed))
    with tempfile.TemporaryDirectory() as folder:
        address = BACKENDS[backend](Path(folder))
        first = open_store(address)
        first.commit(plan)
        first.close()
        second = open_store(address)
        try:
            assert second.state(feed_state.url) == feed_state
            assert [second.decision(d.article.entry.id) for d in decided] == decided
            since = min((s.last_seen for s in told), default=NOW)
            assert set(second.stories(since)) == set(told)
            waiting = second.unsent(NOW, 100)
            assert {(d.alert, d.channel) for d in waiting} == {(a, channel) for a in owed for channel in a.channels}
        finally:
            second.close()


@pytest.mark.parametrize("backend", BACKENDS)
@settings(max_examples=25)
@given(before=strategies.stories, after=strategies.stories, shared=st.integers(0, 4))
def test_a_story_that_changed_in_any_way_is_read_back_as_it_is_now(backend, before, after, shared):
    after = replace(after, id=before.id, members=(*before.members[:shared], *after.members))
    assume(after != before)
    with tempfile.TemporaryDirectory() as folder:
        opened = open_store(BACKENDS[backend](Path(folder)))
        try:
            for version in (before, after):
                opened.commit(Plan(stories=(version,)))
            assert opened.stories(after.last_seen) == (after,)
        finally:
            opened.close()
        again = open_store(BACKENDS[backend](Path(folder)), read_only=True)
        try:
            assert again.stories(after.last_seen) == (after,)
        finally:
            again.close()


def test_a_story_is_found_by_its_id_and_by_any_article_in_it(store):
    one, other = story(0, members=(member(1), member(2))), story(5, members=(member(6),))
    store.commit(Plan(stories=(one, other)))
    assert store.story(one.id) == store.story(one.members[1].entry) == one
    assert store.story(other.members[0].entry) == other
    assert store.story("nobody") is None


# --- feeds ---


def test_a_feed_that_was_never_polled_is_due_at_once_and_has_a_fresh_state(store):
    store.register(FEEDS)
    assert store.due(NOW, 10) == tuple(feed.url for feed in FEEDS)
    assert store.states() == tuple(FeedState(url=feed.url) for feed in FEEDS)
    assert store.next_due() is not None
    assert store.next_due() <= NOW


def test_the_longest_overdue_feed_comes_first_and_the_limit_holds(store):
    store.register(FEEDS)
    for name, minutes in (("a", -5), ("b", 1), ("c", -9)):
        store.commit(Plan(state=state(name, next_poll=NOW + minutes * MINUTE)))
    assert store.due(NOW, 10) == ("https://c.example/feed", "https://a.example/feed")
    assert store.due(NOW, 1) == ("https://c.example/feed",)
    assert store.next_due() == NOW - 9 * MINUTE


def test_a_feed_is_due_at_its_very_moment_and_not_before(store):
    store.register(FEEDS[:1])
    store.commit(Plan(state=state("b", next_poll=NOW)))
    assert store.due(NOW - timedelta(microseconds=1), 10) == ()
    assert store.due(NOW, 10) == (FEEDS[0].url,)


def test_a_feed_that_left_the_configuration_is_remembered_but_never_due(store):
    store.register(FEEDS)
    store.commit(Plan(state=state("a", etag='"x"', polls=3)))
    store.register(FEEDS[:1])
    assert store.due(NOW, 10) == (FEEDS[0].url,)
    assert [known.url for known in store.states()] == [FEEDS[0].url]
    assert store.state("https://a.example/feed").etag == '"x"'


def test_a_feed_that_comes_back_goes_on_where_it_was(store):
    store.register(FEEDS)
    store.commit(Plan(state=state("a", baseline=True, next_poll=NOW + MINUTE)))
    store.register([])
    store.register(FEEDS)
    assert store.state("https://a.example/feed").baseline
    assert "https://a.example/feed" not in store.due(NOW, 10)


def test_a_poll_of_a_feed_that_is_not_configured_does_not_make_it_due(store):
    store.commit(Plan(state=state("x")))
    assert store.due(NOW, 10) == ()
    assert store.next_due() is None


def test_an_unknown_feed_has_a_fresh_state(store):
    assert store.state("https://new.example/feed") == FeedState(url="https://new.example/feed")


# --- entries ---


def test_the_keys_of_an_entry_lead_to_it(store):
    store.commit(Plan(decisions=(decision(1), decision(2))))
    assert store.known(["guid:1", "url:news.example/2", "guid:3"]) == {
        "guid:1": "entry-000001",
        "url:news.example/2": "entry-000002",
    }


def test_thousands_of_keys_are_looked_up_at_once(store):
    decisions = tuple(decision(number) for number in range(3000))
    store.commit(Plan(decisions=decisions))
    keys = [key for d in decisions for key in d.article.entry.keys] + [f"guid:x{n}" for n in range(3000)]
    assert len(store.known(keys)) == 6000
    assert store.known([]) == {}


def test_an_alias_leads_to_the_entry_that_it_belongs_to(store):
    store.commit(Plan(decisions=(decision(1),)))
    store.commit(Plan(state=state("a", last_poll=NOW), aliases=(("guid:moved", "entry-000001"),)))
    assert store.known(["guid:moved"]) == {"guid:moved": "entry-000001"}


def test_a_key_stays_with_the_entry_that_had_it_first(store):
    store.commit(Plan(decisions=(decision(1),)))
    thief = decision(2, entry_changes={"keys": ("guid:1", "guid:2")})
    store.commit(Plan(decisions=(thief,), seen_again=("guid:1",)))
    assert store.known(["guid:1", "guid:2"]) == {"guid:1": "entry-000001", "guid:2": "entry-000002"}
    assert store.decision("entry-000002") == thief


def test_deciding_again_replaces_the_verdicts_and_never_drops_a_key(store):
    first = decision(1, verdict(Answer.UNDECIDED, wants_page=True), verdict(topic="Another"))
    store.commit(Plan(decisions=(first,)))
    second = decision(1, verdict(), text="The page.", page=PageState.READ, entry_changes={"keys": ("guid:1",)})
    store.commit(Plan(decisions=(second,)))
    assert store.decision("entry-000001") == second
    assert set(store.known(["guid:1", "url:news.example/1"])) == {"guid:1", "url:news.example/1"}


def test_an_entry_that_was_never_stored_has_no_decision(store):
    assert store.decision("nothing") is None


def test_a_decision_waits_for_its_page_until_it_was_read(store):
    asked = verdict(Answer.UNDECIDED, wants_page=True)
    at_once = decision(1, asked)
    later = decision(2, asked, page=PageState.FAILED, attempts=1, retry_at=NOW + MINUTE)
    unwanted = decision(3, verdict(Answer.UNDECIDED))
    match_that_wants_more = decision(4, verdict(wants_page=True), retry_at=NOW)
    walled = decision(5, asked, page=PageState.WALLED)
    store.commit(Plan(decisions=(later, at_once, unwanted, match_that_wants_more, walled)))
    assert store.unread(NOW, 10) == (at_once, match_that_wants_more)
    assert store.unread(NOW, 1) == (at_once,)
    assert store.unread(NOW + MINUTE, 10) == (at_once, match_that_wants_more, later)
    read = replace(at_once, article=replace(at_once.article, page=PageState.READ, text="…"))
    store.commit(Plan(decisions=(read,)))
    assert store.unread(NOW, 10) == (match_that_wants_more,)


def test_the_newest_matches_come_first_with_their_story(store):
    matches = [decision(number, verdict()) for number in range(5)]
    told = story(0, members=(member(0), member(4)))
    store.commit(Plan(decisions=(*matches, decision(5), decision(6, verdict(Answer.UNDECIDED, wants_page=True)))))
    store.commit(Plan(stories=(told,)))
    assert store.recent(3) == ((matches[4], told.id), (matches[3], ""), (matches[2], ""))


# --- stories ---


def test_stories_are_those_that_had_an_article_since_then_the_oldest_first(store, open_again):
    old, grown, young = story(1), story(0, members=(member(0), member(50))), story(30)
    store.commit(Plan(stories=(young, old, grown)))
    assert store.stories(NOW) == (grown, old, young)
    assert store.stories(NOW + 2 * MINUTE) == (grown, young)
    assert store.stories(NOW) == (grown, old, young), "looking further back again finds the old one again"
    assert open_again().stories(NOW + 2 * MINUTE) == (grown, young)


def test_of_many_stories_those_whose_last_article_is_newest_can_be_asked_for_alone(store, open_again):
    old, grown, young = story(1), story(0, members=(member(0), member(50))), story(30)
    store.commit(Plan(stories=(young, old, grown)))
    for _ in range(2):  # with and without all of them in memory
        assert store.stories(NOW, limit=2) == (grown, young)
        assert store.stories(NOW, limit=9) == (grown, old, young)
        assert store.stories(NOW + 40 * MINUTE, limit=2) == (grown,)
        assert store.stories(NOW) == (grown, old, young)
    assert open_again().stories(NOW, limit=1) == (grown,)


def test_a_story_that_grows_keeps_its_members(store, open_again):
    grown = story(0)
    for number in range(1, 8):
        grown = replace(grown, members=(*grown.members, member(number)), score=number / 10)
        store.commit(Plan(stories=(grown,)))
        assert store.stories(NOW - DAYS) == (grown,)
    assert open_again().stories(NOW - DAYS) == (grown,)


def test_a_story_that_sank_comes_up_again_whole(store, open_again):
    sunk = story(0, members=(member(0), member(1)))
    store.commit(Plan(stories=(sunk,)))
    store = open_again()
    assert store.stories(NOW + DAYS) == ()
    risen = replace(sunk, members=(*sunk.members, member(2, first_seen=NOW + DAYS)))
    store.commit(Plan(stories=(risen,)))
    assert store.stories(NOW + DAYS) == (risen,)
    assert open_again().stories(NOW + DAYS) == (risen,)


# --- all or nothing ---


def test_a_plan_that_cannot_be_stored_leaves_nothing_behind(store):
    before = store.counts()
    lone_surrogate = decision(2, entry_changes={"title": "\ud800"})
    plan = Plan(
        state=state("a", polls=7), stories=(story(0),), alerts=(alert(1),), decisions=(decision(1), lone_surrogate)
    )
    with pytest.raises(StoreError):
        store.commit(plan)
    assert store.counts() == before
    assert store.state("https://a.example/feed").polls == 0
    assert store.stories(NOW - DAYS) == ()
    store.commit(replace(plan, decisions=(decision(1),)))
    assert store.counts()["entries"] == 1


def test_counts_sum_up_what_is_stored(store):
    plan = Plan(
        decisions=(decision(1, verdict()), decision(2, verdict(Answer.UNDECIDED, wants_page=True)), decision(3)),
        stories=(story(0),),
        alerts=(alert(1, channels=("desktop", "command")), alert(2)),
        suppressed=(Suppressed(alert=alert(3), reason=Reason.QUIET),),
    )
    store.commit(plan)
    first, second, _ = store.unsent(NOW + MINUTE, 10)
    store.mark(first, sent_at=NOW)
    store.mark(second, sent_at=None)
    assert store.counts() == {
        "entries": 3,
        "matches": 1,
        "undecided": 1,
        "stories": 1,
        "alerts": 2,
        "suppressed": 1,
        "sent": 1,
        "pending": 1,
        "failed": 1,
    }


def test_an_alert_that_no_channel_has_taken_is_known_with_what_the_channel_said(store):
    both = ("desktop", "phone")
    store.commit(Plan(alerts=(*(alert(n, channels=both) for n in range(4)), alert(4, channels=()))))
    for one in store.unsent(NOW + MINUTE, 10):
        number = int(one.alert.id[-1])
        if number == 1 and one.channel == "phone":
            store.mark(one, sent_at=NOW)
        elif number == 2 and one.channel == "phone":
            store.mark(one, sent_at=None, fault="answers 500", retry_in=MINUTE, now=NOW)
        elif number == 3:
            store.mark(one, sent_at=None, fault=f"no {one.channel}")
    every = [f"alert-{number:06}" for number in range(5)]
    assert store.untaken(every) == {
        every[0]: Untaken(),
        every[2]: Untaken(fault="phone: answers 500"),
        every[3]: Untaken(fault="phone: no phone", final=True),
    }
    assert store.untaken([every[1], every[4], "unknown"]) == {}


def test_a_reader_sees_what_was_committed_and_may_not_write(store, open_again):
    store.commit(Plan(decisions=(decision(1, verdict()),), stories=(story(0),)))
    reader = open_again(read_only=True)
    assert reader.counts()["matches"] == 1
    store.commit(Plan(decisions=(decision(2, verdict()),), stories=(story(0, members=(member(0), member(1))),)))
    assert len(reader.recent(10)) == 2
    assert len(reader.stories(NOW - DAYS)[0].members) == 2
    for write in (lambda: reader.commit(Plan(state=state("a"))), lambda: reader.register(FEEDS)):
        with pytest.raises(StoreError, match="reading only"):
            write()


def test_a_closed_store_says_so_and_closing_twice_is_nothing(store):
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.commit(Plan(decisions=(replace(decision(1), article=Article(entry=entry(1))),)))
