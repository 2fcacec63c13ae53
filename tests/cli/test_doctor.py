"""What the doctor says of the things around a watcher."""

from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from tests.badserver import BadServer, ok, reply
from tests.parts import NOON
from tests.test_run import watcher
from watcher.cli.surroundings import clock, disk, network
from watcher.core.model import Reply
from watcher.errors import FetchError, FetchFault

DOWN = FetchError(FetchFault.CONNECT, "cannot be reached at https://ana:pa55word@x.example")
REFUSED = FetchError(FetchFault.REFUSED, "403", status=403)
FINE = Reply(url="https://x.example", status=200)


@pytest.mark.parametrize(
    ("answers", "level"),
    [([FINE, REFUSED], "ok"), ([FINE, DOWN], "warning"), ([DOWN, DOWN], "fault"), ([REFUSED], "ok")],
)
def test_the_network_is_at_fault_if_no_server_answers_at_all(answers: list[Reply | FetchError], level: str):
    found = network(answers)
    assert found.level == level
    assert "pa55word" not in found.detail


@pytest.mark.parametrize(
    ("minutes", "said"),
    [([0, 90], "ok"), ([1], "ok"), ([-10, -15], "10 min behind"), ([30], "30 min ahead of"), ([], "")],
)
def test_a_clock_that_no_server_agrees_with_is_told(minutes: list[int], said: str):
    replies = [
        Reply(url="x", status=200, headers=(("date", format_datetime(NOON - timedelta(minutes=one))),))
        for one in minutes
    ]
    found = list(clock([*replies, Reply(url="x", status=200, headers=(("date", "soon"),))], NOON))
    assert bool(found) == bool(minutes)
    assert said in "".join(f"{one.level} {one.detail}" for one in found)


def test_the_room_is_that_of_the_first_folder_that_is_there(tmp_path: Path):
    found = disk(tmp_path / "not" / "yet")
    assert found.what == "disk"
    assert "free at" in found.detail


@pytest.fixture
async def places(tmp_path: Path):
    async with BadServer({"/feed": [reply("404 Not Found", "Date: Mon, 01 Jan 2001 00:00:00 GMT")]}) as server:
        config = tmp_path / "config.toml"
        config.write_text(
            f'[http]\nallow_private = ["127.0.0.1"]\nrobots = false\n[[feed]]\nurl = "{server.url("/feed")}"\n'
            '[[topic]]\nname = "T"\nrule = "cheese"\n'
        )
        yield server, ("--config", str(config), "--data", str(tmp_path))


async def test_the_doctor_asks_servers_and_compares_clocks(places: tuple[BadServer, tuple[str, ...]]):
    server, arguments = places
    server.table["/feed"] = [ok(b"<rss/>", "Date: Mon, 01 Jan 2001 00:00:00 GMT")]
    done = await watcher("doctor", *arguments)
    assert "ok      network        1 of 1 servers answer" in done.out
    assert "warning clock" in done.out
    assert done.code == 0


async def test_offline_the_doctor_asks_nobody(places: tuple[BadServer, tuple[str, ...]]):
    server, arguments = places
    done = await watcher("doctor", "--offline", *arguments)
    assert "network" not in done.out
    assert server.requests == []
