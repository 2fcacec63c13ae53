"""The table of hosts that want something of their own is sound, and a row holds for a host and what is below it."""

import pytest

from watcher.data.quirks import USUAL, Quirk, load_quirks, quirk_of

QUIRKS = load_quirks()


def test_rows_stand_in_the_order_of_the_alphabet():
    assert list(QUIRKS) == sorted(QUIRKS)


@pytest.mark.parametrize("host", QUIRKS)
def test_a_row_names_a_host_says_what_it_wants_and_how_that_is_known(host):
    quirk = QUIRKS[host]
    assert host == host.lower().strip(".")
    assert "." in host
    assert not set(host) & set(":/ ")
    assert (quirk.gap, quirk.accept) != (USUAL.gap, USUAL.accept)
    assert 0 <= quirk.gap <= 60
    assert quirk.accept.isascii()
    assert quirk.why
    assert quirk_of(f"feeds.{host}:443", QUIRKS) is quirk


def test_the_nearest_row_holds_and_no_other():
    quirks = {"outlet.example": Quirk(gap=3.0), "slow.outlet.example": Quirk(gap=9.0)}
    assert quirk_of("Outlet.example:80", quirks).gap == 3.0
    assert quirk_of("very.slow.outlet.example:443", quirks).gap == 9.0
    assert quirk_of("myoutlet.example:443", quirks) is USUAL
    assert quirk_of("[::1]:443", quirks) is USUAL
