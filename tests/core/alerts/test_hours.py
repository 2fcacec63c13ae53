"""Quiet hours, full hours and daily digests go by the local clock, also in the nights when that is set."""

from datetime import UTC, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.core.alerts import Quiet
from watcher.core.alerts.hours import awake, midnight, next_daily, next_hour

BERLIN = ZoneInfo("Europe/Berlin")
NIGHT = Quiet(start=time(23), end=time(7))
SIESTA = Quiet(start=time(13), end=time(15))


def local(text: str, zone=BERLIN, fold=0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold)


@pytest.mark.parametrize(
    ("quiet", "now", "over"),
    [
        (NIGHT, "2026-11-20T22:59:59", None),
        (NIGHT, "2026-11-20T23:00", "2026-11-21T07:00"),
        (NIGHT, "2026-11-21T00:00", "2026-11-21T07:00"),
        (NIGHT, "2026-11-21T06:59:59", "2026-11-21T07:00"),
        (NIGHT, "2026-11-21T07:00", None),
        (NIGHT, "2026-12-31T23:30", "2027-01-01T07:00"),
        (SIESTA, "2026-11-20T12:59", None),
        (SIESTA, "2026-11-20T13:00", "2026-11-20T15:00"),
        (SIESTA, "2026-11-20T15:00", None),
        (NIGHT, "2026-03-28T23:30", "2026-03-29T07:00"),  # one hour shorter
        (NIGHT, "2026-10-24T23:30", "2026-10-25T07:00"),  # one hour longer
        (Quiet(start=time(23), end=time(2, 30)), "2026-03-29T01:30", "2026-03-29T03:30"),  # 2:30 never comes
    ],
)
def test_quiet_lasts_from_its_start_to_its_end(quiet, now, over):
    until = quiet.until(local(now).astimezone(UTC), BERLIN)
    assert until == (local(over).astimezone(UTC) if over else None)
    assert until is None or until.tzinfo is UTC


def test_an_hour_that_comes_twice_ends_the_quiet_only_once():
    early = Quiet(start=time(23), end=time(2, 30))
    second_time = local("2026-10-25T02:15", fold=1).astimezone(UTC)
    until = early.until(second_time, BERLIN)
    assert until is not None
    assert until == second_time + timedelta(minutes=15)


@given(
    now=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis adds it
    start=st.times(),
    end=st.times(),
    zone=st.sampled_from(
        [UTC, BERLIN, ZoneInfo("Asia/Kolkata"), ZoneInfo("America/St_Johns"), ZoneInfo("Pacific/Apia")]
    ),
)
def test_after_the_quiet_it_is_no_longer_quiet(now, start, end, zone):
    start, end = start.replace(second=0, microsecond=0), end.replace(second=0, microsecond=0)
    quiet = Quiet(start=start, end=end)
    until = quiet.until(now, zone)
    if start != end and until is not None:
        assert now < until <= now + timedelta(hours=26)
    assert awake(now, quiet if start != end else None, zone) >= now


@pytest.mark.parametrize(
    ("zone", "due"),
    [
        (UTC, "2026-11-20T13:00"),
        (ZoneInfo("Asia/Kolkata"), "2026-11-20T12:30"),
        (timezone(-timedelta(hours=3, minutes=30)), "2026-11-20T12:30"),
    ],
)
def test_the_full_hour_is_that_of_the_local_clock(zone, due):
    now = datetime(2026, 11, 20, 12, 15, 7, tzinfo=UTC)
    assert next_hour(now, zone) == datetime.fromisoformat(due).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-20T07:59", "2026-11-20T08:00"),
        ("2026-11-20T08:00", "2026-11-21T08:00"),
        ("2026-10-24T09:00", "2026-10-25T08:00"),
    ],
)
def test_the_daily_digest_comes_next_when_the_local_clock_shows_its_time(now, due):
    assert next_daily(local(now).astimezone(UTC), time(8), BERLIN) == local(due)


def test_today_began_at_local_midnight():
    assert midnight(datetime(2026, 11, 20, 23, 30, tzinfo=UTC), BERLIN) == local("2026-11-21T00:00")
