"""Where the program's own log goes: structlog renders it, for people or as JSON, with secrets masked.

Everybody logs through the standard library; this package alone decides what becomes of it.
"""

from watcher.log.subject import about

__all__ = ["about"]
