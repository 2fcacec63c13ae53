"""Good feeds among many that misbehave are read, and nobody is led where nobody may go: bench/misbehaving.py, smaller."""

import sys

import pytest

from bench.misbehaving import measure


@pytest.mark.skipif(sys.platform != "linux", reason="a second loopback address stands for what is refused")
@pytest.mark.timeout(400)
async def test_good_feeds_are_read_among_many_that_misbehave_and_no_refused_address_is_asked():
    outcome = await measure(feeds=100, with_bad=True)
    assert outcome.missing == set()
    assert outcome.refused_asked == 0
