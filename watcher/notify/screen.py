"""The channel of those who look at the dashboard or the log: it takes every alert and does no more."""

from watcher.core.model import Alert
from watcher.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """That an alert was sent is an event, and whoever shows events shows it."""

    async def send(self, alert: Alert) -> None:
        """Take it."""

    async def close(self) -> None:
        """Nothing is open."""
