"""The demo's own time: seconds since it began, faster or slower than the clock on the wall."""

import time
from collections.abc import Callable
from dataclasses import field
from datetime import UTC, datetime

from watcher.frozen import dataclass


@dataclass(slots=True, kw_only=True)
class Timeline:
    """Tells how far the story has unfolded. `began` is the wall-clock time of its second 0."""

    speed: float = 1.0
    began: datetime = field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))
    monotonic: Callable[[], float] = time.monotonic
    _origin: float = field(init=False)
    _skipped: float = 0.0

    def __post_init__(self) -> None:
        self._origin = self.monotonic()

    def elapsed(self) -> float:
        """Seconds of the demo."""
        return (self.monotonic() - self._origin) * self.speed + self._skipped

    def skip(self, seconds: float) -> None:
        """Let so many seconds of the demo pass at once."""
        self._skipped += seconds
