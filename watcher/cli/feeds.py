"""The commands about feeds: how they are, new and old ones, what a feed or a site offers, and other readers' lists."""

import json as json_
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from watcher.cli import values
from watcher.cli.options import ConfigOption, DataOption, fail, load_config, near

if TYPE_CHECKING:
    from watcher.config import Loaded
    from watcher.core.model import Feed, FeedState

app = typer.Typer(help="The feeds: how they are, and which.", rich_markup_mode=None)
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object per feed.")]


@app.callback(invoke_without_command=True)
def feeds(context: typer.Context) -> None:
    """The feeds: how they are, and which. Without a command: `watcher feeds list`."""
    if context.invoked_subcommand is None:
        list_()


@app.command("list")
def list_(config: ConfigOption = None, data: DataOption = None, json: JsonOption = False) -> None:
    """Tell how each feed is. With the reason, since when, and when it is asked again. Works beside a running watcher."""
    from watcher.cli.stories import opened
    from watcher.config import DATABASE, data_path
    from watcher.core.model import FeedState

    configured = load_config(config).config.feeds
    states = {feed.url: FeedState(url=feed.url) for feed in configured}
    if ((data or data_path()) / DATABASE).exists():
        with opened(data) as store:
            states = {feed.url: store.state(feed.url) for feed in configured}
    for feed in configured:
        typer.echo((_object if json else _line)(feed, states[feed.url]))


@app.command("add")
def add(
    url: Annotated[str, typer.Argument(metavar="URL", help="The feed's address.")],
    name: Annotated[str, typer.Option("--name", help="The outlet, as alerts name it.")] = "",
    lang: Annotated[
        str,
        typer.Option(
            "--lang",
            metavar="CODE",
            help="The language, such as de or zh-Hant.",
            autocompletion=values.languages,
        ),
    ] = "",
    country: Annotated[str, typer.Option("--country", metavar="CODE", help="Where the outlet sits, such as DE.")] = "",
    tag: Annotated[list[str] | None, typer.Option("--tag", help="A word of your own; may be given again.")] = None,
    tried: Annotated[
        bool, typer.Option("--try/--no-try", help="Ask it first, and add it only if what comes is a feed.")
    ] = True,
    config: ConfigOption = None,
) -> None:
    """Ask a feed and add it to the configuration. Its comments and order stay. The old file is kept as FILE.old."""
    from watcher.cli.asking import shown, tried_first
    from watcher.config.edit import keep, with_feeds
    from watcher.core.model import Feed
    from watcher.core.text.clean import clean

    loaded = _to_edit(config)
    feed = Feed(url=_site(url), name=clean(name), lang=lang, country=country, tags=tuple(tag or ()))
    for known in loaded.config.feeds:
        if known.url == feed.url:
            fail(f"{loaded.source}: this feed is there already{f', as {known.name}' if known.name else ''}")
    edited = with_feeds(Path(loaded.source), [feed])
    if tried:
        for line in shown(feed, *tried_first(loaded, feed)):
            typer.echo(line)
    typer.echo(f"Added to {loaded.source} (as it was: {keep(edited).name}).")


@app.command("remove")
def remove(
    feed: Annotated[
        str,
        typer.Argument(
            metavar="URL|NAME", help="The feed's address or its configured name.", autocompletion=values.feeds
        ),
    ],
    config: ConfigOption = None,
) -> None:
    """Take a feed out of the configuration. Its comments and order stay. What it has told stays in the database."""
    from watcher.config.edit import keep, without_feeds

    loaded = _to_edit(config)
    found = _configured(loaded, feed)
    old = keep(without_feeds(Path(loaded.source), {found.url}))
    typer.echo(f"Removed {found.url} from {loaded.source} (as it was: {old.name})")


@app.command("test")
def try_(
    feed: Annotated[
        str,
        typer.Argument(
            metavar="URL|NAME", help="An address, or the name of a configured feed.", autocompletion=values.feeds
        ),
    ],
    config: ConfigOption = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="At most so many entries are shown.")] = 10,
) -> None:
    """Ask a feed once and show what came. As a watcher would ask, with what the topics say of it. Nothing is stored."""
    from watcher.cli.asking import asked, sample, shown
    from watcher.core.model import Feed

    loaded = load_config(config)
    known = {one.url: one for one in loaded.config.feeds}
    if feed.startswith(("http://", "https://")):
        wanted = known.get(feed) or Feed(url=_address(feed))
    else:
        wanted = _configured(loaded, feed)
    reply, parsed = asked(loaded, wanted)
    for line in (*shown(wanted, reply, parsed), *sample(loaded, wanted, parsed, limit)):
        typer.echo(line)


