"""`watcher feeds`, as a process."""

import tomllib
from pathlib import Path

from tests.badserver import BadServer, ok, reply
from tests.parts import rss
from tests.test_run import watcher

ITEMS = [{"title": "Bread prices rise in the capital", "link": "https://a.example/0", "guid": "0"}]


def configured(folder: Path, *addresses: str) -> tuple[str, ...]:
    """The options for a configuration of these feeds and a place for its database."""
    feeds = "".join(f'[[feed]]\nurl = "{address}"\nname = "Feed {n}"\n' for n, address in enumerate(addresses))
    config = folder / "config.toml"
    config.write_text(f'[http]\nallow_private = ["127.0.0.1"]\ngap = "0s"\n{feeds}', encoding="utf-8")
    return "--config", str(config), "--data", str(folder / "data")


async def test_each_feed_says_how_it_is(tmp_path: Path):
    table = {
        "/good": [ok(rss(ITEMS))],
        "/gone": [reply("410 Gone")],
        "/page": [ok(b"<html>Log in<input type=password>")],
    }
    async with BadServer(table) as server:
        options = configured(tmp_path, *map(server.url, table))
        await watcher("run", "--once", "--headless", *options)
        told = await watcher("feeds", *options)
        objects = (await watcher("feeds", "--json", *options)).events
    good, gone, page = told.out.splitlines()
    assert good.startswith("ok")
    assert gone.startswith("gone")
    assert "410" in gone
    assert "next in" in gone
    assert page.startswith("walled")
    assert [feed["health"] for feed in objects] == ["ok", "gone", "walled"]
    assert set(objects[0]) == {
        "feed",
        "name",
        "health",
        "reason",
        "since",
        "next_poll",
        "last_ok",
        "last_new",
        "asked_at",
    }


async def test_the_feeds_of_a_site_come_as_configuration(tmp_path: Path):
    page = b'<html><link rel="alternate" type="application/rss+xml" title="News &amp; more" href="/rss"></html>'
    async with BadServer(
        {"/": [ok(page, content_type="text/html")], "/none": [ok(b"<html>", content_type="text/html")]}
    ) as server:
        options = configured(tmp_path)[:2]
        found = await watcher("feeds", "--find", server.url("/"), *options)
        assert tomllib.loads(found.out) == {"feed": [{"url": server.url("/rss"), "name": "News & more"}]}
        nothing = await watcher("feeds", "--find", server.url("/none"), *options)
        assert (nothing.code, "names no feed" in nothing.err) == (2, True)


async def test_other_readers_lists_are_taken_and_given(tmp_path: Path):
    listed = tmp_path / "list.opml"
    listed.write_text(
        '<opml><body><outline text="R & D" xmlUrl="https://a.example/rss?a=1&b=2"/></body></opml>', encoding="utf-8"
    )
    taken = await watcher("feeds", "--from-opml", str(listed))
    assert tomllib.loads(taken.out) == {"feed": [{"url": "https://a.example/rss?a=1&b=2", "name": "R & D"}]}
    options = configured(tmp_path, "https://a.example/rss?a=1&b=2")[:2]
    given = await watcher("feeds", "--opml", *options)
    listed.write_text(given.out, encoding="utf-8")
    again = await watcher("feeds", "--from-opml", str(listed))
    assert tomllib.loads(again.out) == {"feed": [{"url": "https://a.example/rss?a=1&b=2", "name": "Feed 0"}]}


async def test_a_list_that_cannot_be_read_is_told(tmp_path: Path):
    missing = await watcher("feeds", "--from-opml", str(tmp_path / "no.opml"))
    assert missing.code == 2
    assert "cannot be read" in missing.err
