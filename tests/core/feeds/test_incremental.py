"""Only what is new is read, and it is read exactly as if the whole feed had been."""

from dataclasses import replace

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.core.feeds.bodies import ATOM, FEED, JSON, RDF, SENTINEL, SITEMAP, URL, item, read, rss
from watcher.core.feeds import parse, xmlfeed
from watcher.core.feeds.selection import WIDTH
from watcher.core.model import Reply
from watcher.errors import FeedError

words = st.text(alphabet="aZß한字 \n.,'é", max_size=30)
html = st.lists(
    st.sampled_from(["<p>", "</p>", "&amp;", "&lt;b&gt;", "word ", "한국 ", "é", "<![CDATA[<i>x</i> & y]]>"]),
    max_size=6,
)


@st.composite
def items(draw):
    number = draw(st.integers(0, 5))
    texts = "".join(piece.replace("<p>", "&lt;p&gt;").replace("</p>", "&lt;/p&gt;") for piece in draw(html))
    fields = {
        "link": draw(st.sampled_from([f"/{number}", f"https://other.example/{number}?a=1&amp;b=2", ""])),
        "guid": draw(st.sampled_from([f"id-{number}", "same for all", ""])),
        "text": texts,
        "date": draw(st.sampled_from(["Fri, 20 Nov 2026 10:00:00 GMT", "yesterday"])),
        "dc:creator": draw(words).strip(),
        "category": draw(st.sampled_from(["a", "b"])),
    }
    return item(draw(words), **fields)


bodies = st.lists(items(), min_size=1, max_size=8, unique=True).map(
    lambda listed: rss(*listed, head='<?xml version="1.0"?>').replace(
        "<rss ", '<rss xmlns:dc="http://purl.org/dc/elements/1.1/" '
    )
)


UNTITLED = rss(*(item("", guid="one for two", link=f"/{number}") for number in range(2)), head='<?xml version="1.0"?>')


@settings(max_examples=60)
@given(bodies)
@example(UNTITLED)
def test_the_incremental_way_and_the_plain_way_read_the_same(body):
    root = body[body.index("<rss") :]
    plain = xmlfeed.read_plainly(root, URL, limit=100)
    assert replace(read(body), item_hashes=b"", total=0) == replace(plain, total=0)


@settings(max_examples=60)
@given(bodies, st.sets(st.integers(0, 7)))
def test_leaving_out_known_items_changes_nothing_about_the_others(body, chosen):
    whole = read(body)
    hashes = [whole.item_hashes[at : at + WIDTH] for at in range(0, len(whole.item_hashes), WIDTH)]
    known = {digest for number, digest in enumerate(hashes) if number in chosen}
    rest = read(body, known=b"".join(known))
    alone = [read(body, known=b"".join(set(hashes) - {digest})).entries for digest in hashes]
    expected = tuple(
        entry for digest, entries in zip(hashes, alone, strict=True) if digest not in known for entry in entries
    )
    assert rest.entries == expected
    assert (rest.total, rest.item_hashes, rest.title) == (whole.total, whole.item_hashes, whole.title)


@settings(max_examples=150)
@given(
    st.binary(max_size=400)
    | st.sampled_from([ATOM, RDF, JSON, SITEMAP, rss(SENTINEL)]).flatmap(
        lambda text: st.tuples(st.integers(0, len(text)), st.binary(max_size=6), st.integers(0, 20)).map(
            lambda cut: text.encode()[: cut[0]] + cut[1] + text.encode()[cut[0] + cut[2] :]
        )
    ),
    st.sampled_from(["", "text/xml; charset=utf-16", "application/json", "text/html; charset=euc-kr"]),
)
def test_any_bytes_give_a_feed_or_a_sentence(body, content_type):
    try:
        titles = [entry.title for entry in read(body, content_type).entries]
    except FeedError as error:
        titles = [str(error)]
    assert all(titles)


def test_a_changed_head_leaves_all_items_known():
    before = read(rss(SENTINEL, item("b"), channel="<lastBuildDate>1</lastBuildDate>"))
    after = read(rss(SENTINEL, item("b"), channel="<lastBuildDate>2</lastBuildDate>"), known=before.item_hashes)
    assert after.entries == ()
    assert after.total == 2


def test_json_items_and_sitemap_addresses_are_told_apart_as_well():
    for body in (JSON, SITEMAP):
        assert read(body, known=read(body).item_hashes).entries == ()


def test_a_feed_too_broken_for_items_to_be_told_apart_is_read_whole_each_time():
    broken = rss(item("a</b>"), SENTINEL)
    assert read(broken).item_hashes == b""
    assert len(read(broken, known=read(broken).item_hashes).entries) == 2


def test_a_link_and_an_id_that_all_items_share_identify_nothing():
    shared = {"link": "https://daily.example/board", "guid": "board"}
    first = read(rss(*(item(f"Story {n}", **shared) for n in range(3))))
    assert {(entry.guid, entry.shared_url) for entry in first.entries} == {("", True)}
    second = read(rss(*(item(f"Story {n}", **shared) for n in range(4))), known=first.item_hashes)
    assert [(entry.title, entry.guid, entry.shared_url) for entry in second.entries] == [("Story 3", "", True)]


def test_an_item_listed_twice_keeps_its_id():
    twice = read(rss(item("Story", guid="g", category="a"), item("Story", guid="g", category="b")))
    assert {entry.guid for entry in twice.entries} == {"g"}


def test_the_headers_that_a_server_sends_cannot_break_the_reading():
    headers = (("content-type", "\x00;charset=\x00"), ("content-location", "javascript:x"))
    body = Reply(url=URL, status=200, headers=headers, body=rss(item("t", link="/a")).encode())
    assert parse(body, FEED).entries[0].url == "https://daily.example/a"
