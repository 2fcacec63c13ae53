from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.core import timing
from watcher.core.model import Feed, FeedState, ParsedFeed, RawEntry, Reply
from watcher.core.timing import DAY, Limits, after_failure, after_success, conditional, page_retry, request, unchanged
from watcher.errors import FeedError, FetchError, FetchFault, PageError, WallError

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
URL = "https://a.example/feed.xml"
FEED = Feed(url=URL)
LIMITS = Limits(shortest=timedelta(minutes=5), longest=timedelta(hours=6), default=timedelta(minutes=15))
PARSED = ParsedFeed(title="Daily", lang="de", item_hashes=b"12345678")


def reply(body: bytes = b"body", status: int = 200, **headers: str) -> Reply:
    return Reply(
        url=URL,
        status=status,
        body=body,
        headers=tuple((name.replace("_", "-"), value) for name, value in headers.items()),
    )


def succeed(
    state: FeedState, answer: Reply | None = None, parsed: ParsedFeed | None = PARSED, **options: object
) -> FeedState:
    settings = {"now": NOW, "new": 0, "feed": FEED, "limits": LIMITS, "spread": 0.5} | options
    return after_success(state, answer or reply(), parsed, **settings)  # type: ignore[arg-type]


def fail(state: FeedState, error: FetchError | FeedError, now: datetime = NOW, spread: float = 0.5) -> FeedState:
    return after_failure(state, error, now=now, limits=LIMITS, spread=spread)


def fault(kind: FetchFault, retry_after: timedelta | None = None) -> FetchError:
    return FetchError(kind, "it failed", retry_after=retry_after)


FRESH = FeedState(url=URL)
GOOD = succeed(FRESH, reply(etag='"1"', last_modified="yesterday"))


# --- what is remembered of an answer ----------------------------------------------------------------------------------


def test_a_first_answer_is_the_baseline_and_leaves_validators_hashes_and_names():
    assert GOOD.baseline
    assert (GOOD.etag, GOOD.last_modified, GOOD.item_hashes, GOOD.title, GOOD.lang) == (
        '"1"', "yesterday", b"12345678", "Daily", "de",
    )  # fmt: skip
    assert (GOOD.last_ok, GOOD.last_poll, GOOD.polls, GOOD.last_new) == (NOW, NOW, 1, None)
    assert GOOD.next_poll is not None
    assert GOOD.next_poll > NOW


def test_not_modified_keeps_what_is_known_and_counts():
    state = succeed(GOOD, reply(b"", 304), None)
    assert (state.etag, state.body_hash, state.item_hashes) == (GOOD.etag, GOOD.body_hash, GOOD.item_hashes)
    assert (state.not_modified, state.polls, state.title) == (1, 2, "Daily")


def test_validators_that_a_new_body_does_not_carry_are_forgotten():
    state = succeed(GOOD, reply(b"new"))
    assert (state.etag, state.last_modified) == ("", "")
    assert state.body_hash != GOOD.body_hash


def test_new_entries_are_counted_and_dated():
    state = succeed(GOOD, new=3, now=NOW + timedelta(hours=1))
    assert (state.entries, state.last_new) == (3, NOW + timedelta(hours=1))


def test_an_answer_is_unchanged_by_its_status_or_by_its_bytes():
    assert unchanged(GOOD, reply(b"", 304))
    assert unchanged(GOOD, reply())
    assert not unchanged(GOOD, reply(b"other"))
    assert not unchanged(GOOD, reply(content_type="text/xml; charset=koi8-r")), "the header decides how bytes are read"
    assert not unchanged(FRESH, reply())


# --- failure and recovery ---------------------------------------------------------------------------------------------


def test_a_failure_leaves_content_alone_and_says_since_when():
    first = fail(GOOD, fault(FetchFault.TIMEOUT))
    second = fail(first, fault(FetchFault.SERVER), now=NOW + timedelta(hours=1))
    assert (second.failures, second.failing_since, second.fault) == (2, NOW, "it failed")
    assert (second.etag, second.item_hashes, second.last_ok) == (GOOD.etag, GOOD.item_hashes, GOOD.last_ok)


