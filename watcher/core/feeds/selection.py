"""Which items of a body are worth reading, and which of their ids and links identify nothing."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from watcher.core.model import RawEntry

WIDTH = 8  # bytes of a fingerprint


def fingerprint(item: bytes) -> bytes:
    """What an item is recognised by in the feed's next body."""
    return hashlib.sha256(item).digest()[:WIDTH]


def fingerprints(packed: bytes) -> frozenset[bytes]:
    return frozenset(packed[at : at + WIDTH] for at in range(0, len(packed) - WIDTH + 1, WIDTH))


Trait = tuple[str, str, str]  # an item's guid, its link and its title (or what stands for it)


def trait(entry: RawEntry) -> Trait:
    return entry.guid, entry.url, entry.title


def ambiguous(traits: Iterable[Trait]) -> frozenset[str]:
    """The guids and links that several items of one body share although their titles differ.

    Some feeds link every item to the same page or give all the same id; one item listed twice is not meant.
    """
    first: dict[str, str] = {}
    shared: set[str] = set()
    for guid, link, title in traits:
        for value in {guid, _without_fragment(link)} - {""}:
            if first.setdefault(value, title) != title:
                shared.add(value)
    return frozenset(shared)


def mark(entries: Sequence[RawEntry], shared: frozenset[str]) -> tuple[RawEntry, ...]:
    """The entries without ids that are no ids, and with links that are no ids marked as such."""
    return tuple(_mark(entry, shared) for entry in entries)


def _mark(entry: RawEntry, shared: frozenset[str]) -> RawEntry:
    if entry.guid in shared:
        entry = replace(entry, guid="")
    if _without_fragment(entry.url) in shared:
        entry = replace(entry, shared_url=True)
    return entry


def _without_fragment(url: str) -> str:
    return url.partition("#")[0]
