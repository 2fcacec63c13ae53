"""Commands whose reader leaves, as `head` does: no traceback, and the exit code of a program that SIGPIPE ended."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.store.values import alert, decision, member, story, verdict
from tests.test_run import ROOT
from watcher.core.model import Plan
from watcher.store import open_store

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes break otherwise there")

COMMANDS = (
    ("--help",),
    ("export",),
    ("export", "--format", "csv"),
    ("export", "--stories"),
    ("search", "Nordkorea"),
    ("search", "--json"),
    ("stories", "--since", "9999d"),
    ("show", "story-000001"),
    ("alerts",),
    ("status", "--json"),
    ("backtest", "--config", "{config}"),
    ("feeds", "list", "--config", "{config}"),
    ("feeds", "export", "--config", "{config}"),
    ("groups", "north-korea", "--config", "{config}"),
    ("topics", "--config", "{config}"),
    ("check", "--config", "{config}"),
    ("doctor", "--config", "{config}"),
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    store = open_store(folder / "watcher.db")
    decisions = tuple(decision(n, verdict(), entry_changes={"summary": "long " * 400}) for n in range(200))
    store.commit(Plan(decisions=decisions, stories=tuple(story(n, (member(n),)) for n in range(50)), alerts=(alert(),)))
    store.close()
    text = '[[feed]]\nurl = "https://a.example/rss"\n[[topic]]\nname = "T"\nrule = "@north-korea"\n'
    (folder / "config.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_reader_that_left_gets_no_traceback(archive: Path, arguments: tuple[str, ...]):
    reading, writing = os.pipe()
    os.close(reading)
    command = [argument.format(config=archive / "config.toml") for argument in arguments]
    ended = subprocess.run(
        [sys.executable, "-m", "watcher", *command],
        cwd=ROOT,
        stdout=writing,
        stderr=subprocess.PIPE,
        env={**os.environ, "WATCHER_DATA": str(archive)},
        timeout=60,
        check=False,
    )
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (141, b"")


def test_an_output_that_takes_nothing_at_all_is_no_traceback_either(archive: Path):
    command = f'exec "{sys.executable}" -m watcher export --data "{archive}" >&-'
    ended = subprocess.run(["/bin/sh", "-c", command], cwd=ROOT, stderr=subprocess.PIPE, timeout=60, check=False)
    assert (ended.returncode, ended.stderr) == (0, b"")
