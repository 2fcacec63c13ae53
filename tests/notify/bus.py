"""A real session bus of its own, and a stand-in for the desktop's notification service on it.

async with session_bus() as bus, NotificationService(address=bus) as service:
    …                                   # a watcher with DBUS_SESSION_BUS_ADDRESS=bus
    notice = await service.next()       # what was shown, in order
    await service.click(notice.id)
"""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import pytest
from dbus_fast import ErrorType, Message, MessageType
from dbus_fast.aio import MessageBus

DAEMON = shutil.which("dbus-daemon")
needs_bus = pytest.mark.skipif(DAEMON is None, reason="dbus-daemon is not installed")

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
ALL_CAPABILITIES = ("actions", "body", "body-markup", "persistence")
CONFIGURATION = """
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>{address}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
  </policy>
</busconfig>
"""


@asynccontextmanager
async def session_bus(folder: str = "") -> AsyncIterator[str]:
    """The address of a bus that nothing is started on by itself; the same folder gives the same address again."""
    assert DAEMON
    with tempfile.TemporaryDirectory(prefix="bus") as own:  # a short path: addresses of sockets are short
        home = Path(folder or own)
        address = f"unix:path={home / 'socket'}"
        configuration = home / "bus.conf"
        configuration.write_text(CONFIGURATION.format(address=address), encoding="utf-8")
        daemon = await asyncio.create_subprocess_exec(
            DAEMON, f"--config-file={configuration}", "--nofork", "--print-address", stdout=asyncio.subprocess.PIPE
        )
        try:
            assert daemon.stdout
            await daemon.stdout.readline()  # it listens once it has said where
            yield address
        finally:
            daemon.kill()
            await daemon.communicate()


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One call of Notify, as it came; hints without their D-Bus types. `id` is what was answered."""

    id: int
    app_name: str
    replaces: int
    title: str
    body: str
    actions: tuple[str, ...]
    hints: dict[str, Any] = field(hash=False)
    expires: int


@dataclass(slots=True, kw_only=True, eq=False)
class NotificationService:
    """Records what it is asked to show. `answering` off: calls are taken and never answered."""

    address: str
    capabilities: tuple[str, ...] = ALL_CAPABILITIES
    answering: bool = True
    notices: list[Notice] = field(default_factory=list)
    _coming: asyncio.Queue[Notice] = field(default_factory=asyncio.Queue, init=False)
    _bus: MessageBus | None = field(default=None, init=False)
    _last: int = field(default=0, init=False)

    async def __aenter__(self) -> Self:
        await self.come()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.leave()

    async def come(self) -> None:
        """Appear on the bus, as a desktop does that starts: numbers begin anew."""
        self._last = 0
        async with asyncio.timeout(30):
            self._bus = await MessageBus(self.address).connect()
            self._bus.add_message_handler(self._handle)
            await self._bus.request_name(NAME)

    async def leave(self) -> None:
        """Vanish from the bus, as a desktop does that crashed."""
        bus, self._bus = self._bus, None
        if bus is not None and bus.connected:
            bus.disconnect()
            await bus.wait_for_disconnect()

    async def next(self, within: float = 5.0) -> Notice:
        """The next notice that was not taken yet; raises TimeoutError."""
        async with asyncio.timeout(within):
            return await self._coming.get()

    async def click(self, number: int, action: str = "default") -> None:
        await self.signal("ActionInvoked", "us", [number, action])

    async def close(self, number: int) -> None:
        """Close a bubble as a person does."""
        await self.signal("NotificationClosed", "uu", [number, 2])

    async def signal(self, member: str, signature: str, body: list[Any]) -> None:
        assert self._bus
        await self._bus.send(Message.new_signal(PATH, NAME, member, signature, body))

    def _handle(self, message: Message) -> Message | bool | None:
        if message.message_type is not MessageType.METHOD_CALL or message.interface != NAME:
            return None
        if not self.answering:
            return True
        match message.member:
            case "GetCapabilities":
                return Message.new_method_return(message, "as", [list(self.capabilities)])
            case "Notify":
                return Message.new_method_return(message, "u", [self._show(message.body)])
        return Message.new_error(message, ErrorType.UNKNOWN_METHOD, "no such method")

    def _show(self, body: list[Any]) -> int:
        app_name, replaces, _icon, title, text, actions, hints, expires = body
        if not replaces:
            self._last += 1
        notice = Notice(
            id=replaces or self._last,
            app_name=app_name,
            replaces=replaces,
            title=title,
            body=text,
            actions=tuple(actions),
            hints={name: hint.value for name, hint in hints.items()},
            expires=expires,
        )
        self.notices.append(notice)
        self._coming.put_nowait(notice)
        return notice.id
