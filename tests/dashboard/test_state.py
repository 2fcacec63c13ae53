"""What the dashboard remembers of events, and that it stays small."""

import re
from dataclasses import replace
from datetime import timedelta, timezone

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.dashboard.newsroom import FEEDS, NOW, TOPICS, alert, decision, events, failed_alert, feed_state, state, story
from watcher.core.events import (
    AlertSent,
    EntryDecided,
    Muted,
    Polled,
    PollFailed,
    PollStarted,
    Reloaded,
    StoryChanged,
    Warned,
)
from watcher.core.model import Feed, FeedState, Field, Hit, Mute
from watcher.dashboard import state as module
from watcher.dashboard.reading import read
from watcher.dashboard.state import apply, empty, hour_of, lapsed, seed


def failed(number: int) -> PollFailed:
    feed = FEEDS[number]
    return PollFailed(
        at=NOW, feed=feed.url, name=feed.name, state=feed_state(number, fault="no route"), fault="no route"
    )


def polled(number: int, **changes: object) -> Polled:
    event = Polled(at=NOW, feed=FEEDS[number].url, name=FEEDS[number].name, state=feed_state(number), total=40, new=2)
    return replace(event, **changes)  # type: ignore[arg-type]  # tests name the fields


def test_a_morning_is_counted():
    total = state().total
    assert (total.polls, total.failed_polls, total.matches, total.stories, total.sent) == (18, 1, 9, 3, 1)
    assert total.entries == 9 * 30 + 9


def test_an_entry_that_is_read_again_is_one_match():
    event = EntryDecided(at=NOW, decision=decision(0), story="e0")
    once = apply(empty(now=NOW), event)
    assert apply(once, replace(event, again=True)).total.matches == once.total.matches == 1
    assert apply(once, event).pulse == once.pulse == {TOPICS[0]: {hour_of(NOW): 1}}


def test_matches_that_a_database_tells_of_are_what_the_same_events_would_have_made():
    pairs = [(decision(number), f"e{number % 3}") for number in (4, 1, 0, 5, 1, 2)]
    seeded = seed((), [*reversed(pairs)], (), FEEDS, TOPICS, now=NOW)
    told = seed((), (), (), FEEDS, TOPICS, now=NOW)
    for one, home in pairs:
        told = apply(told, EntryDecided(at=one.article.entry.first_seen, decision=one, story=home))
    assert (seeded.readings, seeded.pulse, seeded.today.matches) == (told.readings, told.pulse, told.today.matches)
    assert seeded.total.matches == 0


def test_a_feed_that_nobody_named_is_called_the_same_after_a_start_and_a_reload_as_after_a_poll():
    feeds = [Feed(url=f"https://{host}.example/rss.xml") for host in ("plain", "titled")]
    known = [FeedState(url=feeds[1].url, title="The Titled Times")]
    started = seed((), (), known, feeds, TOPICS, now=NOW)
    reloaded = apply(started, Reloaded(at=NOW, feeds=tuple(feeds), topics=TOPICS, config="watcher.toml"))
    for one in (started, reloaded):
        assert [row.name for row in one.feeds.values()] == ["plain.example", "The Titled Times"]


def test_a_story_that_grows_moves_to_the_top_and_stays_one_story():
    folded = state()
    assert list(folded.stories) == ["e0", "e5", "e6"]
    grown = apply(folded, StoryChanged(at=NOW, story=story(0, 1), new=False))
    assert list(grown.stories) == ["e5", "e6", "e0"]


def test_a_new_day_starts_new_counts_in_the_persons_own_zone():
    zone = timezone(timedelta(hours=9))
    evening = NOW.replace(hour=14, minute=50)  # ten minutes to midnight in Tokyo
    folded = apply(empty(now=evening, zone=zone), replace(polled(0), at=evening))
    assert folded.today.entries == 2
    after = apply(folded, replace(polled(0, new=3), at=evening + timedelta(minutes=20)))
    assert (after.today.entries, after.total.entries) == (3, 5)


def test_a_clock_that_steps_back_keeps_the_day():
    folded = apply(empty(now=NOW), polled(0))
    assert apply(folded, polled(0, at=NOW - timedelta(days=2))).today.entries == 4


def test_one_failing_feed_is_not_offline_but_several_in_a_row_are():
    folded = apply(empty(now=NOW), polled(0))
    for number in (1, 2):
        folded = apply(folded, failed(number))
    assert folded.online
    folded = apply(folded, failed(3))
    assert folded.online is False
    assert apply(folded, polled(0)).online


def test_whoever_answers_is_there_whatever_is_wrong_with_the_answer():
    """A new configuration may begin with three feeds that moved; the network is as it should be."""
    for kind, online in (("missing", True), ("unreadable", True), ("wall", True), ("dns", False), ("timeout", False)):
        folded = empty(now=NOW)
        for number in range(4):
            event = failed(number)
            folded = apply(folded, replace(event, state=replace(event.state, fault_kind=kind)))
        assert (folded.online, folded.last_answer) == (online, online)


def test_before_the_first_poll_came_back_nobody_knows_whether_we_are_online():
    assert apply(empty(now=NOW), PollStarted(at=NOW, feed=FEEDS[0].url)).online is None


def test_a_feed_is_busy_while_it_is_polled():
    folded = apply(state(), PollStarted(at=NOW, feed=FEEDS[0].url))
    assert folded.feeds[FEEDS[0].url].busy
    assert not apply(folded, polled(0)).feeds[FEEDS[0].url].busy


def test_a_channels_fault_is_shown_until_an_alert_goes_out_again():
    folded = apply(state(), failed_alert())
    assert folded.fault == "desktop: no session bus"
    assert apply(folded, AlertSent(at=NOW, alert=alert(), channel="desktop")).fault == ""


