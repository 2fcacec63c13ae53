"""The command about feeds: how they are, what a site offers, and lists from and for other readers."""

import asyncio
import json as json_
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from watcher.cli.options import ConfigOption, DataOption, fail, load_config

if TYPE_CHECKING:
    from watcher.core.model import Feed, FeedState


def feeds(
    config: ConfigOption = None,
    data: DataOption = None,
    find: Annotated[
        str | None, typer.Option("--find", metavar="ADDRESS", help="The feeds that a web page names, as configuration.")
    ] = None,
    opml: Annotated[
        Path | None,
        typer.Option("--from-opml", metavar="FILE", help="Another reader's list of feeds, as configuration."),
    ] = None,
    as_opml: Annotated[bool, typer.Option("--opml", help="The configured feeds as a list for other readers.")] = False,
    json: Annotated[bool, typer.Option("--json", help="One JSON object per feed.")] = False,
) -> None:
    """How each feed is, with the reason, since when, and when it is asked again. Works beside a running watcher."""
    if find is not None:
        _configuration(_found(find, config))
    elif opml is not None:
        _configuration(_listed(opml))
    elif as_opml:
        from watcher.core.feeds.opml import write

        typer.echo(write(load_config(config).config.feeds), nl=False)
    else:
        _conditions(config, data, json=json)


def _conditions(config: Path | None, data: Path | None, *, json: bool) -> None:
    from watcher.app import DATABASE
    from watcher.config import data_path
    from watcher.store import open_store

    configured = load_config(config).config.feeds
    store = open_store((data or data_path()) / DATABASE, read_only=True)
    try:
        states = {feed.url: store.state(feed.url) for feed in configured}
    finally:
        store.close()
    for feed in configured:
        typer.echo((_object if json else _line)(feed, states[feed.url]))


def _line(feed: "Feed", state: "FeedState") -> str:
    from watcher.core.health import health
    from watcher.core.text.clean import clean
    from watcher.dashboard.words import span

    found, now = health(state), datetime.now(UTC)
    since = f" (for {span(now - found.since)})" if found.since and not found.well else ""
    due = f", next in {span(found.next - now)}" if found.next else ""
    return f"{found.condition:15}{clean(feed.name or state.title or feed.url)}: {found.reason or 'well'}{since}{due}"


def _object(feed: "Feed", state: "FeedState") -> str:
    from watcher.core.health import health

    found = health(state)
    times = {"since": found.since, "next_poll": found.next, "last_ok": state.last_ok, "last_new": state.last_new}
    facts = {"feed": feed.url, "name": feed.name or state.title, "health": found.condition, "reason": found.reason}
    stamps = {name: time.isoformat() if time else None for name, time in times.items()}
    return json_.dumps({**facts, **stamps, "asked_at": state.address or feed.url}, ensure_ascii=False)


def _found(address: str, config: Path | None) -> "tuple[Feed, ...]":
    from watcher.app import find_feeds

    named = asyncio.run(find_feeds(load_config(config), address))
    if not named:
        fail(f"{address} names no feed; look for a news sitemap in its robots.txt, which can be polled like a feed")
    return named


def _listed(path: Path) -> "tuple[Feed, ...]":
    from watcher.core.feeds.opml import read

    try:
        return read(path.read_bytes())
    except OSError as error:
        fail(f"{path} cannot be read: {error.strerror}")


def _configuration(named: "tuple[Feed, ...]") -> None:
    """Print feeds as tables for config.toml."""
    for feed in named:
        facts = {"url": feed.url, "name": feed.name, "lang": feed.lang, "tags": list(feed.tags)}
        lines = [f"{key} = {json_.dumps(value, ensure_ascii=False)}" for key, value in facts.items() if value]
        typer.echo("\n".join(["[[feed]]", *lines, ""]))
