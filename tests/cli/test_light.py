"""Commands that ask no server start without what asks servers and reads pages."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.store.values import decision, story, verdict
from tests.test_run import ROOT
from watcher.core.model import Plan
from watcher.store import open_store

HEAVY = ("feedparser", "httpx", "trafilatura", "apscheduler")
PROGRAM = f"""\
import sys
from watcher.__main__ import main
try:
    main()
finally:
    print("loaded:", *[name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)
"""
COMMANDS = (
    ("--help",),
    ("--version",),
    ("backtest", "--config", "{config}"),
    ("check", "--config", "{config}"),
    ("topics", "--config", "{config}"),
    ("groups", "--config", "{config}"),
    ("classify", "--config", "{config}", "{line}"),
    ("feeds", "list", "--config", "{config}"),
    ("feeds", "export", "--config", "{config}"),
    ("export",),
    ("search", "Nordkorea"),
    ("stories", "--since", "9999d"),
    ("show", "story-000000"),
    ("alerts",),
    ("handover",),
    ("status",),
    ("prune", "--before", "9999d"),
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    store = open_store(folder / "watcher.db")
    store.commit(Plan(decisions=(decision(0, verdict()),), stories=(story(),)))
    store.close()
    text = '[[feed]]\nurl = "https://a.example/rss"\n[[topic]]\nname = "T"\nrule = "@north-korea"\n'
    (folder / "config.toml").write_text(text, encoding="utf-8")
    (folder / "line.jsonl").write_text('{"title": "Nordkorea"}', encoding="utf-8")
    return folder


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_command_that_asks_no_server_loads_nothing_that_does(archive: Path, arguments: tuple[str, ...]):
    command = [argument.format(config=archive / "config.toml", line=archive / "line.jsonl") for argument in arguments]
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, *command],
        cwd=ROOT,
        capture_output=True,
        env={**os.environ, "WATCHER_DATA": str(archive)},
        timeout=60,
        check=False,
    )
    assert b"Traceback" not in ended.stderr, ended.stderr.decode()
    assert ended.stderr.decode().splitlines()[-1].strip() == "loaded:"
