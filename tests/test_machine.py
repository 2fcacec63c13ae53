"""The machine takes something away from the real program while it runs, and gives it back."""

import asyncio
import contextlib
import fcntl
import os
import pty
import re
import signal
import sqlite3
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

import pytest

from tests.badserver import BadServer, Hang, ok
from tests.parts import rss
from tests.process import ROOT, configuration, running, write
from tests.test_daemon import until
from tests.test_pipeline import FEED, OLD, Bench
from watcher.core.events import Polled, Warned
from watcher.daemon import Daemon
from watcher.dashboard.state import apply, empty

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits, signals and terminals of POSIX")
BREAD = [ok(rss([{"title": "Bread prices rise", "guid": "bread"}]))]


@contextlib.contextmanager
def tmpfs(folder: Path, size: str) -> Iterator[Path]:
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a disk cannot be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


@contextlib.contextmanager
def file_size_limit(size: int) -> Iterator[None]:
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def news(number: int) -> bytes:
    """A feed full of entries that nobody has seen."""
    items = [
        {"title": f"Bread {number} {n}", "guid": f"{number}-{n}", "description": "bread " * 400} for n in range(40)
    ]
    return rss([*items, OLD])


async def goes_through_trouble(bench: Bench, trouble: contextlib.AbstractContextManager[object], words: str) -> None:
    """Poll before, during and after the trouble: nothing is lost, and the database is whole."""
    bench.web.answers[FEED] = rss([OLD])
    daemon = Daemon(pipeline=bench.pipeline)
    watching = asyncio.create_task(daemon.run())
    await until(lambda: bench.events.of(Polled))
    number = 0
    with trouble:
        while not bench.events.of(Warned):
            number += 1
            polled = len(bench.events.of(Polled))
            bench.web.answers[FEED] = news(number)
            bench.clock.turn(minutes=20)
            daemon.poll_now()
            await until(lambda: bench.events.of(Warned) or len(bench.events.of(Polled)) > polled)  # noqa: B023 - awaited here
            assert number < 200
    polled = len(bench.events.of(Polled))

    def polled_again() -> bool:
        daemon.poll_now()  # a poll that was under way may have failed a moment later, and would rest on a clock that stands still
        return len(bench.events.of(Polled)) > polled

    bench.clock.turn(minutes=20)
    await until(polled_again)
    daemon.stop()
    await watching
    assert re.search(words, bench.events.of(Warned)[0].what)
    assert all(event.unkept for event in bench.events.of(Warned))
    assert bench.store.counts()["entries"] == 1 + 40 * number
    path = next(Path(row[2]) for row in bench.store._database.rows("PRAGMA database_list"))  # type: ignore[attr-defined]  # the real one
    bench.store.close()
    with contextlib.closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


class Filled(contextlib.AbstractContextManager[None]):
    """Takes all but a few kilobytes of a disk."""

    def __init__(self, disk: Path) -> None:
        self.file = disk / "filler"

    def __enter__(self) -> None:
        room = os.statvfs(self.file.parent)
        self.file.write_bytes(bytes(max(room.f_bavail * room.f_frsize - 40_000, 0)))

    def __exit__(self, *_: object) -> None:
        self.file.unlink()


async def test_a_full_disk_is_told_and_forgotten_once_there_is_room_again(tmp_path: Path):
    with tmpfs(tmp_path / "disk", "2m") as disk:
        bench = Bench(disk)
        await goes_through_trouble(bench, Filled(disk), "disk")
    said = [one.unkept for one in accumulate(bench.events.seen, apply, initial=empty(now=bench.clock.now()))]
    assert any("disk" in words for words in said)
    assert said[-1] == ""


async def test_files_that_may_not_grow_are_told_of_and_nothing_is_lost(tmp_path: Path):
    bench = Bench(tmp_path)
    await goes_through_trouble(bench, file_size_limit(600_000), "disk")


