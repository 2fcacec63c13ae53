"""Desktop notifications on macOS and Windows, through desktop-notifier."""

import asyncio
from collections.abc import Callable
from dataclasses import field
from typing import Any

from watcher.core.model import Alert, Priority
from watcher.errors import NotifyError
from watcher.frozen import dataclass
from watcher.notify.wording import body_of, is_web, title_of

REMEMBERED = 500  # stories whose bubble is known


@dataclass(slots=True, kw_only=True, eq=False)
class Desktop:
    """Shows alerts as bubbles. `open_url` is called with the address of an article that was clicked."""

    open_url: Callable[[str], object]
    timeout: float = 3.0  # seconds
    _notifier: Any = field(default=None, init=False)
    _bubbles: dict[str, str] = field(default_factory=dict, init=False)  # story → the bubble that tells it

    async def send(self, alert: Alert) -> None:
        await self._within_time(self._show(alert))

    async def check(self) -> None:
        """Raise NotifyError if alerts could not be shown now."""
        await self._within_time(self._ready())

    async def close(self) -> None:
        """The system keeps what is shown; there is no connection."""

    async def _within_time(self, work: Any) -> None:
        try:
            async with asyncio.timeout(self.timeout):
                await work
        except NotifyError:
            raise
        except TimeoutError as error:
            raise NotifyError(f"the notification centre does not answer within {self.timeout:g} s") from error
        except Exception as error:
            raise NotifyError(f"the notification centre cannot be reached: {error}") from error

    async def _show(self, alert: Alert) -> None:
        from desktop_notifier import Urgency

        urgencies = {Priority.LOW: Urgency.Low, Priority.URGENT: Urgency.Critical}
        notifier = await self._ready()
        if old := self._bubbles.pop(alert.story, ""):
            await notifier.clear(old)
        bubble = await notifier.send(
            title=title_of(alert),
            message=body_of(alert),
            urgency=urgencies.get(alert.priority, Urgency.Normal),
            on_clicked=(lambda: self.open_url(alert.url)) if is_web(alert.url) else None,
            thread=alert.story or None,
        )
        if alert.story:
            self._bubbles[alert.story] = bubble
        while len(self._bubbles) > REMEMBERED:
            del self._bubbles[next(iter(self._bubbles))]

    async def _ready(self) -> Any:
        """The notifier; sending tells nobody that it may not, so that is asked first."""
        if self._notifier is None:
            try:
                from desktop_notifier import DesktopNotifier
            except ImportError as error:
                raise NotifyError("this system has no desktop notifications that watcher knows", final=True) from error
            self._notifier = DesktopNotifier(app_name="watcher")
        if not await self._notifier.has_authorisation() and not await self._notifier.request_authorisation():
            raise NotifyError("watcher may not show notifications: allow it in the system's notification settings")
        return self._notifier
