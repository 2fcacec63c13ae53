"""The least that anybody can do: `floor.py FOLDER fetch|parse`.

`fetch` asks for each address with the validators of the last time; `parse` reads what came with the fastest parser
there is and stores title, link and id, which is less than any reader keeps.
"""

import asyncio
import json
import sqlite3
import sys
from pathlib import Path

import aiohttp
import fastfeedparser

AT_ONCE = 100


async def fetch(session: aiohttp.ClientSession, url: str, seen: dict[str, list[str]]) -> bytes | None:
    headers = dict(zip(("If-None-Match", "If-Modified-Since"), seen.get(url, ()), strict=False))
    async with session.get(url, headers=headers) as reply:
        body = await reply.read()
        if reply.status == 304:
            return None
        seen[url] = [reply.headers.get("ETag", ""), reply.headers.get("Last-Modified", "")]
        return body


def store(database: sqlite3.Connection, body: bytes) -> None:
    rows = [
        (entry.get("id"), entry.get("title"), entry.get("link"), entry.get("description"))
        for entry in fastfeedparser.parse(body).entries
    ]
    database.executemany("INSERT OR IGNORE INTO entries VALUES (?, ?, ?, ?)", rows)
    database.commit()


async def main(folder: Path, *, parse: bool) -> None:
    kept = folder / "seen.json"
    seen = json.loads(kept.read_text()) if kept.exists() else {}
    database = sqlite3.connect(folder / "floor.db")
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=NORMAL")
    database.execute("CREATE TABLE IF NOT EXISTS entries (id PRIMARY KEY, title, link, summary)")
    gate = asyncio.Semaphore(AT_ONCE)

    async def ask(url: str) -> None:
        async with gate:
            body = await fetch(session, url, seen)
        if body and parse:
            store(database, body)

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=AT_ONCE)) as session:
        await asyncio.gather(*map(ask, (folder / "urls.txt").read_text().split()))
    kept.write_text(json.dumps(seen))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), parse=sys.argv[2] == "parse"))
