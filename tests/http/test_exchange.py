"""How bytes come from the wire: much of it in line, heads of bounded length, whatever pieces they come in."""

import asyncio
from typing import cast

from tests.badserver import BadServer, Drip
from watcher.core.model import Request
from watcher.http.exchange import Exchange

PIECE = 64 * 1024


def exchange(size: int, line: asyncio.Lock) -> Exchange:
    """One whose bytes have all come already."""
    reader = asyncio.StreamReader(limit=size)
    reader.feed_data(bytes(size))
    reader.feed_eof()
    return Exchange(reader, cast(asyncio.StreamWriter, None), head=1, line=line)  # it only reads


async def test_all_long_bodies_together_read_one_piece_in_a_turn_of_the_loop_and_a_short_one_reads_in_each():
    line, pieces, short = asyncio.Lock(), list[int](), exchange(4 * PIECE, asyncio.Lock())

    async def read(number: int) -> None:
        body = exchange(20 * PIECE, line)
        while await body.piece():
            pieces.append(number)

    long = [asyncio.create_task(read(number)) for number in range(8)]
    while pieces.count(0) < 6:  # noqa: ASYNC110 - each turn of the loop counts; by then all are beyond what is little
        await asyncio.sleep(0)
    before = len(pieces)
    for _ in range(4):
        await short.piece()
    assert len(pieces) - before <= 5
    await asyncio.gather(*long)
    assert [pieces.count(number) for number in range(8)] == [20] * 8


async def test_only_lines_of_the_head_are_counted_wherever_it_is_cut(client):
    head, body = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n", b"\n" + b"line\n" * 5_000
    rest = b"\n" + body
    async with BadServer({"/": [head, Drip(b"\r"), rest]}) as server:
        assert (await client.get(Request(url=server.url("/")))).body == body
