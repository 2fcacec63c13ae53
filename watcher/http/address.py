"""An address that may be asked, taken apart: as httpx does it, but most are too plain to need that."""

import re
from typing import NamedTuple

import httpx

from watcher.errors import FetchError, FetchFault
from watcher.http.faults import harmless

_PORTS = {"http": 80, "https": 443}
_LONGEST = 8192  # characters; servers refuse more, and nobody writes it
_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_LABEL = r"(?!xn--)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
# What httpx would leave exactly as it stands, and takes a seventh of what asking an unchanged feed costs to say so.
_PLAIN = re.compile(
    rf"(?P<scheme>https?)://(?P<netloc>(?P<host>(?:{_LABEL}\.)+(?!xn--)[a-z](?:[a-z0-9-]*[a-z0-9])?|(?:{_OCTET}\.){{3}}{_OCTET})"
    r"(?::(?P<port>[1-9]\d{0,4}))?)(?P<target>(?:/(?!\.)[A-Za-z0-9_~.-]*)+(?:\?[A-Za-z0-9/_~.=&-]+)?)",
    re.ASCII,
)


class Address(NamedTuple):
    """Where a request goes."""

    text: str  # without a fragment
    scheme: str
    host: str  # as people write it
    name: str  # the same in ASCII, as name servers know it
    port: int
    netloc: bytes  # name and, unless it is the usual one, port: what a request calls its host
    target: bytes  # path and query
    userinfo: bytes = b""

    @property
    def shown(self) -> str:
        """The address without a name and password: what is resolved against it will be shown."""
        return str(httpx.URL(self.text).copy_with(userinfo=b"")) if self.userinfo else self.text


def parse(address: str, *, base: Address | None = None) -> Address:
    """An address that may be asked; raise FetchError(ADDRESS) for anything but http and https with a host."""
    text = address.strip()
    return (plain(text) if len(text) <= _LONGEST else None) or _parsed(text, base)


def plain(text: str) -> Address | None:
    """An address that nothing is unusual about; None if httpx must look at it."""
    found = _PLAIN.fullmatch(text)
    if not found:
        return None
    scheme, netloc, host, port, target = found.group("scheme", "netloc", "host", "port", "target")
    number = int(port) if port else _PORTS[scheme]
    if number > 65535 or (port and number == _PORTS[scheme]):
        return None
    return Address(text, scheme, host, host, number, netloc.encode(), target.encode())


def _parsed(text: str, base: Address | None) -> Address:
    if len(text) > _LONGEST:
        raise FetchError(FetchFault.ADDRESS, f"an address of {len(text):,} characters is too long to ask")
    try:
        url = httpx.URL(base.text).join(text) if base else httpx.URL(text)
        usable = url.scheme in _PORTS and bool(url.host) and (url.port is None or 0 < url.port < 65536)
    except (httpx.InvalidURL, ValueError) as error:  # ValueError: what idna and int refuse below httpx
        raise FetchError(FetchFault.ADDRESS, f"{harmless(text)} is not an address: {harmless(str(error))}") from error
    if not usable:
        raise FetchError(FetchFault.ADDRESS, f"{harmless(text)} is not an address of the web (http or https)")
    return of_url(url.copy_with(fragment=None) if url.fragment else url)


def of_url(url: httpx.URL) -> Address:
    """What httpx makes of an address, as ours."""
    return Address(
        text=str(url),
        scheme=url.scheme,
        host=url.host,
        name=url.raw_host.decode("ascii"),
        port=url.port or _PORTS[url.scheme],
        netloc=url.netloc,
        target=url.raw_path,
        userinfo=url.userinfo,
    )
