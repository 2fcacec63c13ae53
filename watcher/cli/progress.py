"""How far long work is: a bar with rate and time left on the terminal of standard error, nothing anywhere else."""

import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import RLock, Timer
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from rich.progress import Progress

T = TypeVar("T")

DELAY: Final = 0.5  # seconds; what is done before that shows nothing
_SILENT: Final = ("dumb", "unknown")  # terminals that cannot go back in a line


class Bar:
    """How far one piece of work is. It appears when the work has taken a moment and it is known how much there is."""

    def __init__(self, what: str, total: int | None, *, wanted: bool) -> None:
        self._what, self._total, self._done = what, total, 0
        self._begun = time.monotonic()
        self._drawn: Progress | None = None
        self._due = False
        self._lock = RLock()
        self._timer = Timer(DELAY, self._appear) if wanted else None
        if self._timer is not None:
            self._timer.daemon = True
            self._timer.start()

    def advance(self, number: int = 1) -> None:
        """So many pieces more are done."""
        self.to(self._done + number)

    def to(self, done: int, total: int | None = None) -> None:
        """So many pieces are done, of a total that may have been unknown so far."""
        self._done, self._total = done, self._total if total is None else total
        if self._due:
            self._draw()

    def close(self) -> None:
        """Leave no trace on the terminal."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer.join()
        if self._drawn is not None:
            self._drawn.stop()

    def _appear(self) -> None:
        self._due = True
        self._draw()

    def _draw(self) -> None:
        with self._lock:
            if self._total is None and not self._done:
                return  # perhaps there is nothing to do
            if self._drawn is None:
                self._drawn = _drawing(self._what)
            said = pace(self._done, self._total, time.monotonic() - self._begun)
            self._drawn.update(self._drawn.task_ids[0], completed=self._done, total=self._total, pace=said)


def _drawing(what: str) -> "Progress":
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    drawn = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(30, complete_style="cyan", finished_style="cyan", pulse_style="cyan"),
        TextColumn("{task.fields[pace]}", markup=False),
        console=Console(file=sys.stderr, highlight=False),
        transient=True,
        refresh_per_second=4,
        redirect_stdout=sys.stdout.isatty(),
    )
    drawn.add_task(what, total=None, pace="")
    drawn.start()
    return drawn


@contextmanager
def progress(what: str, total: int | None = None, *, wanted: bool = True) -> Iterator[Bar]:
    """Show how far the work in the block is, which the block says of its bar; what it prints appears above that.

    `what` is in the words of a title ("Asking feeds"). The bar leaves nothing behind. Pass `wanted` for commands whose
    own output would be in its way: `wanted=not sys.stdout.isatty()`.
    """
    bar = Bar(what, total, wanted=wanted and sys.stderr.isatty() and os.environ.get("TERM") not in _SILENT)
    try:
        yield bar
    finally:
        bar.close()


def steps(pieces: Iterable[T], what: str, total: int | None = None, *, wanted: bool = True) -> Iterator[T]:
    """The pieces one by one, showing how many of them are done."""
    with progress(what, total, wanted=wanted) as bar:
        for piece in pieces:
            yield piece
            bar.advance()


def pace(done: int, total: int | None, taken: float) -> str:
    """How far and how fast, after so many seconds: `1,200 of 5,000, 340/s, 11 s left`."""
    from watcher.dashboard.words import span

    said = [f"{done:,}" if total is None else f"{done:,} of {total:,}"]
    if done and taken:
        speed = done / taken
        said.append(f"{speed:,.0f}/s" if speed >= 1 else f"{60 * speed:.2g}/min")
        if total is not None and total > done:
            said.append(f"{span(timedelta(seconds=(total - done) / speed))} left")
    return ", ".join(said)