async def test_a_database_that_another_program_keeps_locked_is_told_of_and_nothing_is_lost(tmp_path: Path):
    class Locked(contextlib.AbstractContextManager[None]):
        def __enter__(self) -> None:
            self.other = sqlite3.connect(tmp_path / "w.db", isolation_level=None)
            self.other.execute("BEGIN IMMEDIATE")

        def __exit__(self, *_: object) -> None:
            self.other.close()

    bench = Bench(tmp_path)
    await goes_through_trouble(bench, Locked(), "another program")


async def test_a_disk_that_is_read_only_is_refused_in_one_sentence(tmp_path: Path):
    with tmpfs(tmp_path / "data", "1m") as disk:
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)  # noqa: ASYNC221 - an instant
        async with BadServer({"/a": BREAD}) as server:
            write(tmp_path, server, ["/a"])
            async with running(tmp_path) as watcher:
                assert await watcher.ended(60) == 1
    assert watcher.errors.decode().count("\n") == 1
    assert "Read-only" in watcher.errors.decode()


# --- limits -----------------------------------------------------------------------------------------------------------


async def test_with_32_file_descriptors_every_feed_is_polled(tmp_path: Path):
    async with contextlib.AsyncExitStack() as stack:  # forty hosts, so that all may be asked at once
        servers = [await stack.enter_async_context(BadServer({"/a": BREAD})) for _ in range(40)]
        text = configuration([server.url("/a") for server in servers])
        (tmp_path / "config.toml").write_text(text, encoding="utf-8")
        async with running(tmp_path, limits="ulimit -n 32") as watcher:
            await watcher.says("polled", 80, within=90)
            assert watcher.of("poll_failed") == []
            assert watcher.of("warned") == []
            assert len(os.listdir(f"/proc/{watcher.process.pid}/fd")) < 32  # noqa: PTH208 - a look at a directory of the kernel


async def test_700_megabytes_of_address_space_are_enough(tmp_path: Path):
    async with BadServer({"/a": BREAD, "/b": BREAD}) as server:
        write(tmp_path, server, ["/a", "/b"])
        async with running(tmp_path, limits="ulimit -v 700000") as watcher:
            await watcher.says("polled", 6)
            assert watcher.of("poll_failed") == []


# --- signals ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("signals", [("SIGTERM",), ("SIGINT",), ("SIGINT", "SIGINT"), ("SIGUSR1", "SIGHUP", "SIGTERM")])
async def test_it_ends_in_order_though_a_server_never_answers(tmp_path: Path, signals: tuple[str, ...]):
    async with BadServer({"/a": BREAD, "/hang": [Hang()]}) as server:
        write(tmp_path, server, ["/a", "/hang"])
        async with running(tmp_path) as watcher:
            await watcher.says("polled")
            for name in signals:
                watcher.process.send_signal(getattr(signal, name))
                await asyncio.sleep(0.3)
            assert await watcher.ended() == 0
        assert watcher.events[-1]["event"] == "stopped"
        assert watcher.errors == b""


async def test_a_hang_up_reads_the_configuration_anew_and_a_broken_one_changes_nothing(tmp_path: Path):
    async with BadServer({"/a": BREAD, "/b": BREAD}) as server:
        write(tmp_path, server, ["/a"])
        async with running(tmp_path) as watcher:
            await watcher.says("polled")
            (tmp_path / "config.toml").write_text("[watcher\n")
            watcher.process.send_signal(signal.SIGHUP)
            failed = await watcher.says("reload_failed")
            assert ":1:" in failed["faults"][0]
            await watcher.more("polled")
            write(tmp_path, server, ["/a", "/b"])
            watcher.process.send_signal(signal.SIGHUP)
            told = await watcher.says("reloaded")
            assert told["feeds"] == 2
            await until(lambda: server.asked("/b"))
            assert watcher.process.returncode is None


