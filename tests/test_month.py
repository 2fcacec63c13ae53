"""Three days of sixty feeds, as bench/month.py has a month of three hundred: what must hold after any stretch of time."""

from datetime import timedelta
from pathlib import Path

from bench.month import LIMITS, simulate


async def test_days_of_feeds_with_rhythms_and_failures_tell_nothing_twice_starve_nobody_and_bother_no_host(
    tmp_path: Path,
):
    outcome = await simulate(tmp_path, days=3, feeds=60)
    assert outcome.told
    assert set(outcome.told.values()) == {1}
    assert outcome.missed == 0
    assert outcome.hungriest <= timedelta(days=1) * 1.1
    assert outcome.hastiest >= LIMITS.shortest * 0.89  # the jitter takes a tenth
    assert outcome.busiest <= 5 * timedelta(hours=1) / (LIMITS.shortest * 0.89)  # five feeds of a host
    (_, first), *_, (_, last) = outcome.memory
    assert last - first < 20  # megabytes
