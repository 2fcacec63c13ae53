"""A program in a real pseudo-terminal, with the picture that a person would see."""

import os
import select
import signal
import struct
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pyte
import pytest

from tests.dashboard.terminal import Terminal

termios = pytest.importorskip("termios", reason="pseudo-terminals are a Unix thing")
fcntl = pytest.importorskip("fcntl")
pty = pytest.importorskip("pty")

ROOT = Path(__file__).parents[2]


def _hear_interrupts() -> None:
    """A shell starts what it puts into the background deaf to Ctrl-C, and that is inherited; a terminal's programs hear it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Session:
    """A program in a terminal of a given size, with the picture that a person would see."""

    def __init__(self, command: list[str], width: int, height: int, **environ: str) -> None:
        self.master, self.slave = pty.openpty()
        self.raw = b""
        self.terminal = Terminal(width, height)
        self._stream = pyte.ByteStream(self.terminal)
        self.resize(width, height)
        self.before = termios.tcgetattr(self.slave)
        environ = {**os.environ, "TERM": "xterm-256color", "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", **environ}
        environ |= {"COLUMNS": "80", "LINES": "24"}  # as some shells export them; the terminal knows better
        self.process = subprocess.Popen(
            command, stdin=self.slave, stdout=self.slave, stderr=self.slave, env=environ, start_new_session=True,
            preexec_fn=_hear_interrupts,  # noqa: PLW1509 - no thread runs here; nothing else undoes what is inherited
        )  # fmt: skip

    def resize(self, width: int, height: int) -> None:
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
        self.terminal.resize(height, width)
        if hasattr(self, "process"):
            self.process.send_signal(signal.SIGWINCH)

    def echo_off(self) -> None:
        """What is typed is not shown, so that it moves nothing on the screen."""
        attributes = termios.tcgetattr(self.slave)
        attributes[3] &= ~termios.ECHO
        termios.tcsetattr(self.slave, termios.TCSANOW, attributes)

    def press(self, keys: str) -> None:
        os.write(self.master, keys.encode())

    def read(self) -> bool:
        """Take what the program wrote; whether it wrote something."""
        if not select.select([self.master], [], [], 0.02)[0]:
            return False
        data = os.read(self.master, 65536)
        self.raw += data
        # pyte does not know the sequences around the alternate screen's cursor; what matters to it is the text.
        self._stream.feed(data)
        return True

    def until(self, met: Callable[[str], bool], what: str) -> str:
        """Read until the picture meets a condition."""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            while self.read():
                pass
            if met(picture := "\n".join(self.terminal.display)):
                return picture
            if self.process.poll() is not None and not self.read():
                break
        pytest.fail(f"never saw {what}; the last picture:\n" + "\n".join(self.terminal.display))

    def sees(self, text: str) -> str:
        return self.until(lambda picture: text in picture, repr(text))

    def loses(self, text: str) -> str:
        return self.until(lambda picture: text not in picture, f"{text!r} gone")

    def end(self) -> int:
        deadline = time.monotonic() + 30
        while self.process.poll() is None and time.monotonic() < deadline:
            self.read()
        while self.read():
            pass
        return self.process.wait(1)

    def hang_up(self) -> None:
        """The person's end is gone, as when ssh drops."""
        os.close(self.slave)
        os.close(self.master)
        self.master = self.slave = -1

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for end in (self.master, self.slave):
            if end >= 0:
                os.close(end)


def restored(session: Session) -> bool:
    """Alternate screen left, cursor shown, keys cooked and echoed again, whatever order that came in."""
    after = termios.tcgetattr(session.slave)
    left = session.raw.rindex(b"\x1b[?1049l") > session.raw.rindex(b"\x1b[?1049h")
    visible = session.raw.rindex(b"\x1b[?25h") > session.raw.rindex(b"\x1b[?25l")
    return left and visible and after == session.before
