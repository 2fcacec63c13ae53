"""A few processes that work for us and may be killed: jobs with a deadline, a bound on memory, and no way to harm us.

They are plain subprocesses rather than multiprocessing's: asyncio waits for their pipes itself, on every system and
without threads, and when we die in whatever way, the end of their standard input ends them.
"""

import asyncio
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import field
from typing import Any, Final

from watcher.child import LENGTH, Outcome
from watcher.errors import WatcherError
from watcher.frozen import dataclass
from watcher.slots import Slots

_START = 60.0  # seconds until a worker must be ready, on a busy machine with a cold disk
_LARGEST_ANSWER = 256_000_000
# Not from within this package, which would bring asyncio and TLS into each child.
_CHILD: Final = "import sys; from watcher.child import main; main(int(sys.argv[1]), sys.argv[2:])"
_FLAGS = 0
if sys.platform == "win32":
    _FLAGS = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolSettings:
    """How many workers there are, and when they are replaced."""

    size: int = 2
    memory: int = 1_000_000_000  # bytes of address space each, where the system can bound it; 0: no bound
    jobs: int = 500  # then a fresh worker takes over, because parsers' memory creeps
    patience: float = 1.0  # seconds; a job that takes longer lets others have its place, for as many more as `size`


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A function of a module, named rather than imported: the parent need not load what only workers use."""

    module: str
    function: str
    arguments: tuple[Any, ...] = ()
    keywords: Mapping[str, Any] = field(default_factory=dict)
    deadline: float  # seconds
    after: "Job | None" = None  # what a worker must have done before; as long as it is the same one, once


class Pool:
    """Runs jobs in worker processes. Workers start when they are first needed, or with `start`, and import `warm`."""

    def __init__(self, settings: PoolSettings, warm: Sequence[str] = ()) -> None:
        self._settings, self._warm = settings, tuple(warm)
        self._slots = Slots(settings.size, settings.size, settings.patience)
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()
        self._closed, self._at_rest = asyncio.Event(), asyncio.Event()
        self._at_rest.set()
        self._at_work = 0  # jobs that run, or wait for a slot

    async def start(self) -> None:
        """Start all workers now rather than with the first jobs; whatever is wrong with them, those will tell."""
        await asyncio.gather(*(self._prepare() for _ in range(self._settings.size)), return_exceptions=True)

    async def run(self, job: Job, failure: type[WatcherError]) -> Any:
        """The job's result; raise `failure` if it fails, takes too long or too much, or brings its worker down."""
        with self._counted():
            async with self._slots.slot() as slot:
                slot.pause()  # a worker's start, and what it has to learn, is not its job's fault
                worker = await self._take(failure)
                fit = False
                try:
                    await worker.get_ready_for(job, failure)
                    slot.resume()
                    outcome, value = await worker.do(job, failure)
                    fit = outcome is not Outcome.SPENT and self._wanted(worker)
                finally:  # also when we are cancelled: nobody would fetch the answer
                    if fit:
                        self._idle.append(worker)
                    else:
                        await self._end(worker)
        if outcome is Outcome.RESULT:
            return value
        if outcome is Outcome.ERROR:
            raise value
        raise failure(value)

    async def close(self) -> None:
        """Kill all workers and see them end; jobs that are under way fail."""
        self._closed.set()
        for worker in tuple(self._all):
            worker.kill()
        await self._at_rest.wait()  # no job is under way, nor starts a worker for itself
        for worker in tuple(self._all):
            await self._end(worker)

    @contextmanager
    def _counted(self) -> Iterator[None]:
        self._at_work += 1
        self._at_rest.clear()
        try:
            yield
        finally:
            self._at_work -= 1
            if not self._at_work:
                self._at_rest.set()

    def _wanted(self, worker: "_Worker") -> bool:
        """Whether a worker should wait for another job: it is not worn out, nor one more than usual, nor are we done."""
        settings = self._settings
        return worker.jobs < settings.jobs and len(self._idle) < settings.size and not self._closed.is_set()

    async def _prepare(self) -> None:
        with self._counted():
            async with self._slots.slot() as slot:
                slot.pause()
                self._idle.append(await self._take(WatcherError))

    async def _take(self, failure: type[WatcherError]) -> "_Worker":
        for _ in range(2):  # the loop looks at the pipes, then tells: by now a worker that died while idle is known
            await asyncio.sleep(0)
        while self._idle and not self._closed.is_set():
            worker = self._idle.pop()
            if worker.alive:
                return worker
            await self._end(worker)
        if self._closed.is_set():
            raise failure("the workers have been stopped")
        worker = await _Worker.start(self._settings.memory, self._warm)
        self._all.add(worker)
        try:
            if self._closed.is_set():  # in the meantime, so nobody has killed this one
                worker.kill()
            await worker.ready(failure)
        except BaseException:
            await self._end(worker)
            raise
        return worker

    async def _end(self, worker: "_Worker") -> None:
        worker.kill()
        await worker.gone()
        self._all.discard(worker)


