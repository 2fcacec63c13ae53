"""In which order sources are told: the nearest first."""

from collections.abc import Iterable, Mapping
from heapq import heapify, heappop, heappush

from watcher.core.citations.spec import Outlet


def nearest_first(
    outlets: Mapping[str, Outlet], edges: Iterable[tuple[str, str]], *, given: Iterable[str] = ()
) -> list[str]:
    """The names of `outlets`, which come as they stand in the text.

    `edges` lead from a source to the one that it rests on, and bind first; contradicting ones are left out. Then come
    `given` ones, then agencies and press before state media, these before officials; then the place in the text.
    """
    first = set(given)
    rank = {
        name: (name not in first, 2 if outlet.kind == "official" else int(outlet.state), place)
        for place, (name, outlet) in enumerate(outlets.items())
    }
    nearer: dict[str, set[str]] = {name: set() for name in outlets}
    for near, far in edges:
        if near != far and far not in _above(near, nearer):
            nearer[far].add(near)
    waiting = {name: len(above) for name, above in nearer.items()}
    ready = [(rank[name], name) for name, count in waiting.items() if not count]
    heapify(ready)
    order = []
    while ready:
        _, name = heappop(ready)
        order.append(name)
        for other, above in nearer.items():
            if name in above:
                waiting[other] -= 1
                if not waiting[other]:
                    heappush(ready, (rank[other], other))
    return order


def _above(name: str, nearer: Mapping[str, set[str]]) -> set[str]:
    """All that come before a name."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        new = nearer[waiting.pop()] - found
        found |= new
        waiting += new
    return found
