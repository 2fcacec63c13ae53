"""Where a feed is asked once its server says that it has moved."""

from datetime import datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

from watcher.core.model import FeedState, Reply
from watcher.core.text.address import same_site

WEEK = timedelta(days=7)


class Move(NamedTuple):
    """Where a feed is asked, and where it says that it has moved; by default at its own url, and nowhere."""

    address: str = ""
    moved_to: str = ""
    moved_since: datetime | None = None


def moved(state: FeedState, reply: Reply, now: datetime) -> Move:
    """What permanent redirects come to: https at once, another address of the site after a week of the same answer.

    Another site is never adopted, however long: an abandoned name may be anybody's. Redirects there are followed.
    """
    asked, target = state.address or state.url, reply.moved_to
    if not target or target == asked or urlsplit(asked).username:  # a password stays where a person has put it
        return Move(address=state.address)
    since = state.moved_since if target == state.moved_to and state.moved_since else now
    for_good = now - since >= WEEK and same_site(asked, target)
    if for_good or target == "https://" + asked.removeprefix("http://"):
        return Move(address=target)
    return Move(address=state.address, moved_to=target, moved_since=since)


def news(before: FeedState, after: FeedState) -> str:
    """What a person should know about where a feed is asked from now on; "" if that is as before."""
    if after.address and after.address != before.address:
        return f"has moved for good and is asked at {after.address} from now on"
    if before.address and not after.address:
        return f"is no longer at {before.address} and is asked at {after.url} again"
    if after.moved_since and after.last_poll and before.last_poll:
        told = before.moved_since == after.moved_since and before.last_poll - after.moved_since >= WEEK
        if not told and after.last_poll - after.moved_since >= WEEK:
            return f"has said for a week that it moved to {after.moved_to}, which is another site"
    return ""
