"""The log of the real program: where it goes, and what it shows."""

import json
import sys
from pathlib import Path

import pytest

from tests.badserver import BadServer, ok
from tests.parts import rss
from tests.test_run import watcher


@pytest.fixture
async def arguments(tmp_path: Path):
    async with BadServer({"/feed": [ok(rss([{"title": "Cheese fair opens"}]))]}) as server:
        address = server.url("/feed?token=geheim99").replace("//", "//ana:sesam123@")
        config = tmp_path / "config.toml"
        config.write_text(
            f'[http]\nallow_private = ["127.0.0.1"]\ngap = "0s"\nrobots = false\n[[feed]]\nurl = "{address}"\n'
            '[[topic]]\nname = "T"\nrule = "cheese"\n',
            encoding="utf-8",
        )
        server.table["/feed?token=geheim99"] = server.table["/feed"]
        yield "run", "--once", "--headless", "--config", str(config), "--data", str(tmp_path / "data")


async def test_json_logs_go_to_standard_error_and_show_no_credentials(arguments: tuple[str, ...]):
    done = await watcher(*arguments, "--log-json", "--log-level", "debug")
    lines = [json.loads(line) for line in done.err.splitlines()]
    (poll,) = [line for line in lines if line["event"] == "polled"]
    assert poll["feed"].startswith("http://***@127.0.0.1:")
    assert poll["total"] == 1
    assert "sesam123" not in done.out + done.err
    assert "geheim99" not in done.out + done.err


async def test_a_log_file_takes_what_standard_error_would_have(arguments: tuple[str, ...], tmp_path: Path):
    done = await watcher(*arguments, "--log-file", str(tmp_path / "w.log"))
    assert done.err == ""
    assert "stopped" in (tmp_path / "w.log").read_text(encoding="utf-8")


async def test_who_asks_for_no_log_has_the_lines_alone(arguments: tuple[str, ...]):
    done = await watcher(*arguments)
    assert "polled" in done.out
    assert done.err == ""


async def test_a_level_that_is_none_is_refused_with_the_choices(arguments: tuple[str, ...]):
    done = await watcher(*arguments, "--log-level", "loud")
    assert done.code == 2
    assert "debug, info, warning, error" in done.err


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are a Unix thing")
def test_beside_a_dashboard_the_log_is_a_file_in_the_data_folder_and_the_screen_stays_clean(tmp_path: Path):
    from tests.dashboard.session import Session

    config = tmp_path / "config.toml"
    config.write_text('[[feed]]\nurl = "http://127.0.0.1:9/feed"\nname = "Nobody"\n', encoding="utf-8")
    places = ["--config", str(config), "--data", str(tmp_path)]
    session = Session([sys.executable, "-m", "watcher", "run", *places, "--log-level", "debug"], 100, 30)
    try:
        session.sees("Nobody")
        session.press("q")
        assert session.end() == 0
    finally:
        session.close()
    assert "started" in (tmp_path / "watcher.log").read_text(encoding="utf-8")
    assert b"[info" not in session.raw
