"""From a host name to an open socket whose address the guard has seen: what is checked is what is connected to."""

import asyncio
import ipaddress
import socket
import threading
from contextlib import suppress
from functools import lru_cache
from itertools import zip_longest
from typing import Any, NamedTuple

from watcher.errors import FetchError, FetchFault
from watcher.http.guard import Address, Guard

_STAGGER = 0.25  # seconds before the next address is tried beside the last (RFC 8305, section 5)
_MOST_ADDRESSES = 6
_KNOWN = 10_000  # addresses whose look is remembered: every poll asks of the same ones


class Endpoint(NamedTuple):
    """A socket address with its family."""

    family: int
    sockaddr: tuple[Any, ...]

    @property
    def address(self) -> Address:
        return _address(self.sockaddr[0])


async def dial(host: str, port: int, guard: Guard) -> socket.socket:
    """A connected, non-blocking socket; raises FetchError(PRIVATE), socket.gaierror, UnicodeError or OSError."""
    found = await resolve(host, port)
    permitted = [endpoint for endpoint in found if guard.permits(host, endpoint.address)]
    if not permitted:
        raise private(host, found[0].address)
    return await race(_alternate(permitted)[:_MOST_ADDRESSES])


def private(host: str, address: Address) -> FetchError:
    """What to say of a host whose address the guard does not let pass."""
    what = host if host == str(address) else f"{host} leads to {address}, which"
    return FetchError(FetchFault.PRIVATE, f"{what} is not on the public internet; allow_private can name what is meant")


async def resolve(host: str, port: int) -> list[Endpoint]:
    """The addresses of a host in the system's order of preference; literal addresses are not looked up."""
    address = literal(host)
    if isinstance(address, ipaddress.IPv4Address):
        return [Endpoint(socket.AF_INET, (str(address), port))]
    if address and not address.scope_id:  # of fe80::1%eth0 only the system knows the number of eth0
        return [Endpoint(socket.AF_INET6, (str(address), port))]
    return await _look_up(host, port)


_address = lru_cache(maxsize=_KNOWN)(ipaddress.ip_address)


@lru_cache(maxsize=_KNOWN)
def literal(host: str) -> Address | None:
    """The address that a host name is, be it written as 2130706433, 0x7f.1 or 0177.0.0.1; None if it is a name."""
    with suppress(ValueError):
        return _address(host)
    with suppress(OSError):
        return ipaddress.IPv4Address(socket.inet_aton(host))
    return None


async def _look_up(host: str, port: int) -> list[Endpoint]:
    """Ask the system's resolver in a thread of its own.

    The few threads of the loop's own pool would all wait for one dead name server, and Python would not end before.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[Endpoint]] = loop.create_future()

    def settle(found: list[Endpoint], error: Exception | None) -> None:
        if answer.done():
            return
        if error:
            answer.set_exception(error)
        else:
            answer.set_result(found)

    def ask() -> None:
        found: list[Endpoint] = []
        error: Exception | None = None
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found = [Endpoint(row[0], row[4]) for row in rows]
        except (OSError, UnicodeError) as fault:  # UnicodeError: a label that is empty or too long
            error = fault
        try:
            loop.call_soon_threadsafe(settle, found, error)
        except RuntimeError:  # the loop has closed in the meantime: nobody waits
            return

    threading.Thread(target=ask, name=f"look-up {host}", daemon=True).start()
    return await answer


def _alternate(endpoints: list[Endpoint]) -> list[Endpoint]:
    """The families in turn, the preferred one first, so that a network without IPv6 costs one stagger at most."""
    first = [e for e in endpoints if e.family == endpoints[0].family]
    other = [e for e in endpoints if e.family != endpoints[0].family]
    return [e for pair in zip_longest(first, other) for e in pair if e]


async def race(endpoints: list[Endpoint]) -> socket.socket:
    """The first socket that connects; each address gets a head start before the next (RFC 8305)."""
    if len(endpoints) == 1:
        return await _open(endpoints[0])
    attempts: list[asyncio.Task[socket.socket]] = []
    winner: asyncio.Task[socket.socket] | None = None
    try:
        for endpoint in (*endpoints, None):
            if endpoint:
                attempts.append(asyncio.create_task(_open(endpoint)))
            winner = await _first(attempts, _STAGGER if endpoint else None)
            if winner:
                return winner.result()
        return attempts[0].result()  # all failed: the preferred address says why
    finally:
        for attempt in attempts:
            if not attempt.done():
                attempt.cancel()
            elif attempt is not winner and not attempt.cancelled() and not attempt.exception():
                attempt.result().close()


async def _first(
    attempts: list[asyncio.Task[socket.socket]], patience: float | None
) -> asyncio.Task[socket.socket] | None:
    """The first attempt that succeeds within the time; None once all failed or the time is over."""
    loop = asyncio.get_running_loop()
    end = None if patience is None else loop.time() + patience
    while True:
        for attempt in attempts:
            if attempt.done() and not attempt.exception():
                return attempt
        under_way = [attempt for attempt in attempts if not attempt.done()]
        left = None if end is None else end - loop.time()
        if not under_way or (left is not None and left <= 0):
            return None
        await asyncio.wait(under_way, timeout=left, return_when=asyncio.FIRST_COMPLETED)


async def _open(endpoint: Endpoint) -> socket.socket:
    sock = socket.socket(endpoint.family, socket.SOCK_STREAM)
    try:
        sock.setblocking(False)
        await asyncio.get_running_loop().sock_connect(sock, endpoint.sockaddr)
    except BaseException:
        sock.close()
        raise
    return sock
