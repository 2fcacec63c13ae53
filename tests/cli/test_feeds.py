"""`watcher feeds`, as a process."""

import tomllib
from pathlib import Path

from tests.badserver import BadServer, ok, reply
from tests.parts import rss
from tests.store.values import NOW, decision, verdict
from tests.test_run import watcher
from watcher.core.feeds.opml import read
from watcher.core.model import Feed, FeedState, Plan
from watcher.store import open_store

ITEMS = [{"title": "Bread prices rise in the capital", "link": "https://a.example/0", "guid": "0"}]


def configured(folder: Path, *addresses: str) -> tuple[str, ...]:
    """The options for a configuration of these feeds and a place for its database."""
    feeds = "".join(f'[[feed]]\nurl = "{address}"\nname = "Feed {n}"\n' for n, address in enumerate(addresses))
    config = folder / "config.toml"
    config.write_text(f'[http]\nallow_private = ["127.0.0.1"]\ngap = "0s"\n{feeds}', encoding="utf-8")
    return "--config", str(config), "--data", str(folder / "data")


def text_of(path: str) -> str:
    return Path(path).read_text(encoding="utf-8")


def extended(path: str, more: str) -> str:
    Path(path).write_text(text_of(path) + more, encoding="utf-8")
    return path


def changed(path: str, old: str, new: str) -> None:
    Path(path).write_text(text_of(path).replace(old, new), encoding="utf-8")


async def test_each_feed_says_how_it_is(tmp_path: Path):
    table = {
        "/good": [ok(rss(ITEMS))],
        "/gone": [reply("410 Gone")],
        "/page": [ok(b"<html>Log in<input type=password>")],
    }
    async with BadServer(table) as server:
        options = configured(tmp_path, *map(server.url, table))
        before = await watcher("feeds", "list", *options)
        assert before.out.splitlines()[0] == "not polled yet Feed 0"
        await watcher("run", "--once", "--headless", *options)
        told = await watcher("feeds", "list", *options)
        objects = (await watcher("feeds", "list", "--json", *options)).events
    good, gone, page = told.out.splitlines()
    assert good.startswith("ok")
    assert "Feed 0 (calls itself Outlet)" in good
    assert gone.startswith("gone")
    assert "410" in gone
    assert "next in" in gone
    assert page.startswith("walled")
    assert [feed["health"] for feed in objects] == ["ok", "gone", "walled"]
    assert set(objects[0]) == {
        "feed",
        "name",
        "title",
        "health",
        "reason",
        "since",
        "next_poll",
        "last_ok",
        "last_new",
        "asked_at",
    }


async def test_the_feeds_of_a_site_are_found(tmp_path: Path):
    page = b'<html><link rel="alternate" type="application/rss+xml" title="News &amp; more" href="/rss"></html>'
    async with BadServer(
        {
            "/": [ok(page, content_type="text/html")],
            "/none": [ok(b"<html>", content_type="text/html")],
            "/rss": [ok(rss(ITEMS, title="News"))],
        }
    ) as server:
        options = configured(tmp_path)[:2]
        found = await watcher("feeds", "discover", server.url("/"), *options)
        assert found.out == f"{server.url('/rss')}  News & more\n"
        itself = await watcher("feeds", "discover", server.url("/rss"), *options)
        assert itself.out == f"{server.url('/rss')}  News\n"
        nothing = await watcher("feeds", "discover", server.url("/none"), *options)
        assert (nothing.code, "names no feed" in nothing.err) == (2, True)


async def test_other_readers_lists_are_taken_and_given(tmp_path: Path):
    listed, options = tmp_path / "list.opml", configured(tmp_path, "https://a.example/0")[:2]
    outlines = (
        '<outline text="R &amp; D" xmlUrl="https://a.example/rss?a=1&b=2"/><outline xmlUrl="https://a.example/0"/>'
    )
    listed.write_text(f"<opml><body>{outlines}</body></opml>", encoding="utf-8")
    taken = await watcher("feeds", "import", str(listed), *options)
    assert "Added 1 of 2 feeds" in taken.out
    again = await watcher("feeds", "import", str(listed), *options)
    assert "Nothing to add: 2 listed, 2 there already" in again.out
    given = await watcher("feeds", "export", *options)
    assert [(feed.url, feed.name) for feed in read(given.out.encode())] == [
        ("https://a.example/0", "Feed 0"),
        ("https://a.example/rss?a=1&b=2", "R & D"),
    ]
    kept = await watcher("feeds", "export", str(listed), *options)
    assert (kept.code, "exists" in kept.err.lower()) == (2, True)


