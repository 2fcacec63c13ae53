"""A channel that posts every alert to an address, signed if there is a secret."""

import hmac
from collections.abc import Mapping
from dataclasses import field

from watcher.config.templates import Template
from watcher.core.model import Alert
from watcher.frozen import dataclass
from watcher.notify.http import deliver
from watcher.notify.letter import as_json, filled
from watcher.ports import Poster

SIGNATURE = "X-Watcher-Signature-256"
DELIVERY = "X-Watcher-Delivery"


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """Posts the alert as JSON, or what a template makes of it.

    The signature is `sha256=` and the HMAC-SHA256 of the body in hexadecimal, as GitHub's webhooks have it. A delivery
    may come twice; its number, the alert's id, is then the same.
    """

    poster: Poster
    url: str = field(repr=False)
    secret: str = field(default="", repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    template: Template | None = None
    content_type: str = "application/json"
    timeout: float = 10.0  # seconds

    async def send(self, alert: Alert) -> None:
        body = filled(self.template, alert).encode(errors="replace") if self.template else as_json(alert)
        headers = {"Content-Type": self.content_type, DELIVERY: alert.id, **self.headers}
        if self.secret:
            headers[SIGNATURE] = f"sha256={signature(self.secret, body)}"
        await deliver(self.poster, self.url, body, headers, deadline=self.timeout)

    async def close(self) -> None:
        """The poster belongs to others."""


def signature(secret: str, body: bytes) -> str:
    """What the receiver computes, too, and compares in constant time."""
    return hmac.digest(secret.encode(), body, "sha256").hex()
