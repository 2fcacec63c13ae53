"""How feeds and pages are fetched: within bounds, with manners, and never from a private network unasked."""

from watcher.http.bounds import Bounds
from watcher.http.client import Client, Settings
from watcher.http.hosts import Manners

__all__ = ["Bounds", "Client", "Manners", "Settings"]
