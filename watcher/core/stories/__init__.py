"""Which articles report one event, what they rest on, and what each of them adds."""

from watcher.core.stories.concepts import CONCEPT, COUNTRY, NAME, Concepts
from watcher.core.stories.corrections import Corrected, merge, split, undo
from watcher.core.stories.live import WINDOW, LiveStories, in_order
from watcher.core.stories.origins import Origin, Origins, origins
from watcher.core.stories.roots import root

__all__ = [
    "CONCEPT",
    "COUNTRY",
    "NAME",
    "WINDOW",
    "Concepts",
    "Corrected",
    "LiveStories",
    "Origin",
    "Origins",
    "in_order",
    "merge",
    "origins",
    "root",
    "split",
    "undo",
]
