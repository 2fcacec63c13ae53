"""What lies around a watcher: the disk that it writes to, the network that it asks over, the clock that it goes by."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from watcher.core.model import Reply
    from watcher.errors import FetchError

SCARCE, NEARLY_FULL = 2_000_000_000, 200_000_000  # bytes that are free
ASKED = 3  # servers
SKEW = timedelta(minutes=2)  # between our clock and a server's; answers take their time, and some are kept by caches


class Finding(NamedTuple):
    """One thing that was looked at: `level` is ok, warning or fault."""

    level: str
    what: str
    detail: str


def disk(data: Path | None) -> Finding:
    """The room for the database."""
    import shutil

    from watcher.config import data_path

    folder = (data or data_path()).absolute()
    there = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(there).free
    if free < NEARLY_FULL:
        return Finding(
            "fault", "disk", f"{free / 1e6:.0f} MB free at {there}: make room, or name another folder with --data"
        )
    level, hint = ("warning", ": make room before it is full") if free < SCARCE else ("ok", "")
    return Finding(level, "disk", f"{free / 1e9:.1f} GB free at {there}{hint}")


def outside(config: Path | None) -> Iterator[Finding]:
    """Whether the servers of a few configured feeds answer, and what time they say it is."""
    import asyncio
    from urllib.parse import urlsplit

    from watcher.app import ask_around
    from watcher.config import config_path, load
    from watcher.errors import ConfigError, FetchError

    usual = config or config_path()
    try:
        loaded = load(usual if config is not None or usual.exists() else None)
    except ConfigError:
        return  # told already
    by_host = {urlsplit(feed.url).hostname: feed.url for feed in reversed(loaded.config.feeds)}
    urls = list(reversed(by_host.values()))[:ASKED]
    if not urls:
        yield Finding("warning", "network", "no feed is configured, so no server was asked: `watcher feeds add URL`")
        return
    answers = asyncio.run(ask_around(loaded, urls))
    yield network(answers)
    replies = [answer for answer in answers if not isinstance(answer, FetchError)]
    yield from clock(replies, datetime.now(UTC))


def network(answers: "list[Reply | FetchError]") -> Finding:
    """What the answers of servers say of the way to them. A refusal is an answer, too."""
    from watcher.errors import FetchError
    from watcher.log.mask import masked

    failed = [answer for answer in answers if isinstance(answer, FetchError) and not answer.status]
    said = f"{len(answers) - len(failed)} of {len(answers)} servers answer"
    if not failed:
        return Finding("ok", "network", said)
    reason = masked(str(failed[0]))
    if len(failed) == len(answers):
        return Finding(
            "fault", "network", f"{said}: {reason}. Look at the connection, the name server and [http] proxy"
        )
    return Finding("warning", "network", f"{said}: {reason}")


def clock(replies: "list[Reply]", now: datetime) -> Iterator[Finding]:
    """What servers say of our clock; the one that agrees most counts."""
    from email.utils import parsedate_to_datetime

    from watcher.dashboard.words import span

    apart = []
    for reply in replies:
        with suppress(ValueError, TypeError):
            apart.append(now - parsedate_to_datetime(reply.header("date")).astimezone(UTC))
    if not apart:
        return
    least = min(apart, key=abs)
    if abs(least) <= SKEW:
        yield Finding("ok", "clock", "as the servers have it")
        return
    side = "ahead of" if least > timedelta() else "behind"
    yield Finding(
        "warning", "clock", f"{span(abs(least))} {side} the servers': set it, or ages and quiet hours are wrong"
    )
