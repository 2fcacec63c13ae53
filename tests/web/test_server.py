"""The server as a process: how it ends, and what it bears."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from tests.web.site import ROOT, prepared, serving, waited
from watcher.web.server import CONNECTIONS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with prepared(tmp_path):
        pass
    return tmp_path


def test_a_database_that_is_damaged_meanwhile_is_told_and_ends_nothing(folder: Path):
    with serving(folder) as address, httpx.Client(base_url=address, timeout=30) as web:
        assert web.get("/healthz").text == "stopped\n"  # nobody writes to it
        (folder / "watcher.db").write_bytes(b"")
        for path in ("/", "/metrics", "/api/v1/stories", "/atom"):
            answer = web.get(path)
            assert answer.status_code == 503, path
            assert "watcher.db" in answer.json()["error"]
        assert web.get("/style.css").status_code == 200


def test_connections_that_ask_nothing_keep_others_out_only_while_they_are_there(folder: Path):
    with serving(folder) as address, httpx.Client(base_url=address, timeout=30) as web, ExitStack() as held:
        place = urlsplit(address)
        idle = [
            held.enter_context(socket.create_connection((place.hostname, place.port))) for _ in range(CONNECTIONS + 5)
        ]
        waited(lambda: httpx.get(f"{address}/style.css").status_code == 503)
        for connection in idle:
            connection.close()
        waited(lambda: web.get("/style.css").status_code == 200)


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_in_order_when_it_is_asked_to(folder: Path, kind: signal.Signals):
    if sys.platform == "win32":
        pytest.skip("Windows ends processes otherwise")
    command = [sys.executable, "-m", "watcher", "serve", "--port", "0", "--data", str(folder)]
    process = subprocess.Popen(
        [*command, "--config", str(folder / "config.toml")],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=dict(os.environ),
    )  # fmt: skip
    assert process.stdout
    assert process.stdout.readline().startswith("http://127.0.0.1:")
    process.send_signal(kind)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (0, "", "")