def test_a_mute_holds_until_its_time_or_until_it_is_lifted():
    until = NOW + timedelta(hours=1)
    muted = apply(state(), Muted(at=NOW, mute=Mute(topic="Cables", until=until)))
    muted = apply(muted, Muted(at=NOW, mute=Mute(story="e0", until=until)))
    assert set(muted.mutes) == {("Cables", ""), ("", "e0")}
    assert set(apply(muted, Muted(at=NOW, mute=Mute(story="e0", until=NOW))).mutes) == {("Cables", "")}
    assert lapsed(muted, NOW) is muted
    assert lapsed(muted, until).mutes == {}


def test_feeds_that_were_never_asked_are_counted():
    begun = seed((), (), (), FEEDS, TOPICS, now=NOW)
    assert begun.unasked == len(FEEDS)
    assert state().unasked == 0


def test_the_log_and_the_stories_are_bounded():
    folded = empty(now=NOW)
    for number in range(module.LINES + 20):
        folded = apply(folded, Warned(at=NOW, what=f"{number} " + "x" * 10_000))
    assert len(folded.log) == module.LINES
    assert [line.number for line in folded.log] == list(range(21, module.LINES + 21))
    assert max(len(line.text) for line in folded.log) == module.LINE
    for number in range(module.STORIES + 5):
        folded = apply(folded, StoryChanged(at=NOW, story=replace(story(0), id=f"s{number}"), new=True))
    assert len(folded.stories) == module.STORIES
    assert "s4" not in folded.stories
    assert "s5" in folded.stories


def test_polls_that_brought_nothing_push_no_failure_out_of_the_log():
    folded = apply(empty(now=NOW), Warned(at=NOW, what="look at this"))
    for _ in range(module.ROUTINE + module.LINES):
        folded = apply(folded, polled(0))
    assert [line.what for line in folded.log][:2] == ["note", "polled"]
    assert len(folded.log) == module.ROUTINE + 1


def test_what_the_database_does_not_take_is_said_once_and_until_it_takes_a_poll_again():
    full = Warned(at=NOW, what="/data/watcher.db: the disk is full", unkept=True)
    folded = apply(apply(apply(empty(now=NOW), full), Warned(at=NOW, what="something else")), full)
    assert folded.unkept == full.what
    assert [line.text for line in folded.log] == ["something else", full.what]
    assert apply(folded, polled(0)).unkept == apply(folded, failed(0)).unkept == ""


def test_a_state_from_the_database_shows_what_the_events_would_have_shown():
    told = state()
    decisions = [(event.decision, event.story) for event in events() if isinstance(event, EntryDecided)]
    seeded = seed(
        sorted(told.stories.values(), key=lambda story: story.first_seen),
        decisions[::-1],
        [row.state for row in told.feeds.values()],
        FEEDS,
        TOPICS,
        now=NOW,
    )
    assert set(seeded.stories) == set(told.stories)
    assert [story.id for story in seeded.stories.values()] == ["e0", "e5", "e6"]
    assert seeded.readings == told.readings
    assert seeded.feeds == told.feeds
    assert seeded.today.matches == told.today.matches
    assert seeded.total.matches == 0  # nothing happened since the start


def test_a_reading_keeps_the_hits_and_forgets_the_page():
    long = replace(decision(0), article=replace(decision(0).article, text="x" * 100_000))
    folded = apply(empty(now=NOW), EntryDecided(at=NOW, decision=long, story="e0"))
    reading = folded.readings["e0"]["e0"]
    assert reading.terms == ("Kim-Il-sung-Militäruniversität", "Russland")
    assert [reading.entry.title[start:end] for start, end in reading.title_spans] == list(reading.terms)
    (excerpt,) = reading.excerpts
    assert [excerpt.text[start:end] for start, end in excerpt.spans] == list(reading.terms)
    assert len(reading.lead) < 2000


def test_excerpts_hold_whole_words_and_hits_that_stand_close_together():
    text = f"{'lorem ' * 40}A Cable lay there and another Cable beside it, {'ipsum ' * 60}until a Cable was cut."
    places = [found.start() for found in re.finditer("Cable", text)]
    hits = tuple(Hit(group="g", term="Cable", field=Field.TEXT, start=at, end=at + 5, text="Cable") for at in places)
    plain = decision(5)
    verdict = replace(plain.verdicts[0], hits=hits)
    first, second = read(replace(plain, article=replace(plain.article, text=text), verdicts=(verdict,))).excerpts
    assert [first.text[start:end] for start, end in first.spans] == ["Cable", "Cable"]
    assert set(first.text.split()) <= set(text.split())
    assert (first.opens, first.closes) == (False, False)
    assert second.text.endswith("until a Cable was cut.")
    assert second.closes


@settings(max_examples=60)
@given(st.text("ab 日", max_size=400), st.lists(st.tuples(st.integers(0, 400), st.integers(1, 9)), max_size=12))
def test_excerpts_show_each_hit_once_and_in_order(text, places):
    hits = [
        Hit(group="g", term="t", field=Field.TEXT, start=start, end=start + size, text=text[start : start + size])
        for start, size in places
        if start + size <= len(text)
    ]
    article = replace(decision(0).article, text=text)
    verdict = replace(decision(0).verdicts[0], hits=tuple(hits))
    shown = read(replace(decision(0), article=article, verdicts=(verdict,))).excerpts
    at = 0
    for excerpt in shown:
        assert excerpt.text in text
        for start, end in excerpt.spans:
            assert 0 <= start < end <= len(excerpt.text)
            at = text.index(excerpt.text[start:end], at)
    assert bool(shown) is bool(hits)
