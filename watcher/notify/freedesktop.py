"""Desktop notifications on Linux: a client of org.freedesktop.Notifications on the session bus.

https://specifications.freedesktop.org/notification-spec/latest/ describes the service. A later alert of a story
replaces the bubble of the one before, as long as that is shown; a click opens the article. The bus and the service
may come and go: a connection is made when one is needed, and what the service showed is forgotten with the service.
"""

import asyncio
import html
import os
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from watcher.core.alerts import completed
from watcher.core.model import Alert, Priority, Story
from watcher.core.text.clean import clean
from watcher.errors import NotifyError
from watcher.frozen import dataclass
from watcher.notify.wording import body_of, is_web, title_of

if TYPE_CHECKING:  # loaded when there is something to tell, for many runs end without
    from dbus_fast import Message
    from dbus_fast.aio import MessageBus

SERVICE = "org.freedesktop.Notifications"
OBJECT = "/org/freedesktop/Notifications"
DAEMON = "org.freedesktop.DBus"
WATCHED = (
    f"type='signal',interface='{SERVICE}'",
    f"type='signal',sender='{DAEMON}',member='NameOwnerChanged',arg0='{SERVICE}'",
)
ABSENT = {"org.freedesktop.DBus.Error.ServiceUnknown", "org.freedesktop.DBus.Error.NameHasNoOwner"}
LOOKED_AT = timedelta(seconds=30)  # for how long a bubble may be changed; later, some services would show it anew
REMEMBERED = 500  # bubbles: some services never say that they closed one
# Critical bubbles stay until they are clicked and break through "do not disturb", so only what is urgent is critical.
URGENCY = {Priority.LOW: 0, Priority.NORMAL: 1, Priority.HIGH: 1, Priority.URGENT: 2}
HOW_TO = "Run watcher inside a desktop session or as a systemd user service, or send alerts by another channel"