async def test_of_a_list_only_what_answers_is_taken_if_so_asked(tmp_path: Path):
    async with BadServer({"/good": [ok(rss(ITEMS))], "/gone": [reply("410 Gone")]}) as server:
        options, listed = configured(tmp_path)[:2], tmp_path / "list.opml"
        outlines = "".join(f'<outline xmlUrl="{server.url(path)}"/>' for path in ("/good", "/gone"))
        listed.write_text(f"<opml><body>{outlines}</body></opml>", encoding="utf-8")
        taken = await watcher("feeds", "import", "--try", str(listed), *options)
        assert "Added 1 of 2 feeds" in taken.out
        assert f"left out: {server.url('/gone')}" in taken.err
        assert [feed["url"] for feed in tomllib.loads(text_of(options[1]))["feed"]] == [server.url("/good")]


async def test_a_list_that_cannot_be_read_is_told(tmp_path: Path):
    missing = await watcher("feeds", "import", str(tmp_path / "no.opml"), *configured(tmp_path)[:2])
    assert missing.code == 2
    assert "cannot be read" in missing.err
    page = tmp_path / "page.opml"
    page.write_text("<html>", encoding="utf-8")
    none = await watcher("feeds", "import", str(page), *configured(tmp_path)[:2])
    assert (none.code, f"{page}: this is no OPML list" in none.err) == (2, True)


async def test_a_feed_is_added_and_taken_out_and_the_file_is_as_it_was(tmp_path: Path):
    options = configured(tmp_path, "https://a.example/0")[:2]
    config = extended(options[1], "# The end.\n")
    before = text_of(config)
    added = await watcher("feeds", "add", "b.example/rss", "--name", 'The "B"', "--tag", "agency", "--no-try", *options)
    assert (added.code, added.err) == (0, "")
    assert tomllib.loads(text_of(config))["feed"][1] == {
        "url": "https://b.example/rss",
        "name": 'The "B"',
        "tags": ["agency"],
    }
    assert text_of(f"{config}.old") == before
    twice = await watcher("feeds", "add", "--no-try", "https://b.example/rss", *options)
    assert (twice.code, "is there already" in twice.err) == (2, True)
    assert (await watcher("feeds", "remove", 'the "b"', *options)).code == 0
    assert tomllib.loads(text_of(config)) == tomllib.loads(before)
    unknown = await watcher("feeds", "remove", "Feed 1", *options)
    assert (unknown.code, "did you mean Feed 0" in unknown.err) == (2, True)


async def test_a_feed_is_asked_before_it_is_added(tmp_path: Path):
    page = b"""<title>A paper</title><link rel="alternate" type="application/rss+xml" title="News" href="/rss?a=1&amp;b=2">
        <link rel="alternate" type="application/rss+xml" title="Comments" href="/comments">"""
    table = {
        "/rss": [ok(rss(ITEMS, title="Its own name"))],
        "/": [ok(page, content_type="text/html")],
        "/none": [ok(b"<html><title>Nothing", content_type="text/html")],
        "/gone": [reply("410 Gone")],
    }
    async with BadServer(table) as server:
        options = configured(tmp_path)[:2]
        before = text_of(options[1])
        of_a_page = await watcher("feeds", "add", server.url("/"), *options)
        assert (of_a_page.code, "this is a web page, not a feed ('A paper')" in of_a_page.err) == (2, True)
        assert f"watcher feeds add '{server.url('/rss?a=1&b=2')}'" in of_a_page.err
        assert of_a_page.err.splitlines()[-1].split() == [
            "watcher",
            "feeds",
            "add",
            server.url("/comments"),
            "Comments",
        ]
        of_nothing = await watcher("feeds", "add", server.url("/none"), *options)
        assert (of_nothing.code, "--no-try adds it all the same" in of_nothing.err) == (2, True)
        gone = await watcher("feeds", "add", server.url("/gone"), *options)
        assert (gone.code, "410" in gone.err, "--no-try adds it unasked" in gone.err) == (1, True, True)
        assert text_of(options[1]) == before
        added = await watcher("feeds", "add", server.url("/rss"), *options)
        assert (added.code, added.out.splitlines()[0]) == (0, "Its own name: 1 entry, 1 kB")
        requests = len(server.requests)
        assert (await watcher("feeds", "add", "--no-try", server.url("/none"), *options)).code == 0
        assert len(server.requests) == requests
    assert [feed["url"] for feed in tomllib.loads(text_of(options[1]))["feed"]] == [
        server.url("/rss"),
        server.url("/none"),
    ]


