"""An address on its way through redirects, with the time that is left for it."""

from watcher.errors import FetchError, FetchFault
from watcher.http.address import Address, parse
from watcher.http.bounds import Limits
from watcher.http.faults import harmless

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})


class Journey:
    """Where a fetch stands. `moved_to` is as far as permanent redirects alone have led."""

    def __init__(self, url: str, limits: Limits, most_hops: int) -> None:
        self._go(parse(url))
        self.limits = limits
        self.left = limits.deadline
        self.moved_to = ""
        self._most_hops = most_hops
        self._seen = {self.address.text}
        self._permanent = True

    @property
    def origin(self) -> str:
        return f"{self.address.scheme}://{self.address.netloc.decode('ascii')}"

    def follow(self, status: int, location: str) -> None:
        """Go where a redirect points; raise FetchError if that leads nowhere."""
        if not location:
            raise self._astray("redirects without saying where", status)
        address = parse(location, base=self.address)
        if address.text in self._seen:
            raise self._astray("redirects in a circle", status)
        if len(self._seen) > self._most_hops:
            raise self._astray(f"redirects more than {self._most_hops} times", status)
        self._go(address)
        self._seen.add(address.text)
        self._permanent = self._permanent and status in _PERMANENT
        if self._permanent:
            self.moved_to = address.text

    def _go(self, address: Address) -> None:
        self.address = address
        self.host = f"{address.host}:{address.port}"  # what has manners of its own

    def _astray(self, what: str, status: int) -> FetchError:
        return FetchError(FetchFault.REDIRECTS, f"{harmless(self.host)} {what}", status=status)
