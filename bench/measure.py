"""What a command costs: wall time, CPU and memory of all its processes."""

import ctypes
import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

_SUBREAPER: Final = 36  # PR_SET_CHILD_SUBREAPER of prctl(2): orphans become ours, so that their CPU is counted
_EVERY: Final = 0.05  # seconds between two looks at the memory
_PATIENCE: Final = 1200.0  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Of one run, or the medians of several."""

    wall: float  # seconds
    cpu: float  # seconds, user and system, of all processes
    peak: float  # megabytes of all processes together, shared pages once

    @classmethod
    def typical(cls, costs: Sequence["Cost"]) -> "Cost":
        return cls(
            wall=median(cost.wall for cost in costs),
            cpu=median(cost.cpu for cost in costs),
            peak=max(cost.peak for cost in costs),
        )


def run(command: Sequence[str], *, folder: Path, env: Mapping[str, str] | None = None) -> Cost:
    """Run a command to its end. Ends the program with what it said if it fails. Linux only."""
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    with (folder / "said.txt").open("w+b") as said:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=_surroundings() | dict(env or {}),
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
        )
        watch = Watch(process.pid)
        try:
            status = process.wait(_PATIENCE)
        finally:
            process.kill()
            peak = watch.end()
        wall = time.perf_counter() - began
        if status:
            said.seek(0)
            sys.exit(f"{command[0]} ended with {status}: {said.read()[-2000:].decode(errors='replace')}")
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall=wall, cpu=cpu, peak=peak)


def _surroundings() -> dict[str, str]:
    """The environment without what keeps Python from keeping its bytecode: nobody installs a program so."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class Watch:
    """Looks at the memory of a process and its children now and then, and remembers the most."""

    def __init__(self, pid: int) -> None:
        self._most = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, args=(pid,), daemon=True)
        self._thread.start()

    def _look(self, pid: int) -> None:
        while not self._over.wait(_EVERY):
            self._most = max(self._most, memory(pid))

    def end(self) -> float:
        """Stop looking; the megabytes that were the most."""
        self._over.set()
        self._thread.join()
        return self._most


def memory(pid: int) -> float:
    """Megabytes of a process and its children, what they share counted once; 0 where the system does not tell."""
    total = 0.0
    with suppress(OSError, ValueError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                total += memory(int(child))
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1]) / 1000
    return total


def processor(pid: int) -> float:
    """Seconds of CPU that a process and its living children have used so far; 0 where the system does not tell."""
    total = 0.0
    with suppress(OSError, ValueError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                total += processor(int(child))
        user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        total += (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
    return total


def machine() -> str:
    """One line on what was measured on."""
    cores, load = os.cpu_count(), os.getloadavg()[0]
    return f"{cores} cores, load {load:.1f} at the start, Python {sys.version.split()[0]}, {os.uname().sysname} {os.uname().release}"
