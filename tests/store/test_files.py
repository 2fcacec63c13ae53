"""What a damaged, foreign, newer, busy or lost database file is met with: a sentence, and the file as it was."""

import os
import re
import sqlite3
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.store.conftest import refused
from tests.store.values import NOW, decision, story, verdict
from watcher.core.model import Plan
from watcher.errors import StoreError
from watcher.store import open_store
from watcher.store.files import is_as_closed

# --- addresses ---


@pytest.mark.parametrize("form", ["{}", "sqlite:{}"])
def test_an_address_is_a_path_or_a_kind_with_a_path(tmp_path, form):
    path = tmp_path / "folder that is not there yet" / "watcher #1?.db"
    open_store(form.format(path)).close()
    assert path.exists()


def test_an_unknown_kind_of_store_is_named_with_the_choices():
    with pytest.raises(StoreError, match='"mongo" is not a kind of store: choose from sqlite'):
        open_store("mongo:somewhere")
    with pytest.raises(StoreError, match="names no place"):
        open_store("sqlite:")


# --- what is not a healthy database of ours ---


def test_an_emptied_database_does_not_pass_for_a_new_one(path):
    os.truncate(path, 0)
    refused(path, "empty or gone.*delete .*watcher.db.begun")
    refused(path, "empty or gone", read_only=True)


def test_a_lost_database_does_not_pass_for_a_new_one_until_its_marker_is_gone_too(path):
    path.unlink()
    refused(path, "empty or gone")
    path.with_name("watcher.db.begun").unlink()
    store = open_store(path)
    assert store.counts()["entries"] == 0
    store.close()


def test_a_database_that_moved_without_its_marker_gets_one(path, tmp_path):
    moved = tmp_path / "elsewhere" / "watcher.db"
    moved.parent.mkdir()
    path.rename(moved)
    open_store(moved).close()
    os.truncate(moved, 0)
    refused(moved, "empty or gone")


def test_an_empty_file_that_never_was_a_database_becomes_one(tmp_path):
    path = tmp_path / "watcher.db"
    path.touch()
    open_store(path).close()
    assert path.stat().st_size


def test_a_truncated_database_is_damaged(path):
    os.truncate(path, path.stat().st_size // 2)
    refused(path, "damaged")


def test_a_database_with_a_page_overwritten_in_its_middle_is_damaged(path):
    damage(path)
    refused(path, "damaged.*recover")


def damage(path):
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2 // 4096 * 4096)
        file.write(b"\xa5" * 4096)


def test_damage_is_looked_for_whenever_somebody_wrote_to_the_file_since_it_was_closed_in_order_and_once_a_day(path):
    now = datetime.now(UTC)
    assert is_as_closed(path, now)
    assert not is_as_closed(path, now + timedelta(days=1))
    assert not is_as_closed(path.with_name("other.db"), now)
    path.with_name("watcher.db-wal").write_bytes(b"x")
    assert not is_as_closed(path, now)  # there would be none after an end in order
    path.with_name("watcher.db-wal").unlink()
    open_store(path).close()
    assert is_as_closed(path, now)
    damage(path)
    assert not is_as_closed(path, now)
    refused(path, "damaged")


def test_a_database_in_which_damage_was_met_is_not_taken_for_one_that_was_closed_in_order(path):
    store = open_store(path)
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (size - 4096))
    with pytest.raises(StoreError, match="damaged"):
        store.commit(Plan(decisions=(decision(2000),)))
    store.close()
    assert not is_as_closed(path, datetime.now(UTC))


@pytest.mark.parametrize("content", [b"not a database at all" * 1000, b"x", b"\0" * 8192])
def test_a_file_that_is_no_database_is_left_alone(tmp_path, content):
    path = tmp_path / "watcher.db"
    path.write_bytes(content)
    refused(path, "not a database")
    refused(path, "not a database", read_only=True)


def test_a_damaged_header_is_told(path):
    with path.open("r+b") as file:
        file.write(b"\xff" * 100)
    refused(path, "not a database, or its beginning is damaged")


def test_a_database_of_a_newer_version_is_left_alone(path):
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 9999")
    connection.close()
    refused(path, "newer watcher.*9999")


def test_a_database_of_another_program_is_left_alone(tmp_path):
    path = tmp_path / "watcher.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE bookmarks (url TEXT)")
    connection.close()
    refused(path, "another program")


def test_a_directory_is_not_a_database(tmp_path):
    refused(tmp_path, "is a directory")


@pytest.mark.parametrize("address", ["~nobody-of-this-name/watcher.db", "nul\0byte"])
def test_what_is_no_path_at_all_is_told(address):
    with pytest.raises(StoreError, match="is no path"):
        open_store(address)


