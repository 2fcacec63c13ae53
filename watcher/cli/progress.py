"""How far long work is: a bar with rate and time left on the terminal of standard error, nothing anywhere else."""

import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final, TypeVar

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn
from rich.text import Text

from watcher.dashboard.words import span

T = TypeVar("T")

DELAY: Final = 0.5  # seconds; what is done before that shows nothing
_SILENT: Final = ("dumb", "unknown")  # terminals that cannot go back in a line


class Bar:
    """How far one piece of work is. It appears when the work has taken a moment and is known to go on."""

    def __init__(self, shown: Progress | None, what: str, total: int | None) -> None:
        self._shown = shown
        self._begun = time.monotonic()
        self._task = shown.add_task(what, total=total) if shown else None

    def advance(self, number: int = 1) -> None:
        """So many pieces more are done."""
        if self._shown is not None and self._task is not None:
            self._shown.advance(self._task, number)
            self._appear(self._shown)

    def to(self, done: int, total: int | None = None) -> None:
        """So many pieces are done of a total that may have been unknown so far."""
        if self._shown is not None and self._task is not None:
            self._shown.update(self._task, completed=done, total=total)
            self._appear(self._shown)

    def _appear(self, shown: Progress) -> None:
        if not shown.live.is_started and time.monotonic() - self._begun > DELAY:
            shown.start()


@contextmanager
def progress(what: str, total: int | None = None, *, wanted: bool = True) -> Iterator[Bar]:
    """Show how far the work in the block is, which the block says of its bar; what it prints appears above that.

    `what` is in the words of a title ("Asking feeds"). The bar leaves nothing behind. Pass `wanted` for commands whose
    own output would be in its way: `wanted=not sys.stdout.isatty()`.
    """
    if not (wanted and sys.stderr.isatty() and os.environ.get("TERM") not in _SILENT):
        yield Bar(None, what, total)
        return
    shown = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(30, complete_style="cyan", finished_style="cyan", pulse_style="cyan"),
        _Pace(),
        console=Console(file=sys.stderr, highlight=False),
        transient=True,
        refresh_per_second=4,
        redirect_stdout=sys.stdout.isatty(),
    )
    try:
        yield Bar(shown, what, total)
    finally:
        if shown.live.is_started:
            shown.stop()


def steps(pieces: Iterable[T], what: str, total: int | None = None, *, wanted: bool = True) -> Iterator[T]:
    """The pieces one by one, showing how many of them are done."""
    with progress(what, total, wanted=wanted) as bar:
        for piece in pieces:
            yield piece
            bar.advance()


class _Pace(ProgressColumn):
    """`1,200 of 5,000, 340/s, 11 s left`."""

    def render(self, task: Task) -> Text:
        return Text(pace(task.completed, task.total, task.speed, task.time_remaining), no_wrap=True)


def pace(done: float, total: float | None, speed: float | None, left: float | None) -> str:
    """How far and how fast, in words. `speed` is in pieces a second, `left` in seconds."""
    said = [f"{done:,.0f} of {total:,.0f}" if total is not None else f"{done:,.0f}"]
    if speed:
        said.append(f"{speed:,.0f}/s" if speed >= 1 else f"{60 * speed:.2g}/min")
    if left:
        said.append(f"{span(timedelta(seconds=left))} left")
    return ", ".join(said)
