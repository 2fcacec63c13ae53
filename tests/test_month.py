"""Four days of sixty feeds, as bench/month.py has a month of three hundred: what must hold after any stretch of time."""

from pathlib import Path

from bench.month import simulate


async def test_days_of_feeds_with_rhythms_and_failures_tell_nothing_twice_starve_nobody_and_bother_no_host(
    tmp_path: Path,
):
    outcome = await simulate(tmp_path, days=4, feeds=60)
    assert outcome.faults() == []
