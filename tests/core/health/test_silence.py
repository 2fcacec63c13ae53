import random
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from watcher.core.health.silence import Rhythm, listen, pack, unpack

START = datetime(2026, 10, 5, tzinfo=UTC)  # a Monday
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def polled(rhythm, hours, news, start=START, every=HOUR / 2):
    """Poll for some hours; `news(hour)` are the moments of news in an hour. Returns the rhythm and when it was silent."""
    moments = [start + hour * HOUR + moment for hour in range(hours) for moment in news(hour)]
    silent, now = [], start
    while now < start + hours * HOUR:
        before, now = now, now + every
        came = [moment for moment in moments if before < moment <= now]
        rhythm = listen(rhythm, came, now)
        if rhythm.silent:
            silent.append(now)
    return rhythm, silent


def hourly(hour):
    return [HOUR / 4]


def office(hour):
    """News in the working hours of the week's first five days."""
    return [HOUR / 4] if 8 <= hour % 24 < 18 and hour // 24 % 7 < 5 else []


def nothing(hour):
    return []


def hours_until_silent(news, weeks=4, every=HOUR / 2, start_of_silence=0):
    hours = weeks * 168 + start_of_silence
    rhythm, alarms = polled(Rhythm(), hours, news, every=every)
    assert alarms == [], "it was never silent while it spoke"
    _, alarms = polled(rhythm, 40 * 24, nothing, start=START + hours * HOUR, every=every)
    return (alarms[0] - START) / HOUR - hours if alarms else None


def test_a_feed_that_speaks_every_hour_is_silent_after_some_hours():
    assert 4 <= hours_until_silent(hourly) <= 12


def test_a_feed_that_keeps_office_hours_may_be_quiet_at_night_and_over_the_weekend():
    silent_after = hours_until_silent(office, start_of_silence=4 * 24 + 18)  # from Friday evening on
    assert silent_after > 2.5 * 24, "not before Monday has come"
    assert silent_after < 4 * 24, "but on Monday or Tuesday"


def test_a_feed_that_speaks_once_a_day_is_given_days():
    assert 3 * 24 < hours_until_silent(lambda hour: [HOUR / 4] if hour % 24 == 6 else []) < 12 * 24


def test_the_same_is_learned_from_rare_polls_that_bring_dated_news():
    assert 4 <= hours_until_silent(hourly, every=6 * HOUR) <= 24


def test_a_feed_that_speaks_by_chance_is_hardly_ever_called_silent_by_mistake():
    mistakes = 0
    for seed in range(6):
        dice = random.Random(seed)
        _, alarms = polled(Rhythm(), 12 * 168, lambda hour, d=dice: [HOUR / 4] if d.random() < 0.08 else [], every=HOUR)
        mistakes += bool(alarms)
    assert mistakes <= 1


def test_a_feed_of_bursts_is_judged_by_its_own_gaps():
    def bursts(hour):
        return [HOUR / 4] if hour // 24 % 4 == 0 else []  # a day of news, three of nothing

    _, alarms = polled(Rhythm(), 10 * 168, bursts, every=HOUR)
    late = [alarm for alarm in alarms if alarm > START + 6 * 7 * DAY]
    assert late == []


def test_hours_in_which_nobody_watched_are_no_silence():
    rhythm, _ = polled(Rhythm(), 4 * 168, hourly)
    woken = listen(rhythm, [], START + 4 * 7 * DAY + 300 * DAY)
    assert not woken.silent
    assert woken.surprise == rhythm.surprise


def test_a_clock_that_is_set_back_adds_nothing_and_breaks_nothing():
    rhythm, _ = polled(Rhythm(), 4 * 168, hourly)
    back = listen(rhythm, [], START)
    assert back.surprise == rhythm.surprise
    assert sum(back.watched) == sum(rhythm.watched)


def test_news_end_a_silence():
    rhythm, _ = polled(Rhythm(), 4 * 168, hourly)
    rhythm, alarms = polled(rhythm, 48, nothing, start=START + 28 * DAY)
    assert alarms
    now = START + 30 * DAY
    assert not listen(rhythm, [now], now).silent


def test_nothing_is_said_before_two_weeks_were_watched():
    rhythm, _ = polled(Rhythm(), 167, hourly)
    assert rhythm.usual is None
    _, alarms = polled(rhythm, 100, nothing, start=START + 167 * HOUR)
    assert alarms == []


@given(st.lists(st.tuples(st.integers(0, 72), st.booleans()), max_size=60))
def test_what_is_packed_is_read_back_and_counts_stay_within_a_byte(story):
    rhythm, now = Rhythm(), START
    for hours, came in story:
        now += hours * HOUR
        rhythm = unpack(pack(listen(rhythm, [now] if came else [], now)))
    assert unpack(pack(rhythm)) == rhythm
    assert max(rhythm.watched) < 13
    assert rhythm.surprise >= 0


def test_what_is_no_rhythm_is_read_as_a_fresh_one():
    assert unpack(b"") == unpack(b"\xff" * 7) == Rhythm()
