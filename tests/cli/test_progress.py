"""Long work says how far it is to a person at a terminal, and to nobody else."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.badserver import BadServer, Hang
from tests.dashboard.session import ROOT, Session
from watcher.cli.progress import pace

WORK = """
import time
from watcher.cli.progress import steps
def work():
    begun = time.monotonic()
    while time.monotonic() < begun + 0.8:
        yield begun
print("before", flush=True)
for piece in steps(work(), "Counting [pieces]", 5):
    pass
print("after", flush=True)
"""
WATCHED = """
import sys
from watcher.cli.progress import steps
for line in steps(iter(sys.stdin.readline, "end\\n"), "Counting [pieces]", 5):
    print(f"did {line}", end="", flush=True)
print("after", flush=True)
"""


@pytest.fixture
def session(request) -> Iterator[Session]:
    code, environ = request.param
    opened = Session([sys.executable, "-c", code], 80, 12, **environ)
    opened.echo_off()
    yield opened
    opened.close()


def test_the_pace_is_told_in_words():
    assert pace(1200, 5000, 3.5) == "1,200 of 5,000, 343/s, 11 s left"
    assert pace(3, 200, 6.0) == "3 of 200, 30/min, 6 min left"
    assert pace(200, 200, 6.0) == "200 of 200, 33/s"
    assert pace(70, None, 7.0) == "70, 10/s"
    assert pace(0, 9, 7.0) == "0 of 9"


@pytest.mark.parametrize("session", [(WATCHED, {})], indirect=True)
def test_a_person_at_a_terminal_sees_a_bar_below_what_is_printed_and_nothing_of_it_at_the_end(session):
    number = 0
    while "Counting [pieces]" not in "\n".join(session.terminal.display):  # it takes a moment to appear
        session.press(f"{number}\n")
        session.sees(f"did {number}")
        number += 1
    shown = session.until(lambda picture: f"{number} of 5" in picture, "how far it is").splitlines()
    *_, last = (line for line in shown if line.strip())
    assert last.startswith("Counting")
    assert "/s" in last or "/min" in last
    session.press("end\n")
    assert session.end() == 0
    assert [line.strip() for line in session.terminal.display if line.strip()][-1] == "after"
    assert not any("Counting" in line for line in session.terminal.display)
    assert session.raw.rindex(b"\x1b[?25h") > session.raw.rindex(b"\x1b[?25l")


@pytest.mark.parametrize("session", [(WORK, {}), (WORK, {"TERM": "dumb"})], indirect=True, ids=["able", "dumb"])
def test_a_terminal_that_cannot_go_back_in_a_line_gets_no_bar(session, request):
    assert session.end() == 0
    assert (b"Counting" in session.raw) is ("able" in request.node.name)
    assert session.raw.endswith(b"after\r\n")


async def test_a_single_round_of_polls_says_how_many_feeds_have_answered(tmp_path):
    async with BadServer({"/slow": [Hang()]}) as server:
        feeds = ["http://127.0.0.1:9/refused", server.url("/slow")]
        config = tmp_path / "config.toml"
        config.write_text(
            '[http]\nallow_private = ["127.0.0.1"]\n' + "".join(f'[[feed]]\nurl = "{url}"\n' for url in feeds),
            encoding="utf-8",
        )
        command = [sys.executable, "-m", "watcher", "run", "--once", "--config", str(config), "--data", str(tmp_path)]
        session = Session(command, 100, 12)
        try:
            await asyncio.to_thread(session.sees, "1 of 2")
            assert any(line.startswith("Asking feeds") for line in session.terminal.display)
            assert any("  failed  " in line for line in session.terminal.display)  # above the bar
            session.press("\x03")
            assert await asyncio.to_thread(session.end) == 0
            assert not any("Asking feeds" in line for line in session.terminal.display)
            assert any("Watched for" in line for line in session.terminal.display)
        finally:
            session.close()


@pytest.mark.parametrize("environ", [{}, {"FORCE_COLOR": "1"}, {"TTY_COMPATIBLE": "1"}])
def test_where_nobody_looks_nothing_is_shown(environ):
    done = subprocess.run(
        [sys.executable, "-c", WORK], cwd=ROOT, env={**os.environ, **environ}, capture_output=True, text=True,
        timeout=60, check=True,
    )  # fmt: skip
    assert done.stdout == "before\nafter\n"
    assert done.stderr == ""
