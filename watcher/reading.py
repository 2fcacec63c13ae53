"""What a worker process does with a feed: it reads it, and works out for each item what it is known by."""

from datetime import datetime

from watcher.core import identity
from watcher.core.feeds import parse
from watcher.core.model import Feed, ReadFeed, Reply


def feed(reply: Reply, feed: Feed, *, known: bytes, limit: int, now: datetime) -> ReadFeed:
    """Read a feed; see core.feeds.parse. Its items make entries that are first seen now, if they are new."""
    parsed = parse(reply, feed, known=known, limit=limit)
    items = identity.listed(parsed.entries, feed.called(parsed.title), first_seen=now)
    return ReadFeed(parsed=parsed, items=tuple(items))
