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
from tests.store.values import MINUTE, NOW, alert, decision, entry, member, story, verdict
from watcher.core.model import (
    Answer,
    Article,
    Candidate,
    Feed,
    FeedState,
    Mark,
    Mute,
    Occasion,
    PageState,
    Plan,
    Reason,
    Suppressed,
)
from watcher.errors import StoreError
from watcher.store import open_store

FEEDS = [Feed(url=f"https://{name}.example/feed") for name in ("b", "a", "c")]
DAYS = timedelta(days=7)


def state(name, **changes):
    return FeedState(url=f"https://{name}.example/feed", **changes)


# --- what is committed is read back ---


@pytest.mark.parametrize("backend", BACKENDS)
@settings(max_examples=40, deadline=None)
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
@settings(max_examples=25, deadline=None)
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


# --- the outbox ---


def test_an_alert_is_owed_to_each_of_its_channels_until_it_is_sent(store, open_again):
    store.commit(Plan(alerts=(alert(1, channels=("desktop", "command")),)))
    desktop, command = sorted(store.unsent(NOW + MINUTE, 10), key=lambda owed: owed.channel, reverse=True)
    store.mark(desktop, sent_at=NOW)
    assert open_again().unsent(NOW + MINUTE, 10) == (command,)


def test_the_oldest_alert_is_sent_first(store):
    store.commit(Plan(alerts=tuple(alert(number) for number in (3, 1, 2))))
    assert [owed.alert.id for owed in store.unsent(NOW + MINUTE, 2)] == ["alert-000001", "alert-000002"]


def test_planning_an_alert_twice_owes_it_once(store):
    plan = Plan(alerts=(alert(1),), decisions=(decision(0, verdict()),), stories=(story(0),))
    store.commit(plan)
    store.commit(plan)
    assert len(store.unsent(NOW + MINUTE, 10)) == 1
    store.mark(store.unsent(NOW + MINUTE, 10)[0], sent_at=NOW)
    store.commit(replace(plan, alerts=(alert(1, title="Another title", channels=("desktop", "command")),)))
    assert store.unsent(NOW + MINUTE, 10) == ()
    assert store.counts()["alerts"] == 1


def test_a_delivery_that_failed_is_owed_again_when_its_time_has_come(store):
    store.commit(Plan(alerts=(alert(1),)))
    (owed,) = store.unsent(NOW + MINUTE, 10)
    store.mark(owed, sent_at=None, fault="no bus", retry_in=5 * MINUTE, now=NOW)
    assert store.unsent(NOW + 4 * MINUTE, 10) == ()
    (again,) = store.unsent(NOW + 5 * MINUTE, 10)
    assert again == replace(owed, attempts=1, next_try=NOW + 5 * MINUTE, fault="no bus")


def test_a_delivery_that_was_given_up_is_counted_and_never_owed_again(store):
    store.commit(Plan(alerts=(alert(1),)))
    (owed,) = store.unsent(NOW + MINUTE, 10)
    store.mark(owed, sent_at=None, fault="no such channel")
    assert store.unsent(NOW + DAYS, 10) == ()
    assert (store.counts()["failed"], store.counts()["pending"]) == (1, 0)


def test_a_delivery_that_nobody_planned_cannot_be_marked(store):
    store.commit(Plan(alerts=(alert(1),)))
    (owed,) = store.unsent(NOW + MINUTE, 10)
    with pytest.raises(StoreError, match="by pigeon"):
        store.mark(replace(owed, channel="pigeon"), sent_at=NOW)


# --- what was told and what was not ---


def held(number, reason=Reason.QUIET, due=None, **changes):
    return Suppressed(alert=alert(number, **changes), reason=reason, due=due)


def test_the_alerts_of_a_story_are_those_that_were_told_or_held_but_not_the_silent_ones(store):
    silent, muted = held(1, Reason.SILENT), held(3, Reason.MUTED)
    store.commit(Plan(alerts=(alert(2), alert(4, story="story-000001")), suppressed=(silent, muted)))
    assert store.told(["story-000000"]) == (alert(2), alert(3))
    assert store.told([]) == ()
    assert store.alerts(1) == (alert(4, story="story-000001"),)
    assert store.suppressed(10) == (muted, silent)


def test_what_was_silent_may_be_held_later_and_what_was_held_stays_as_it_is(store):
    store.commit(Plan(suppressed=(held(1, Reason.SILENT),)))
    waiting = held(1, due=NOW, title="Another article")
    store.commit(Plan(suppressed=(waiting,)))
    store.commit(Plan(suppressed=(held(1, Reason.MUTED),)))
    assert store.suppressed(10) == (waiting,)