async def test_what_cannot_be_added_is_told_with_the_choices(tmp_path: Path):
    options = configured(tmp_path)[:2]
    address = await watcher("feeds", "add", "ftp://b.example/rss", *options)
    assert (address.code, "begins with http://" in address.err) == (2, True)
    language = await watcher("feeds", "add", "https://b.example/rss", "--lang", "Deutsch", *options)
    assert (language.code, "expected a language code" in language.err) == (2, True)
    nowhere = await watcher("feeds", "add", "https://b.example/rss", "--config", str(tmp_path / "none.toml"))
    assert (nowhere.code, "watcher init" in nowhere.err) == (2, True)


async def test_a_feed_is_tried_with_what_the_topics_say_of_it(tmp_path: Path):
    items = [*ITEMS, {"title": "North Korea sends soldiers to Russia\x9b31m", "link": "https://a.example/1"}]
    async with BadServer({"/good": [ok(rss(items, title="Its own name"))], "/gone": [reply("410 Gone")]}) as server:
        options = configured(tmp_path, server.url("/good"))[:2]
        extended(options[1], '[[topic]]\nname = "Ties"\nrule = "@north-korea & @russia"\n')
        told = await watcher("feeds", "test", "Feed 0", *options)
        gone = await watcher("feeds", "test", server.url("/gone"), *options)
        changed(options[1], 'name = "Feed 0"', 'name = "Feed 0"\nlang = "de"')
        doubted = await watcher("feeds", "test", "Feed 0", *options)
    assert "language de, but its entries look like en" in doubted.out
    assert "look like" not in told.out
    assert told.out.splitlines()[0].startswith("Its own name: 2 entries")
    assert "configured as Feed 0" in told.out
    assert "match: Ties" in told.out
    assert "\x9b" not in told.out
    assert (gone.code, "410" in gone.err) == (1, True)
    assert not (tmp_path / "data").exists()


async def test_credentials_of_an_address_are_shown_to_nobody(tmp_path: Path):
    secret = "https://me:hunter2@a.example/rss?token=s3cr3t"
    config = tmp_path / "config.toml"
    config.write_text(f'[[feed]]\nurl = "{secret}"\n', encoding="utf-8")
    (tmp_path / "data").mkdir()
    store = open_store(tmp_path / "data" / "watcher.db")
    fault = f"{secret}: certificate expired"
    state = FeedState(url=secret, fault=fault, fault_kind="tls", failures=9, failing_since=NOW, last_poll=NOW)
    store.register([Feed(url=secret)])
    store.commit(Plan(state=state, decisions=(decision(0, verdict(), entry_changes={"feed": secret}),)))
    store.close()
    options = ("--config", str(config), "--data", str(tmp_path / "data"))
    for command in (("feeds", "list"), ("feeds", "list", "--json"), ("doctor",)):
        told = await watcher(*command, *options)
        assert (told.out != "", "hunter2" in told.out + told.err, "s3cr3t" in told.out + told.err) == (
            True,
            False,
            False,
        )
    for command in (("export",), ("search", "--json"), ("status",), ("status", "--json")):
        told = await watcher(*command, "--data", str(tmp_path / "data"))
        assert (told.out != "", "hunter2" in told.out, "s3cr3t" in told.out) == (True, False, False)
    assert "https://***@a.example/rss?token=***" in (await watcher("feeds", "list", "--json", *options)).out


async def test_a_fault_in_the_configuration_keeps_the_credentials_to_itself(tmp_path: Path):
    config = tmp_path / "config.toml"
    config.write_text('[[feed]]\nurl = "https://me:hunter2@a.example/rss"\n' * 2, encoding="utf-8")
    told = await watcher("doctor", "--config", str(config), "--data", str(tmp_path))
    assert (told.code, "twice" in told.out, "hunter2" in told.out) == (1, True, False)
