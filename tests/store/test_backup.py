"""A backup is whole and sound or is not there, whatever happens to the database meanwhile."""

import sqlite3
import threading
from pathlib import Path

import pytest

from tests.store.values import decision, verdict
from watcher.core.model import Plan
from watcher.errors import StoreError
from watcher.store import back_up, open_store


def test_a_backup_holds_what_the_database_held_and_opens_like_it(path: Path, tmp_path: Path):
    size = back_up(path, tmp_path / "copy.db")
    assert size == (tmp_path / "copy.db").stat().st_size
    copy, original = open_store(tmp_path / "copy.db"), open_store(path)
    assert copy.counts() == original.counts()
    assert copy.newest(10) == original.newest(10)
    copy.close()
    original.close()


def test_a_backup_is_one_file(path: Path, tmp_path: Path):
    (tmp_path / "safe").mkdir()
    back_up(path, tmp_path / "safe" / "copy.db")
    assert [file.name for file in (tmp_path / "safe").iterdir()] == ["copy.db"]


def test_while_a_watcher_writes_the_backup_is_as_of_one_moment(path: Path, tmp_path: Path):
    store = open_store(path)
    copying = threading.Thread(target=back_up, args=(path, tmp_path / "copy.db"))
    copying.start()
    number = 1000
    while copying.is_alive():
        store.commit(Plan(decisions=(decision(number, verdict()), decision(number + 1, verdict()))))
        number += 2
    store.close()
    with sqlite3.connect(tmp_path / "copy.db") as copy:
        ((entries,),) = copy.execute("SELECT count(*) FROM entry").fetchall()
    copy.close()
    assert entries >= 200
    assert entries % 2 == 0  # a plan is in it or is not


def test_a_backup_never_overwrites(path: Path, tmp_path: Path):
    mine = tmp_path / "mine"
    mine.write_text("mine")
    with pytest.raises(StoreError, match="overwrites nothing"):
        back_up(path, mine)
    assert mine.read_text() == "mine"


def test_a_damaged_database_is_no_backup(path: Path, tmp_path: Path):
    content = bytearray(path.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 4096] = b"\x5a" * 4096
    path.write_bytes(content)
    (tmp_path / "safe").mkdir()
    with pytest.raises(StoreError, match="damaged"):
        back_up(path, tmp_path / "safe" / "copy.db")
    assert list((tmp_path / "safe").iterdir()) == []


def test_where_nothing_can_be_written_the_fault_names_the_place(path: Path, tmp_path: Path):
    with pytest.raises(StoreError, match="nowhere"):
        back_up(path, tmp_path / "nowhere" / "copy.db")


def test_without_a_database_there_is_nothing_to_copy(tmp_path: Path):
    with pytest.raises(StoreError, match="no database"):
        back_up(tmp_path / "watcher.db", tmp_path / "copy.db")
