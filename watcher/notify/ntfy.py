"""A channel that sends push notifications through an ntfy server, ntfy.sh or one's own."""

import json
from dataclasses import field
from typing import Any

from watcher.config.templates import Template
from watcher.core.model import Alert, Priority
from watcher.core.text.clean import clean, clean_block
from watcher.frozen import dataclass
from watcher.notify.http import deliver
from watcher.notify.letter import filled
from watcher.notify.wording import TITLE, body_of, is_web, title_of
from watcher.ports import Poster

MESSAGE = 2000  # characters; the server makes an attachment of more than 4,096 bytes
PRIORITIES = {Priority.LOW: 2, Priority.NORMAL: 3, Priority.HIGH: 4, Priority.URGENT: 5}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ntfy:
    """Publishes each alert as JSON to the server's root, in which any script is safe.

    https://docs.ntfy.sh/publish/#publish-as-json has the fields. The story is the message's sequence, so a later alert of it replaces the one before (ntfy 2.16; older ones add it).
    """

    poster: Poster
    topic: str = field(repr=False)
    server: str = "https://ntfy.sh"
    token: str = field(default="", repr=False)
    tags: tuple[str, ...] = ("newspaper",)
    title: Template | None = None
    body: Template | None = None
    timeout: float = 10.0  # seconds

    async def send(self, alert: Alert) -> None:
        headers = {"Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        message = json.dumps(self._message(alert), ensure_ascii=False).encode(errors="replace")
        await deliver(self.poster, self.server, message, headers, deadline=self.timeout)

    def _message(self, alert: Alert) -> dict[str, Any]:
        message: dict[str, Any] = {
            "topic": self.topic,
            "title": clean(filled(self.title, alert), limit=TITLE) if self.title else title_of(alert),
            "message": clean_block(filled(self.body, alert), limit=MESSAGE) if self.body else body_of(alert),
            "priority": PRIORITIES[alert.priority],
            "tags": list(self.tags),
        }
        if is_web(alert.url):
            message["click"] = alert.url
        if alert.story:
            message["sequence_id"] = alert.story
        return message

    async def close(self) -> None:
        """The poster belongs to others."""
