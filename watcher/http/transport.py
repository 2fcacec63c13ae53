"""How httpx reaches a server: one connection per request, guarded when it is made and counted while it is read."""

import asyncio
import logging
import ssl
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable
from functools import cache
from typing import Any, cast

import httpcore
import httpx

from watcher.errors import ConfigError, Fault, FetchError, FetchFault
from watcher.http.bounds import Bounds
from watcher.http.connect import dial, literal, private
from watcher.http.guard import Guard

_PORTS = {"http": 80, "https": 443}
_INTERIM = 50  # answers before the real one; "103 Early Hints" comes once or twice, and each takes its time
_READ = 64 * 1024  # as much as asyncio keeps of what has come; one piece is what a turn in the loop may take

# Both log whole addresses at INFO, passwords in them included.
logging.getLogger("httpx").setLevel(logging.WARNING)
logging.getLogger("httpcore").setLevel(logging.WARNING)


@cache
def tls_context() -> ssl.SSLContext:
    """The trusted authorities, read once: it takes a third of a second."""
    context = httpx.create_ssl_context()
    context.set_alpn_protocols(["http/1.1"])
    return context


class Transport(httpx.AsyncBaseTransport):
    """Opens a connection for each request and closes it after the answer.

    Without idle connections there is nothing to pool, and httpcore's pool costs more than the connections. Through a
    proxy, which looks names up itself, the guard sees only addresses that are written as such.
    """

    def __init__(self, guard: Guard, bounds: Bounds, tls: Callable[[], ssl.SSLContext], proxy: str = "") -> None:
        self._guard, self._bounds, self._tls = guard, bounds, tls
        self._proxy = _proxy(proxy, bounds, tls) if proxy else None

    def change(self, guard: Guard, bounds: Bounds) -> None:
        """Guard and bound the connections that are made from now on in another way."""
        self._guard, self._bounds = guard, bounds

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        asked = _core(request)
        stream: _Stream | None = None
        if self._proxy:
            address = literal(request.url.host)
            if address and not self._guard.permits(request.url.host, address):
                raise private(request.url.host, address)
            answer = await self._proxy.handle_async_request(asked)
        else:
            stream = await self._open(request.url)
            connection = _Connection(asked.url.origin, stream, self._bounds.head)
            answer = await connection.handle_async_request(asked)
            stream.head_complete = True
        headers = [(name, value) for name, value in answer.headers if name.lower() != b"set-cookie"]
        return httpx.Response(answer.status, headers=headers, stream=_Body(answer, stream))

    async def aclose(self) -> None:
        if self._proxy:
            await self._proxy.aclose()

    async def _open(self, url: httpx.URL) -> "_Stream":
        host, port = url.raw_host.decode("ascii"), url.port or _PORTS[url.scheme]
        context = self._tls() if url.scheme == "https" else None
        try:
            async with asyncio.timeout(self._bounds.connect):
                sock = await dial(host, port, self._guard)
                try:
                    reader, writer = await asyncio.open_connection(
                        sock=sock, ssl=context, server_hostname=host if context else None
                    )
                except BaseException:
                    sock.close()
                    raise
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(f"no connection within {self._bounds.connect:g} s") from error
        return _Stream(reader, writer, self._bounds.head)


class _Connection(httpcore.AsyncHTTP11Connection):
    """Lets others have their turn while a server keeps us busy, and loses patience with one that never comes to the point."""

    def __init__(self, origin: httpcore.Origin, stream: "_Stream", head: int) -> None:
        self._interim = 0
        self.MAX_INCOMPLETE_EVENT_SIZE = (
            head  # how much it keeps of heads, chunk sizes and trailers; 100 kB is too little
        )
        super().__init__(origin, stream)

    async def _receive_event(self, timeout: float | None = None) -> Any:  # noqa: ASYNC109 - httpcore's interface
        event = await super()._receive_event(timeout)
        if type(event).__name__ == "InformationalResponse":
            self._interim += 1
            if self._interim > _INTERIM:
                raise httpcore.RemoteProtocolError(f"more than {_INTERIM:,} interim answers")
            await asyncio.sleep(0)  # they come from a buffer, and each takes its time
        return event


class _Stream(httpcore.AsyncNetworkStream):
    """Bytes from and to a server. Until the head has come whole, interim answers included, only `head` bytes pass."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: int) -> None:
        self._reader, self._writer, self._head = reader, writer, head
        self._received = 0
        self.head_complete = False

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002, ASYNC109 - the whole fetch has a deadline
        await asyncio.sleep(0)  # what is in the buffer already comes without waiting, and reading it takes its time
        piece = await self._reader.read(min(max_bytes, _READ))
        self._received += len(piece)
        if not self.head_complete and self._received > self._head:
            raise FetchError(FetchFault.TOO_LARGE, f"the answer's head is larger than {self._head:,} bytes")
        return piece

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002, ASYNC109 - as above
        try:
            self._writer.write(buffer)
            await self._writer.drain()
        except OSError as error:  # httpcore reads on after a WriteError: a refusal may be waiting there
            raise httpcore.WriteError(str(error)) from error

    async def aclose(self) -> None:
        self._writer.transport.abort()  # at once: a polite TLS farewell may wait for the other side

    def get_extra_info(self, info: str) -> Any:  # noqa: ARG002 - httpcore's interface
        return None


class _Body(httpx.AsyncByteStream):
    """The body as it comes from the wire, still compressed; closing it closes the connection."""

    def __init__(self, answer: httpcore.Response, stream: _Stream | None) -> None:
        self._answer, self._stream = answer, stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in cast(AsyncIterable[bytes], self._answer.stream):
            yield piece

    async def aclose(self) -> None:
        await self._answer.aclose()
        if self._stream:
            await self._stream.aclose()


def _core(request: httpx.Request) -> httpcore.Request:
    url = request.url
    return httpcore.Request(
        method=request.method,
        url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
        headers=request.headers.raw,
        content=cast(Iterable[bytes], request.stream),
    )


def _proxy(address: str, bounds: Bounds, tls: Callable[[], ssl.SSLContext]) -> httpcore.AsyncHTTPProxy:
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL:
        url = httpx.URL()
    if url.scheme not in _PORTS or not url.host:
        raise ConfigError([Fault(message="the proxy is not an address like http://user:password@host:port")])
    return httpcore.AsyncHTTPProxy(
        str(url.copy_with(userinfo=b"")),
        proxy_auth=(url.username, url.password) if url.userinfo else None,
        ssl_context=tls(),
        max_connections=bounds.concurrent,
        max_keepalive_connections=0,
    )