async def test_stopped_and_continued_it_goes_on(tmp_path: Path):
    async with BadServer({"/a": BREAD}) as server:
        write(tmp_path, server, ["/a"])
        async with running(tmp_path) as watcher:
            await watcher.says("polled")
            watcher.process.send_signal(signal.SIGTSTP)
            await asyncio.sleep(2)
            asked = server.asked("/a")
            watcher.process.send_signal(signal.SIGCONT)
            await watcher.more("polled", 2)
            assert server.asked("/a") <= asked + 4
            assert watcher.of("warned") == []


# --- standard streams and terminals -----------------------------------------------------------------------------------


async def test_it_runs_without_any_standard_input_terminal_or_locale(tmp_path: Path):
    async with BadServer({"/a": [ok(rss([{"title": "Хлеб · 빵 · 麺", "guid": "1"}]))]}) as server:
        write(tmp_path, server, ["/a"])
        plain = {"TERM": "", "LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
        async with running(tmp_path, limits="exec <&-", environment=plain) as watcher:
            await watcher.says("polled", 2)
            assert watcher.of("warned") == []


async def test_a_reader_of_its_lines_that_leaves_ends_it_in_order(tmp_path: Path):
    async with BadServer({"/a": BREAD}) as server:
        write(tmp_path, server, ["/a"])
        command = f'{sys.executable} -m watcher run --headless --config "$0/config.toml" --data "$0/data"'
        process = await asyncio.create_subprocess_exec(
            "/bin/bash", "-c", f"{command} | head -n 3; echo ${{PIPESTATUS[0]}}", str(tmp_path),
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, cwd=ROOT,
        )  # fmt: skip
        async with asyncio.timeout(60):
            out, err = await process.communicate()
    assert out.decode().splitlines()[-1] == "0"
    assert err == b""


async def test_a_closed_standard_output_ends_nothing(tmp_path: Path):
    async with BadServer({"/a": BREAD}) as server:
        write(tmp_path, server, ["/a"])
        async with running(tmp_path, limits="exec >&-") as watcher:
            await until(lambda: server.asked("/a") >= 3, 60)
            watcher.process.send_signal(signal.SIGTERM)
            assert await watcher.ended() == 0
        assert watcher.errors == b""


SIZES = [(1, 1), (0, 0), (300, 100), (2, 40), (80, 24), (40, 1)]


async def test_a_terminal_of_every_size_is_drawn_on_and_given_back(tmp_path: Path):
    async with BadServer({"/a": BREAD}) as server:
        write(tmp_path, server, ["/a"])
        outer, inner = pty.openpty()
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "watcher", "run", "--config", str(tmp_path / "config.toml"), "--data", str(tmp_path),
            stdin=inner, stdout=inner, stderr=inner, cwd=ROOT, env={**os.environ, "TERM": "xterm-256color"},
            start_new_session=True,
        )  # fmt: skip
        os.close(inner)
        shown = bytearray()
        loop = asyncio.get_running_loop()
        loop.add_reader(outer, lambda: shown.extend(read(outer)))
        try:
            await until(lambda: b"\x1b[?1049h" in shown and server.asked("/a") >= 2, 60)
            for width, height in SIZES * 5:
                fcntl.ioctl(outer, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
                process.send_signal(signal.SIGWINCH)
                await asyncio.sleep(0.02)
            await asyncio.sleep(0.5)
            os.write(outer, b"q")
            async with asyncio.timeout(60):
                assert await process.wait() == 0
            await asyncio.sleep(0.1)
        finally:
            loop.remove_reader(outer)
            if process.returncode is None:
                process.kill()
                await process.wait()
            os.close(outer)
    assert shown.rindex(b"\x1b[?1049l") > shown.rindex(b"\x1b[?1049h")
    assert shown.rindex(b"\x1b[?25h") > shown.rindex(b"\x1b[?25l")
    assert b"Traceback" not in shown


def read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1 << 16)
    except OSError:  # the other side is closed
        return b""
