"""A delivery that failed is tried again, ever later, for a day."""

from datetime import timedelta

import pytest

from tests.core.alerts.material import HOUR, NOW, alert
from watcher.core.alerts import retry_in
from watcher.core.model import Delivery

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("attempts", "asked", "wait"),
    [
        (0, None, 15 * SECOND),
        (1, None, 30 * SECOND),
        (4, None, 240 * SECOND),
        (8, None, HOUR),
        (10_000, None, HOUR),
        (0, 5 * SECOND, 15 * SECOND),
        (0, 2 * HOUR, 2 * HOUR),
        (0, 9_000 * HOUR, 24 * HOUR),
    ],
)
def test_each_failure_doubles_the_wait_up_to_an_hour_unless_the_server_asks_for_more(attempts, asked, wait):
    owed = Delivery(alert=alert(), channel="desk", attempts=attempts)
    assert retry_in(owed, final=False, now=NOW, asked=asked) == wait


def test_a_day_later_or_when_it_is_hopeless_it_is_given_up():
    owed = Delivery(alert=alert(), channel="desk")
    assert retry_in(owed, final=False, now=NOW + 24 * HOUR) is not None
    assert retry_in(owed, final=False, now=NOW + 24 * HOUR + SECOND) is None
    assert retry_in(owed, final=True, now=NOW) is None