def test_a_body_that_could_not_be_read_is_asked_for_again_as_a_whole():
    broken = fail(GOOD, FeedError("this is a login page, not a feed"))
    assert request(broken, NOW).etag == ""
    assert request(broken, NOW).last_modified == ""
    assert not unchanged(broken, reply())


def test_not_modified_never_heals_a_feed_whose_last_body_was_broken():
    broken = fail(GOOD, FeedError("not a feed"))
    still = succeed(broken, reply(b"", 304), None)
    assert (still.fault, still.failures, still.failing_since, still.last_ok) == ("not a feed", 1, NOW, GOOD.last_ok)
    healed = succeed(still)
    assert (healed.fault, healed.failures, healed.failing_since, healed.last_ok) == ("", 0, None, NOW)


def test_not_modified_heals_a_feed_that_could_not_be_reached():
    assert succeed(fail(GOOD, fault(FetchFault.CONNECT)), reply(b"", 304), None).fault == ""


@pytest.mark.parametrize("kind", FetchFault)
def test_every_kind_of_failure_waits_longer_each_time_and_a_day_at_most(kind):
    state, waits = GOOD, []
    for _ in range(20):
        state = fail(state, fault(kind))
        assert state.next_poll is not None
        waits.append(state.next_poll - NOW)
    assert waits == sorted(waits)
    assert LIMITS.shortest <= waits[0] <= waits[-1] == DAY


def test_a_feed_that_is_gone_is_asked_once_a_day_and_never_switched_off():
    assert fail(GOOD, fault(FetchFault.GONE)).next_poll == NOW + DAY


@pytest.mark.parametrize(
    ("asked", "wait"),
    [
        (timedelta(hours=5), timedelta(hours=5)),
        (timedelta(days=3650), DAY),
        (timedelta(seconds=1), timedelta(minutes=30)),
    ],
)
def test_retry_after_is_honoured_up_to_a_day(asked, wait):
    assert fail(GOOD, fault(FetchFault.THROTTLED, asked)).next_poll == NOW + wait


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("7200", timedelta(hours=2)),
        ("Sun, 22 Nov 2026 15:00:00 GMT", timedelta(hours=3)),
        ("Sun, 22 Nov 2026 15:00:00", timedelta(hours=3)),
        ("999999999", DAY),
        ("soon", timedelta(minutes=15)),
        ("-5", timedelta(minutes=15)),
        ("Thu, 01 Jan 1970 00:00:00 GMT", timedelta(minutes=15)),
    ],
)
def test_a_success_may_ask_for_quiet_too(header, wait):
    assert succeed(FRESH, reply(retry_after=header)).next_poll == NOW + wait


def test_jitter_drives_feeds_apart_within_a_tenth():
    early, late = succeed(FRESH, spread=0.0).next_poll, succeed(FRESH, spread=0.999).next_poll
    assert early is not None
    assert late is not None
    assert NOW + timedelta(minutes=13) < early < late < NOW + timedelta(minutes=17)


def test_a_feed_that_is_gone_is_never_asked_twice_a_day_whatever_the_jitter():
    assert fail(GOOD, fault(FetchFault.GONE), spread=0.0).next_poll == NOW + DAY


def test_why_a_poll_failed_is_remembered_by_kind_until_it_succeeds():
    assert fail(GOOD, fault(FetchFault.THROTTLED)).fault_kind == "throttled"
    assert fail(GOOD, FeedError("this is a login page", wall=True)).fault_kind == "wall"
    broken = fail(GOOD, FeedError("not a feed"))
    assert broken.fault_kind == "unreadable"
    assert succeed(broken, reply(b"new")).fault_kind == ""


# --- servers that lie, feeds that sleep -------------------------------------------------------------------------------


