"""`watcher evidence`, as processes."""

import hashlib
from pathlib import Path

import pytest

from tests.store.values import decision, member, story, verdict
from tests.test_run import ROOT, watcher
from watcher.core.model import Plan
from watcher.store import open_store


@pytest.fixture
def archive(tmp_path: Path):
    """The data folder of a database with a story of two articles, open in a writer."""
    store = open_store(tmp_path / "watcher.db")
    decisions = (decision(0, verdict()), decision(1, verdict()))
    store.commit(Plan(decisions=decisions, stories=(story(members=(member(0), member(1))),)))
    yield tmp_path
    store.close()


async def evidence(*arguments: object):
    return await watcher("evidence", *map(str, arguments))


async def test_a_pack_is_written_checked_and_never_overwritten(archive: Path):
    file = archive / "story.zip"
    where = ("--data", archive, "--config", ROOT / "config.example.toml")
    made = await evidence("pack", "story-000000", file, *where)
    assert (made.code, made.err) == (0, "")
    assert hashlib.sha256(file.read_bytes()).hexdigest() in made.out
    checked = await evidence("verify", file)
    assert (checked.code, "whole and unchanged" in checked.out) == (0, True)
    again = await evidence("pack", "story-000000", file, *where)
    assert (again.code, "nothing is overwritten" in again.err) == (2, True)
    file.write_bytes(file.read_bytes().replace(b"Delegation 1", b"Delegation 9"))
    changed = await evidence("verify", file)
    assert changed.code in (1, 2)
    assert "whole" not in changed.out


async def test_what_cannot_be_packed_or_checked_is_bad_input(archive: Path):
    none = await evidence("pack", "nothing", archive / "x.zip", "--data", archive)
    assert (none.code, 'no story or article "nothing"' in none.err) == (2, True)
    assert not (archive / "x.zip").exists()
    wrong = await evidence("verify", ROOT / "README.md")
    assert (wrong.code, "no evidence pack" in wrong.err) == (2, True)