def test_a_reader_does_not_begin_a_database(tmp_path):
    path = tmp_path / "watcher.db"
    refused(path, "no database at", read_only=True)
    assert list(tmp_path.iterdir()) == []


CRASH = """
import os, sys
from tests.store.values import decision
from watcher.core.model import Plan
from watcher.store import open_store
store = open_store(sys.argv[1])
for number in range(1000, 1020):
    store.commit(Plan(decisions=(decision(number),)))
os.kill(os.getpid(), 9)
"""


def test_a_damaged_database_is_not_even_touched_by_folding_its_log_into_it(crashed):
    log = crashed.with_name("watcher.db-wal")
    damage(crashed)
    before = log.read_bytes()
    refused(crashed, "damaged")
    assert log.read_bytes() == before


@pytest.fixture
def crashed(path):
    """A database whose writer was killed, so that its last changes stand in its log."""
    subprocess.run([sys.executable, "-c", CRASH, str(path)], check=False, cwd=Path(__file__).parents[2])
    assert path.with_name("watcher.db-wal").stat().st_size
    return path


def test_what_a_killed_writer_left_in_the_log_is_there_again(crashed):
    store = open_store(crashed)
    assert store.counts()["entries"] == 220
    store.close()


def test_a_garbled_log_is_told_before_sqlite_drops_it_without_a_word(crashed):
    log = crashed.with_name("watcher.db-wal")
    log.write_bytes(b"\xa5" * log.stat().st_size)
    refused(crashed, "watcher.db-wal is damaged")
    assert log.stat().st_size


def test_a_log_that_is_garbled_in_its_middle_is_kept_aside_and_told(crashed, caplog):
    log = crashed.with_name("watcher.db-wal")
    with log.open("r+b") as file:
        file.seek(log.stat().st_size // 2)
        file.write(b"\xa5" * 4096)
    before = log.read_bytes()
    store = open_store(crashed)
    assert 200 <= store.counts()["entries"] < 220
    store.close()
    assert crashed.with_name("watcher.db-wal.damaged").read_bytes() == before
    assert "the last changes of watcher.db are lost" in caplog.text


def test_a_log_whose_last_change_was_cut_off_by_a_crash_is_no_damage(crashed):
    log = crashed.with_name("watcher.db-wal")
    os.truncate(log, log.stat().st_size - 100)
    store = open_store(crashed)
    assert store.counts()["entries"] == 219
    store.close()
    assert not crashed.with_name("watcher.db-wal.damaged").exists()


# --- what can go wrong while it is open ---


def test_a_database_that_another_program_locks_is_told_and_works_again_afterwards(path):
    store = open_store(path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="another program keeps it locked"):
        store.commit(Plan(decisions=(decision(900),)))
    other.execute("ROLLBACK")
    other.close()
    store.commit(Plan(decisions=(decision(900),)))
    assert store.counts()["entries"] == 201
    store.close()


FULL = """
import resource, signal, sys
from tests.store.values import decision
from watcher.core.model import Plan
from watcher.errors import StoreError
from watcher.store import open_store
store = open_store(sys.argv[1])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, hard))
try:
    for number in range(1000, 1200):
        store.commit(Plan(decisions=(decision(number, text="x" * 20_000),)))
except StoreError as error:
    print(error)
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
kept = store.counts()["entries"]
assert kept == 200 + number - 1000, (kept, number)
store.commit(Plan(decisions=(decision(number, text="x" * 20_000),)))
assert store.counts()["entries"] == kept + 1
store.close()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on a file's size")
def test_a_disk_that_takes_no_more_is_told_loses_nothing_and_is_used_again_once_it_does(path):
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(path)],
        check=True,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert re.search("disk", done.stdout)
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()


def test_a_reader_always_sees_whole_plans_while_a_writer_writes(path):
    writer = open_store(path)
    stop, torn, looks = threading.Event(), [], 0

    def read():
        nonlocal looks
        reader = open_store(path, read_only=True)
        while not stop.is_set() or not looks:
            counts = reader.counts()
            told = reader.stories(NOW)
            if counts["stories"] != 1 or counts["entries"] % 10 or not told[0].members:
                torn.append(counts)
            looks += 1
        reader.close()

    thread = threading.Thread(target=read)
    thread.start()
    for batch in range(30):
        numbers = range(1000 + batch * 10, 1010 + batch * 10)
        writer.commit(Plan(decisions=tuple(decision(n, verdict()) for n in numbers), stories=(story(),)))
    stop.set()
    thread.join()
    assert looks
    assert torn == []
    assert writer.counts()["entries"] == 500
    writer.close()