def test_a_held_alert_waits_until_it_is_due_and_for_one_digest_only(store, open_again):
    night, later = held(1, due=NOW), held(2, due=NOW + MINUTE)
    store.commit(Plan(suppressed=(night, later, held(3, Reason.MUTED))))
    assert store.held(NOW - MINUTE) == ()
    assert open_again().held(NOW) == (night,)
    store = open_again()
    store.commit(Plan(alerts=(alert(9, story=""),), listed=(night.alert.id,)))
    assert store.held(NOW + MINUTE) == (later,)
    assert len(store.suppressed(10)) == 3


def test_candidates_are_what_a_budget_told_or_held_back(store):
    digest = alert(7, occasion=Occasion.DIGEST)
    store.commit(
        Plan(alerts=(alert(1), alert(4), digest), suppressed=(held(5, Reason.BUDGET, score=0.3), held(6, Reason.QUIET)))
    )
    topic, second = alert(0).topic, timedelta(seconds=1)
    assert store.candidates(NOW + 2 * second) == (
        Candidate(topic=topic, score=0.7, created=NOW + 4 * second, told=True),
        Candidate(topic=topic, score=0.3, created=NOW + 5 * second, told=False),
    )


def test_a_mute_lasts_until_its_time_and_a_later_word_counts(store, open_again):
    topic, story_mute = Mute(topic="Ties", until=NOW), Mute(story="story-000000", until=NOW + 5 * MINUTE)
    store.mute(topic)
    store.mute(story_mute)
    assert store.mutes(NOW - MINUTE) == (topic, story_mute)
    assert open_again().mutes(NOW) == (story_mute,)
    store = open_again()
    store.mute(replace(story_mute, until=NOW))
    assert store.mutes(NOW) == ()


def test_marks_of_stories_are_kept_and_a_later_mark_counts(store, open_again):
    store.commit(Plan(stories=(story(0), story(1))))
    first, second = Mark(story="story-000000", starred=True), Mark(story="story-000001", dismissed=True, seen=3)
    store.mark_stories((first, second))
    assert open_again().marks(NOW - DAYS) == (first, second)
    store = open_again()
    store.mark_stories((replace(first, starred=False, seen=2),))
    assert store.marks(NOW - DAYS) == (Mark(story="story-000000", seen=2), second)
    assert store.marks(NOW + DAYS) == ()


def test_marks_are_kept_all_or_none(store):
    store.commit(Plan(stories=(story(0),)))
    with pytest.raises(StoreError):
        store.mark_stories((Mark(story="story-000000"), Mark(story="\ud800")))
    assert store.marks(NOW - DAYS) == ()


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


# --- clocks that are set ---


def test_what_waits_moves_with_a_clock_that_is_set_and_what_is_due_stays_due(store):
    store.register(FEEDS)
    store.commit(Plan(state=state("a", next_poll=NOW + DAYS)))
    waiting = {"page": PageState.FAILED, "attempts": 1, "retry_at": NOW + DAYS}
    due = decision(1, verdict(wants_page=True), retry_at=None)
    store.commit(Plan(decisions=(decision(0, verdict(wants_page=True), **waiting), due), alerts=(alert(0), alert(1))))
    (owed, _) = store.unsent(NOW, 10)
    store.mark(owed, sent_at=None, retry_in=DAYS, now=NOW)
    store.reschedule({"https://b.example/feed": NOW + MINUTE}, by=-DAYS)
    assert store.state("https://a.example/feed").next_poll == NOW
    assert store.state("https://b.example/feed").next_poll == NOW + MINUTE
    assert store.state("https://c.example/feed").next_poll is None
    assert len(store.unread(NOW, 10)) == 2
    assert len(store.unsent(NOW, 10)) == 2


def test_a_clock_that_is_set_moves_spans_with_it_and_leaves_hours_of_the_day_alone(store):
    pause, night = held(1, Reason.PAUSE, due=NOW + MINUTE), held(2, due=NOW + MINUTE)
    store.commit(Plan(suppressed=(pause, night)))
    store.mute(Mute(topic="Ties", until=NOW + MINUTE))
    store.reschedule({}, by=-timedelta(days=1, hours=3))
    yesterday = NOW - timedelta(days=1)
    assert [one.alert.id for one in store.held(yesterday)] == ["alert-000001"]
    assert [one.due for one in store.held(NOW)] == [
        pause.due - timedelta(days=1, hours=3),
        night.due - timedelta(days=1),
    ]
    assert store.mutes(yesterday) == ()


def test_the_newest_entries_come_by_first_sight_whatever_was_decided(store):
    verdicts = ((), (verdict(),), (verdict(Answer.UNDECIDED, wants_page=True),))
    store.commit(Plan(decisions=tuple(decision(number, *verdicts[number % 3]) for number in range(10))))
    assert store.newest(4) == ("entry-000009", "entry-000008", "entry-000007", "entry-000006")
    assert len(store.newest(100)) == 10


# --- retention ---


