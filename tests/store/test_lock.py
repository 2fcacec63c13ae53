"""One process may write to a database, and everybody may know which."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.store.conftest import refused
from watcher.errors import StoreError
from watcher.store import open_store


def test_a_second_writer_learns_who_holds_the_database(path):
    code = "import sys; from watcher.store import open_store; s = open_store(sys.argv[1]); print('open', flush=True); input()"
    arguments = [sys.executable, "-c", code, str(path)]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        assert other.stdout.readline() == "open\n"
        refused(path, rf"in use by another watcher \(process {other.pid} on .*\).*watcher dashboard")
        reader = open_store(path, read_only=True)
        assert reader.counts()["entries"] == 200
        reader.close()
        other.kill()
    open_store(path).close()


FORKING = """
import os, sys, time
from watcher.store import open_store
store = open_store(sys.argv[1])
child = os.fork()
if child:
    print(child, flush=True)
time.sleep(60)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not fork")
def test_a_worker_that_outlives_a_killed_watcher_does_not_keep_the_database(path):
    arguments = [sys.executable, "-c", FORKING, str(path)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as watcher:
        assert watcher.stdout
        worker = int(watcher.stdout.readline())
        refused(path, "in use by another watcher")
        watcher.kill()
        watcher.wait()
        open_store(path).close()
        os.kill(worker, signal.SIGKILL)


def test_two_writers_in_one_process_are_refused_as_well(path):
    store = open_store(path)
    refused(path, "already open for writing")
    store.close()
    open_store(path).close()


def test_what_a_lock_file_says_does_not_count(path):
    path.with_name("watcher.db.lock").write_text("process 1 on this very host\n")
    open_store(path).close()


def test_one_database_by_two_names_has_one_lock(path, tmp_path):
    other_name = tmp_path / "link.db"
    other_name.symlink_to(path)
    store = open_store(path)
    with pytest.raises(StoreError, match="already open for writing"):
        open_store(other_name)
    store.close()
