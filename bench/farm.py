"""A press of many feeds on loopback, made to be asked a million times: `python -m bench.farm --feeds 500 --port 8800`.

Three formats and fourteen languages of invented text, each feed at an address of its own as most are in the world,
validators of both kinds, new items on command, article pages, and counters of what was asked and sent. It builds each
body once, so that what is measured is the one who asks.
"""

import argparse
import asyncio
import json
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import formatdate
from html import escape
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from bench.texts import LANGUAGES, corpus

STEP: Final = 600  # seconds between two items
FORMATS: Final = ("rss", "atom", "rdf")
TYPES: Final = {"rss": "application/rss+xml", "atom": "application/atom+xml", "rdf": "application/rdf+xml"}
SAMPLES: Final = 10  # texts of each language


def site(feed: int, port: int) -> str:
    """The address of a feed's host: each has its own."""
    return f"http://127.{1 + feed // 62_500}.{feed // 250 % 250}.{1 + feed % 250}:{port}"


@dataclass(slots=True, kw_only=True)
class Farm:
    """What the feeds say now."""

    feeds: int
    items: int
    port: int
    plant: str = ""  # a title that new items bear, so that a rule can match them
    age: dict[int, int] = field(default_factory=dict)  # by feed: how many items were published since the start
    counts: Counter[str] = field(default_factory=Counter)
    sent: dict[tuple[int, int], float] = field(
        default_factory=dict
    )  # by feed and age: when it was first sent, monotonic
    _bodies: dict[int, bytes] = field(default_factory=dict)
    _texts: list[str] = field(default_factory=list)

    epoch: int = 0  # seconds; when item 0 of each feed was published

    def __post_init__(self) -> None:
        self.epoch = self.epoch or int(time.time()) - self.items * STEP
        made = corpus(len(LANGUAGES) * SAMPLES, 0).articles
        self._texts = [article.text for article in made]

    def validators(self, feed: int) -> tuple[str, str]:
        """ETag and Last-Modified of a feed as it is now."""
        age = self.age.get(feed, 0)
        return f'"{feed}-{age}"', formatdate(self.epoch + (age + self.items) * STEP, usegmt=True)

    def body(self, feed: int) -> bytes:
        """The feed as it is now."""
        if feed not in self._bodies:
            self._bodies[feed] = self._build(feed).encode()
        return self._bodies[feed]

    def advance(self, share: float, new: int) -> int:
        """Publish `new` items in a share of the feeds, always the same ones; how many feeds that are."""
        chosen = [feed for feed in range(self.feeds) if random.Random(feed).random() < share]
        for feed in chosen:
            self.publish(feed, new)
        return len(chosen)

    def publish(self, feed: int, new: int) -> None:
        """New items in one feed."""
        self.age[feed] = self.age.get(feed, 0) + new
        self._bodies[feed] = self._build(feed).encode()

    def title(self, feed: int, item: int) -> str:
        fresh = self.plant and item >= self.items
        return f"{self.plant if fresh else ''} {self._slice(feed, item, 0, 70)} {feed}.{item}".strip()

    def page(self, feed: int, item: int) -> bytes:
        """The article of an item."""
        title, paragraphs = escape(self.title(feed, item)), (self._slice(feed, item, at, 600) for at in range(5))
        return (
            f"<!doctype html><html><head><meta charset=utf-8><title>{title}</title></head><body><nav><ul>"
            + "".join(f'<li><a href="/section/{n}">Section {n}</a>' for n in range(30))
            + f"</ul></nav><main><article><h1>{title}</h1>"
            + "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
            + "</article></main><footer>Imprint, privacy, terms</footer></body></html>"
        ).encode()

    def _slice(self, feed: int, item: int, part: int, length: int) -> str:
        lang = feed % len(LANGUAGES)
        text = self._texts[lang + len(LANGUAGES) * (item % SAMPLES)]
        start = (feed * 131 + item * 977 + part * 1409) % max(len(text) - length, 1)
        return text[start : start + length].strip()

    def _build(self, feed: int) -> str:
        age, kind = self.age.get(feed, 0), FORMATS[feed % len(FORMATS)]
        base, lang = site(feed, self.port), list(LANGUAGES)[feed % len(LANGUAGES)]
        write = {"rss": _rss, "atom": _atom, "rdf": _rdf}[kind]
        rows = [
            Row(
                title=escape(self.title(feed, item)),
                link=f"{base}/article/{feed}/{item}",
                guid=f"farm-{feed}-{item}",
                teaser=escape(self._slice(feed, item, 1, 250)),
                content=escape(f"<p>{self._slice(feed, item, 2, 400)}</p><p>{self._slice(feed, item, 3, 400)}</p>"),
                at=self.epoch + item * STEP,
            )
            for item in range(age + self.items - 1, age - 1, -1)
        ]
        return '<?xml version="1.0" encoding="utf-8"?>' + write(f"Farm {feed}", base, lang, rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One item as it is written, escaped."""

    title: str
    link: str
    guid: str
    teaser: str
    content: str
    at: int

    @property
    def iso(self) -> str:
        return datetime.fromtimestamp(self.at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _rss(name: str, base: str, lang: str, rows: list[Row]) -> str:
    return (
        f'<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>{name}</title><link>{base}/</link><description>{name}</description><language>{lang}</language><ttl>60</ttl>"
        + "".join(
            f'<item><title>{row.title}</title><link>{row.link}</link><guid isPermaLink="false">{row.guid}</guid>'
            f"<pubDate>{formatdate(row.at, usegmt=True)}</pubDate><dc:creator>Reporter</dc:creator><category>news</category>"
            f"<description>{row.teaser}</description><content:encoded>{row.content}</content:encoded></item>"
            for row in rows
        )
        + "</channel></rss>"
    )


def _atom(name: str, base: str, lang: str, rows: list[Row]) -> str:
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{lang}"><title>{name}</title><id>urn:{name.replace(" ", ":")}</id>'
        f'<link href="{base}/"/><updated>{rows[0].iso}</updated>'
        + "".join(
            f'<entry><title>{row.title}</title><link href="{row.link}"/><id>urn:{row.guid}</id><published>{row.iso}</published>'
            f"<updated>{row.iso}</updated><author><name>Reporter</name></author><summary>{row.teaser}</summary>"
            f'<content type="html">{row.content}</content></entry>'
            for row in rows
        )
        + "</feed>"
    )


def _rdf(name: str, base: str, lang: str, rows: list[Row]) -> str:
    return (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f'<channel rdf:about="{base}/"><title>{name}</title><link>{base}/</link><description>{name}</description>'
        f"<dc:language>{lang}</dc:language></channel>"
        + "".join(
            f'<item rdf:about="{row.link}"><title>{row.title}</title><link>{row.link}</link><dc:date>{row.iso}</dc:date>'
            f"<description>{row.teaser}</description><content:encoded>{row.content}</content:encoded></item>"
            for row in rows
        )
        + "</rdf:RDF>"
    )


class Session(asyncio.Protocol):
    """One connection; requests without a body, one after the other."""

    def __init__(self, farm: Farm) -> None:
        self.farm = farm
        self.pending = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.farm.counts["connections"] += 1

    def data_received(self, data: bytes) -> None:
        self.pending += data
        while b"\r\n\r\n" in self.pending:
            head, self.pending = self.pending.split(b"\r\n\r\n", 1)
            first, *lines = head.decode("latin-1").split("\r\n")
            fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
            self._answer(first.split(" ")[1], fields)
            if fields.get("connection", "").lower() == "close" or first.endswith("/1.0"):
                self.transport.close()
                return

    def _answer(self, target: str, fields: dict[str, str]) -> None:
        farm, parts = self.farm, urlsplit(target)
        match parts.path.strip("/").split("/"):
            case ["feed", feed]:
                self._feed(int(feed), fields)
            case ["article", feed, item]:
                farm.counts["pages"] += 1
                self._send(200, "text/html; charset=utf-8", farm.page(int(feed), int(item)))
            case ["robots.txt"]:
                farm.counts["robots"] += 1
                self._send(200, "text/plain", b"User-agent: *\nAllow: /\n")
            case ["control", "advance"]:
                asked = dict(parse_qsl(parts.query))
                count = farm.advance(float(asked.get("share", "1")), int(asked.get("new", "1")))
                self._send(200, "text/plain", str(count).encode())
            case ["control", "reset"]:
                farm.counts.clear()
                self._send(200, "text/plain", b"")
            case ["counts"]:
                self._send(200, "application/json", json.dumps(farm.counts).encode())
            case _:
                self._send(404, "text/plain", b"no such thing here")

    def _feed(self, feed: int, fields: dict[str, str]) -> None:
        farm = self.farm
        farm.counts["requests"] += 1
        tag, date = farm.validators(feed)
        extra = f"ETag: {tag}\r\nLast-Modified: {date}\r\n"
        asked = fields.get("if-none-match")
        if asked == tag if asked is not None else fields.get("if-modified-since") == date:
            farm.counts["not modified"] += 1
            self.transport.write(f"HTTP/1.1 304 Not Modified\r\n{extra}\r\n".encode())
            return
        body = farm.body(feed)
        farm.counts["bytes"] += len(body)
        farm.sent.setdefault((feed, farm.age.get(feed, 0)), time.monotonic())
        self._send(200, f"{TYPES[FORMATS[feed % len(FORMATS)]]}; charset=utf-8", body, extra)

    def _send(self, status: int, kind: str, body: bytes, extra: str = "") -> None:
        reason = {200: "OK", 404: "Not Found"}[status]
        head = f"HTTP/1.1 {status} {reason}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{extra}\r\n"
        self.transport.write(head.encode() + body)


async def listen(farm: Farm) -> asyncio.Server:
    """Build every body, then answer until the server is closed."""
    for feed in range(farm.feeds):
        farm.body(feed)
    return await asyncio.get_running_loop().create_server(lambda: Session(farm), "0.0.0.0", farm.port, backlog=4096)


async def serve(farm: Farm) -> None:
    """Say "ready", and answer until the process is ended."""
    server = await listen(farm)
    print("ready", flush=True)
    await server.serve_forever()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=500)
    parser.add_argument("--items", type=int, default=50)
    parser.add_argument("--port", type=int, default=8800)
    parser.add_argument("--plant", default="")
    asked = parser.parse_args()
    asyncio.run(serve(Farm(feeds=asked.feeds, items=asked.items, port=asked.port, plant=asked.plant)))


if __name__ == "__main__":
    main()