def listed(number, *, at, feed=FEEDS[0].url, **changes):
    """Commit an entry that a feed told at a time, and that feed's good poll."""
    told = decision(number, decided_at=at, entry_changes={"feed": feed, "first_seen": at, **changes})
    return Plan(state=FeedState(url=feed, last_poll=at, last_ok=at), decisions=(told,))


def test_what_matched_nothing_is_forgotten_once_no_feed_has_listed_it_for_long(store):
    store.register(FEEDS)
    store.commit(listed(1, at=NOW - 9 * DAYS))
    store.commit(listed(2, at=NOW - DAYS))
    store.commit(Plan(state=state("b", last_ok=NOW)))
    assert store.prune(NOW - 2 * DAYS, 10) == 1
    assert store.decision("entry-000001") is None
    assert store.known(["guid:1", "guid:2"]) == {"guid:2": "entry-000002"}
    assert store.prune(NOW - 2 * DAYS, 10) == 0


def test_what_a_static_feed_still_lists_is_kept_however_old_it_is(store):
    store.register(FEEDS)
    store.commit(listed(1, at=NOW - 90 * DAYS))
    store.commit(Plan(state=state("b", last_poll=NOW, last_ok=NOW), seen_again=("guid:1",)))
    assert store.prune(NOW - 2 * DAYS, 10) == 0
    assert store.known(["guid:1"])


def test_what_matched_and_what_a_story_tells_is_kept(store):
    store.register(FEEDS)
    old = NOW - 9 * DAYS
    matched = decision(1, verdict(), decided_at=old, entry_changes={"feed": FEEDS[0].url, "first_seen": old})
    store.commit(Plan(state=state("b", last_poll=old, last_ok=NOW), decisions=(matched,)))
    store.commit(replace(listed(2, at=old), stories=(story(2, members=(member(2),)),)))
    store.commit(Plan(state=state("b", last_ok=NOW)))
    assert store.prune(NOW, 10) == 0


def test_what_a_feed_told_that_does_not_answer_is_kept_until_it_does(store):
    store.register(FEEDS)
    store.commit(listed(1, at=NOW - 9 * DAYS))
    assert store.prune(NOW - 2 * DAYS, 10) == 0
    store.register(FEEDS[1:])
    assert store.prune(NOW - 2 * DAYS, 10) == 1, "nobody waits for a feed that left the configuration"


def test_forgetting_comes_in_bits(store):
    for number in range(7):
        store.commit(listed(number, at=NOW - 9 * DAYS))
    assert [store.prune(NOW, 3) for _ in range(4)] == [3, 3, 1, 0]


# --- what pages and monitors ask ---


def test_the_latest_stories_come_page_by_page_newest_first_and_by_topic(store):
    told = [story(n, members=(member(n, first_seen=NOW + (n // 2) * MINUTE),)) for n in range(7)]
    told[3] = replace(told[3], topics=("Cheese", "North Korea and Russia"))
    store.commit(Plan(stories=tuple(told)))
    pages, before = [], None
    while page := store.latest(3, before=before):
        pages.append(page)
        before = page[-1].last_seen, page[-1].id
    assert [len(page) for page in pages] == [3, 3, 1]
    newest_first = sorted(told, key=lambda one: (one.last_seen, one.id), reverse=True)
    assert [one for page in pages for one in page] == newest_first
    assert store.latest(9, topic="Cheese") == (told[3],)
    assert store.latest(9, topic="Che") == ()


def test_delays_leave_out_first_polls_false_dates_and_what_is_older(store):
    store.commit(
        Plan(
            decisions=(
                decision(0, entry_changes={"published": NOW - 2 * MINUTE}),
                decision(1, verdict(), entry_changes={"published": NOW - 5 * MINUTE, "first_seen": NOW}),
                decision(2, silent=True, entry_changes={"published": NOW - DAYS}),
                decision(3, entry_changes={"published": NOW, "misdated": True}),
                decision(4),
                decision(5, entry_changes={"published": NOW - DAYS, "first_seen": NOW - DAYS / 2}),
            ),
            alerts=(alert(channels=("a", "b")),),
        )
    )
    owed = {delivery.channel: delivery for delivery in store.unsent(NOW, 9)}
    store.mark(owed["a"], sent_at=NOW + MINUTE / 2)
    store.mark(owed["b"], sent_at=None, fault="no", retry_in=MINUTE, now=NOW)
    lately = store.delays(NOW - MINUTE, 9)
    assert sorted(lately.seen) == [120.0, 300.0]
    assert lately.told == (30.0,)
    assert len(store.delays(NOW - MINUTE, 1).seen) == 1


# --- which rules were applied ---


def test_which_rules_were_applied_is_remembered(open_again):
    assert open_again().judged_by() == ""
    for fingerprint in ("first", "second"):
        open_again().note_rules(fingerprint)
    assert open_again().judged_by() == "second"
