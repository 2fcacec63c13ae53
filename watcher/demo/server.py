"""The newsroom's web servers: one port on loopback for each outlet, so that each is a host of its own."""

import asyncio
import gzip
import hashlib
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self

from watcher.demo.formats import CONTENT_TYPES, write_feed
from watcher.demo.outlets import Item, Outlet, load_newsroom
from watcher.demo.pages import write_page
from watcher.demo.timeline import Timeline

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Coroutine[Any, Any, None]]

HEAD_LIMIT = 16_384
REQUEST_TIMEOUT = 10.0


class Newsroom:
    """Serves the demo's outlets while the story unfolds. Use it as an async context manager."""

    def __init__(self, timeline: Timeline) -> None:
        self.script = load_newsroom()
        self._timeline = timeline
        self._servers: list[asyncio.Server] = []
        self._homes: dict[str, str] = {}
        self._failures: Counter[str] = Counter()
        self._read: set[int] = set()  # the numbers of the items whose page somebody has read

    async def __aenter__(self) -> Self:
        for outlet in self.script.outlets:
            server = await asyncio.start_server(self._handler(outlet), "127.0.0.1", 0, limit=HEAD_LIMIT)
            self._servers.append(server)
            self._homes[outlet.key] = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in self._servers:
            server.close()
        await asyncio.gather(*(server.wait_closed() for server in self._servers))

    def feed_url(self, outlet: Outlet) -> str:
        """Where an outlet's feed is polled."""
        return self._homes[outlet.key] + "feed"

    def _handler(self, outlet: Outlet) -> Handler:
        async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                async with asyncio.timeout(REQUEST_TIMEOUT):
                    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                    writer.write(self._answer(outlet, head))
                    await writer.drain()
            except (TimeoutError, ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
                pass  # a client that went away or never asked gets nothing
            finally:
                writer.close()

        return handle

    def _answer(self, outlet: Outlet, head: str) -> bytes:
        request, *lines = head.split("\r\n")
        path = request.split(" ")[1].partition("?")[0] if request.count(" ") >= 2 else "/"
        headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        if path == "/feed":
            return self._feed(outlet, headers)
        items = {self._path(item): item for item in self._published(outlet)}
        if path in items:
            others = [(other, self._link(outlet, other)) for other in items.values() if other is not items[path]]
            page = write_page(outlet, self._as_it_is_now(items[path]), others)
            self._read.add(items[path].number)
            return _response("200 OK", page, f"text/html; charset={outlet.encoding}")
        return _response("404 Not Found", b"not here", "text/plain")

    def _feed(self, outlet: Outlet, headers: dict[str, str]) -> bytes:
        if self._fails(outlet):
            self._failures[outlet.key] += 1
            return _response("503 Service Unavailable", b"back soon", "text/plain")
        items = [(item, self._link(outlet, item), self._time(item)) for item in self._published(outlet)]
        body = write_feed(outlet, self._homes[outlet.key], items)
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if headers.get("if-none-match") == etag:
            return _response("304 Not Modified", b"", "", etag=etag)
        zipped = "gzip" in headers.get("accept-encoding", "")
        return _response("200 OK", body, CONTENT_TYPES[outlet.format], etag=etag, zipped=zipped)

    def _fails(self, outlet: Outlet) -> bool:
        """Whether an outlet is down: for its time, and on a slow machine until somebody has noticed."""
        if outlet.fails is None or self._timeline.elapsed() < outlet.fails[0]:
            return False
        return self._timeline.elapsed() < outlet.fails[1] or not self._failures[outlet.key]

    def _published(self, outlet: Outlet) -> list[Item]:
        now = self._timeline.elapsed()
        shown = [item for item in self.script.items if item.outlet == outlet.key and item.at <= now]
        return sorted(shown, key=lambda item: -item.at)

    def _as_it_is_now(self, item: Item) -> Item:
        edit = item.edit
        if edit is None or item.number not in self._read or self._timeline.elapsed() < edit.at:
            return item
        return replace(item, title=edit.title, body=edit.body)

    def _path(self, item: Item) -> str:
        return f"/{item.outlet}/{item.number}.html"

    def _link(self, outlet: Outlet, item: Item) -> str:
        return self._homes[outlet.key].rstrip("/") + self._path(item)

    def _time(self, item: Item) -> datetime:
        return self._timeline.began + timedelta(seconds=round(item.at))


def _response(status: str, body: bytes, content_type: str, *, etag: str = "", zipped: bool = False) -> bytes:
    lines = [f"HTTP/1.1 {status}", "Connection: close"]
    if zipped:
        body = gzip.compress(body, mtime=0)
        lines.append("Content-Encoding: gzip")
    lines += [f"Content-Length: {len(body)}"] if not status.startswith("304") else []
    lines += [f"Content-Type: {content_type}"] if content_type else []
    lines += [f"ETag: {etag}"] if etag else []
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body
