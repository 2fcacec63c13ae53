"""Which articles report one event."""

from watcher.core.stories.concepts import CONCEPT, COUNTRY, Concepts
from watcher.core.stories.live import WINDOW, LiveStories, in_order

__all__ = ["CONCEPT", "COUNTRY", "WINDOW", "Concepts", "LiveStories", "in_order"]
