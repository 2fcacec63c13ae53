"""Compressed bodies to plain bytes, never more of them than agreed."""

import zlib
from collections.abc import Sequence

from watcher.errors import FetchError, FetchFault

ACCEPTED = "gzip, deflate"  # zlib inflates these with a bound on its output; brotli and zstd have none to offer
_UNREADABLE = frozenset({"br", "zstd", "compress", "x-compress", "dcb", "dcz"})
_GZIP_MAGIC = b"\x1f\x8b"
_MOST_LAYERS = 2  # one that is labelled, and one more for a .gz file; a third has never been seen in good faith
_SAMPLE = 1_000_000  # bytes of output, by which a bomb is known
_DENSEST = 100  # times that text shrinks at most; feeds do five to thirty times, zeros a thousand
_MOST_MEMBERS = 64  # a gzip file may be several one after another (RFC 1952); thousands are an attack


def inflate(body: bytes, codings: Sequence[str], limit: int) -> bytes:
    """Undo the codings of a Content-Encoding header, in the order it lists them; raise FetchError.

    Labels lie both ways, so the bytes decide: gzip is found by its magic number whatever the label, and a body that
    is labelled but plain is taken as it is. Unknown labels ("utf-8", "none") are ignored.
    """
    named = [coding.strip().lower() for coding in codings]
    for coding in named:
        if coding in _UNREADABLE:
            raise FetchError(FetchFault.ENCODING, f"the body is compressed with {coding}, which was not asked for")
    layers = 0
    while body.startswith(_GZIP_MAGIC):
        layers += 1
        if layers > _MOST_LAYERS:
            raise FetchError(FetchFault.ENCODING, f"the body is compressed more than {_MOST_LAYERS} times over")
        body = _gunzip(body, limit)
    if "deflate" in named and body:
        body = _undeflate(body, limit)
    if len(body) > limit:
        raise _too_large(limit)
    return body


def _gunzip(body: bytes, limit: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    for _ in range(_MOST_MEMBERS):
        member = zlib.decompressobj(16 + zlib.MAX_WBITS)
        try:
            part = _decompressed(member, body, limit - size)
        except zlib.error as error:
            raise _broken("gzip", error) from error
        size += len(part)
        if size > limit:
            raise _too_large(limit)
        if not member.eof:
            raise FetchError(FetchFault.ENCODING, "the gzip body ends early")
        parts.append(part)
        body = member.unused_data
        if not body.startswith(_GZIP_MAGIC):  # padding after the last member is legal, and dropped
            return b"".join(parts)
    raise FetchError(FetchFault.ENCODING, f"the gzip body has more than {_MOST_MEMBERS} members")


def _undeflate(body: bytes, limit: int) -> bytes:
    """Deflate with the zlib wrapper, as RFC 9110 wants it, or without, as old servers send it, or not at all."""
    stream = zlib.decompressobj()
    try:
        plain = _decompressed(stream, body, limit)
    except zlib.error:
        if _looks_plain(body):
            return body
        stream = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            plain = _decompressed(stream, body, limit)
        except zlib.error as error:
            raise _broken("deflate", error) from error
    if len(plain) > limit:
        raise _too_large(limit)
    if not stream.eof:
        raise FetchError(FetchFault.ENCODING, "the deflate body ends early")
    return plain


def _decompressed(stream: "zlib._Decompress", body: bytes, limit: int) -> bytes:
    """What a stream holds, one byte beyond the limit at most; a bomb is refused once its nature shows, not its size."""
    plain = stream.decompress(body, min(_SAMPLE, limit + 1))
    if len(plain) < _SAMPLE or limit < _SAMPLE:
        return plain
    if len(plain) > _DENSEST * (len(body) - len(stream.unconsumed_tail)):
        message = f"the body is a bomb: {len(plain) / 1e6:g} MB come of less than a hundredth of that"
        raise FetchError(FetchFault.TOO_LARGE, message)
    return plain + stream.decompress(stream.unconsumed_tail, limit + 1 - len(plain))


def _looks_plain(body: bytes) -> bool:
    """Whether it begins without control characters, which compressed data does once in 2,000 times."""
    return not any(byte < 0x20 and byte not in b"\t\n\r\f" for byte in body[:64])


def _broken(coding: str, error: zlib.error) -> FetchError:
    return FetchError(FetchFault.ENCODING, f"the {coding} body cannot be inflated: {error}")


def _too_large(limit: int) -> FetchError:
    return FetchError(FetchFault.TOO_LARGE, f"the body is larger than {limit / 1e6:g} MB")
