"""One question and its answer over an open connection: h11 says what the bytes mean, we say how many may come."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

import httpx

from watcher.errors import FetchError, FetchFault
from watcher.http.address import Address

_FINAL = 200  # what has a lower status is not the answer yet
_INTERIM = 50  # answers before the real one; "103 Early Hints" comes once or twice, and each takes its time
READ = 128 * 1024  # bytes that are kept of what has come; one piece is what a turn in the loop may take
_LITTLE = 2 * READ  # what is longer comes in line with all other long bodies, one piece ...
_ROUNDS = 2  # ... in so many rounds of the loop, for nearly all that is well is shorter
_LINES = 1000  # of a head: each takes its time, and real servers send fifty
_BLANK = re.compile(rb"\n\r?\n")  # what ends a head
_HEAD = re.compile(rb"[A-Z]+ [!-~]+ HTTP/1\.1\r\n(?:[!#$%&'*+.^_`|~0-9A-Za-z-]+: [^\0\r\n]*\r\n)+\r\n")
_UNCHANGED = re.compile(rb"HTTP/1\.[01] 304(?: [ -~]*)?\r\n((?:[^\r\n]+\r\n)*)\r\n")
_FIELD = re.compile(rb"^([!#$%&'*+.^_`|~0-9A-Za-z-]+): ([!-~](?:[ -~]*[!-~])?)\r$", re.MULTILINE)
_FRAMING = frozenset({b"content-length", b"transfer-encoding"})  # h11 looks at what they say even if no body comes

Headers = list[tuple[bytes, bytes]]

if TYPE_CHECKING:
    from watcher.http.framing import Framing


class Exchange(httpx.AsyncByteStream):
    """A connection for one request. It is the body of the answer, too, still compressed; closing it closes both.

    Until the head has come whole, interim answers included, only `head` bytes pass. Long bodies wait for each other
    in a `line`, so that many at once do not keep the short ones waiting.
    """

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, head: int, line: asyncio.Lock
    ) -> None:
        self._reader, self._writer, self._head, self._line = reader, writer, head, line
        self._framing: Framing | None = None  # while there is nothing that h11 need look at
        self._received = self._lines = 0
        self._in_head, self._cut = True, b""

    async def ask(
        self, method: str, address: Address, headers: Mapping[bytes, bytes], body: bytes = b""
    ) -> httpx.Response:
        """Send a request whole and wait for the answer's head; raise FetchError, httpx.ProtocolError or OSError."""
        sent = written(method, address, headers, body)
        with suppress(OSError):  # who refuses a request may break off early, and the refusal is waiting to be read
            self._writer.write(sent)
            await self._writer.drain()
        first = await self._more()
        if unchanged := not_modified(first):
            return httpx.Response(304, headers=_kept(unchanged), stream=self)
        return await self._read_by(_framing(method, self._head), first)

    async def _read_by(self, framing: "Framing", piece: bytes) -> httpx.Response:
        self._framing = framing
        framing.take(piece)
        for _ in range(_INTERIM + 1):
            while not (head := framing.head()):
                framing.take(await self._more())
            status, headers = head
            if status >= _FINAL:
                self._in_head = False
                return httpx.Response(status, headers=_kept(headers), stream=self)
            await asyncio.sleep(0)  # they come from a buffer, and each takes its time
        raise httpx.RemoteProtocolError(f"more than {_INTERIM:,} interim answers")

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while self._framing and (data := self._framing.data()) != b"":
            if data:
                yield data
            else:
                self._framing.take(await self._more())

    async def aclose(self) -> None:
        self._writer.transport.abort()  # at once: a polite TLS farewell may wait for the other side

    async def _more(self) -> bytes:
        """The next bytes, or none at the end of a body; a head is bounded and comes whole."""
        piece = await self.piece()
        if self._in_head:
            if not piece:
                raise httpx.RemoteProtocolError("the server broke off without an answer")
            self._bound(piece)
        return piece

    async def piece(self) -> bytes:
        """The next bytes, as they come from the wire; none at the end."""
        if self._received > _LITTLE:
            async with self._line:
                for _ in range(_ROUNDS):
                    await asyncio.sleep(0)
        elif self._received:  # what is in the buffer already comes without waiting, and reading it takes its time
            await asyncio.sleep(0)
        piece = await self._reader.read(READ)
        self._received += len(piece)
        return piece

    def _bound(self, piece: bytes) -> None:
        """Refuse a head that is too large, before anybody takes it apart."""
        if self._received > self._head:
            raise FetchError(FetchFault.TOO_LARGE, f"the answer's head is larger than {self._head:,} bytes")
        seen = self._cut + piece
        self._lines += _BLANK.split(seen, maxsplit=1)[0].count(b"\n", len(self._cut))
        self._cut = seen[-2:]
        if self._lines > _LINES:
            raise FetchError(FetchFault.TOO_LARGE, f"the answer's head has more than {_LINES:,} lines")


def written(method: str, address: Address, headers: Mapping[bytes, bytes], body: bytes = b"") -> bytes:
    """A request as bytes; raise httpx.LocalProtocolError. h11 would write the same, and take four times as long for it."""
    every = {b"host": address.netloc, **headers}
    if method != "GET":
        every[b"content-length"] = b"%d" % len(body)
    lines = [b"%b %b HTTP/1.1" % (method.encode("ascii"), address.target)]
    lines += [b"%b: %b" % header for header in every.items()]
    head = b"\r\n".join((*lines, b"", b""))
    if not _HEAD.fullmatch(head) or head.count(b"\n") != len(lines) + 1:  # or else a value could begin a line
        raise httpx.LocalProtocolError("the address or a header holds a character that may not be sent")
    return head + body


def not_modified(head: bytes) -> Headers:
    """The headers of an answer that is a plain 304 with its whole head; none if it is not, and h11 must look at it.

    Most answers are of that kind, and h11 takes a tenth of what asking a feed costs to say the same of them.
    """
    found = _UNCHANGED.match(head)
    headers = _FIELD.findall(found[1]) if found else []
    plain = found and len(headers) == found[1].count(b"\n") and not any(name.lower() in _FRAMING for name, _ in headers)
    return headers if plain else []


def _framing(method: str, most: int) -> "Framing":
    from watcher.http.framing import Framing  # and h11: a start that finds nothing new is done without

    return Framing(method, most)


def _kept(headers: Headers) -> Headers:
    """What may be looked at: no cookies, of which there may be thousands."""
    return [(name, value) for name, value in headers if name.lower() != b"set-cookie"]
