"""How much a server may ask of us: seconds, bytes and hops."""

from dataclasses import dataclass

MB = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one fetch may take, all its redirects included."""

    deadline: float  # seconds; a read timeout never fires on a byte a second, so the whole is bounded
    wire: int  # bytes of body as sent
    body: int  # bytes of body once inflated: a megabyte of gzip holds a gigabyte


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What servers may take."""

    feed: Limits = Limits(deadline=30.0, wire=10 * MB, body=20 * MB)
    page: Limits = Limits(deadline=20.0, wire=5 * MB, body=5 * MB)  # an alert waits; readers of pages take gigabytes
    robots: Limits = Limits(deadline=10.0, wire=MB // 2, body=MB // 2)  # RFC 9309, section 2.5
    connect: float = 10.0  # seconds for look-up, TCP and TLS together
    head: int = MB  # real servers send 200 cookies of 4 kB; interim answers count, too
    chunks: int = 20_000  # pieces of a body: a chunk of one byte burns a thousand times more time than it brings
    redirects: int = 8  # browsers stop at 20; feeds that work need 3
    concurrent: int = 32  # requests under way at once, over all hosts
