"""The channels that alerts go out by: one class for each kind, and one line in `open_channel`."""

import asyncio
import sys
from collections.abc import Callable, Mapping
from typing import assert_never

from watcher.config.channels import (
    BellChannel,
    Channel,
    CommandChannel,
    DesktopChannel,
    NtfyChannel,
    RemoteChannel,
    ScreenChannel,
    WebhookChannel,
)
from watcher.config.secrets import resolved
from watcher.config.templates import Template, escape_for
from watcher.errors import NotifyError
from watcher.notify.bell import Bell
from watcher.notify.command import Command
from watcher.notify.letter import as_json
from watcher.notify.ntfy import Ntfy
from watcher.notify.remote import Remote
from watcher.notify.screen import Screen
from watcher.notify.webhook import Webhook
from watcher.ports import Notifier, Poster

if sys.platform == "linux":
    from watcher.notify.freedesktop import Desktop
else:
    from watcher.notify.native import Desktop

__all__ = ["NOTIFIERS", "as_json", "desktop_fault", "open_channel"]

# Each is called with its settings, the fields of its class, by name.
NOTIFIERS: Mapping[str, Callable[..., Notifier]] = {
    "desktop": Desktop,
    "command": Command,
    "screen": Screen,
    "bell": Bell,
    "webhook": Webhook,
    "ntfy": Ntfy,
    "remote": Remote,
}


def open_channel(name: str, table: Channel, *, poster: Poster, browse: Callable[[str], object]) -> Notifier:
    """The channel that a table describes; raises ConfigError if a secret that it names cannot be had."""

    def secret(value: str, setting: str) -> str:
        return resolved(value, f"channel.{name}.{setting}")

    make = NOTIFIERS[table.kind]
    match table:
        case DesktopChannel():
            return make(open_url=browse, timeout=table.timeout.total_seconds())
        case CommandChannel():
            template = _template(table.template)
            return make(command=table.command, template=template, timeout=table.timeout.total_seconds())
        case ScreenChannel():
            return make()
        case BellChannel():
            return make(title=table.title)
        case WebhookChannel():
            return make(
                poster=poster,
                url=secret(table.url, "url"),
                secret=secret(table.secret, "secret"),
                headers={key: secret(value, f"headers.{key}") for key, value in table.headers.items()},
                template=Template(table.template, escape=escape_for(table.content_type)) if table.template else None,
                content_type=table.content_type,
                timeout=table.timeout.total_seconds(),
            )
        case NtfyChannel():
            return make(
                poster=poster,
                topic=secret(table.topic, "topic"),
                server=table.server,
                token=secret(table.token, "token"),
                tags=table.tags,
                title=_template(table.title),
                body=_template(table.body),
                timeout=table.timeout.total_seconds(),
            )
        case RemoteChannel():
            return make(
                url=secret(table.url, "url"),
                title=_template(table.title),
                body=_template(table.body),
                timeout=table.timeout.total_seconds(),
            )
        case _:
            assert_never(table)


def _template(source: str) -> Template | None:
    return Template(source) if source else None


def desktop_fault() -> str:
    """Why desktop notifications would not work here, in one sentence; "" if they would. Not for a running loop."""
    return asyncio.run(_desktop_fault())


async def _desktop_fault() -> str:
    desktop = Desktop(open_url=lambda _: None)
    try:
        await desktop.check()
    except NotifyError as error:
        return str(error)
    finally:
        await desktop.close()
    return ""