def daily() -> datetime:
    """The next moment at which everything is asked for."""
    return next(NOW + timedelta(hours=n) for n in range(25) if not conditional(GOOD, NOW + timedelta(hours=n)))


def test_a_server_that_calls_changed_content_unchanged_is_no_longer_believed():
    tagged = succeed(GOOD, reply(b"changed", etag='"1"', last_modified="yesterday"), new=2, now=daily())
    assert tagged.lying
    assert request(tagged, daily() + timedelta(minutes=5)).etag == ""
    honest = succeed(GOOD, reply(b"changed", etag='"2"'), new=2, now=daily())
    assert not honest.lying
    assert request(honest, daily() + timedelta(minutes=5)).etag == '"2"'


def test_news_that_a_304_has_hidden_show_that_a_server_lies():
    hour = timedelta(hours=1)
    asked = replace(GOOD, unchanged=3, last_poll=daily() - hour, newest=daily() - 9 * hour)
    late = replace(PARSED, entries=(RawEntry(published=daily() - 5 * hour),))
    fresh = replace(PARSED, entries=(RawEntry(published=daily() - hour / 2),))
    assert succeed(asked, reply(b"changed", etag='"2"'), late, new=1, now=daily()).lying
    assert not succeed(asked, reply(b"changed", etag='"2"'), fresh, new=1, now=daily()).lying


def test_a_feed_is_not_asked_in_the_hours_that_it_names():
    night = bytes(hour for hour in range(168) if hour % 24 in range(12, 20))
    due = succeed(FRESH, parsed=replace(PARSED, quiet_hours=night)).next_poll
    assert due is not None
    assert due.hour == 20
    again = succeed(replace(GOOD, quiet_hours=night), reply(b"", 304), None).next_poll
    assert again is not None
    assert again.hour == 20


def test_a_feed_that_names_too_many_hours_is_asked_all_the_same():
    assert succeed(FRESH, parsed=replace(PARSED, quiet_hours=bytes(range(168)))).next_poll == NOW + LIMITS.default
    weekend = bytes(range(120, 168))
    due = succeed(FRESH, parsed=replace(PARSED, quiet_hours=weekend)).next_poll
    assert due is not None
    assert NOW < due <= NOW + DAY
    person = Feed(url=URL, interval=timedelta(minutes=20))
    assert succeed(FRESH, parsed=replace(PARSED, quiet_hours=weekend), feed=person).next_poll == NOW + person.interval  # type: ignore[operator]


# --- the rhythm -------------------------------------------------------------------------------------------------------


def test_a_first_interval_follows_the_dates_of_the_entries():
    hourly = tuple(RawEntry(published=NOW - timedelta(hours=n)) for n in range(10))
    assert succeed(FRESH, parsed=replace(PARSED, entries=hourly)).interval == timedelta(minutes=30)
    assert succeed(FRESH, parsed=replace(PARSED, entries=hourly[:2])).interval == LIMITS.default


def test_a_lively_feed_is_asked_more_often_and_a_quiet_one_less():
    state = GOOD
    for poll in range(1, 6):
        state = succeed(state, reply(str(poll).encode()), new=10, now=NOW + poll * timedelta(minutes=10))
    assert state.interval == LIMITS.shortest
    for _ in range(40):
        state = succeed(state, reply(b"", 304), None)
    assert state.interval == LIMITS.longest


def test_a_configured_interval_is_kept():
    feed = Feed(url=URL, interval=timedelta(hours=9))
    assert succeed(GOOD, new=50, feed=feed).interval == timedelta(hours=9)


@pytest.mark.parametrize("answer", [reply(cache_control="public, max-age=1800"), reply()])
def test_a_stated_time_to_live_slows_polling_down_but_not_for_ever(answer):
    ttl = None if answer.headers else timedelta(minutes=30)
    assert succeed(FRESH, answer, replace(PARSED, ttl=ttl)).interval == timedelta(minutes=30)
    year = reply(cache_control="max-age=31536000")
    assert succeed(FRESH, year).interval == timedelta(hours=1)


