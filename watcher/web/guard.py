"""Who may ask, and what every answer says to browsers: the host's name, the token, the headers."""

import base64
import binascii
import hmac
import ipaddress
from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

OPEN = "/healthz"  # a monitor may ask without a token; the answer is one word

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
}


class Guard:
    """Refuses what comes under a foreign name or without the token, and puts the headers on every answer.

    A page on the web can point a name of its own at this machine (DNS rebinding) and would then read everything here.
    Its requests bear that name; a bare address cannot be pointed elsewhere.
    """

    def __init__(self, app: ASGIApp, *, hosts: Collection[str], token: str) -> None:
        self._app, self._hosts, self._token = app, {host.lower() for host in hosts}, token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("cache-control", "no-store")
            await send(message)

        app = self._refusal(scope["path"], Headers(scope=scope)) or self._app
        await app(scope, receive, sent)

    def _refusal(self, path: str, headers: Headers) -> PlainTextResponse | None:
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self._known(hosts[0]):
            text = "This server is not known under that name. Start it with --name to make it so.\n"
            return PlainTextResponse(text, status_code=421)
        if path == OPEN or not self._token or self._presented(headers.get("authorization", "")):
            return None
        challenge = {"www-authenticate": 'Basic realm="watcher", charset="UTF-8"'}
        return PlainTextResponse(
            "Send the token as password, with any user name, or as Authorization: Bearer.\n",
            status_code=401,
            headers=challenge,
        )

    def _known(self, host: str) -> bool:
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
        if name.lower() in self._hosts or name.lower() == "localhost":
            return True
        try:
            ipaddress.ip_address(name.removeprefix("[").removesuffix("]"))
        except ValueError:
            return False
        return True

    def _presented(self, authorization: str) -> bool:
        """Whether the token was sent. How long the comparison takes tells nothing of where they differ."""
        scheme, _, value = authorization.partition(" ")
        given = value.strip().encode()
        if scheme.lower() == "basic":
            try:
                given = base64.b64decode(given, validate=True).partition(b":")[2]
            except binascii.Error:
                return False
        elif scheme.lower() != "bearer":
            return False
        return hmac.compare_digest(given, self._token.encode())
