"""Every foreign exception has a name of ours, and no foreign text reaches a terminal as it is."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.errors import FetchFault
from watcher.http import faults

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def exceptions(module):
    names = (getattr(module, name) for name in dir(module))
    return [thing for thing in names if isinstance(thing, type) and issubclass(thing, Exception)]


@pytest.mark.parametrize("kind", exceptions(httpx))
def test_every_exception_of_the_library_is_in_the_table_itself_or_by_an_ancestor(kind):
    assert any(ancestor in faults.EXCEPTIONS for ancestor in kind.__mro__)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (httpx.ReadTimeout("x"), FetchFault.TIMEOUT),
        (httpx.ConnectTimeout("x"), FetchFault.TIMEOUT),
        (httpx.RemoteProtocolError("x"), FetchFault.PROTOCOL),
        (httpx.LocalProtocolError("x"), FetchFault.ADDRESS),
        (httpx.ReadError("x"), FetchFault.CONNECT),
        (ConnectionResetError(104, "reset"), FetchFault.CONNECT),
        (TimeoutError(), FetchFault.TIMEOUT),
    ],
)
def test_the_most_specific_row_decides(error, kind):
    assert faults.of_exception(error, "example.org").kind is kind


def test_control_characters_never_get_into_a_message():
    message = str(faults.of_exception(httpx.ReadError("\x1b[2J\x9b\u202e\x00 gone"), "ex\x07ample.org"))
    assert message.isprintable()
    assert "gone" in message


@given(st.text())
def test_harmless_text_is_printable_and_short(text):
    assert faults.harmless(text).isprintable()
    assert len(faults.harmless(text)) <= 200


@pytest.mark.parametrize(
    ("name", "value", "seconds"),
    [
        ("retry-after", "120", 120),
        ("retry-after", "0", 0),
        ("retry-after", " 1.5 ", 1),
        ("retry-after", format_datetime(NOW + timedelta(minutes=5), usegmt=True), 300),
        ("retry-after", format_datetime(NOW - timedelta(minutes=5), usegmt=True), 0),
        ("retry-after", "Sun, 22 Nov 2026 12:01:00", 60),
        ("retry-after", "315360000", 86_400),
        ("retry-after", "9" * 5000, 86_400),
        ("retry-after", "Fri, 31 Dec 2099 23:59:59 GMT", 86_400),
        ("x-ratelimit-reset", "90", 90),
        ("x-ratelimit-reset", str(int(NOW.timestamp()) + 60), 60),
        ("x-ratelimit-reset", str((int(NOW.timestamp()) + 60) * 1000), 60),
        ("ratelimit-reset", "7", 7),
    ],
)
def test_every_way_to_say_when_to_come_back_is_understood_and_capped_at_a_day(name, value, seconds):
    assert faults.retry_after(429, {name: value}, NOW) == timedelta(seconds=seconds)


def test_a_rate_limit_counts_only_with_a_refusal():
    headers = {"x-ratelimit-reset": "90"}
    assert faults.retry_after(403, headers, NOW) == timedelta(seconds=90)
    assert faults.retry_after(404, headers, NOW) is None
    assert faults.retry_after(500, {**headers, "retry-after": "5"}, NOW) == timedelta(seconds=5)


@pytest.mark.parametrize("value", ["", "soon", "-5", "١٢", "12 monkeys", "Fri, 99 Foo 2026", "inf", "nan", "1e9"])
def test_nonsense_says_nothing(value):
    assert faults.retry_after(429, {"retry-after": value}, NOW) is None


@given(st.text())
def test_any_text_is_nothing_or_a_time_within_a_day(value):
    wait = faults.retry_after(429, {"retry-after": value}, NOW)
    assert wait is None or timedelta(0) <= wait <= timedelta(days=1)
