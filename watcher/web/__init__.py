"""What a browser, a feed reader or a monitor sees of a watcher: read-only pages over HTTP, made by Starlette."""

from watcher.web.app import application
from watcher.web.archive import Archive
from watcher.web.site import Site

__all__ = ["Archive", "Site", "application"]
