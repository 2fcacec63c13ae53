"""Commands about alerts: whether the channels work, and what was told and what was not."""

import json as json_
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from watcher.cli import values
from watcher.cli.options import ConfigOption, DataOption, load_config

if TYPE_CHECKING:
    from watcher.config import Config
    from watcher.core.model import Alert, Suppressed, Untaken


def notify_test(
    channel: Annotated[
        str | None, typer.Argument(metavar="CHANNEL", help="Only this channel.", autocompletion=values.channels)
    ] = None,
    config: ConfigOption = None,
    list_: Annotated[bool, typer.Option("--list", help="List the channels and who uses them; send nothing.")] = False,
) -> None:
    """Send a sample alert by every channel. Or by one; of each is said whether it was taken. Exit code 1 if one was not."""
    import asyncio

    from watcher.app import try_channel
    from watcher.errors import ConfigError, Fault

    loaded = load_config(config)
    channels = loaded.config.channels
    if channel is not None and channel not in channels:
        choices = ", ".join(sorted(channels))
        raise ConfigError([Fault(message=f'no channel "{channel}" (choices are {choices})', file=loaded.source)])
    names = [channel] if channel else list(channels)
    width = max(map(len, names)) + 2
    if list_:
        for name in names:
            typer.echo(f"{name:{width}}{channels[name].kind:9}{_users(loaded.config, name)}")
        return
    failed = False
    for name in names:
        fault = asyncio.run(try_channel(loaded, name, _sample(loaded.config, name)))
        failed = failed or bool(fault)
        typer.echo(f"{'fault' if fault else 'ok':7}{name:{width}}{fault or channels[name].kind}")
    if failed:
        raise typer.Exit(1)


def alerts(
    data: DataOption = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000, help="How many of each kind.")] = 20,
    json: Annotated[bool, typer.Option("--json", help="One JSON object per alert.")] = False,
) -> None:
    """List what was told, held back and muted. With the reason, newest first. Works beside a running watcher."""
    from watcher.cli.correct import muted_line, mutes
    from watcher.config import DATABASE, data_path
    from watcher.store import open_store

    store = open_store((data or data_path()) / DATABASE, read_only=True)
    try:
        told, suppressed = store.alerts(limit), store.suppressed(limit)
        untaken = store.untaken([alert.id for alert in told])
        muted = mutes(store, datetime.now(UTC))
    finally:
        store.close()
    for one in [] if json else muted:
        typer.echo(muted_line(one))
    rows: list[tuple[Alert, Suppressed | Untaken | None]] = [(alert, untaken.get(alert.id)) for alert in told]
    rows += [(held.alert, held) for held in suppressed]
    for alert, why in sorted(rows, key=lambda row: (row[0].created, row[0].id), reverse=True):
        typer.echo(json_.dumps(_object(alert, why), ensure_ascii=False) if json else _line(alert, why))


def _users(config: "Config", channel: str) -> str:
    topics = [topic.name for topic in config.topic if channel in topic.notify]
    return ", ".join(topics) or "(no topic)"


def _sample(config: "Config", channel: str) -> "Alert":
    """An alert that says what it is."""
    from watcher.core.model import Alert, Priority

    now = datetime.now(UTC)
    return Alert(
        id=f"notify-test-{now:%Y%m%dT%H%M%S}",
        story="notify-test",
        topic=config.topic[0].name if config.topic else "watcher",
        entry="",
        title="This is how watcher tells you of a story",
        outlet="watcher notify-test",
        lang="en",
        url="https://example.org/",
        why="the words that fired",
        score=1.0,
        priority=Priority.NORMAL,
        created=now,
        channels=(channel,),
        cites=("the agency it cites",),
    )


def _line(alert: "Alert", why: "Suppressed | Untaken | None") -> str:
    from watcher.core.model import Suppressed

    when = f"{alert.created.astimezone():%Y-%m-%d %H:%M}"
    if isinstance(why, Suppressed):
        what = f"not told: {why.reason}" + (f", due {why.due.astimezone():%Y-%m-%d %H:%M}" if why.due else "")
    else:
        what = why.said if why is not None else "told"
    about = " · ".join(part for part in (alert.news, alert.outlet, alert.topic, f"{alert.score:.2f}") if part)
    return f"{when}  {alert.title}  [{about}]  {what}"


def _object(alert: "Alert", why: "Suppressed | Untaken | None") -> dict[str, Any]:
    from watcher.core.model import Suppressed
    from watcher.notify import as_json

    told: dict[str, Any] = json_.loads(as_json(alert))
    if isinstance(why, Suppressed):
        due = why.due.isoformat() if why.due else None
        return told | {"suppressed": str(why.reason), "due": due, "untaken": None}
    return told | {"suppressed": None, "due": None, "untaken": why.said if why is not None else None}
