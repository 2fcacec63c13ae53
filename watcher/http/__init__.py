"""How feeds and pages are fetched: within bounds, with manners, and never from a private network unasked."""

import watcher.http.alone  # noqa: F401 - before whoever imports httpx
from watcher.http.bounds import Bounds
from watcher.http.client import Client, Settings
from watcher.http.hosts import Manners

__all__ = ["Bounds", "Client", "Manners", "Settings"]
