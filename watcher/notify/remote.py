"""A channel to mail, chat and push services through Apprise, which the extra `remote` installs."""

import asyncio
import logging
from dataclasses import field
from typing import Any

from watcher.config.templates import Template
from watcher.core.model import Alert, Priority
from watcher.core.text.clean import clean, clean_block
from watcher.errors import NotifyError
from watcher.frozen import dataclass
from watcher.notify.letter import filled
from watcher.notify.wording import BODY, TITLE, body_of, is_web, title_of

KINDS = {Priority.LOW: "info", Priority.NORMAL: "info", Priority.HIGH: "warning", Priority.URGENT: "warning"}

# It logs the addresses that it was given, passwords in them included.
logging.getLogger("apprise").setLevel(logging.CRITICAL)


@dataclass(slots=True, kw_only=True)
class Remote:
    """Sends each alert to one service, so that one which fails is tried again alone. `url` is Apprise's address of it."""

    url: str = field(repr=False)
    title: Template | None = None
    body: Template | None = None
    timeout: float = 30.0  # seconds
    _service: Any = field(default=None, init=False, repr=False)

    async def send(self, alert: Alert) -> None:
        service = self._ready()
        title = clean(filled(self.title, alert), limit=TITLE) if self.title else title_of(alert)
        body = clean_block(filled(self.body, alert), limit=4 * BODY) if self.body else _body(alert)
        try:
            async with asyncio.timeout(self.timeout):
                taken = await service.async_notify(title=title, body=body, notify_type=KINDS[alert.priority])
        except TimeoutError as error:
            raise NotifyError(f"the service did not take it within {self.timeout:g} s") from error
        except Exception as error:  # whatever one of a hundred services raises; its text may hold the address
            raise NotifyError(f"the service failed: {type(error).__name__}") from error
        if not taken:
            raise NotifyError("the service did not take it. Try its address with Apprise's own command line")

    def _ready(self) -> Any:
        if self._service is None:
            try:
                import apprise
            except ImportError as error:
                raise NotifyError("Apprise is not installed: pip install 'watcher[remote]'", final=True) from error
            service = apprise.Apprise()
            if not service.add(self.url):
                raise NotifyError("Apprise does not know this kind of address. Look at the channel's `url`", final=True)
            self._service = service
        return self._service

    async def close(self) -> None:
        """Apprise keeps no connections."""


def _body(alert: Alert) -> str:
    """What a bubble says, and where to read on: in a mail there is nothing to click on."""
    return "\n".join([body_of(alert), alert.url] if is_web(alert.url) else [body_of(alert)])
