"""The channels that alerts go out by: one line in NOTIFIERS for each kind."""

import asyncio
import sys
from collections.abc import Callable, Mapping

from watcher.errors import NotifyError
from watcher.notify.command import Command
from watcher.notify.screen import Screen
from watcher.ports import Notifier

if sys.platform == "linux":
    from watcher.notify.freedesktop import Desktop
else:
    from watcher.notify.native import Desktop

# Each is called with its settings, the fields of its class, by name.
NOTIFIERS: Mapping[str, Callable[..., Notifier]] = {"desktop": Desktop, "command": Command, "screen": Screen}


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