class _Worker:
    """One process and its pipes."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin
        assert process.stdout
        self._process, self._jobs, self._answers = process, process.stdin, process.stdout
        self.jobs = 0
        self._done: Job | None = None  # last of those that others come after

    @classmethod
    async def start(cls, memory: int, warm: Sequence[str]) -> "_Worker":
        path = os.pathsep.join(entry or os.getcwd() for entry in sys.path)  # noqa: PTH109 - a string for a string
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",  # the path is ours: modules that lie about in the current directory are none of it
            "-c",
            _CHILD,
            str(memory),
            *warm,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # the terminal belongs to the dashboard
            env={**os.environ, "PYTHONPATH": path},
            start_new_session=True,  # Ctrl-C, Ctrl-Z and a hang-up of the terminal are the parent's business
            creationflags=_FLAGS,  # the same on Windows
        )
        return cls(process)

    @property
    def alive(self) -> bool:
        return self._process.returncode is None and not self._answers.at_eof()

    async def ready(self, failure: type[WatcherError]) -> None:
        """Wait until the worker has imported what it needs."""
        outcome, value = await self._exchange(b"", _START, failure, "took longer to start than {:g} s")
        if outcome is not Outcome.RESULT:
            raise failure(f"the worker did not start: {value}")

    async def get_ready_for(self, job: Job, failure: type[WatcherError]) -> None:
        """Have done what the job comes after; raise `failure` if that cannot be done."""
        if job.after is not None and job.after is not self._done:
            outcome, value = await self.do(job.after, failure)
            if outcome is not Outcome.RESULT:
                raise failure(str(value))
            self._done = job.after

    async def do(self, job: Job, failure: type[WatcherError]) -> tuple[Outcome, Any]:
        """Have a job done; raise `failure` if the worker did not live to answer."""
        self.jobs += 1
        message = pickle.dumps((job.module, job.function, job.arguments, job.keywords, job.deadline))
        return await self._exchange(message, job.deadline, failure, "took longer than {:g} s to read")

    def kill(self) -> None:
        """End the process, whatever it does."""
        if self._process.returncode is not None:
            return
        with suppress(ProcessLookupError):  # it may have gone by itself
            if sys.platform == "win32":
                self._process.kill()
            else:
                # asyncio's own way asks for the exit status first, and its thread that waits for it then misses it.
                os.kill(self._process.pid, signal.SIGKILL)

    async def gone(self) -> None:
        """See the process end and let go of its pipes."""
        self._jobs.close()
        await self._answers.read()  # asyncio lets go of a pipe at its end only
        await self._process.wait()

    async def _exchange(
        self, message: bytes, deadline: float, failure: type[WatcherError], too_long: str
    ) -> tuple[Outcome, Any]:
        try:
            async with asyncio.timeout(deadline):
                if message:
                    self._jobs.write(LENGTH.pack(len(message)))
                    self._jobs.write(message)  # by itself: a copy of it may be many megabytes
                    await self._jobs.drain()
                (length,) = LENGTH.unpack(await self._answers.readexactly(LENGTH.size))
                if length > _LARGEST_ANSWER:
                    raise failure(f"gave an answer of {length:,} bytes")
                answer: tuple[Outcome, Any] = pickle.loads(await self._answers.readexactly(length))  # noqa: S301 - our own child
        except TimeoutError as error:
            raise failure(too_long.format(deadline)) from error
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise failure(f"brought the worker down ({_cause(await self._process.wait())})") from error
        return answer


def _cause(returncode: int) -> str:
    if returncode >= 0:
        return f"exit status {returncode}"
    try:
        return signal.Signals(-returncode).name
    except ValueError:
        return f"signal {-returncode}"
