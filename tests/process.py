"""The real `watcher run` as a process that goes on, read event by event."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.badserver import BadServer

ROOT = Path(__file__).parents[1]
TIES = '[[topic]]\nname = "Ties"\nrule = "@north-korea & @russia & (@military | @troops)"\nnotify = ["{channel}"]\n'
HEAD = '[watcher]\nmin_interval = "1s"\n[http]\nallow_private = ["127.0.0.0/8"]\ngap = "0s"\nrobots = false\n'


def configuration(addresses: Sequence[str], *, more: str = "", channel: str = "quiet", every: str = "1s") -> str:
    """A configuration that polls loopback addresses very often."""
    feeds = "".join(f'[[feed]]\nurl = "{url}"\nname = "{n}"\ninterval = "{every}"\n' for n, url in enumerate(addresses))
    return f'{HEAD}{more}\n[channel.quiet]\nkind = "screen"\n{feeds}{TIES.format(channel=channel)}'


@dataclass(eq=False)
class Running:
    """A watcher that runs. `events` grows as it speaks."""

    process: asyncio.subprocess.Process
    events: list[dict[str, Any]] = field(default_factory=list)
    errors: bytes = b""  # what it said on standard error
    _spoke: asyncio.Event = field(default_factory=asyncio.Event)

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event["event"] == kind]

    async def says(self, kind: str, times: int = 1, *, within: float = 60) -> dict[str, Any]:
        """Wait until it has said something so often from the beginning; the last such event."""
        async with asyncio.timeout(within):
            while len(self.of(kind)) < times:
                assert self.process.returncode is None, self.errors.decode()
                self._spoke.clear()
                with suppress(TimeoutError):
                    async with asyncio.timeout(1):
                        await self._spoke.wait()
        return self.of(kind)[-1]

    async def more(self, kind: str, times: int = 1, *, within: float = 60) -> dict[str, Any]:
        """Wait until it says something so often from now on."""
        return await self.says(kind, len(self.of(kind)) + times, within=within)

    async def ended(self, within: float = 60) -> int:
        async with asyncio.timeout(within):
            return await self.process.wait()

    async def complains(self) -> None:
        assert self.process.stderr
        while text := await self.process.stderr.read(1 << 16):
            self.errors += text

    async def read(self) -> None:
        assert self.process.stdout
        while text := await self.process.stdout.readline():
            if text.startswith(b"{") and text.endswith(b"\n"):
                self.events.append(json.loads(text))
            self._spoke.set()


@asynccontextmanager
async def running(
    folder: Path, *, limits: str = "", environment: Mapping[str, str] | None = None, stdin: int | None = None
) -> AsyncIterator[Running]:
    """Run on `folder/config.toml`; `limits` is shell that comes first, such as `ulimit -n 32`. Killed at the end."""
    command = [sys.executable, "-m", "watcher", "run", "--json"]
    command += ["--config", str(folder / "config.toml"), "--data", str(folder / "data")]
    if limits:
        command = ["/bin/sh", "-c", f'{limits}; exec "$@"', "sh", *command]
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("WATCHER_", "DBUS_"))}
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.DEVNULL if stdin is None else stdin,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=ROOT,
        env={**clean, "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent/bus", **(environment or {})},
        limit=1 << 24,
    )
    watcher = Running(process)
    reading = asyncio.gather(watcher.read(), watcher.complains())
    try:
        yield watcher
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await asyncio.gather(process.wait(), reading)


def write(folder: Path, server: BadServer, paths: Sequence[str], **settings: str) -> None:
    """Write the configuration of a folder for some paths of a server."""
    text = configuration([server.url(path) for path in paths], **settings)
    (folder / "config.toml").write_text(text, encoding="utf-8")
