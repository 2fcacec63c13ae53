"""A server on loopback that answers byte for byte as a table tells it, however wrong that is.

    async with BadServer({"/feed": [ok(body)], "/slow": [Drip(ok(body), every=1.0)]}) as server:
        await client.get(Request(url=server.url("/feed")))
        assert server.requests[-1].header("if-none-match") == '"x"'

An answer is a list of steps: bytes are sent as they are, and the classes below do the rest. A path may instead have a
function from the request to such a list, or a list of lists: one for each request, the last one for all that follow.
The connection is closed after the last step. `path?query` is looked up whole first, then without the query.
"""

import asyncio
import gzip
import socket
import ssl
import struct
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Self


@dataclass(frozen=True)
class Drip:
    """Send byte by byte, with a pause between."""

    data: bytes
    every: float = 0.05


class Hang:
    """Send nothing more, and keep the connection open for as long as the other side does."""


class Reset:
    """Break off with a TCP reset."""


Step = bytes | Drip | Hang | Reset


@dataclass(frozen=True)
class Received:
    """A request as it arrived."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


Answer = Sequence[Any] | Callable[[Received], Sequence[Step]]  # steps, or lists of them


def reply(status: str, *headers: str, body: bytes = b"") -> bytes:
    """A whole answer: `reply("404 Not Found", "X-A: b", body=b"…")`, with the right length."""
    lines = (f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "", "")
    return "\r\n".join(lines).encode("latin-1") + body


def ok(body: bytes = b"<rss/>", *headers: str, content_type: str = "application/rss+xml") -> bytes:
    return reply("200 OK", f"Content-Type: {content_type}", *headers, body=body)


def redirect(where: str, status: str = "302 Found") -> bytes:
    return reply(status, f"Location: {where}")


def chunked(pieces: Iterable[bytes]) -> bytes:
    """A body in chunks, with the head before it."""
    parts = (f"{len(piece):x}\r\n".encode() + piece + b"\r\n" for piece in pieces)
    return b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"".join(parts) + b"0\r\n\r\n"


def zeros(megabytes: int, wrap: int = 16 + zlib.MAX_WBITS) -> bytes:
    """A bomb: compressed zeros. `wrap` is zlib's wbits: gzip, or 15 for zlib, or -15 for raw deflate."""
    packer = zlib.compressobj(9, zlib.DEFLATED, wrap)
    return b"".join(packer.compress(bytes(1_000_000)) for _ in range(megabytes)) + packer.flush()


class BadServer:
    """Answers from a table of paths; `requests` holds what was asked, `most_at_once` how many at the same time."""

    def __init__(self, table: Mapping[str, Answer] | None = None, *, tls: ssl.SSLContext | None = None) -> None:
        self.table: dict[str, Answer] = dict(table or {})
        self.requests: list[Received] = []
        self.most_at_once = 0
        self.port = 0
        self._tls = tls
        self._turns: dict[str, int] = {}
        self._open: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self._tls)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server
        self._server.close()
        for task in tuple(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)
        await self._server.wait_closed()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"{'https' if self._tls else 'http'}://{host}:{self.port}{path}"

    @property
    def under_way(self) -> int:
        """How many connections are open."""
        return len(self._open)

    def asked(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(request.target.partition("?")[0] == path for request in self.requests)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._open.add(task)
        self.most_at_once = max(self.most_at_once, len(self._open))
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError, ssl.SSLError):
                request = _parse(await reader.readuntil(b"\r\n\r\n"))
                request = replace(request, body=await reader.readexactly(int(request.header("content-length") or 0)))
                self.requests.append(request)
                for step in self._steps(request):
                    await _perform(step, reader, writer)
        finally:
            self._open.discard(task)
            writer.close()

    def _steps(self, request: Received) -> Sequence[Step]:
        path = request.target.partition("?")[0]
        answer = self.table.get(request.target, self.table.get(path, [reply("404 Not Found")]))
        if callable(answer):
            return answer(request)
        if isinstance(answer[0], list):
            turn = self._turns.get(path, 0)
            self._turns[path] = turn + 1
            steps: list[Step] = answer[min(turn, len(answer) - 1)]
            return steps
        return answer


def _parse(head: bytes) -> Received:
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ", 2)
    headers = (line.partition(":") for line in lines if line)
    return Received(method, target, tuple((name, value.strip()) for name, _, value in headers))


