"""An address on its way through redirects, with the time that is left for it."""

import httpx

from watcher.errors import FetchError, FetchFault
from watcher.http.bounds import Limits
from watcher.http.faults import harmless

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_PORTS = {"http": 80, "https": 443}
_LONGEST = 8192  # characters; servers refuse more, and nobody writes it


class Journey:
    """Where a fetch stands. `moved_to` is as far as permanent redirects alone have led."""

    def __init__(self, url: str, limits: Limits, most_hops: int) -> None:
        self._go(parse_url(url))
        self.limits = limits
        self.left = limits.deadline
        self.moved_to = ""
        self._most_hops = most_hops
        self._seen = {str(self.url)}
        self._permanent = True

    @property
    def origin(self) -> str:
        return f"{self.url.scheme}://{self.url.netloc.decode('ascii')}"

    @property
    def shown(self) -> str:
        """The address without a name and password: what is resolved against it will be shown."""
        return str(self.url.copy_with(userinfo=b"") if self.url.userinfo else self.url)

    def follow(self, status: int, location: str) -> None:
        """Go where a redirect points; raise FetchError if that leads nowhere."""
        if not location:
            raise self._astray("redirects without saying where", status)
        url = parse_url(location, base=self.url)
        if str(url) in self._seen:
            raise self._astray("redirects in a circle", status)
        if len(self._seen) > self._most_hops:
            raise self._astray(f"redirects more than {self._most_hops} times", status)
        self._go(url)
        self._seen.add(str(url))
        self._permanent = self._permanent and status in _PERMANENT
        if self._permanent:
            self.moved_to = str(url)

    def _go(self, url: httpx.URL) -> None:
        self.url = url
        self.host = f"{url.host}:{url.port or _PORTS[url.scheme]}"  # what has manners of its own

    def _astray(self, what: str, status: int) -> FetchError:
        return FetchError(FetchFault.REDIRECTS, f"{harmless(self.host)} {what}", status=status)


def parse_url(address: str, *, base: httpx.URL | None = None) -> httpx.URL:
    """An address that may be asked; raise FetchError(ADDRESS) for anything but http and https with a host."""
    text = address.strip()
    if len(text) > _LONGEST:
        raise FetchError(FetchFault.ADDRESS, f"an address of {len(text):,} characters is too long to ask")
    try:
        url = base.join(text) if base else httpx.URL(text)
        usable = url.scheme in _PORTS and bool(url.host) and (url.port is None or 0 < url.port < 65536)
    except (httpx.InvalidURL, ValueError) as error:  # ValueError: what idna and int refuse below httpx
        raise FetchError(FetchFault.ADDRESS, f"{harmless(text)} is not an address: {harmless(str(error))}") from error
    if not usable:
        raise FetchError(FetchFault.ADDRESS, f"{harmless(text)} is not an address of the web (http or https)")
    return url.copy_with(fragment=None) if url.fragment else url
