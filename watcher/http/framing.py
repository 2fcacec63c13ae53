"""What an answer's bytes mean, by h11: its head, its body in whatever framing, and its end."""

import h11
import httpx

from watcher.http.exchange import Headers

_ANY_HOST = [("host", "-")]


class Framing:
    """An answer to one request; how it is framed depends on the request's method alone."""

    def __init__(self, method: str, most: int) -> None:
        """`most` bytes are kept of heads, chunk sizes and trailers that are not whole yet."""
        self._state = h11.Connection(our_role=h11.CLIENT, max_incomplete_event_size=most)
        for event in (h11.Request(method=method, target="/", headers=_ANY_HOST), h11.EndOfMessage()):
            self._state.send(event)

    def take(self, piece: bytes) -> None:
        """What has come; nothing at the end."""
        self._state.receive_data(piece)

    def head(self) -> tuple[int, Headers] | None:
        """Status and headers of the next answer, interim or not, once it has come; raise httpx.RemoteProtocolError."""
        event = self._next()
        if isinstance(event, h11.Response | h11.InformationalResponse):
            return event.status_code, event.headers.raw_items()
        return None

    def data(self) -> bytes | None:
        """The next piece of the body, empty at its end; None if more must come; raise httpx.RemoteProtocolError."""
        event = self._next()
        if event is h11.NEED_DATA:
            return None
        return bytes(event.data) if isinstance(event, h11.Data) else b""

    def _next(self) -> object:
        try:
            return self._state.next_event()
        except h11.RemoteProtocolError as error:
            raise httpx.RemoteProtocolError(str(error)) from error