@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.sampled_from(["ok", "304", "feed", "fetch"]), st.floats(0, 0.999)), max_size=30
    )
)
def test_whatever_happens_the_next_poll_lies_ahead_and_within_a_day(story):
    state, now = FRESH, NOW
    for new, what, spread in story:
        if what == "ok":
            state = succeed(state, reply(str(now).encode()), new=new, now=now, spread=spread)
        elif what == "304":
            state = succeed(state, reply(b"", 304), None, now=now, spread=spread)
        else:
            state = fail(state, FeedError("x") if what == "feed" else fault(FetchFault.SERVER), now=now, spread=spread)
        assert state.next_poll is not None
        assert timedelta(minutes=4) < state.next_poll - now <= DAY
        assert LIMITS.shortest <= state.interval <= LIMITS.longest
        assert (state.failures > 0) == bool(state.fault) == (state.failing_since is not None)
        now = state.next_poll


# --- what is asked ----------------------------------------------------------------------------------------------------


def test_a_feed_that_was_never_read_is_asked_for_everything():
    assert request(FeedState(url=URL, etag='"left over"'), NOW).etag == ""


def test_validators_are_sent_back_exactly_but_once_a_day_not_at_all():
    state, asked, now = GOOD, [], NOW
    for _ in range(24 * 6):
        now += timedelta(minutes=10)
        sent = request(state, now)
        asked.append(bool(sent.etag))
        assert (sent.etag, sent.last_modified) in {(GOOD.etag, GOOD.last_modified), ("", "")}
        state = replace(state, last_ok=now)
    assert asked.count(False) == 1


def test_the_daily_whole_answer_is_asked_for_until_it_comes():
    late = next(NOW + timedelta(hours=n) for n in range(25) if not conditional(GOOD, NOW + timedelta(hours=n)))
    failed = fail(GOOD, fault(FetchFault.TIMEOUT), now=late)
    assert not conditional(failed, late + timedelta(minutes=30))
    assert conditional(succeed(failed, now=late), late + timedelta(minutes=1))


def test_feeds_take_their_whole_answers_at_different_times_of_day():
    states = [replace(GOOD, url=f"https://a.example/{n}") for n in range(60)]
    assert len({next(h for h in range(25) if not conditional(s, NOW + timedelta(hours=h))) for s in states}) > 5


# --- pages ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "again"),
    [
        (fault(FetchFault.TIMEOUT), True),
        (fault(FetchFault.MISSING), True),
        (PageError("no text"), True),
        (WallError("consent page"), False),
        (fault(FetchFault.GONE), False),
        (fault(FetchFault.ROBOTS), False),
        (fault(FetchFault.REFUSED), False),
        (fault(FetchFault.PRIVATE), False),
        (fault(FetchFault.THROTTLED, timedelta(days=2)), False),
    ],
)
def test_a_page_is_asked_for_again_only_if_that_may_help(error, again):
    assert (page_retry(error, attempts=1) is not None) is again


def test_a_page_is_given_up_after_a_few_ever_longer_waits():
    waits = [page_retry(fault(FetchFault.SERVER), attempts=n) for n in range(1, 6)]
    given = [wait for wait in waits if wait is not None]
    assert given == sorted(given)
    assert waits[-1] is None


def test_a_throttling_page_server_is_obeyed():
    assert page_retry(fault(FetchFault.THROTTLED, timedelta(hours=1)), attempts=1) == timedelta(hours=1)


def test_the_hash_of_a_body_is_short_and_stable():
    assert timing.body_hash(reply()) == timing.body_hash(reply())
    assert len(timing.body_hash(reply())) == 32


def test_polls_that_failed_are_counted_for_good():
    state = FeedState(url="https://a.example/feed")
    for _ in range(3):
        state = fail(state, fault(FetchFault.SERVER))
    assert (state.polls, state.failed, state.failures) == (3, 3, 3)
