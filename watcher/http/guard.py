"""Which addresses are public, so that a feed cannot lead into the network that watcher runs in."""

import ipaddress
from collections.abc import Iterable
from functools import lru_cache

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# The IANA IPv4 special-purpose registry (RFC 6890 and its updates), multicast and what is reserved beyond it. A table
# of our own, because `is_global` answers differently from one patch release of Python to the next.
_PRIVATE_V4 = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
_PUBLIC_V6 = ipaddress.IPv6Network("2000::/3")  # all that is allocated as global unicast (RFC 4291)
_PRIVATE_V6 = tuple(
    ipaddress.IPv6Network(network)
    for network in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")  # protocols, examples, 6to4
)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address


@lru_cache(maxsize=10_000)
def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet; what is embedded in an IPv6 address counts as itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in _PRIVATE_V4)
    if address in _NAT64:
        return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return address in _PUBLIC_V6 and not any(address in network for network in _PRIVATE_V6)


def plain(address: Address) -> Address:
    """The IPv4 address that an IPv4-mapped one stands for: the system connects to that."""
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


class Guard:
    """Lets connections out to public addresses, and to the private ones that a person named.

    An entry of `allow` is an address, a network in CIDR form or a host name, which then may have any address.
    """

    def __init__(self, allow: Iterable[str] = ()) -> None:
        self._networks: list[Network] = []
        self._names: set[str] = set()
        for entry in allow:
            try:
                self._networks.append(ipaddress.ip_network(entry.strip("[]"), strict=False))
            except ValueError:
                self._names.add(_name(entry))

    def permits(self, host: str, address: Address) -> bool:
        """Whether a connection to this address may be made for the sake of this host name."""
        address = plain(address)
        if is_public(address) or _name(host) in self._names:
            return True
        return any(address in network for network in self._networks if network.version == address.version)


def _name(host: str) -> str:
    return host.strip().rstrip(".").lower()
