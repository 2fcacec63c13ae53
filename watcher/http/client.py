"""Asks servers for feeds and pages: conditionally, politely, and never for more than the bounds allow."""

import asyncio
import ssl
import time
from base64 import b64encode
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import field
from itertools import islice
from typing import cast
from urllib.parse import unquote_to_bytes

import httpx

from watcher import __version__
from watcher.core.model import Reply, Request
from watcher.data.quirks import Quirk, quirk_of
from watcher.errors import FetchError, FetchFault
from watcher.frozen import dataclass
from watcher.http import faults
from watcher.http.address import Address, parse
from watcher.http.body import ACCEPTED, inflate
from watcher.http.bounds import Bounds, Limits
from watcher.http.guard import Guard
from watcher.http.hosts import Hosts, Manners, Turn
from watcher.http.journey import REDIRECTS, Journey
from watcher.http.post import post
from watcher.http.robots import Robots
from watcher.http.room import Room
from watcher.http.transport import Transport, tls_context
from watcher.ports import Clock
from watcher.slots import Slots

_NAME = "watcher"  # as robots.txt files would call us
_OK, _NOT_MODIFIED = 200, 304
_ACCEPT_FEED = b"application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
_ACCEPT_PAGE = b"text/html, application/xhtml+xml, application/xml;q=0.9, text/plain;q=0.8"
_PAGE_TYPES = frozenset({"", "text/html", "text/plain", "text/xml", "application/xhtml+xml", "application/xml"})
# What anybody reads of an answer. The rest stays outside: cookies, and ten thousand headers of a server gone mad.
_KEPT = frozenset({
    "age", "cache-control", "content-encoding", "content-language", "content-length", "content-location", "content-type",
    "date", "etag", "expires", "last-modified", "link", "server", "via", "x-robots-tag",
})  # fmt: skip
_MOST_HEADERS = 30  # of those; each may come several times


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How this watcher behaves on the network."""

    contact: str = ""  # a page or address in the User-Agent, where a host's owner can complain
    allow_private: tuple[str, ...] = ()  # addresses, networks and host names that are private and meant
    robots: bool = True  # ask robots.txt before reading an article's page
    fallback_agent: bool = True  # ask a host that refuses our plain name once under another that also says who we are
    proxy: str = ""  # http://user:password@host:port; the environment's proxies are not used
    bounds: Bounds = field(default_factory=Bounds)
    manners: Manners = field(default_factory=Manners)
    quirks: Mapping[str, Quirk] = field(default_factory=dict)  # by host: what some want otherwise than most


class Client:
    """The Fetcher that asks real servers, and the Poster that tells them. One per process; `close` it at the end."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        *,
        tls: ssl.SSLContext | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._bounds, self._clock = settings.bounds, clock
        self._agent = _agent(settings.contact)
        # No httpx.AsyncClient above it: that would keep cookies, follow and parse redirects, and heed the environment.
        self._transport = Transport(
            Guard(settings.allow_private), settings.bounds, (lambda: tls) if tls else tls_context, settings.proxy
        )
        self._hosts, self._quirks = Hosts(settings.manners, monotonic, settings.quirks), settings.quirks
        self._fallback = settings.fallback_agent
        self._slots = Slots(settings.bounds.concurrent, settings.bounds.aside, settings.bounds.patience)
        self._room, self._inflating = Room(settings.bounds.in_flight), asyncio.Lock()
        self._robots = Robots(_NAME, self._robots_txt, monotonic) if settings.robots else None

    def change(self, settings: Settings) -> None:
        """Behave by other settings from the next request on; proxy, robots and concurrency stay what they are."""
        self._bounds, self._agent = settings.bounds, _agent(settings.contact)
        self._fallback = settings.fallback_agent
        self._transport.change(Guard(settings.allow_private), settings.bounds)
        self._hosts.change(settings.manners)
        self._room.size = settings.bounds.in_flight

    async def get(self, request: Request) -> Reply:
        """Fetch an address; raise FetchError for anything but a 200 or a 304 to a conditional request."""
        condition = _condition(request)
        try:
            reply = await self._travel(request, condition)
            if reply.status == _NOT_MODIFIED and not condition:
                # "Unchanged", to somebody who knows nothing: a confused cache, which this passes by.
                reply = await self._travel(request, {b"cache-control": b"no-cache"})
                if reply.status == _NOT_MODIFIED:
                    raise faults.of_status(reply.status, parse(reply.url).host)
        except FetchError as error:
            error.url = error.url or request.url
            raise
        return reply

    async def post(self, url: str, body: bytes, headers: Mapping[str, str], *, deadline: float) -> None:
        """Hand over a body; raise FetchError for anything but a 2xx within the deadline, in seconds."""
        await post(self._transport, url, body, headers, agent=self._agent, deadline=deadline)

    async def close(self) -> None:
        """Let go of what is open. Fetches that are under way must have ended."""
        if self._robots:
            await self._robots.close()
        await self._transport.aclose()

    @property
    def _alias(self) -> bytes:
        """Our name as browsers and the large crawlers write theirs; who looks at it still reads who we are."""
        return b"Mozilla/5.0 (compatible; " + self._agent.replace(b" (+", b"; +").rstrip(b")") + b")"

    async def _robots_txt(self, url: str) -> bytes:
        journey = Journey(url, self._bounds.robots, self._bounds.redirects)
        while True:
            async with self._hosts.turn(journey.host) as turn, self._slots.slot():
                reply = await self._visit(journey, turn, {}, alias=False)
            if reply:
                return reply.body

    async def _travel(self, request: Request, condition: Mapping[bytes, bytes]) -> Reply:
        """Ask, and follow redirects; each host on the way has its own queue."""
        limits = self._bounds.page if request.page else self._bounds.feed
        journey = Journey(request.url, limits, self._bounds.redirects)
        robots = self._robots if request.page else None
        while True:
            if robots and (delay := await robots.learn(journey.origin)):
                self._hosts.slow(journey.host, delay)
            async with self._hosts.turn(journey.host) as turn, self._slots.slot() as slot:
                slot.pause()  # that much has come before is not this server's fault
                await self._room.spare()
                slot.resume()
                reply = await self._visit(journey, turn, condition, page=request.page)
            if reply:
                return reply

    async def _visit(
        self, journey: Journey, turn: Turn, condition: Mapping[bytes, bytes], *, page: bool = False, alias: bool = True
    ) -> Reply | None:
        """Ask one host until it answers, under our other name, too, if `alias`; None if it sends us on to another."""
        host, trial = journey.host, False
        accept = _ACCEPT_PAGE if page else quirk_of(host, self._quirks).accept.encode("ascii") or _ACCEPT_FEED
        headers = {b"accept": accept, **condition}
        while journey.host == host:
            if page and self._robots:
                self._robots.check(journey.origin, journey.address.text)
            agent = self._alias if trial or turn.by_alias else self._agent
            async with self._ask(journey, {**headers, b"user-agent": agent}) as response:
                wait = faults.retry_after(response.status_code, response.headers, self._clock.now())
                throttles = turn.answered(response.status_code, wait)
                if trial:
                    turn.tried_alias()
                elif alias and self._fallback and not throttles and turn.may_try_alias():
                    trial = True
                    await asyncio.sleep(turn.gap)
                    continue
                trial = False
                if response.status_code in REDIRECTS:
                    journey.follow(response.status_code, response.headers.get("location", "").strip())
                    continue
                if response.status_code == _NOT_MODIFIED:
                    return _reply(journey, response)
                if response.status_code != _OK:
                    raise faults.of_status(response.status_code, host, wait, throttles=throttles)
                if page:
                    _check_type(response, host)
                wire = await self._read(response, journey.limits)
                codings = response.headers.get_list("content-encoding", split_commas=True)
                body = await self._inflated(wire, codings, journey.limits.body)
                return _reply(journey, response, body, len(wire))
        return None

    @asynccontextmanager
    async def _ask(self, journey: Journey, headers: Mapping[bytes, bytes]) -> AsyncIterator[httpx.Response]:
        """One request and its answer, within what is left of the deadline; foreign errors become FetchError."""
        loop = asyncio.get_running_loop()
        host, start = faults.harmless(journey.host), loop.time()
        try:
            async with asyncio.timeout(journey.left):
                response = await self._transport.ask("GET", journey.address, _every(journey.address, headers))
                try:
                    yield response
                finally:
                    await response.aclose()
        except TimeoutError as error:
            late = f"{host} did not answer whole within {journey.limits.deadline:g} s"
            if self._room.refused:
                late += f": too many other bodies are large, {self._room.size / 1e6:g} MB together (http.max_in_flight)"
            raise FetchError(FetchFault.TIMEOUT, late) from error
        except tuple(faults.EXCEPTIONS) as error:
            raise faults.of_exception(error, host) from error
        finally:
            journey.left -= loop.time() - start

    async def _read(self, response: httpx.Response, limits: Limits) -> bytes:
        """The body as sent; raise FetchError(TOO_LARGE) as soon as it is known to be."""
        announced = response.headers.get("content-length", "")
        too_large = FetchError(FetchFault.TOO_LARGE, f"the body is larger than {limits.wire / 1e6:g} MB")
        if announced.isdigit() and int(announced) > limits.wire:
            raise too_large
        body, chunks = bytearray(), 0
        with self._room.reading():
            async for chunk in cast(httpx.AsyncByteStream, response.stream):
                body += chunk
                chunks += 1
                if len(body) > limits.wire:
                    raise too_large
                if chunks > self._bounds.chunks + len(body) // self._bounds.chunk:
                    raise FetchError(FetchFault.PROTOCOL, f"the body comes in {chunks:,} pieces of a few bytes each")
                await self._room.take(len(chunk))
        return bytes(body)

    async def _inflated(self, wire: bytes, codings: Sequence[str], limit: int) -> bytes:
        """The body inflated; a large one in a thread, one at a time, for it takes memory as well as time."""
        if len(wire) <= self._bounds.at_once:
            body = inflate(wire, codings, limit)
        else:
            async with self._inflating:
                body = await asyncio.to_thread(inflate, wire, codings, limit)
        self._room.hold(len(body))
        return body


