"""How much a server may ask of us: seconds, bytes and hops."""

from watcher.frozen import dataclass

MB = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one fetch may take, all its redirects included."""

    deadline: float  # seconds
    wire: int  # bytes of body as sent
    body: int  # bytes of body once inflated


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What servers may take: seconds, bytes, and how many of what."""

    deadline: float = 30.0  # for a feed; a read timeout never fires on a byte a second, so the whole is bounded
    page_deadline: float = 20.0  # an alert waits for its page
    connect: float = 10.0  # look-up, TCP and TLS together
    feed_body: int = 20 * MB  # once inflated: a megabyte of gzip holds a gigabyte
    page_body: int = 5 * MB  # beyond this, readers of pages take seconds and gigabytes
    in_flight: int = 64 * MB  # of all bodies together until their entries are stored: three of the largest, or hundreds
    head: int = MB  # real servers send 200 cookies of 4 kB; interim answers count, too
    chunks: int = 200  # pieces of a body: a chunk of one byte burns a thousand times more time than it brings ...
    chunk: int = 100  # ... so there may be one more for every so many bytes
    at_once: int = MB // 10  # on the wire: what is larger is inflated beside the loop, for which it would take too long
    redirects: int = 8  # browsers stop at 20; feeds that work need 3
    concurrent: int = 32  # requests under way at once, over all hosts ...
    aside: int = 96  # ... and as many more that have been for longer than ...
    patience: float = 1.0  # ... seconds, within which nearly every server that is well has answered whole

    @property
    def feed(self) -> Limits:
        """On the wire half of the body: what is larger should come compressed."""
        return Limits(deadline=self.deadline, wire=self.feed_body // 2, body=self.feed_body)

    @property
    def page(self) -> Limits:
        return Limits(deadline=self.page_deadline, wire=self.page_body, body=self.page_body)

    @property
    def robots(self) -> Limits:
        """RFC 9309, section 2.5, asks for 500 kB; the page that it is asked for must not wait long."""
        return Limits(deadline=self.page_deadline / 2, wire=MB // 2, body=MB // 2)
