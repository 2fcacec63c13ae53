"""Hostile and broken input over real HTTP, through the whole pipeline: the good items of the same feed still come through.

Each case is a row of docs/operations.md, by the name that it has there. The feed's server is reached as `localhost`,
which the configuration allows; the same machine by its address is the private network that nobody may be led into.
"""

import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.badserver import WRONG, Answer, BadServer, Drip, Hang, Reset, ok, redirect, reply, zeros
from tests.parts import page
from tests.test_pipeline import GROUPS, HINT, MATCH, TOPIC, Bench
from watcher.core.events import Polled, PollFailed
from watcher.core.model import Entry, Feed, PageState
from watcher.core.rules import Topic, compile_rules
from watcher.http.bounds import Bounds
from watcher.http.client import Client, Settings
from watcher.http.hosts import Manners

SENTINEL = "<item><title>Sentinel story</title><link>/sentinel</link><guid>sentinel</guid></item>"
YES, NO, ANY = True, False, None
TEXT = page("North Korea and Russia agreed that their military officers train together. Soldiers will go to Moscow.")


@dataclass(frozen=True)
class Case:
    answer: Answer
    deliver: bool | None = YES
    says: str = ""  # of a failed poll


def feed(*items: str, head: str = '<?xml version="1.0" encoding="utf-8"?>', codec: str = "utf-8") -> bytes:
    body = f'{head}<rss version="2.0"><channel><title>t</title>{"".join(items)}{SENTINEL}</channel></rss>'
    return body.encode(codec, "surrogatepass")


def odd(title: str = "Odd", **fields: str) -> bytes:
    """A feed of one odd item and a good one."""
    inner = "".join(f"<{name}>{value}</{name}>" for name, value in fields.items())
    return feed(f"<item><title>{title}</title>{inner}</item>")


def declared(charset: str, codec: str, title: str = "Привет") -> bytes:
    return feed(f"<item><title>{title}</title></item>", head=f'<?xml version="1.0" encoding="{charset}"?>', codec=codec)


def xml(body: bytes, deliver: bool | None = YES, says: str = "", content_type: str = "text/xml") -> Case:  # noqa: FBT001 - a table's columns
    return Case([ok(body, content_type=content_type)], deliver, says)


GOOD = feed()
HTML = "text/html; charset=utf-8"
DOCTYPE = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://localhost/rss-0.91.dtd">'
ENTITIES = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'