def _agent(contact: str) -> bytes:
    """Who we are, and where to complain."""
    said = f" (+{faults.harmless(contact)})" if contact else ""
    return f"{_NAME}/{__version__}{said}".encode("ascii", "ignore")


def _condition(request: Request) -> dict[bytes, bytes]:
    """The validators exactly as they were received: some servers compare them as bytes, invalid ones included."""
    validators = {b"if-none-match": request.etag, b"if-modified-since": request.last_modified}
    return {name: value.encode("latin-1", "replace") for name, value in validators.items() if value}


def _every(address: Address, headers: Mapping[bytes, bytes]) -> dict[bytes, bytes]:
    """What every request says, and what this one does."""
    # Akamai lets clients wait that do not say keep-alive, though we shall not keep it.
    every = {b"accept-encoding": ACCEPTED.encode(), b"connection": b"keep-alive"}
    if address.userinfo:
        every[b"authorization"] = b"Basic " + b64encode(unquote_to_bytes(address.userinfo))
    return {**every, **headers}


def _check_type(response: httpx.Response, host: str) -> None:
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in _PAGE_TYPES and not kind.endswith("+xml"):
        raise FetchError(
            FetchFault.TYPE, f"{faults.harmless(host)} sends {faults.harmless(kind)}, which is not a page to read"
        )


def _reply(journey: Journey, response: httpx.Response, body: bytes = b"", wire_bytes: int = 0) -> Reply:
    headers = ((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in response.headers.raw)
    kept = (header for header in headers if header[0] in _KEPT)
    return Reply(
        url=journey.address.shown,
        status=response.status_code,
        headers=tuple(islice(kept, _MOST_HEADERS)),
        body=body,
        moved_to=journey.moved_to,
        wire_bytes=wire_bytes,
    )
