"""One text under many addresses of a host: the best sign that it is a wall and no article, whatever it says."""

import hashlib
from collections import OrderedDict
from urllib.parse import urlsplit

from watcher.core.identity.keys import folded, words
from watcher.core.model import Entry

_ENOUGH = 3  # differently titled articles with one text; two may be one article, filed or titled twice
_MOST = 5_000  # texts that are remembered: a few days' pages


class Bodies:
    """Remembers which entries' pages held which text, the least lately seen first."""

    def __init__(self) -> None:
        self._seen: OrderedDict[tuple[str, str], dict[str, str]] = OrderedDict()  # (host, text) → title → entry's id

    def note(self, entry: Entry, text: str) -> tuple[str, ...]:
        """The other entries of the host with this text, once they are too many for it to be an article; else none."""
        place = (urlsplit(entry.url).hostname or "", _digest(text))
        titles = self._seen.setdefault(place, {})
        titles.setdefault(folded(entry.title), entry.id)
        self._seen.move_to_end(place)
        if len(self._seen) > _MOST:
            self._seen.popitem(last=False)
        if len(titles) < _ENOUGH:
            return ()
        others = tuple(other for other in titles.values() if other != entry.id)
        self._seen[place] = dict(list(titles.items())[:_ENOUGH])  # enough to know it again
        return others


def _digest(text: str) -> str:
    """What a text is recognised by: its beginning, without numbers, as walls count visits and tell the time."""
    return hashlib.sha256("\0".join(words("", text)).encode("utf-8", "surrogatepass")).hexdigest()[:32]