@dataclass(slots=True, kw_only=True, eq=False)
class Desktop:
    """Shows alerts as bubbles. `open_url` is called in a thread with the address of an article that was clicked."""

    open_url: Callable[[str], object]
    timeout: float = 3.0  # seconds for everything that one alert needs
    address: str = ""  # of the bus; "" looks for the session's own
    _bus: "MessageBus | None" = field(default=None, init=False)
    _capabilities: frozenset[str] | None = field(default=None, init=False)  # None: to be asked for
    _owner: str = field(default="", init=False)  # the service's own name on the bus: whose signals count
    _bubbles: dict[int, Alert] = field(default_factory=dict, init=False)  # what is shown, the oldest first
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)
    _opening: set[asyncio.Task[None]] = field(default_factory=set, init=False)

    async def send(self, alert: Alert) -> None:
        async with self._turn:
            await self._within_time(self._show(alert))

    async def amend(self, story: Story, now: datetime) -> None:
        """Put whom an article cites into its bubble once the page has told; the service replaces it without a sign."""
        with suppress(NotifyError):  # the alert itself was taken, and nothing is owed
            async with self._turn:
                shown = next((one for one in self._bubbles.values() if one.story == story.id and not one.cites), None)
                if shown and now - shown.created <= LOOKED_AT and (better := completed(shown, story)).cites:
                    await self._within_time(self._show(better))

    async def check(self) -> None:
        """Raise NotifyError if alerts could not be shown now."""
        async with self._turn:
            await self._within_time(self._ready())

    async def close(self) -> None:
        async with self._turn:
            await self._disconnect()

    async def _within_time(self, work: Coroutine[Any, Any, object]) -> None:
        try:
            async with asyncio.timeout(self.timeout):
                await work
        except (TimeoutError, asyncio.CancelledError) as error:
            who = "the session bus" if self._bus is None else "the desktop's notification service"
            await self._disconnect()  # it may be half made
            if isinstance(error, asyncio.CancelledError):
                raise
            raise NotifyError(
                f"{who} does not answer within {self.timeout:g} s. Restart it, or log in again"
            ) from error

    async def _show(self, alert: Alert) -> None:
        from dbus_fast import Variant

        bus, capabilities = await self._ready()
        body = body_of(alert)
        old = next((number for number, shown in self._bubbles.items() if alert.story and shown.story == alert.story), 0)
        arguments = [
            "watcher",
            old,
            "",  # icon: that of the desktop entry
            title_of(alert),
            html.escape(body, quote=False) if "body-markup" in capabilities else body,
            ["default", "Open the article"] if "actions" in capabilities and is_web(alert.url) else [],
            {
                "urgency": Variant("y", URGENCY[alert.priority]),
                "category": Variant("s", "x-watcher.alert"),
                "desktop-entry": Variant("s", "watcher"),
            },
            -1,  # for how long: as the desktop likes
        ]
        reply = await self._call(bus, "Notify", "susssasa{sv}i", arguments, answer="u")
        self._bubbles.pop(old, None)
        self._bubbles[reply.body[0]] = alert
        while len(self._bubbles) > REMEMBERED:
            del self._bubbles[next(iter(self._bubbles))]

    # --- the connection -----------------------------------------------------------------------------------------------

    async def _ready(self) -> "tuple[MessageBus, frozenset[str]]":
        """A live connection and what the service can do."""
        if self._bus is not None and not self._bus.connected:  # it went, and every service on it
            self._bubbles.clear()
            await self._disconnect()
        bus = self._bus or await self._connect()
        if self._capabilities is None:
            reply = await self._call(bus, "GetCapabilities", "", [], answer="as")
            if reply.sender != self._owner:
                self._bubbles.clear()
            self._owner, self._capabilities = reply.sender or "", frozenset(reply.body[0])
        return bus, self._capabilities

    async def _connect(self) -> "MessageBus":
        from dbus_fast.aio import MessageBus

        address = self.address or session_address()
        try:
            bus = self._bus = await MessageBus(address).connect()
            bus.add_message_handler(self._heard)
            for rule in WATCHED:
                await bus.call(_message(DAEMON, "/org/freedesktop/DBus", "AddMatch", "s", [rule]))
        except TimeoutError:
            raise
        except _faults() as error:
            raise NotifyError(f"the session bus at {address} cannot be reached: {error}. {HOW_TO}") from error
        return bus

    async def _call(self, bus: "MessageBus", member: str, signature: str, body: list[Any], *, answer: str) -> "Message":
        """Ask the service; `answer` is the signature that its reply must have."""
        from dbus_fast import MessageType

        try:
            reply = await bus.call(_message(SERVICE, OBJECT, member, signature, body))
        except _faults() as error:
            raise NotifyError(f"the session bus went away: {error}") from error
        if not bus.connected:
            raise NotifyError("the session bus went away")
        if reply.message_type is MessageType.ERROR:
            raise NotifyError(_refusal(reply))
        if reply.signature != answer:
            raise NotifyError(f"the desktop's notification service answers {member} in no form that is known")
        return reply

    async def _disconnect(self) -> None:
        """Let go of the bus; the bubbles stay with the service, and what they lead to stays known."""
        bus, self._bus, self._capabilities = self._bus, None, None
        if bus is not None and bus.connected:
            bus.disconnect()
            with suppress(*_faults()):
                await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]  # the library forgot it

    # --- what the service says ----------------------------------------------------------------------------------------

    def _heard(self, message: "Message") -> None:
        """Follow a click, and forget bubbles that were closed or that went with their service."""
        from dbus_fast import MessageType

        if message.message_type is not MessageType.SIGNAL:
            return
        if message.sender == DAEMON and message.member == "NameOwnerChanged":
            self._bubbles.clear()
            self._capabilities = None
        elif message.sender != self._owner or message.interface != SERVICE:
            return
        elif message.member == "ActionInvoked" and message.signature == "us":
            self._clicked(message.body[0], message.body[1])
        elif message.member == "NotificationClosed" and message.signature == "uu":
            self._bubbles.pop(message.body[0], None)

    def _clicked(self, bubble: int, action: str) -> None:
        alert = self._bubbles.get(bubble)
        if alert is None or action != "default" or not is_web(alert.url):
            return
        # A browser may take seconds to start. What goes wrong there is told to nobody: the person is looking at it.
        opening = asyncio.create_task(asyncio.to_thread(self._open, alert.url))
        self._opening.add(opening)
        opening.add_done_callback(self._opening.discard)

    def _open(self, url: str) -> None:
        with suppress(Exception):
            self.open_url(url)


def session_address() -> str:
    """Where the session's bus listens; raises NotifyError if this process has none.

    https://dbus.freedesktop.org/doc/dbus-specification.html#message-bus-types-login, and systemd's place for it.
    """
    if address := os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return address
    socket = Path(os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}") / "bus"
    if socket.is_socket():
        return f"unix:path={quote(str(socket), safe='/-_.')}"
    raise NotifyError(
        f"there is no desktop to notify: DBUS_SESSION_BUS_ADDRESS is not set and {socket} is no bus. {HOW_TO}"
    )


def _faults() -> tuple[type[Exception], ...]:
    """All that the library lets through when a bus is not well."""
    from dbus_fast.errors import DBusFastError

    return OSError, EOFError, ValueError, DBusFastError


def _message(destination: str, path: str, member: str, signature: str, body: list[Any]) -> "Message":
    from dbus_fast import Message

    return Message(
        destination=destination, path=path, interface=destination, member=member, signature=signature, body=body
    )


def _refusal(reply: "Message") -> str:
    """What an error of the bus or the service means for the person."""
    name = reply.error_name or ""
    if name in ABSENT or name.startswith("org.freedesktop.DBus.Error.Spawn."):
        return (
            "no notification service runs on this desktop. Start one (dunst and mako are small), or use another channel"
        )
    text = clean(str(reply.body[0]), limit=200) if reply.body else ""
    return f"the desktop's notification service refuses: {text or clean(name, limit=200)}"
