"""A program of the user's as a channel: real programs, in Python so that they run everywhere."""

import asyncio
import json
import os
import sys
import time

import pytest

from tests.notify.values import alert
from watcher.errors import NotifyError
from watcher.notify import NOTIFIERS


def program(code, *arguments, timeout=30.0):
    return NOTIFIERS["command"](command=(sys.executable, "-c", code, *arguments), timeout=timeout)


async def test_the_program_finds_the_alert_as_json_on_standard_input(tmp_path):
    found = tmp_path / "found"
    await program("import sys; open(sys.argv[1], 'wb').write(sys.stdin.buffer.read())", str(found)).send(alert())
    text = found.read_text(encoding="utf-8")
    assert text.count("\n") == 1
    told = json.loads(text)
    assert told["title"] == "Delegation aus Nordkorea nach Russland abgereist"
    assert told["created"] == "2026-11-22T12:00:00+00:00"
    assert told["priority"] == "normal"
    assert set(told) == {*alert().__slots__}


async def test_no_shell_sees_what_an_article_says(tmp_path):
    trap = tmp_path / "trap"
    hostile = f"$(touch {trap}); `touch {trap}` | touch {trap} && touch {trap} %TEMP% \n touch {trap}"
    await program("import sys; sys.stdin.read()").send(alert(title=hostile, url=hostile))
    assert not trap.exists()


async def test_a_program_that_reads_nothing_of_a_large_alert_succeeds(tmp_path):
    ran = tmp_path / "ran"
    await program("import sys; open(sys.argv[1], 'w').close()", str(ran)).send(alert(why="x" * 3_000_000))
    assert ran.exists()


async def test_a_failing_program_s_status_and_first_words_are_told_clean():
    code = "import sys; sys.stderr.write('\\n  no \\x1b[31mtoken\\u202e  \\nTraceback …'); sys.exit(3)"
    with pytest.raises(NotifyError, match=r"ended with status 3: no .*token$") as caught:
        await program(code).send(alert())
    assert "\x1b" not in str(caught.value)
    assert not caught.value.final


async def test_a_program_that_complains_without_end_does_not_fill_the_message():
    with pytest.raises(NotifyError) as caught:
        await program("import sys; sys.stderr.write('x' * 10_000_000); sys.exit(1)").send(alert())
    assert len(str(caught.value)) < 300


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals to end by")
async def test_a_program_that_was_killed_is_told():
    with pytest.raises(NotifyError, match="ended by signal 9"):
        await program("import os; os.kill(os.getpid(), 9)").send(alert())


async def test_a_program_that_does_not_end_is_stopped():
    started = time.monotonic()
    with pytest.raises(NotifyError, match=r"did not end within 0.2 s and was stopped"):
        await program("import time; time.sleep(60)", timeout=0.2).send(alert())
    assert time.monotonic() - started < 30


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no sessions to end together")
async def test_what_a_stopped_program_started_ends_with_it(tmp_path):
    pid = tmp_path / "pid"
    code = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
open(sys.argv[1] + ".new", "w").write(str(child.pid))
import os; os.rename(sys.argv[1] + ".new", sys.argv[1])
time.sleep(60)
"""
    sending = asyncio.create_task(program(code, str(pid)).send(alert()))
    while not pid.exists():  # noqa: ASYNC110 - another process makes it
        await asyncio.sleep(0.01)
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    assert await gone(int(pid.read_text()))


async def gone(pid):
    """Whether a process ends soon: nobody but init may reap it, so a zombie counts as ended."""
    for _ in range(500):
        try:
            os.kill(pid, 0)
            with open(f"/proc/{pid}/stat", encoding="utf-8") as stat:  # noqa: ASYNC230, PTH123 - not a real file
                if stat.read().rpartition(")")[2].split()[0] == "Z":
                    return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        await asyncio.sleep(0.01)
    return False


async def test_a_child_that_keeps_the_program_s_pipes_open_holds_up_nobody():
    code = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(20)'])"
    started = time.monotonic()
    await program(code).send(alert())
    assert time.monotonic() - started < 15


@pytest.mark.parametrize("command", ["/nonexistent/program", "no-such-program-anywhere", "nul\0byte"])
async def test_a_program_that_cannot_be_started_is_named(command):
    with pytest.raises(NotifyError, match=r"cannot be started.*`command`"):
        await NOTIFIERS["command"](command=(command,)).send(alert())


async def test_a_channel_without_a_program_gives_up_at_once():
    with pytest.raises(NotifyError) as caught:
        await NOTIFIERS["command"](command=()).send(alert())
    assert caught.value.final
