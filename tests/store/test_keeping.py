"""What every store keeps over time: what waits while clocks are set, what is forgotten, and what is asked of the whole."""

from dataclasses import replace
from datetime import timedelta

from tests.store.values import DAYS, FEEDS, MINUTE, NOW, alert, decision, held, member, state, story, verdict
from watcher.core.model import (
    Answer,
    FeedState,
    Mute,
    PageState,
    Plan,
    Reason,
)

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
