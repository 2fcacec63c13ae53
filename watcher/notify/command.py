"""A channel that runs a program of the user's for every alert."""

import asyncio
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from watcher.config.templates import Template
from watcher.core.model import Alert
from watcher.core.text.clean import clean
from watcher.errors import NotifyError
from watcher.frozen import dataclass
from watcher.notify.letter import as_json, filled

FIRST_LINE = 200  # characters of what a program complains of
STDERR_READ = 4096  # bytes of it that are looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Starts the program anew for each alert, which it finds as one JSON object on standard input. Never a shell.

    An exit status other than 0 means that the alert was not taken; the first line of standard error says why.
    """

    command: tuple[str, ...]
    template: Template | None = None  # what the program gets instead of JSON
    timeout: float = 10.0  # seconds

    async def send(self, alert: Alert) -> None:
        if not self.command:
            raise NotifyError("this channel names no program: give `command` the program and its arguments", final=True)
        # Files rather than pipes: a program that reads nothing, or leaves a child with its pipes open, stalls nobody.
        with TemporaryFile() as given, TemporaryFile() as complaints:
            given.write(filled(self.template, alert).encode(errors="replace") if self.template else as_json(alert))
            given.seek(0)
            status = await self._run(given, complaints)
            if status:
                complaints.seek(0)
                raise NotifyError(f"{self._name} {_ended(status)}{_first_line(complaints.read(STDERR_READ))}")

    @property
    def _name(self) -> str:
        return Path(self.command[0]).name

    async def _run(self, given: IO[bytes], complaints: IO[bytes]) -> int:
        try:
            process = await asyncio.create_subprocess_exec(
                *self.command,
                stdin=given,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=complaints,
                start_new_session=True,  # so that its children end with it
            )
        except (OSError, ValueError) as error:  # ValueError: a NUL among the arguments
            reason = getattr(error, "strerror", None) or str(error)
            raise NotifyError(f"{self._name} cannot be started: {reason}. Look at the channel's `command`") from error
        try:
            async with asyncio.timeout(self.timeout):
                return await process.wait()
        except TimeoutError as error:
            raise NotifyError(f"{self._name} did not end within {self.timeout:g} s and was stopped") from error
        finally:
            if process.returncode is None:
                _kill(process)
                await process.wait()

    async def close(self) -> None:
        """There is nothing to let go of: every program has ended by the time its alert was sent."""


def _kill(process: asyncio.subprocess.Process) -> None:
    with suppress(ProcessLookupError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)


def _ended(status: int) -> str:
    return f"was ended by signal {-status}" if status < 0 else f"ended with status {status}"


def _first_line(complaints: bytes) -> str:
    lines = (clean(line, limit=FIRST_LINE) for line in complaints.decode(errors="replace").splitlines())
    first = next((line for line in lines if line), "")
    return f": {first}" if first else ""
