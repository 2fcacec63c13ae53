import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.core.feeds.opml import read, write
from watcher.core.model import Feed
from watcher.errors import FeedError

URL = "https://daily.example/rss?a=1&b=2"


def opml(*outlines: str, head: str = '<?xml version="1.0"?>') -> bytes:
    return f'{head}<opml version="1.0"><head/><body>{"".join(outlines)}</body></opml>'.encode()


def test_a_list_is_read_with_names_languages_folders_and_categories():
    nested = f"""<outline text="Asia"><outline title="Korea"><outline type="rss" text="Daily" language="ko-KR"
        xmlUrl="{URL.replace("&", "&amp;")}" category="/agency,state"/></outline></outline>"""
    (feed,) = read(opml(nested))
    assert feed == Feed(url=URL, name="Daily", lang="ko-KR", tags=("Asia", "Korea", "agency", "state"))


@pytest.mark.parametrize(
    "outline",
    [
        f'<outline text="R & D" xmlUrl="{URL}"/>',
        f"<outline text='a < b' xmlurl='{URL}'/>",
        f'<outline text="caf&eacute;" XMLURL="{URL}">',
        f'<outline text="x" xmlUrl=" {URL} "/><outline text="again" xmlUrl="{URL}"/>',
        f'<outline text="x\x0b" xmlUrl="{URL}"/>',
    ],
)
def test_a_carelessly_written_list_is_read(outline):
    assert [feed.url for feed in read(opml(outline))] == [URL]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<rss/>",
        opml(),
        opml('<outline xmlUrl="javascript:alert(1)"/>', '<outline xmlUrl="file:///etc/passwd"/>'),
        b'<!DOCTYPE opml [<!ENTITY a "b">]><opml><body><outline xmlUrl="https://a.example/"/></body></opml>',
    ],
)
def test_what_lists_no_feed_is_refused_with_a_sentence(body):
    with pytest.raises(FeedError, match=r"OPML|refused"):
        read(body)


@given(
    st.binary(max_size=300)
    | st.text(max_size=200).map(lambda text: f"<opml><outline {text}".encode("utf-8", "replace"))
)
def test_any_bytes_are_a_list_or_a_sentence(body):
    with contextlib.suppress(FeedError):
        assert read(body)


names = st.text(st.characters(exclude_categories=["C", "Z", "M"]), min_size=1, max_size=12)
feeds = st.builds(
    Feed,
    url=st.integers(0, 99).map(lambda n: f"https://a.example/?n={n}&x=<{n}>".replace("<", "%3C").replace(">", "%3E")),
    name=names,
    lang=st.sampled_from(["", "de", "pt-BR", "zh-Hant"]),
    tags=st.lists(st.sampled_from(["agency", "state media", "Ω"]), unique=True, max_size=3).map(tuple),
)


@given(st.lists(feeds, min_size=1, max_size=5, unique_by=lambda feed: feed.url))
def test_what_is_written_is_read_back(listed):
    assert [(f.url, f.lang, f.tags) for f in read(write(listed).encode())] == [(f.url, f.lang, f.tags) for f in listed]


def test_names_survive_whatever_they_hold():
    name = "R&D <b>“x”</b> \x1b[31m 'y' \"z\""
    (feed,) = read(write([Feed(url=URL, name=name)]).encode())
    assert feed.name == "R&D <b>“x”</b> [31m 'y' \"z\""
    assert feed.url == URL
