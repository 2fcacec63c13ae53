from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.core.feeds.dates import parse

TEN = datetime(2026, 11, 20, 10, tzinfo=UTC)
MIDNIGHT = TEN.replace(hour=0)

READ = {
    "Fri, 20 Nov 2026 10:00:00 GMT": TEN,
    "Fri, 20 Nov 2026 05:00:00 EST": TEN,
    "Fri, 20 Nov 2026 19:00:00 KST": TEN,
    "20 Nov 26 13:00 MSK": TEN,
    "Fri, 20 Nov 2026 13:00:00 GMT+0300": TEN,
    "Fri Nov 20 10:00:00 2026": TEN,
    "Fri Nov 20 10:00:00 UTC 2026": TEN,
    "2026-11-20T10:00:00Z": TEN,
    "2026-11-20T19:00:00.123+09:00": TEN,
    "2026-11-20 10:00": TEN,
    "20261120T100000Z": TEN,
    "2026/11/20 10:00": TEN,
    "2026-11-20": MIDNIGHT,
    "1795168800": TEN,
    "1795168800000": TEN,
    "Freitag, 20. November 2026, 11:00 MEZ": TEN,
    "Fr, 20 Nov 2026 11:00:00 +0100": TEN,
    "Di, 20. Dez 2026": datetime(2026, 12, 20, tzinfo=UTC),
    "3. März 2026": datetime(2026, 3, 3, tzinfo=UTC),
    "vendredi 20 novembre 2026 à 10h00": TEN,
    "mar. 3 août 2026": datetime(2026, 8, 3, tzinfo=UTC),
    "20 de noviembre de 2026 10:00": TEN,
    "20 novembre 2026": MIDNIGHT,
    "20 ноября 2026, 13:00 МСК": TEN,
    "Пт, 20 ноя 2026 13:00:00 +0300": TEN,
    "20 листопада 2026": MIDNIGHT,
    "20 listopada 2026 10:00": TEN,
    "20 Kasım 2026": MIDNIGHT,
    "20 نوفمبر 2026": MIDNIGHT,
    "2026년 11월 20일": MIDNIGHT,
    "2026년 11월 20일 오후 7:00 KST": TEN,
    "2026. 11. 20. 10:00": TEN,
    "2026年11月20日 10時00分": TEN,
    "2026年11月20日下午7:00 +0900": TEN,
    "November 20th, 2026 10:00 AM": TEN,
    "31/12/2026": datetime(2026, 12, 31, tzinfo=UTC),
    "31.12.2026 24:00:00": datetime(2027, 1, 1, tzinfo=UTC),
    "2026-06-30T23:59:60Z": datetime(2026, 6, 30, 23, 59, 59, tzinfo=UTC),
}


@pytest.mark.parametrize(("text", "moment"), READ.items(), ids=READ)
def test_a_date_is_read_in_many_forms_and_languages(text, moment):
    assert parse(text) == moment


@pytest.mark.parametrize(
    "text",
    [
        "", "soon", "<b>today</b>", "2026", "June 2026", "05/06/2026", "30 Feb 2026", "2025-02-29", "0000-00-00",
        "9999-99-99", "9999-12-31", "10000-01-01", "0001-01-01T00:00:00Z", "2026-11-20T25:00:00Z", "2026-11-20T10:99:00Z",
        "2026-11-20T10:00:00+99:00", "-1", "9" * 50, "1" * 1_000_000,
    ],
    ids=lambda text: text[:25],
)  # fmt: skip
def test_a_date_that_is_impossible_or_ambiguous_is_none(text):
    assert parse(text) is None


@given(st.text(alphabet="0123456789-/.:+ TZGMNovnov年월h,", max_size=40) | st.text(max_size=120))
def test_no_text_makes_the_reading_of_dates_fail(text):
    moment = parse(text)
    assert moment is None or (moment.tzinfo is UTC and 1969 <= moment.year <= 2287)


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2099, 12, 31)))  # noqa: DTZ001  # hypothesis wants naive bounds
def test_what_rfc_822_and_iso_8601_write_is_read_back(moment):
    moment = moment.replace(microsecond=0, tzinfo=UTC)
    assert parse(moment.strftime("%a, %d %b %Y %H:%M:%S +0000")) == moment
    assert parse(moment.isoformat()) == moment


@given(
    st.sampled_from(["2026-11-{:02}T{:02}:{:02}:{:02}{}", "Fri, {:02} Nov 2026 {:02}:{:02}:{:02} {}"]),
    st.integers(0, 31), st.integers(0, 25), st.integers(0, 61), st.integers(0, 61),
    st.sampled_from(["Z", "GMT", "+09:00", "-0330", "+9900", "+24:00"]),
)  # fmt: skip
def test_the_short_way_of_reading_dates_says_what_the_long_way_says(form, day, hour, minute, second, zone):
    text = form.format(day, hour, minute, second, zone)
    assert parse(text) == parse(text.replace(":", " : ", 0).replace("Fri,", "Fri ,").replace("T", "  "))
