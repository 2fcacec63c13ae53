from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from watcher.core.health import DEAD, SILENT, Condition, alert, health, judged
from watcher.core.health.silence import Rhythm, listen, pack
from watcher.core.model import Entry, Feed, FeedState, ParsedFeed, Reply
from watcher.core.timing import Limits, after_failure, after_success
from watcher.errors import FeedError, FetchError, FetchFault

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
URL = "https://a.example/feed.xml"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def answer(state, now=NOW, *, body=b"body", total=3, status=200):
    reply = Reply(url=URL, status=status, body=body)
    parsed = None if status == 304 else ParsedFeed(total=total)
    return after_success(state, reply, parsed, now=now, new=0, feed=Feed(url=URL), limits=Limits(), spread=0.5)


def fault(state, error, now=NOW):
    return after_failure(state, error, now=now, limits=Limits(), spread=0.5)


FRESH = FeedState(url=URL)
GOOD = answer(FRESH)


@pytest.mark.parametrize(
    ("state", "condition"),
    [
        (FRESH, Condition.NEW),
        (GOOD, Condition.OK),
        (answer(GOOD, status=304), Condition.UNCHANGED),
        (answer(GOOD, body=b"empty", total=0), Condition.EMPTY),
        (replace(GOOD, alarm=SILENT), Condition.SILENT),
        (fault(GOOD, FetchError(FetchFault.SERVER, "502")), Condition.FAILING),
        (fault(GOOD, FetchError(FetchFault.DNS, "no such host")), Condition.FAILING),
        (fault(GOOD, FetchError(FetchFault.THROTTLED, "429")), Condition.THROTTLED),
        (fault(GOOD, FetchError(FetchFault.GONE, "410")), Condition.GONE),
        (fault(GOOD, FeedError("this is a consent page", wall=True)), Condition.WALLED),
        (fault(GOOD, FeedError("this is a web page")), Condition.NOT_A_FEED),
    ],
)
def test_every_condition_has_its_name(state, condition):
    assert health(state).condition is condition


def test_a_failing_feed_says_why_since_when_and_when_it_is_asked_again():
    state = fault(fault(GOOD, FetchError(FetchFault.SERVER, "502")), FetchError(FetchFault.SERVER, "503"), NOW + HOUR)
    found = health(state)
    assert (found.reason, found.since, found.next) == ("503", NOW, state.next_poll)
    assert not found.well


def test_a_304_never_heals():
    walled = fault(GOOD, FeedError("this is a consent page", wall=True))
    assert health(answer(walled, status=304)).condition is Condition.WALLED
    assert health(answer(walled, body=b"new")).condition is Condition.OK


def test_an_empty_feed_that_once_had_entries_says_so():
    assert "once" in health(answer(replace(GOOD, entries=20), body=b"", total=0)).reason
    assert "once" not in health(answer(GOOD, body=b"", total=0)).reason


# --- alarms -----------------------------------------------------------------------------------------------------------


def failing(hours, *, kind=FetchFault.SERVER, online=True):
    """The state after failing once an hour, and the alarms that were raised on the way."""
    state, raised = GOOD, []
    for hour in range(hours):
        now = NOW + hour * HOUR
        after = judged(state, fault(state, FetchError(kind, "it failed"), now), now=now, online=online)
        if after.alarm != state.alarm:
            raised.append((hour, after.alarm))
        state = after
    return state, raised


def test_a_feed_that_fails_for_a_day_is_called_dead_once_and_back_once():
    state, raised = failing(80)
    assert raised == [(24, DEAD)]
    now = NOW + 80 * HOUR
    unread = judged(state, answer(state, now, status=304), now=now, online=True)
    assert unread.alarm == "", "a server that answers heals what could not be reached"
    assert judged(unread, answer(unread, now), now=now, online=True).alarm == ""


def test_a_bad_night_is_no_death():
    assert failing(20)[1] == []


def test_a_feed_that_is_gone_is_told_at_once():
    assert failing(3, kind=FetchFault.GONE)[1] == [(0, DEAD)]


def test_while_no_feed_answers_the_fault_is_ours():
    assert failing(80, online=False)[1] == []


def hourly(weeks=4):
    """A feed that spoke every hour, and when it last did."""
    rhythm, now = Rhythm(), NOW
    for _ in range(weeks * 168):
        now += HOUR
        rhythm = listen(rhythm, [now], now)
    return replace(GOOD, rhythm=pack(rhythm), last_new=now, last_ok=now, last_poll=now), now


def quiet(state, now, hours):
    alarms = []
    for _ in range(hours):
        now += HOUR
        after = judged(state, answer(state, now, status=304), now=now, online=True)
        if after.alarm != state.alarm:
            alarms.append(after.alarm)
        state = after
    return state, now, alarms


def test_a_feed_that_falls_silent_is_told_once_and_its_return_once():
    state, now = hourly()
    state, later, alarms = quiet(state, now, 48)
    assert alarms == [SILENT]
    found = health(state)
    assert (found.condition, found.since) == (Condition.SILENT, now)
    assert "every hour" in found.reason
    entry = Entry(id="1", feed=URL, outlet="A", first_seen=later)
    back = judged(state, answer(state, later, body=b"new"), entries=[entry], now=later, online=True)
    assert back.alarm == ""


def test_news_that_another_feed_told_first_are_a_sign_of_life():
    state, now = hourly()
    for _ in range(48):
        now += HOUR
        after = replace(answer(state, now, body=str(now).encode()), newest=now - HOUR / 4)
        state = judged(state, after, now=now, online=True)
    assert state.alarm == ""


def test_a_feed_that_fails_while_silent_is_not_told_back():
    state, now = hourly()
    state, now, _ = quiet(state, now, 48)
    failed = judged(state, fault(state, FetchError(FetchFault.SERVER, "502"), now), now=now, online=True)
    assert failed.alarm == SILENT


def test_a_first_poll_teaches_nothing():
    assert judged(FRESH, GOOD, now=NOW, online=True).rhythm == b""


def test_an_alert_names_the_feed_and_the_reason_and_is_the_same_however_often_it_is_planned():
    state = judged(GOOD, fault(GOOD, FetchError(FetchFault.GONE, "410 gone")), now=NOW, online=True)
    first, second = (alert(URL, "Daily", state, channels=("desktop",), now=NOW + n * HOUR) for n in range(2))
    assert first.id == second.id
    assert "Daily" in first.title
    assert (first.why, first.channels, first.story) == ("410 gone", ("desktop",), "")
    back = judged(state, answer(state, NOW + DAY), now=NOW + DAY, online=True)
    assert "back" in alert(URL, "Daily", back, channels=("desktop",), now=NOW + DAY).title