XML = {
    "xml-laughs": xml(feed("<item><title>&b;</title></item>", head=ENTITIES), ANY),
    "xml-xxe-file": xml(feed(head='<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), ANY),
    "xml-param-entity": xml(feed(head='<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://127.0.0.1/x">%p;]>'), ANY),
    "xml-doctype-netscape": xml(feed(head=DOCTYPE)),
    "xml-deep": xml(feed("<x>" * 20_000), ANY),
    "xml-deep-escaped-html": xml(odd(description="&lt;div&gt;" * 100_000)),
    "xml-attrs": xml(feed("<x " + " ".join(f'a{n}="1"' for n in range(100_000)) + "/>"), ANY),
    "xml-ns-undeclared": xml(odd(**{"foo:bar": "x"})),
    "xml-opml": xml(b"<opml version='2.0'><body><outline xmlUrl='https://a.example/'/></body></opml>", NO, "OPML"),
}
CHARSETS = {
    "cs-1251-decl": xml(declared("windows-1251", "cp1251")),
    "cs-1251-hdr-says-utf8": xml(declared("windows-1251", "cp1251"), content_type="text/xml; charset=utf-8"),
    "cs-sjis": xml(declared("Shift_JIS", "cp932", "日本語")),
    "cs-gb18030": xml(declared("gb18030", "gb18030", "朝鲜代表团")),
    "cs-utf16be-nobom": xml(declared("utf-16", "utf-16-be")),
    "cs-utf32": xml(declared("utf-32", "utf-32"), ANY),
    "cs-utf7": xml(declared("utf-7", "utf-7"), ANY),
    "cs-nul": xml(odd("a\0b")),
    "cs-badutf8": xml(odd("a@b").replace(b"@", b"\xff")),
    "cs-surrogate-ref": xml(odd("a&#xD800;b")),
    "cs-cesu": xml(odd("a\ud83d\ude00b")),
    "cs-ctrl-ref": xml(odd("a&#27;[2J&#x9b;31m")),
}
LINKS = {
    "l-robots": "robots",
    "l-js": "javascript:alert(1)",
    "l-file": "file:///etc/passwd",
    "l-data": "data:text/html,x",
    "l-ftp": "ftp://localhost/x",
    "l-meta": "http://169.254.169.254/latest/meta-data/",
    "l-v6": "http://[::ffff:127.0.0.1]:{port}/secret",
    "l-dec": "http://2130706433:{port}/secret",
    "l-hex": "http://0x7f000001:{port}/secret",
    "l-oct": "http://0177.0.0.1:{port}/secret",
    "l-userinfo": "http://localhost@127.0.0.1:{port}/secret",
    "l-redir": "/to-secret",
    "l-space": " /a b ",
    "l-long": "https://localhost/" + "a" * 100_000,
    "l-idn": "http://１２７.0.0.1:{port}/secret",
    "l-ctrl": "http://127.0.0.1:{port}/sec&#10;ret\u202e",
    "l-dash": "--help",
}
DATES = {
    "d-future": "Fri, 20 Nov 2099 10:00:00 GMT",
    "d-y0": "0000-01-01T00:00:00Z",
    "d-y1": "0001-01-01T00:00:00Z",
    "d-y9999": "9999-12-31T23:59:59-12:00",
    "d-none": "",
    "d-de": "Freitag, 20. November 2026 10:00 Uhr",
    "d-tz": "Fri, 20 Nov 2026 10:00:00 +9999",
    "d-leap": "2026-06-30T23:59:60Z",
    "d-feb": "30 Feb 2026 10:00:00 GMT",
    "d-h24": "2026-11-19T24:00:00Z",
    "d-neg": "-1",
    "d-epoch": "0",
    "d-huge": "9" * 400,
    "d-html": "&lt;b&gt;yesterday&lt;/b&gt;",
    "d-y2038": "Tue, 19 Jan 2038 03:14:08 GMT",
    "d-old": "Mon, 01 Jan 1900 00:00:00 GMT",
}
DATED = {"d-future", "d-y2038", "d-de", "d-leap", "d-h24"}  # of those, what a date can be made of
LOGIN = b"<html><title>Log in</title><form><input type='password'></form></html>"
CONSENT = b"<html><p>Wir und unsere Partner speichern Cookies</p></html>"
TOO_MANY = "429 Too Many Requests"
HTTP = {
    "h-login": xml(LOGIN, NO, "login page", HTML),
    "h-consent": xml(CONSENT, NO, "consent page", HTML),
    "h-html-type": xml(GOOD, content_type="text/html"),
    "h-no-type": Case([reply("200 OK", body=GOOD)]),
    "h-206": Case([reply("206 Partial Content", body=GOOD)], ANY),
    "h-308": Case([redirect("/good", "308 Permanent Redirect")]),
    "h-ok": xml(GOOD),
    "h-404-then-ok": Case([[reply("404 Not Found")], [reply("404 Not Found")], [ok(GOOD)]]),
    "h-429-date": Case([reply(TOO_MANY, "Retry-After: Fri, 20 Nov 2026 18:00:00 GMT")], NO, "429"),
    "h-429-absurd": Case([reply(TOO_MANY, "Retry-After: 315360000")], NO, "429"),
    "h-503": Case([reply("503 Service Unavailable")], NO, "503"),
    "h-451": Case([reply("451 Unavailable For Legal Reasons")], NO, "legal reasons"),
    "h-304": Case(
        lambda r: [reply("304 Not Modified") if r.header("if-none-match") == 'W/"a"' else ok(GOOD, 'ETag: W/"a"')]
    ),
    "h-304-unasked": Case([reply("304 Not Modified")], NO, "unchanged"),
    "h-loop": Case([redirect("/feed")], NO, "circle"),
    "h-redir-file": Case([redirect("file:///etc/passwd")], NO, "not an address of the web"),
    "h-redir-ssrf": Case([redirect("http://127.0.0.1:{port}/secret")], NO, "private"),
    "h-hops": Case(lambda r: [redirect(f"/feed?{int(r.target.partition('?')[2] or 0) + 1}")], NO, "more than 8 times"),
    "h-cookies": Case([ok(GOOD, *(f"Set-Cookie: c{n}={'x' * 4000}" for n in range(200)))]),
    "h-slow-headers": Case([Drip(ok(GOOD), every=0.1)], NO, "within"),
    "h-silent": Case([Hang()], NO, "within"),
    "h-longer": Case([reply("200 OK", body=GOOD) + b"tail"], ANY),
    "h-twolength": Case(WRONG["/two-lengths"], NO, "HTTP"),
    "h-keepopen": Case([b"HTTP/1.1 200 OK\r\n\r\n" + GOOD, Hang()], NO, "within"),
    "h-reset-mid": Case([b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n" + GOOD, Reset()], NO, "broke off"),
    "h-10": Case([b"HTTP/1.0 200 OK\nContent-Type: text/xml\n\n" + GOOD]),
    "h-09": Case([GOOD], NO, "HTTP"),
    "h-chunk-bad": Case(WRONG["/bad-chunk"], NO, "HTTP"),
    "h-chunk-huge": Case(WRONG["/huge-chunk"], NO, "HTTP"),
    "h-headers-10k": Case([ok(GOOD, *(f"X-{n}: {n}" for n in range(10_000)))], NO, "1,000 lines"),
    "h-1xx": Case([b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 1000 + ok(GOOD)], ANY),
    "h-header-ctrl": Case(WRONG["/control-reason"], ANY),
}
COMPRESSION = {
    "z-gzip-1g": Case([ok(zeros(200), "Content-Encoding: gzip")], NO, "bomb"),
    "z-gzip-gzip": Case([ok(gzip.compress(zeros(100)), "Content-Encoding: gzip, gzip")], NO, "bomb"),
    "z-deflate": Case([ok(zeros(100, 15), "Content-Encoding: deflate")], NO, "bomb"),
    "z-notgzip": Case([ok(GOOD, "Content-Encoding: gzip")], ANY),
    "z-unlabelled": Case([ok(gzip.compress(GOOD))], ANY),
    "z-truncated": Case([ok(gzip.compress(GOOD)[:100], "Content-Encoding: gzip")], NO, "ends early"),
    "z-unknown": Case([ok(GOOD, "Content-Encoding: x-foo")], ANY),
}
STORY = b"".join(
    b"<p>North Korea and Russia agreed that soldiers of their military train, part %d.</p>" % n for n in range(9)
)
PAGES: dict[str, tuple[Sequence[Any], PageState | None]] = {
    "a-empty": ([ok(b"", content_type=HTML)], None),
    "a-paywall": ([ok(page("Soldiers of North Korea. Jetzt weiterlesen mit Plus."), content_type=HTML)], PageState.WALLED),
    "a-video": ([b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nContent-Length: 99999999\r\n\r\n", Hang()], PageState.ABSENT),
    "a-soft404": ([ok(b"<html><title>404 - not found</title><p>Sorry.</p></html>", content_type=HTML)], None),
    "a-refresh": (
        [ok(b"<html><meta http-equiv=refresh content='0;url=http://127.0.0.1:{port}/secret'></html>", content_type=HTML)],
        None,
    ),
    "a-euckr": (
        [ok("<html><meta charset=euc-kr><article><p>북한 대표단이 러시아를 방문했다고 조선중앙통신이 보도했다. </p></article></html>"
            .replace("</p>", "북한과 러시아는 군사 협력을 논의했다. " * 9 + "</p>").encode("euc-kr"), content_type="text/html")],
        PageState.READ,
    ),
    "a-comments": ([ok(b"<html><article>" + b"<!-- x -->" * 100_000 + STORY + b"</article></html>", content_type=HTML)], PageState.READ),
    "a-ctrl": (
        [ok(b"<html><article>" + STORY.replace(b"agreed", b"\x1b[2J agreed &#27;[31m") + b"</article></html>", content_type=HTML)],
        PageState.READ,
    ),
    "a-redir-ssrf": ([redirect("http://127.0.0.1:{port}/secret")], PageState.ABSENT),
    "a-table": (
        [ok(b"<html><article>" + STORY + b"<table>" + b"<tr><td>x</td></tr>" * 20_000 + b"</table></article></html>", content_type=HTML)],
        PageState.READ,
    ),
    "a-slow": ([b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", Drip(STORY * 9, every=0.1)], None),
}  # fmt: skip
SECRET = [ok(TEXT, content_type=HTML)]


class Outpost(Bench):
    """A pipeline whose feed is a server that misbehaves."""

    def __init__(self, folder: Path, server: BadServer) -> None:
        super().__init__(folder)
        self.url = server.url("/feed", host="localhost")
        watched = Feed(url=self.url, name="Outlet", lang="en")
        self.store.register([watched])
        bounds = Bounds(deadline=1.5, page_deadline=1.0, feed_body=4_000_000, page_body=2_000_000)
        settings = Settings(allow_private=("localhost",), bounds=bounds, manners=Manners(gap=0.0, patience=0.5))
        self.pipeline.fetcher = self.client = Client(settings, self.clock)
        rules = compile_rules([Topic(name=TOPIC, rule="@nk & @ru & @mil", threshold=0.2, fetch="always")], GROUPS)
        self.pipeline.policy = type(self.pipeline.policy)(
            feeds={self.url: watched},
            rules=rules,
            routes=self.pipeline.policy.routes,
            limits=self.pipeline.policy.limits,
            look_back=None,
        )

    async def polls(self, times: int = 3) -> None:
        for _ in range(times):
            self.clock.turn(minutes=20)
            await self.pipeline.poll(self.url)

    def entries(self) -> dict[str, Entry]:
        found = map(self.store.decision, self.store.newest(100))
        return {decision.article.entry.title: decision.article.entry for decision in found if decision}


def filled(steps: Answer, server: BadServer) -> Answer:
    """The steps with the server's port in their addresses."""
    if callable(steps) or isinstance(steps[0], list):
        return steps
    port = str(server.port).encode()
    if isinstance(steps[0], bytes) and b"{port}" in steps[0]:
        head, _, body = steps[0].partition(b"\r\n\r\n")
        body = body.replace(b"{port}", port)
        lines = [line for line in head.split(b"\r\n") if not line.startswith(b"Content-Length")]
        head = b"\r\n".join(lines).replace(b"{port}", port)
        return [head + b"\r\nContent-Length: %d\r\n\r\n" % len(body) + body, *steps[1:]]
    return steps


@pytest.fixture
async def server():
    async with BadServer(
        {"/good": [ok(GOOD)], "/secret": SECRET, "/sentinel": [ok(TEXT, content_type=HTML)]}
    ) as opened:
        opened.table["/to-secret"] = [redirect(opened.url("/secret"))]
        yield opened


@pytest.fixture
async def outpost(tmp_path: Path, server: BadServer):
    opened = Outpost(tmp_path, server)
    yield opened
    await opened.client.close()
    opened.store.close()


@pytest.mark.parametrize("name", [*XML, *CHARSETS, *HTTP, *COMPRESSION])
async def test_what_a_feeds_server_does_wrong_costs_its_own_poll_at_most(
    name: str, outpost: Outpost, server: BadServer
):
    case = {**XML, **CHARSETS, **HTTP, **COMPRESSION}[name]
    server.table["/feed"] = filled(case.answer, server)
    await outpost.polls()
    entries, failed = outpost.entries(), outpost.events.of(PollFailed)
    assert server.asked("/secret") == 0
    assert case.deliver is ANY or ("Sentinel story" in entries) is case.deliver
    assert len(failed) + len(outpost.events.of(Polled)) == 3
    assert not case.says or case.says in failed[0].fault
    state = outpost.store.state(outpost.url)
    assert state.next_poll is not None
    assert timedelta(0) < state.next_poll - outpost.clock.now() <= timedelta(days=1)
    for said in [*entries, *(event.fault for event in failed)]:
        assert said.isprintable()


@pytest.mark.parametrize("name", LINKS)
async def test_a_link_leads_nobody_astray_and_its_item_is_still_listed(name: str, outpost: Outpost, server: BadServer):
    link = LINKS[name].replace("{port}", str(server.port))
    server.table["/feed"] = [ok(odd(HINT["title"], link=f"<![CDATA[{link}]]>" if "&" not in link else link))]
    await outpost.polls(1)
    await outpost.read_pages()
    entries = outpost.entries()
    assert {HINT["title"], "Sentinel story"} <= set(entries)
    url = entries[HINT["title"]].url
    assert url == "" or url.startswith(("http://", "https://"))
    assert url.isprintable()
    assert server.asked("/secret") == 0
    assert server.asked("/sentinel") == 1, "the good item's page is read"


@pytest.mark.parametrize("name", DATES)
async def test_a_date_that_cannot_be_keeps_its_item_and_never_lies_ahead(
    name: str, outpost: Outpost, server: BadServer
):
    server.table["/feed"] = [ok(odd("Odd date", pubDate=DATES[name]))]
    await outpost.polls(2)
    entries = outpost.entries()
    assert {"Odd date", "Sentinel story"} <= set(entries)
    entry = entries["Odd date"]
    if name in DATED:
        assert entry.published is not None
        assert timedelta(0) <= entry.first_seen - entry.published < timedelta(days=365)
    else:
        assert entry.published is None, "none is better than a wrong one"
    assert outpost.store.counts()["entries"] == 2


@pytest.mark.parametrize("name", PAGES)
async def test_a_page_that_cannot_be_read_holds_no_alert_up(name: str, outpost: Outpost, server: BadServer):
    steps, expected = PAGES[name]
    server.table |= {"/feed": [ok(odd(MATCH["title"], link="/page"))], "/page": filled(steps, server)}
    await outpost.polls(1)
    await outpost.pipeline.announce()
    assert [alert.title for alert in outpost.channel.sent] == [MATCH["title"]], "before the page is asked for"
    await outpost.read_pages()
    found = filter(None, map(outpost.store.decision, outpost.store.newest(9)))
    decision = next(decision for decision in found if decision.article.entry.title == MATCH["title"])
    assert decision.matches
    assert decision.article.page is (expected or decision.article.page)
    assert decision.article.page is PageState.READ or decision.article.text == ""
    assert "\x1b" not in decision.article.text
    assert server.asked("/secret") == 0