@app.command("discover")
def discover(
    site: Annotated[str, typer.Argument(metavar="SITE", help="A web page, such as the outlet's home page.")],
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Find the feeds that a web page names. The page's own stand first; of a feed, itself."""
    import asyncio

    from watcher.app import find_feeds
    from watcher.cli.asking import itself

    loaded, url = load_config(config), _site(site)
    found = asyncio.run(find_feeds(loaded, url)) or itself(loaded, url)
    if not found:
        fail(f"{site} names no feed; look for a news sitemap in its robots.txt, which can be polled like a feed")
    for feed in found:
        facts = {"feed": feed.url, "name": feed.name}
        typer.echo(json_.dumps(facts, ensure_ascii=False) if json else f"{feed.url}  {feed.name}".rstrip())


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="OPML", help="Another reader's list of feeds.")],
    config: ConfigOption = None,
    tried: Annotated[
        bool, typer.Option("--try", help="Ask each feed first, and leave out those that do not answer.")
    ] = False,
) -> None:
    """Add the feeds of another reader's list. Those that are not in the configuration yet."""
    import asyncio

    from watcher.cli.asking import answering
    from watcher.config.edit import keep, with_feeds
    from watcher.core.feeds.opml import read
    from watcher.errors import FeedError

    loaded = _to_edit(config)
    try:
        listed = read(file.read_bytes())
    except OSError as error:
        fail(f"{file} cannot be read: {error.strerror}")
    except FeedError as error:
        fail(f"{file}: {error}")
    known = {feed.url for feed in loaded.config.feeds}
    new = [feed for feed in listed if feed.url not in known]
    if tried:
        new = asyncio.run(answering(loaded, new))
    if not new:
        typer.echo(f"Nothing to add: {len(listed)} listed, {sum(feed.url in known for feed in listed)} there already")
        return
    old = keep(with_feeds(Path(loaded.source), new))
    typer.echo(f"Added {len(new)} of {len(listed)} feeds to {loaded.source} (as it was: {old.name})")


@app.command("export")
def export(
    file: Annotated[
        Path | None, typer.Argument(metavar="[OPML]", help="Where to write it. Default: the output.")
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Write the feeds as an OPML list. Other readers take it."""
    from watcher.core.feeds.opml import write

    text = write(load_config(config).config.feeds)
    if file is None:
        typer.echo(text, nl=False)
        return
    try:
        with file.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        fail(f"{file} cannot be written: {error.strerror}")


# --- which feed, which file -------------------------------------------------------------------------------------------


def _to_edit(config: Path | None) -> "Loaded":
    """The configuration as a file; the built-in one cannot be edited."""
    from watcher.config import config_path, load

    return load(config or config_path())


def _site(url: str) -> str:
    """An address as people write it, also without its scheme."""
    return _address(url if "://" in url else f"https://{url}")


def _address(url: str) -> str:
    from watcher.core.text.address import web_address
    from watcher.core.text.clean import clean

    return web_address(url) or fail(f"{clean(url)}: expected an address that begins with http:// or https://")


def _configured(loaded: "Loaded", wanted: str) -> "Feed":
    """The configured feed with this address or name."""
    from watcher.core.text.clean import clean

    feeds = loaded.config.feeds
    found = [feed for feed in feeds if wanted == feed.url] or [
        feed for feed in feeds if feed.name and wanted.casefold() == feed.name.casefold()
    ]
    if len(found) == 1:
        return found[0]
    if found:
        fail(f'{loaded.source}: "{clean(wanted)}" are {len(found)} feeds: {", ".join(feed.url for feed in found)}')
    meant = near(wanted, [text for feed in feeds for text in (feed.name, feed.url) if text])
    hint = f" (did you mean {', '.join(meant)}?)" if meant else " (`watcher feeds list` has them)"
    return fail(f'{loaded.source}: no feed "{clean(wanted)}"{hint}')


# --- how they are -----------------------------------------------------------------------------------------------------


def _line(feed: "Feed", state: "FeedState") -> str:
    from watcher.core.health import health
    from watcher.core.text.clean import clean
    from watcher.dashboard.words import span
    from watcher.log.mask import masked

    found, now = health(state), datetime.now(UTC)
    own = f" (calls itself {clean(state.title)})" if feed.name and state.title not in ("", feed.name) else ""
    since = f" (for {span(now - found.since)})" if found.since and not found.well else ""
    due = f", next in {span(found.next - now)}" if found.next else ""
    name = clean(feed.name or state.title or masked(feed.url))
    told = masked(found.reason) or ("well" if state.last_poll else "")
    return f"{found.condition:15}{name}{own}{': ' if told else ''}{told}{since}{due}"


def _object(feed: "Feed", state: "FeedState") -> str:
    from watcher.core.health import health
    from watcher.log.mask import masked

    found = health(state)
    times = {"since": found.since, "next_poll": found.next, "last_ok": state.last_ok, "last_new": state.last_new}
    facts = {"feed": masked(feed.url), "name": feed.name or state.title, "title": state.title}
    how = {"health": found.condition, "reason": masked(found.reason)}
    stamps = {name: time.isoformat() if time else None for name, time in times.items()}
    return json_.dumps({**facts, **how, **stamps, "asked_at": masked(state.address or feed.url)}, ensure_ascii=False)
