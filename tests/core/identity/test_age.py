from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.core.identity import is_old
from watcher.core.identity.age import date_of
from watcher.core.model import Entry

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def seen(url="", published=None):
    return Entry(id="1", feed="f", outlet="o", url=url, published=published, first_seen=NOW)


@pytest.mark.parametrize(
    ("entry", "old"),
    [
        (seen(), False),
        (seen(published=NOW - 2 * DAY), False),
        (seen(published=NOW - 40 * DAY), True),
        (seen("https://a.example/2026/11/21/talks"), False),
        (seen("https://a.example/2019/03/02/talks", NOW), True),
        (seen("https://a.example/news/20190302-talks.html"), True),
        (seen("https://a.example/2026/11/talks"), False),
        (seen("https://a.example/2026-10/talks"), False),
        (seen("https://a.example/2024/talks"), False),
        (seen("https://a.example/20190302", NOW), False),
        (seen("https://a.example/article/202301"), False),
        (seen("https://a.example/remembering-2011-03-11", NOW), False),
        (seen("https://a.example/2019-03-02-talks", NOW), True),
        (seen("https://a.example/?date=2019-03-02"), False),
        (seen("https://a.example/id/2019030212345678"), False),
        (seen("https://a.example/2019/06/31/talks"), False),
        (seen("https://2019.03.02.example/talks"), False),
    ],
)
def test_old_news_is_known_by_its_date_or_by_that_in_its_address(entry, old):
    assert is_old(entry, 30 * DAY) is old


@given(st.text(max_size=60) | st.from_regex(r"https://a\.example/[0-9/.-]{0,20}", fullmatch=True))
def test_no_address_makes_looking_for_a_date_fail(url):
    moment = date_of(url)
    assert moment is None or 1990 <= moment.year <= 2050
