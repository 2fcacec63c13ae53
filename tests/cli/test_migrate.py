"""Databases of every older version are brought to this one, and what they were is kept."""

import json
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.store.values import entry
from tests.test_run import watcher
from watcher.cli import app
from watcher.core.model import Search, Stretch
from watcher.errors import StoreError
from watcher.store import back_up, open_store, versions
from watcher.store.database import APPLICATION_ID, migrations, statements
from watcher.store.rows import key_number, stamp

NEWEST = len(migrations())
DAY = timedelta(days=1)


def older(path: Path, version: int) -> Path:
    """A database as that version of the program left it, with one entry."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.create_function("key_number", 1, key_number)
        for script in migrations()[:version]:
            for statement in statements(script):
                database.execute(statement)
        database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        database.execute(f"PRAGMA user_version = {version}")
        one = entry(1)
        values = {
            "id": one.id, "answer": "no", "decided_at": 1, "silent": 0, "feed": one.feed, "outlet": one.outlet,
            "url": one.url, "title": one.title, "author": "", "tags": "[]", "lang": one.lang, "country": "", "image": "",
            "first_seen": stamp(one.first_seen), "keys": "[]", "page": "unread", "attempts": 0, "summary": "", "text": "",
        }  # fmt: skip
        sql = f"INSERT INTO entry ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})"
        database.execute(sql, tuple(values.values()))
        if version < 13:
            database.execute("INSERT INTO entry_key VALUES ('guid:1', ?, ?)", (one.id, stamp(one.first_seen)))
            database.execute("INSERT INTO entry_key VALUES ('url:1', ?, ?)", (one.id, stamp(one.first_seen + 9 * DAY)))
        else:
            database.execute("INSERT INTO searched VALUES (1, ?, ?)", (one.id, stamp(one.first_seen)))
        if version >= 12:  # from then on it is noted with the first entries
            database.execute("INSERT INTO judged_by VALUES ('some rules')")
    return path


def migrate(folder: Path, *more: str) -> str:
    done = CliRunner().invoke(app, ["migrate", "--data", str(folder), *more], catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout


def copies(folder: Path) -> list[Path]:
    return list(folder.glob("*.v*"))


@pytest.mark.parametrize("version", range(1, NEWEST))
def test_every_older_version_becomes_this_one_and_is_kept_beside_it(tmp_path: Path, version: int):
    path = older(tmp_path / "watcher.db", version)
    said = migrate(tmp_path)
    assert f"version {NEWEST}, it was of {version}" in said
    assert versions(path) == (NEWEST, NEWEST)
    assert versions(tmp_path / f"watcher.db.v{version}") == (version, NEWEST)
    with closing(open_store(path, read_only=True)) as store:
        ((_, found),) = store.search(Search(query="delegation"), 9)
        assert found.article.entry.title == entry(1).title
        assert store.judged_by()  # by what are not the rules of now: these are applied at the next start


@pytest.mark.parametrize("version", [1, 5, 12])
def test_entries_of_older_versions_are_known_and_kept_for_as_long_as_before(tmp_path: Path, version: int):
    path, one = older(tmp_path / "watcher.db", version), entry(1)
    with closing(open_store(path)) as store:
        assert store.known(["guid:1", "url:1", "url:2"]) == {"guid:1": one.id, "url:1": one.id}
        assert store.prune(one.first_seen + 9 * DAY, 10) == 0, "a feed listed it then"
        assert store.prune(one.first_seen + 10 * DAY, 10) == 1
        assert store.known(["guid:1", "url:1"]) == {}


def test_the_words_of_older_matches_are_those_of_their_hits(tmp_path: Path):
    path, words = older(tmp_path / "watcher.db", 13), ["b", "a", "b", '"],["', "\\", "é", "𝄞", "ﬀ", "Z", "\n"]
    hits = json.dumps([["group", "term", "title", 0, 1, word] for word in words])
    with closing(sqlite3.connect(path)) as database:
        database.execute("UPDATE entry SET answer = 'yes'")
        found = (entry(1).id, 0, "Ties", "yes", 0.5, 0.3, 0, "[]", hits)
        database.execute("INSERT INTO verdict VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", found)
        database.commit()
    migrate(tmp_path, "--no-backup")
    with closing(open_store(path, read_only=True)) as store:
        (one,) = store.matches(Stretch())
        assert one.words == tuple(sorted(set(words)))
        assert one.topics == (("Ties", 0.5),)


def test_without_a_backup_there_is_none(tmp_path: Path):
    older(tmp_path / "watcher.db", 1)
    migrate(tmp_path, "--no-backup")
    assert not list(tmp_path.glob("*.v1"))


async def test_a_database_of_this_version_is_left_alone_also_while_somebody_writes_to_it(tmp_path: Path):
    path = older(tmp_path / "watcher.db", 1)
    migrate(tmp_path, "--no-backup")
    assert "already" in migrate(tmp_path)
    assert not copies(tmp_path)
    with closing(open_store(path)):
        done = await watcher("migrate", "--data", str(tmp_path))
    assert (done.code, "a watcher writes to it" in done.out) == (0, True)


def test_who_only_reads_an_older_database_is_told_of_migrate_and_may_still_back_it_up(tmp_path: Path):
    path = older(tmp_path / "watcher.db", 2)
    with pytest.raises(StoreError, match="watcher migrate"):
        open_store(path, read_only=True)
    back_up(path, tmp_path / "copy.db")
    assert versions(tmp_path / "copy.db") == (2, NEWEST)


def test_a_copy_that_is_there_already_is_not_overwritten_and_nothing_is_changed(tmp_path: Path):
    path = older(tmp_path / "watcher.db", 3)
    (tmp_path / "watcher.db.v3").write_text("mine")
    with pytest.raises(StoreError, match="overwrites nothing"):
        CliRunner().invoke(app, ["migrate", "--data", str(tmp_path)], catch_exceptions=False)
    assert versions(path) == (3, NEWEST)


def test_there_must_be_a_database(tmp_path: Path):
    with pytest.raises(StoreError, match="no database"):
        CliRunner().invoke(app, ["migrate", "--data", str(tmp_path)], catch_exceptions=False)
