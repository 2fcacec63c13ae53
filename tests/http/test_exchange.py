"""How bytes come from the wire: much of it in line, heads of bounded length, whatever pieces they come in."""

import asyncio
from typing import cast

import h11
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.badserver import BadServer, Drip
from watcher.core.model import Request
from watcher.http.address import of_url, parse
from watcher.http.exchange import READ, Exchange, not_modified, written


def exchange(size: int, line: asyncio.Lock) -> Exchange:
    """One whose bytes have all come already."""
    reader = asyncio.StreamReader(limit=size)
    reader.feed_data(bytes(size))
    reader.feed_eof()
    return Exchange(reader, cast(asyncio.StreamWriter, None), head=1, line=line)  # it only reads


async def test_all_long_bodies_together_read_one_piece_in_a_turn_of_the_loop_and_a_short_one_reads_in_each():
    line, pieces, short = asyncio.Lock(), list[int](), exchange(2 * READ, asyncio.Lock())

    async def read(number: int) -> None:
        body = exchange(20 * READ, line)
        while await body.piece():
            pieces.append(number)

    long = [asyncio.create_task(read(number)) for number in range(8)]
    while pieces.count(0) < 4:  # noqa: ASYNC110 - each turn of the loop counts; by then all are beyond what is little
        await asyncio.sleep(0)
    before = len(pieces)
    for _ in range(2):
        await short.piece()
    assert len(pieces) - before <= 3
    await asyncio.gather(*long)
    assert [pieces.count(number) for number in range(8)] == [20] * 8


async def test_only_lines_of_the_head_are_counted_wherever_it_is_cut(client):
    head, body = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n", b"\n" + b"line\n" * 5_000
    rest = b"\n" + body
    async with BadServer({"/": [head, Drip(b"\r"), rest]}) as server:
        assert (await client.get(Request(url=server.url("/")))).body == body


TOKEN = st.text("abcXYZ019!#$%&'*+-.^_`|~", min_size=1, max_size=12).map(str.encode)
VALUE = st.text(st.characters(min_codepoint=0, max_codepoint=255), max_size=20).map(lambda text: text.encode("latin-1"))


@given(
    st.sampled_from(["GET", "POST"]),
    st.sampled_from(["/", "/feed?a=b&c=%20", "/ü", "/a b"]),
    st.dictionaries(TOKEN, VALUE, max_size=4),
    st.binary(max_size=10),
)
def test_a_request_is_written_as_h11_writes_it_and_what_h11_would_not_send_in_one_piece_is_refused(
    method: str, path: str, headers: dict[bytes, bytes], body: bytes
):
    url = httpx.URL("http://host.example" + path)
    asked = [(b"host", b"host.example"), *headers.items()]
    asked += [(b"content-length", b"%d" % len(body))] if method == "POST" else []
    try:
        by_h11 = h11.Connection(h11.CLIENT).send(h11.Request(method=method, target=url.raw_path, headers=asked))
    except h11.LocalProtocolError:
        by_h11 = None
    try:
        ours = written(method, of_url(url), headers, body if method == "POST" else b"")
    except httpx.LocalProtocolError:
        assert by_h11 is None
    else:
        head, _, rest = ours.partition(b"\r\n\r\n")
        assert rest == (body if method == "POST" else b"")
        assert head.count(b"\n") == len(asked)
        assert by_h11 in (None, head + b"\r\n\r\n")  # h11 is stricter about blanks around a value


@pytest.mark.parametrize("value", ["a\r\nx: y", "a\nx: y", "a\rb", "a\0b", "a\r\n\r\nGET / HTTP/1.1"])
def test_no_header_can_begin_another_line(value: str):
    with pytest.raises(httpx.LocalProtocolError):
        written("GET", parse("http://host.example/"), {b"if-none-match": value.encode()})


@pytest.mark.parametrize(
    "address", ["http://a:b@host.example:8080/x", "https://bücher.example:443/", "http://[::1]:80/"]
)
def test_a_request_names_its_host_as_httpx_would(address: str):
    asked = httpx.Request("GET", address)
    assert b"host: %b\r\n" % asked.headers["host"].encode() in written("GET", parse(address), {})


LINE = st.one_of(
    st.tuples(TOKEN, st.sampled_from([b": ", b":", b" : ", b":\t"]), VALUE, st.sampled_from([b"\r\n", b"\n"])).map(b"".join),
    st.sampled_from([
        b"Content-Length: 5\r\n", b"content-length: x\r\n", b"Transfer-Encoding: chunked\r\n", b'ETag: "a b"\r\n',
        b"Date: Sun, 22 Nov 2026 12:00:00 GMT\r\n", b" folded\r\n", b"Vary: \r\n", b"Via: a \r\n", b"nothing\r\n",
    ]),
)  # fmt: skip
STATUS = st.sampled_from([
    b"HTTP/1.1 304 Not Modified\r\n", b"HTTP/1.0 304\r\n", b"HTTP/1.1 304 \r\n", b"HTTP/1.1 304 ung\xfcltig\r\n",
    b"HTTP/1.1 200 OK\r\n", b"HTTP/2 304 Not Modified\r\n", b"http/1.1 304 x\r\n", b"HTTP/1.1 3040\r\n", b"HTTP/1.1 304\n",
])  # fmt: skip


@given(STATUS, st.lists(LINE, max_size=5), st.sampled_from([b"\r\n", b"\n", b""]), st.binary(max_size=5))
def test_an_answer_is_known_as_not_modified_only_where_h11_says_the_same(
    status: bytes, lines: list[bytes], end: bytes, more: bytes
):
    answer = status + b"".join(lines) + end + more
    found = not_modified(answer)
    if not found:
        return
    state = h11.Connection(h11.CLIENT)
    for event in (h11.Request(method="GET", target="/", headers=[("host", "-")]), h11.EndOfMessage()):
        state.send(event)
    state.receive_data(answer)
    response = state.next_event()
    assert isinstance(response, h11.Response)
    assert (response.status_code, response.headers.raw_items()) == (304, found)
    assert isinstance(state.next_event(), h11.EndOfMessage)


def test_what_most_servers_say_of_an_unchanged_feed_is_known_at_once():
    etag, date = (b"ETag", b'"7-0"'), (b"Date", b"Sun, 22 Nov 2026 12:00:00 GMT")
    head = b"HTTP/1.1 304 Not Modified\r\n" + b"".join(b"%b: %b\r\n" % header for header in (etag, date)) + b"\r\n"
    assert not_modified(head) == [etag, date]
    assert not_modified(head[:-2]) == []
