"""The real dashboard in a real pseudo-terminal: keys in, bytes out, and the terminal as it was before."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.dashboard.session import ROOT, Session, restored


@pytest.fixture
def report(tmp_path: Path) -> Path:
    return tmp_path / "report.txt"


@pytest.fixture
def session(report) -> Iterator[Session]:
    opened = Session([sys.executable, "-m", "tests.dashboard.player", str(report)], 120, 40)
    yield opened
    opened.close()


def test_a_person_moves_searches_opens_resizes_and_quits(session, report):
    session.sees("5×5")
    session.press("jj\r")
    session.sees("Who reported it")
    session.sees("Reuters ← KCNA")
    session.press("\x1b")  # a lone Esc
    session.sees("▌● 14:29")
    session.press("/tanker")
    session.sees("/tanker")
    session.loses("5×5")
    session.press("\r\x1b[A\x1b")
    session.sees("5×5")
    session.press("Gx")
    session.sees("dismissed; u brings it back")
    session.loses("5×5")
    session.press("u")
    session.sees("5×5")
    session.press("\t\t")
    session.sees("https://gazette.example/feed.xml")
    session.resize(50, 14)
    session.until(lambda picture: "Activity" not in picture, "the narrow screen")
    session.resize(1, 1)
    session.until(lambda picture: picture == "●", "the smallest screen")
    session.resize(170, 45)
    session.sees("up 3 h 12 min")
    session.press("?")
    session.sees("Shift-Tab")
    session.press("q")
    assert session.end() == 0
    assert restored(session)
    assert report.read_text(encoding="utf-8").startswith("quit; alive: True; 9 matches")


def test_commands_reach_the_watcher_and_the_link_reaches_the_clipboard(session, report):
    session.sees("5×5")
    session.press("o")
    session.sees("opened in the browser")
    session.press("y")
    session.sees("link copied")
    session.press("rp")
    session.sees("paused")
    session.press("q")
    assert session.end() == 0
    said = report.read_text(encoding="utf-8")
    assert "OpenLink(url='https://news.example/6'), PollNow(feed=''), SetPaused(paused=True)" in said
    assert b"\x1b]52;c;aHR0cHM6Ly9uZXdzLmV4YW1wbGUvNg==\x07" in session.raw


def test_clicks_and_the_wheel_do_what_keys_do_and_the_terminal_gets_its_mouse_back(session):
    session.sees("5×5")
    row = next(number for number, line in enumerate(session.terminal.display) if "5×5" in line)
    session.press(f"\x1b[<0;20;{row + 1}M\x1b[<0;20;{row + 1}m")
    session.press(f"\x1b[<0;20;{row + 1}M\x1b[<0;20;{row + 1}m")
    session.sees("Who reported it")
    session.press("\x1b")
    session.sees("▌● 14:29")
    session.press("\x1b[<65;20;5M" + "5")
    session.sees("started")
    session.press("q")
    assert session.end() == 0
    assert restored(session)
    assert session.raw.rindex(b"\x1b[?1000l") > session.raw.rindex(b"\x1b[?1000h")


def test_the_list_of_alerts_follows_what_is_told(report):
    session = Session([sys.executable, "-m", "tests.dashboard.player", "--patient", str(report)], 120, 40)
    try:
        session.sees("Stories")
        session.press("4")
        session.sees("No alert yet.")
        session.sees("14:32 alert")
        session.press("q")
        assert session.end() == 0
        asked = report.read_text(encoding="utf-8").count("ReadAlerts()")
        assert asked >= 2  # once when the view was opened, and when stories and alerts came
    finally:
        session.close()


def test_when_the_terminal_is_lost_the_watcher_goes_on(session, report):
    session.sees("5×5")
    session.hang_up()
    assert session.process.wait(30) in {0, 120}  # 120: Python could not flush what it still had for the dead terminal
    assert report.read_text(encoding="utf-8").startswith("lost; alive: True; 9 matches")


def test_a_stop_from_outside_is_survived(session):
    session.sees("5×5")
    session.process.send_signal(signal.SIGSTOP)
    session.process.send_signal(signal.SIGCONT)
    session.press("?")
    session.sees("Shift-Tab")
    session.press("q")
    assert session.end() == 0
    assert restored(session)


def test_ctrl_z_gives_the_terminal_back_and_fg_takes_it_again(report, tmp_path):
    shell = Session(["bash", "--norc", "--noprofile", "-i"], 120, 40, PS1="ready> ", HISTFILE=str(tmp_path / "history"))
    try:
        shell.sees("ready>")
        shell.press(f"{sys.executable} -m tests.dashboard.player {report}\n")
        shell.sees("5×5")
        shell.press("\x1a")
        shell.sees("Stopped")
        assert shell.raw.rindex(b"\x1b[?1049l") > shell.raw.rindex(b"\x1b[?1049h")
        shell.press("fg\n")
        shell.until(lambda picture: "5×5" in picture and shell.raw.count(b"\x1b[?1049h") == 2, "the dashboard again")
        shell.press("q")
        shell.until(lambda _: report.exists() and shell.raw.count(b"\x1b[?1049l") == 2, "the end")
        assert report.read_text(encoding="utf-8").startswith("quit")
    finally:
        shell.press("\x03")
        shell.close()


@pytest.mark.parametrize("environ", [{}, {"FORCE_COLOR": "1"}, {"TTY_COMPATIBLE": "1"}])
def test_without_a_terminal_there_is_no_dashboard(report, environ):
    command = [sys.executable, "-m", "tests.dashboard.player", str(report)]
    environ = {**os.environ, **environ}
    done = subprocess.run(
        command, cwd=ROOT, env=environ, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=True
    )
    assert done.stdout == b""
    assert done.stderr == b""
    assert report.read_text(encoding="utf-8").startswith("no terminal; alive: True; 9 matches")


def test_without_colours_the_terminal_gets_none(report):
    session = Session([sys.executable, "-m", "tests.dashboard.player", str(report)], 120, 40, NO_COLOR="1")
    try:
        session.sees("5×5")
        session.press("q")
        assert session.end() == 0
        assert not re.search(rb"\x1b\[[0-9;]*(?:3[0-8]|4[0-8])[;m]", session.raw)
    finally:
        session.close()


def test_a_terminal_that_says_its_ground_is_light_gets_the_light_look_and_its_reply_presses_no_key(session, report):
    session.sees("5×5")
    assert session.raw.count(b"\x1b]11;?\x1b\\") == 1
    blue = session.raw.count(b"34m")
    session.press("\x1b]11;rgb:ffff/ffff/ffff\x1b\\")
    session.until(lambda _: session.raw.count(b"34m") > blue, "the light look")
    session.sees("● online")
    session.press("q")
    assert session.end() == 0
    assert report.read_text(encoding="utf-8").endswith("; []")  # nothing was asked of the watcher


def test_an_idle_screen_is_hardly_ever_drawn(session):
    session.sees("14:32 alert")
    while session.read():
        pass
    frames = len(re.findall(rb"\x1b\[H", session.raw))
    assert frames <= 12  # a morning of 40 events in an instant: a few frames, not forty
    session.press("q")
    session.end()
