"""Which articles report one event, what they rest on, and what each of them adds."""

from watcher.core.stories.concepts import CONCEPT, COUNTRY, NAME, Concepts
from watcher.core.stories.live import WINDOW, LiveStories, in_order
from watcher.core.stories.news import News, news
from watcher.core.stories.origins import Origin, Origins, origins

__all__ = [
    "CONCEPT",
    "COUNTRY",
    "NAME",
    "WINDOW",
    "Concepts",
    "LiveStories",
    "News",
    "Origin",
    "Origins",
    "in_order",
    "news",
    "origins",
]
