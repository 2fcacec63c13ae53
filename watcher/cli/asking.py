"""Feeds that are asked once, outside of a watch: what came, what the topics say of it, and what to do if it is no feed."""

import asyncio
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import typer

from watcher.cli.options import fail

if TYPE_CHECKING:
    from watcher.config import Loaded
    from watcher.core.model import Feed, ParsedFeed, Reply


def asked(loaded: "Loaded", feed: "Feed") -> "tuple[Reply, ParsedFeed]":
    """What a feed answers. Raises FetchError or FeedError."""
    from watcher.app import feed_reading

    async def ask() -> "tuple[Reply, ParsedFeed]":
        async with feed_reading(loaded) as read:
            return await read(feed)

    return asyncio.run(ask())


def tried_first(loaded: "Loaded", feed: "Feed") -> "tuple[Reply, ParsedFeed]":
    """The same for a feed that somebody wants to add; what keeps it from being added is told with a way out."""
    from watcher.errors import FeedError, FetchError

    try:
        return asked(loaded, feed)
    except FetchError as error:
        message = f"not added: {error} (--no-try adds it unasked)"
        raise FetchError(error.kind, message, url=error.url, status=error.status) from error
    except FeedError as error:
        found = asyncio.run(_named_by(loaded, feed.url))
        others = [f"  watcher feeds add {shlex.quote(one.url):<50} {one.name}".rstrip() for one in found]
        hint = "\nWhat can be added:" if others else " (--no-try adds it all the same)"
        return fail("\n".join((f"not added: {feed.url}: {error}{hint}", *others)))


def itself(loaded: "Loaded", url: str) -> "tuple[Feed, ...]":
    """An address as a feed, if it is one."""
    from watcher.core.model import Feed
    from watcher.errors import FeedError, FetchError

    try:
        _, parsed = asked(loaded, Feed(url=url))
    except (FetchError, FeedError):
        return ()
    return (Feed(url=url, name=parsed.title),)


async def _named_by(loaded: "Loaded", url: str) -> "tuple[Feed, ...]":
    """The feeds that a page names, if it can be asked once more."""
    from watcher.app import find_feeds
    from watcher.errors import FetchError

    try:
        return await find_feeds(loaded, url)
    except FetchError:
        return ()


def shown(feed: "Feed", reply: "Reply", parsed: "ParsedFeed") -> Iterator[str]:
    """What came, in a few lines."""
    from watcher.core.text.clean import clean
    from watcher.dashboard.words import count

    size, url = len(reply.body), reply.moved_to or reply.url
    yield f"{clean(parsed.title) or 'a feed without a title'}: {count(parsed.total, 'entry')}, {max(size / 1000, 1):.0f} kB"
    if url != feed.url:
        yield f"  answered by {url}"
    if feed.name and feed.name != parsed.title:
        yield f"  configured as {clean(feed.name)}"
    if feed.lang or parsed.lang:
        yield f"  language {feed.lang or parsed.lang}{'' if feed.lang else ', as it says'}{_doubt(feed, parsed)}"


def _doubt(feed: "Feed", parsed: "ParsedFeed") -> str:
    """What to say where a feed's entries are in another language than is configured."""
    from watcher.core.text.guess import guess
    from watcher.core.text.languages import primary

    found = guess("\n".join(f"{raw.title} {raw.summary}" for raw in parsed.entries))
    if not feed.lang or found in ("", primary(feed.lang)[0]):
        return ""
    return f", but its entries look like {found}: the words of no other language than {feed.lang} count in them"


def sample(loaded: "Loaded", feed: "Feed", parsed: "ParsedFeed", limit: int) -> list[str]:
    """The first entries, each with what the topics say of it."""
    from watcher.core.identity import entry
    from watcher.core.model import Answer, Article, FeedState
    from watcher.core.polls import named
    from watcher.dashboard.clean import clean

    now, lines = datetime.now(UTC), list[str]()
    known_as = replace(feed, name=named(feed, FeedState(url=feed.url), parsed))
    for raw in parsed.entries[:limit]:
        item = entry(raw, known_as, first_seen=now)
        when = f"{item.published.astimezone():%Y-%m-%d %H:%M}" if item.published else "no date         "
        lines.append(f"  {when}  {clean(item.title) or 'no title'}")
        for verdict in loaded.rules.judge(Article(entry=item), now=now):
            said = "match" if verdict.matches else str(verdict.answer)
            if verdict.answer is not Answer.NO:
                lines.append(f"                      {said}: {verdict.topic}, score {verdict.score:.2f}")
    return lines


async def answering(loaded: "Loaded", feeds: Sequence["Feed"]) -> "list[Feed]":
    """Those of the feeds that can be read, in their order; what keeps the others from it goes to standard error."""
    from watcher.app import feed_reading
    from watcher.cli.progress import progress
    from watcher.errors import FeedError, FetchError

    async with feed_reading(loaded) as read:
        with progress("Asking feeds", len(feeds)) as bar:

            async def answers(feed: "Feed") -> str:
                try:
                    await read(feed)
                except (FetchError, FeedError) as error:
                    return str(error) or type(error).__name__
                finally:
                    bar.advance()
                return ""

            faults = await asyncio.gather(*map(answers, feeds))
    for feed, fault in zip(feeds, faults, strict=True):
        if fault:
            typer.echo(f"left out: {feed.url}: {fault}", err=True)
    return [feed for feed, fault in zip(feeds, faults, strict=True) if not fault]
