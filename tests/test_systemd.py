"""What a service manager hears of a real watch: a datagram socket of ours stands for its end."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.badserver import BadServer, ok
from tests.parts import NOON, rss
from tests.process import Running, running, write
from watcher.core.events import ReloadFailed, Started, Warned
from watcher.systemd import Service

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no datagram sockets in files")
STARTED = Started(at=NOON, version="1", feeds=3, topics=("A", "B"), config="c")


@contextmanager
def manager(address: str) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind("\0" + address[1:] if address.startswith("@") else address)
        listening.setblocking(False)
        yield listening


def heard(listening: socket.socket) -> list[str]:
    found = []
    try:
        while True:
            found.append(listening.recv(4096).decode())
    except BlockingIOError:
        return found


class Listening:
    """Waits for what a process tells its manager."""

    def __init__(self, listening: socket.socket) -> None:
        self._socket = listening
        self.said: list[str] = []

    async def until(self, wanted: Callable[[str], bool]) -> str:
        async with asyncio.timeout(60):
            while True:
                for message in self.said:
                    if wanted(message):
                        return message
                self.said.append((await asyncio.get_running_loop().sock_recv(self._socket, 4096)).decode())


@pytest.fixture(params=["a file", pytest.param("@", marks=pytest.mark.skipif(sys.platform != "linux", reason="Linux"))])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return f"@watcher-test-{os.getpid()}" if request.param == "@" else str(tmp_path / "notify")


@pytest.fixture
async def folder(tmp_path: Path):
    async with BadServer({"/feed": [ok(rss([{"title": "Cheese fair opens"}]))]}) as server:
        write(tmp_path, server, ["/feed"])
        yield tmp_path


async def test_a_watch_tells_that_it_is_ready_alive_and_ending(folder: Path, address: str):
    with manager(address) as listening:
        manages = Listening(listening)
        async with running(folder, environment={"NOTIFY_SOCKET": address, "WATCHDOG_USEC": "400000"}) as watcher:
            ready = await manages.until(lambda message: message.startswith("READY=1"))
            assert "STATUS=feeds 1, failing 0, topics 1" in ready
            await manages.until(lambda _: sum("WATCHDOG=1" in message for message in manages.said) >= 3)
            watcher.process.send_signal(signal.SIGTERM)
            await manages.until(lambda message: message.startswith("STOPPING=1"))
            assert await watcher.ended() == 0


async def test_a_reload_is_told_when_it_begins_and_when_it_is_over(folder: Path, tmp_path: Path):
    address = str(tmp_path / "notify")
    with manager(address) as listening:
        manages = Listening(listening)
        async with running(folder, environment={"NOTIFY_SOCKET": address}) as watcher:
            await watcher.says("polled")
            await manages.until(lambda message: message.startswith("READY=1"))
            manages.said.clear()
            watcher.process.send_signal(signal.SIGHUP)
            begun = await manages.until(lambda message: message.startswith("RELOADING=1"))
            assert int(begun.partition("MONOTONIC_USEC=")[2]) > 0
            await manages.until(lambda message: message.startswith("READY=1"))
            await reloaded_in_vain(watcher, folder, manages)


async def reloaded_in_vain(watcher: Running, folder: Path, manages: Listening) -> None:
    manages.said.clear()
    (folder / "config.toml").write_text("broken", encoding="utf-8")
    watcher.process.send_signal(signal.SIGHUP)
    await manages.until(lambda message: message.startswith("RELOADING=1"))
    await manages.until(lambda message: message.startswith("READY=1"))
    await watcher.says("reload_failed")


async def test_a_loop_that_stands_still_feeds_no_watchdog(tmp_path: Path):
    address = str(tmp_path / "notify")
    with manager(address) as listening:
        service = Service(address=address, watchdog=60)
        beating = asyncio.create_task(service.beat())
        await asyncio.sleep(0)
        beating.cancel()
        await asyncio.gather(beating, return_exceptions=True)
        assert len([message for message in heard(listening) if "WATCHDOG=1" in message]) == 1


def test_only_a_reload_that_was_told_is_said_to_be_over(tmp_path: Path):
    address = str(tmp_path / "notify")
    with manager(address) as listening:
        service = Service(address=address)
        service(STARTED)
        service(Warned(at=NOON, what="x"))
        service.reloading()
        service(ReloadFailed(at=NOON, config="c", faults=("f",)))
        assert [message.partition("=")[0] for message in heard(listening)] == ["READY", "RELOADING", "READY"]


async def test_without_a_manager_or_with_one_that_is_gone_nothing_happens(tmp_path: Path):
    for environment in ({}, {"NOTIFY_SOCKET": str(tmp_path / "gone")}, {"NOTIFY_SOCKET": "vsock:2:1234"}):
        service = Service.of(environment)
        service(STARTED)
        service.reloading()
        service.stopping()
    await asyncio.wait_for(Service.of({}).beat(), timeout=10)


def test_a_watchdog_that_is_meant_for_another_process_is_not_fed():
    assert Service.of({"WATCHDOG_USEC": "1000000", "WATCHDOG_PID": "1"}).watchdog == 0
    assert Service.of({"WATCHDOG_USEC": "1000000", "WATCHDOG_PID": str(os.getpid())}).watchdog == 1
    assert Service.of({"WATCHDOG_USEC": "soon"}).watchdog == 0


def test_a_manager_that_does_not_read_does_not_hold_up_the_watch(tmp_path: Path):
    address = str(tmp_path / "notify")
    with manager(address):
        service = Service(address=address)
        for _ in range(2000):  # more than its queue holds
            service(STARTED)


def test_this_is_what_systemd_itself_sends(tmp_path: Path):
    """systemd-notify(1) is the other implementation of the protocol, so both must sound alike."""
    address = str(tmp_path / "notify")
    with manager(address) as listening:
        try:
            subprocess.run(
                ["systemd-notify", "--no-block", "READY=1"], check=True, env={**os.environ, "NOTIFY_SOCKET": address}
            )
        except FileNotFoundError:
            pytest.skip("no systemd-notify here")
        theirs = heard(listening)
        Service(address=address)(STARTED)
        (ours,) = heard(listening)
    assert theirs[0].splitlines()[0] == ours.splitlines()[0] == "READY=1"
