"""The command that shows what was found to browsers, feed readers and monitors."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from watcher.cli.options import (
    ConfigOption,
    DataOption,
    LogFileOption,
    LogJsonOption,
    LogLevelOption,
    fail,
    load_config,
)

if TYPE_CHECKING:
    import socket

    from watcher.config import Loaded
    from watcher.web import Archive, Site

LOOPBACK = ("127.0.0.1", "::1", "localhost")
SHORTEST = 20  # characters of a token that stands against the network


def serve(
    host: Annotated[
        str, typer.Option("--host", help="The address to listen on; all but this machine's want --token.")
    ] = ("127.0.0.1"),
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="The port to listen on; 0 takes a free one.")
    ] = 8765,
    name: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="HOST", help="A name that browsers may ask for it by, such as a proxy's."),
    ] = None,
    token: Annotated[
        str,
        typer.Option(
            "--token", metavar="WHERE", help="Where the token is that everybody must send: env:NAME or file:PATH."
        ),
    ] = "",
    config: ConfigOption = None,
    data: DataOption = None,
    log_level: LogLevelOption = None,
    log_json: LogJsonOption = False,
    log_file: LogFileOption = None,
) -> None:
    """Show what was found over HTTP, read-only. A page, Atom feeds, a JSON API, metrics, health. Works beside a running watcher."""
    from watcher.cli.logs import chosen
    from watcher.config.secrets import known
    from watcher.log.output import logging_to
    from watcher.store import open_store

    try:
        from watcher.web import Archive, application
        from watcher.web.server import run
    except ImportError as error:
        missing = (error.name or "").partition(".")[0]
        if missing not in ("starlette", "uvicorn"):
            raise
        fail(f"{missing} is not installed: `watcher serve` needs the extra web, pip install 'watcher[web]'")
    secret = _token(token, wanted=host not in LOOPBACK or bool(name))
    loaded, listening = load_config(config), _listening(host, port)
    path = _database(data)
    log = chosen(log_level, json=log_json, file=log_file, beside=None)
    with listening, logging_to(log, known):
        archive = Archive(lambda: open_store(path, read_only=True))
        try:
            address = f"[{host}]" if ":" in host else host
            site = _site(loaded, archive, path, hosts=frozenset(name or ()), token=secret)
            where = f"http://{address}:{listening.getsockname()[1]}/"
            run(application(site), listening, lambda: typer.echo(where))
        finally:
            archive.close()


def _token(where: str, *, wanted: bool) -> str:
    """The token, or nothing if there need not be one."""
    from watcher.config.secrets import is_reference, resolved

    if not where and wanted:
        fail(
            "--host, --name: whoever can reach it could read everything; say where a token is by --token env:NAME or file:PATH"
        )
    if where and not is_reference(where):
        fail("--token: a secret does not stand in a command; write env:NAME or file:PATH")
    secret = resolved(where, "--token")
    if where and len(secret) < SHORTEST:
        fail(f"--token: shorter than {SHORTEST} characters can be guessed; `openssl rand -hex 24` makes a good one")
    return secret


def _listening(host: str, port: int) -> "socket.socket":
    import socket

    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except (OSError, UnicodeError) as error:
        fail(
            f"cannot listen on {host} port {port}: {getattr(error, 'strerror', None) or error}; choose others by --host and --port"
        )


def _database(data: Path | None) -> Path:
    from watcher.config import DATABASE, data_path

    return ((data or data_path()) / DATABASE).resolve()


def _site(loaded: "Loaded", archive: "Archive", path: Path, *, hosts: frozenset[str], token: str) -> "Site":
    from watcher import __version__
    from watcher.config import zone_of
    from watcher.machine import SystemClock
    from watcher.store.lock import holder
    from watcher.web import Site

    return Site(
        archive=archive,
        clock=SystemClock(),
        topics=tuple(topic.name for topic in loaded.config.topic),
        names={feed.url: feed.name for feed in loaded.config.feeds if feed.name},
        writer=lambda: holder(path),
        size=lambda: _size(path),
        version=__version__,
        zone=zone_of(loaded.config.watcher.timezone),
        hosts=hosts,
        token=token,
    )


def _size(path: Path) -> int:
    """Of the database and the log beside it, in bytes."""
    total = 0
    for file in (path, path.with_name(f"{path.name}-wal")):
        with suppress(OSError):
            total += file.stat().st_size
    return total
