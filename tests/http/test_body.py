"""Compression in every form that servers send, and never more output than agreed."""

import gzip
import tracemalloc
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.badserver import zeros
from watcher.errors import FetchError, FetchFault
from watcher.http.body import inflate

TEXT = b"<?xml version='1.0'?><rss>" + b"news " * 1000 + b"</rss>"
LIMIT = 1_000_000


def raw_deflate(data):
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


FORMS = {
    "plain": (TEXT, []),
    "gzip": (gzip.compress(TEXT), ["gzip"]),
    "x-gzip": (gzip.compress(TEXT), ["x-gzip"]),
    "unlabelled": (gzip.compress(TEXT), []),
    "mislabelled": (gzip.compress(TEXT), ["deflate"]),
    "identity": (TEXT, ["identity"]),
    "charset as coding": (TEXT, ["utf-8"]),
    "several members": (gzip.compress(TEXT[:100]) + gzip.compress(TEXT[100:]), ["gzip"]),
    "padded": (gzip.compress(TEXT) + bytes(512), ["gzip"]),
    "twice": (gzip.compress(gzip.compress(TEXT)), ["gzip", "gzip"]),
    "a .gz file, sent compressed": (gzip.compress(gzip.compress(TEXT)), ["gzip"]),
    "deflate": (zlib.compress(TEXT), ["deflate"]),
    "deflate without wrapper": (raw_deflate(TEXT), ["Deflate "]),
    "labelled gzip": (TEXT, ["gzip"]),
    "labelled deflate": (TEXT, ["deflate"]),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_comes_out_plain(form):
    assert inflate(*FORMS[form], LIMIT) == TEXT


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_held_to_the_limit(form):
    assert inflate(*FORMS[form], len(TEXT)) == TEXT
    with pytest.raises(FetchError) as caught:
        inflate(*FORMS[form], len(TEXT) - 1)
    assert caught.value.kind is FetchFault.TOO_LARGE


BROKEN = {
    "cut gzip": (gzip.compress(TEXT)[:-20], ["gzip"]),
    "cut in the trailer": (gzip.compress(TEXT)[:-4], ["gzip"]),
    "wrong checksum": (gzip.compress(TEXT)[:-8] + bytes(8), ["gzip"]),
    "cut deflate": (zlib.compress(TEXT)[:-10], ["deflate"]),
    "not deflate at all": (b"\x00\x01\x02\xff" * 20, ["deflate"]),
    "three times": (gzip.compress(gzip.compress(gzip.compress(TEXT))), ["gzip"]),
    "a thousand members": (gzip.compress(b"x") * 1000, ["gzip"]),
    "brotli": (b"\x8b\x00\x80", ["br"]),
    "zstd": (b"\x28\xb5\x2f\xfd", ["gzip", "zstd"]),
}


@pytest.mark.parametrize("form", BROKEN)
def test_a_broken_or_unreadable_body_fails_by_name(form):
    with pytest.raises(FetchError) as caught:
        inflate(*BROKEN[form], LIMIT)
    assert caught.value.kind is FetchFault.ENCODING


@pytest.mark.parametrize("bits", [31, 15, -15])
def test_a_bomb_stops_at_the_limit(bits):
    with pytest.raises(FetchError, match="larger"):
        inflate(zeros(50, bits), ["deflate"], LIMIT - 1)


@given(st.binary(max_size=300), st.lists(st.sampled_from(["gzip", "deflate", "br", "", "x"]), max_size=3))
def test_any_bytes_come_out_within_the_limit_or_fail_by_name(data, codings):
    with suppress(FetchError):
        assert len(inflate(data, codings, 100)) <= 100


@given(st.binary(max_size=2000).filter(lambda data: not data.startswith(b"\x1f\x8b")))
def test_what_was_compressed_comes_back(data):
    assert inflate(gzip.compress(data), ["gzip"], LIMIT) == data
    assert inflate(zlib.compress(data), ["deflate"], LIMIT) == data


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress, raw_deflate])
def test_a_large_body_that_shrinks_as_text_does_comes_whole(pack):
    text = b"".join(b"<item><link>https://outlet.example/%d</link></item>\n" % (n * n) for n in range(60_000))
    assert inflate(pack(text), ["deflate"] if pack is not gzip.compress else ["gzip"], len(text)) == text


@pytest.mark.parametrize("wrap", [16 + zlib.MAX_WBITS, zlib.MAX_WBITS, -zlib.MAX_WBITS])
def test_a_bomb_is_known_by_its_first_megabyte(wrap):
    bomb, coding = zeros(50, wrap), "gzip" if wrap > zlib.MAX_WBITS else "deflate"
    tracemalloc.start()
    with pytest.raises(FetchError, match="bomb") as caught:
        inflate(bomb, [coding], 10**9)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert caught.value.kind is FetchFault.TOO_LARGE
    assert peak < 4_000_000