async def _perform(step: Step, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    match step:
        case bytes():
            writer.write(step)
        case Drip(data, every):
            for byte in data:
                writer.write(bytes([byte]))
                await writer.drain()
                await asyncio.sleep(every)
        case Hang():
            await writer.drain()
            await reader.read()
        case Reset():
            await writer.drain()
            sock = writer.get_extra_info("socket")
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()
    with suppress(RuntimeError):  # the other side may be gone
        await writer.drain()


FEED = b"<?xml version='1.0'?><rss version='2.0'><channel><title>t</title></channel></rss>"
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n"
_ZIPPED = gzip.compress(FEED)

# What servers do, by name, for whoever wants to face it. Nothing here needs more than a second or two of patience.
WRONG: Mapping[str, list[Step]] = {
    "/silent": [Hang()],
    "/slow-headers": [Drip(ok(FEED))],
    "/slow-body": [_HEAD + b"\r\n", Drip(FEED * 100)],
    "/kept-open": [_HEAD + b"\r\n" + FEED, Hang()],
    "/closed-at-once": [b""],
    "/reset-at-once": [Reset()],
    "/reset-in-body": [_HEAD + b"Content-Length: 1000\r\n\r\n" + FEED, Reset()],
    "/shorter": [_HEAD + b"Content-Length: 1000\r\n\r\n" + FEED],
    "/longer": [_HEAD + b"Content-Length: 10\r\n\r\n" + FEED],
    "/two-lengths": [_HEAD + b"Content-Length: 10\r\nContent-Length: 20\r\n\r\n" + FEED],
    "/negative-length": [_HEAD + b"Content-Length: -5\r\n\r\n" + FEED],
    "/absurd-length": [_HEAD + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n" + FEED],
    "/huge-length": [_HEAD + b"Content-Length: 99999999999\r\n\r\n" + FEED, Hang()],
    "/http-1.0": [b"HTTP/1.0 200 OK\nContent-Type: text/xml\n\n" + FEED],
    "/http-0.9": [FEED],
    "/bad-chunk": [_HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n" + FEED],
    "/huge-chunk": [_HEAD + b"Transfer-Encoding: chunked\r\n\r\n8000000000000000\r\n" + FEED],
    "/endless-trailer": [_HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\nX: ", *[b"x" * 1_000_000] * 40],
    "/endless-chunk-size": [_HEAD + b"Transfer-Encoding: chunked\r\n\r\n1;x=", *[b"x" * 1_000_000] * 40],
    "/endless-body": [_HEAD + b"\r\n", *[b"x" * 1_000_000] * 40],
    "/tiny-chunks": [chunked([b"x"] * 30_000)],
    "/many-headers": [reply("200 OK", *(f"X-{n}: {n}" for n in range(10_000)), body=FEED)],
    "/many-cookies": [ok(FEED, *(f"Set-Cookie: c{n}={'x' * 4000}" for n in range(200)))],
    "/endless-header": [b"HTTP/1.1 200 OK\r\nX: ", *[b"x" * 100_000] * 200],
    "/interim": [b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 1000 + ok(FEED)],
    "/interim-storm": [b"HTTP/1.1 100 Continue\r\n\r\n" * 4000] * 400,
    "/control-reason": [b"HTTP/1.1 404 \x1b[2J\x1b]0;owned\x07\r\nX-\x00: y\r\n\r\n"],
    "/control-header": [_HEAD + b"Location: \x1b[2J\r\nX: a\x1b]0;owned\x07b\r\nContent-Length: 0\r\n\r\n"],
    "/switching": [reply("101 Switching Protocols")],
    "/status-word": [b"HTTP/1.1 fine OK\r\n\r\n"],
    "/status-999": [reply("999 Request denied")],
    "/gzip": [ok(_ZIPPED, "Content-Encoding: gzip")],
    "/gzip-bomb": [ok(zeros(100), "Content-Encoding: gzip")],
    "/gzip-twice": [ok(gzip.compress(_ZIPPED), "Content-Encoding: gzip, gzip")],
    "/gzip-twice-bomb": [ok(gzip.compress(zeros(100)), "Content-Encoding: gzip, gzip")],
    "/deflate-bomb": [ok(zeros(100, 15), "Content-Encoding: deflate")],
    "/raw-deflate-bomb": [ok(zeros(100, -15), "Content-Encoding: deflate")],
    "/not-gzip": [ok(FEED, "Content-Encoding: gzip")],
    "/not-deflate": [ok(FEED, "Content-Encoding: deflate")],
    "/unlabelled-gzip": [ok(_ZIPPED, content_type="application/octet-stream")],
    "/half-gzip": [ok(_ZIPPED[: len(_ZIPPED) // 2], "Content-Encoding: gzip")],
    "/unknown-coding": [ok(FEED, "Content-Encoding: x-foo")],
    "/brotli": [ok(b"\x8b\x00\x80", "Content-Encoding: br")],
}  # fmt: skip
