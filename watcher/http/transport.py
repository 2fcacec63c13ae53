"""How httpx reaches a server: one connection per request, guarded when it is made and counted while it is read."""

import asyncio
import logging
import ssl
from collections.abc import Callable, Mapping
from functools import cache

import httpx

from watcher.errors import ConfigError, Fault
from watcher.http.address import Address
from watcher.http.bounds import Bounds
from watcher.http.connect import dial, literal, private
from watcher.http.exchange import READ, Exchange
from watcher.http.guard import Guard

_PORTS = {"http": 80, "https": 443}

# Both log whole addresses at INFO, passwords in them included.
logging.getLogger("httpx").setLevel(logging.WARNING)
logging.getLogger("httpcore").setLevel(logging.WARNING)


@cache
def tls_context() -> ssl.SSLContext:
    """The trusted authorities, read once: it takes a third of a second."""
    context = httpx.create_ssl_context()
    context.set_alpn_protocols(["http/1.1"])
    return context


class Transport:
    """Opens a connection for each request and closes it after the answer.

    Without idle connections there is nothing to pool, and httpx's own pool costs more than the connections. Through a
    proxy, which looks names up itself, the guard sees only addresses that are written as such.
    """

    def __init__(self, guard: Guard, bounds: Bounds, tls: Callable[[], ssl.SSLContext], proxy: str = "") -> None:
        self._guard, self._bounds, self._tls = guard, bounds, tls
        self._proxy = _proxy(proxy, bounds, tls) if proxy else None
        self._line = asyncio.Lock()  # of long bodies

    def change(self, guard: Guard, bounds: Bounds) -> None:
        """Guard and bound the connections that are made from now on in another way."""
        self._guard, self._bounds = guard, bounds

    async def ask(self, method: str, to: Address, headers: Mapping[bytes, bytes], body: bytes = b"") -> httpx.Response:
        """Send a request and wait for the answer's head; raise FetchError, or what `faults.EXCEPTIONS` lists."""
        if self._proxy:
            address = literal(to.host)
            if address and not self._guard.permits(to.host, address):
                raise private(to.host, address)
            request = httpx.Request(method, to.text, headers=dict(headers), content=body or None)
            return await self._proxy.handle_async_request(request)
        exchange = await self._open(to)
        try:
            return await exchange.ask(method, to, headers, body)
        except BaseException:
            await exchange.aclose()
            raise

    async def aclose(self) -> None:
        if self._proxy:
            await self._proxy.aclose()

    async def _open(self, to: Address) -> Exchange:
        context = self._tls() if to.scheme == "https" else None
        try:
            async with asyncio.timeout(self._bounds.connect):
                sock = await dial(to.name, to.port, self._guard)
                try:
                    reader, writer = await asyncio.open_connection(
                        sock=sock, ssl=context, server_hostname=to.name if context else None, limit=READ
                    )
                except BaseException:
                    sock.close()
                    raise
        except TimeoutError as error:
            raise httpx.ConnectTimeout(f"no connection within {self._bounds.connect:g} s") from error
        return Exchange(reader, writer, head=self._bounds.head, line=self._line)


def _proxy(address: str, bounds: Bounds, tls: Callable[[], ssl.SSLContext]) -> httpx.AsyncHTTPTransport:
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL:
        url = httpx.URL()
    if url.scheme not in _PORTS or not url.host:
        raise ConfigError([Fault(message="the proxy is not an address like http://user:password@host:port")])
    limits = httpx.Limits(max_connections=bounds.concurrent, max_keepalive_connections=0)
    return httpx.AsyncHTTPTransport(verify=tls(), trust_env=False, limits=limits, proxy=httpx.Proxy(url))
