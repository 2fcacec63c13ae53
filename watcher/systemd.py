"""What a service manager is told: that the watch is on, that its loop is alive, how it is doing, that it ends.

The protocol is sd_notify(3): lines of NAME=VALUE in one datagram to the socket that NOTIFY_SOCKET names.
"""

import asyncio
import os
import socket
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import field

from watcher.core.events import (
    AlertSent,
    Event,
    Polled,
    PollFailed,
    Reloaded,
    ReloadFailed,
    Started,
    StoryChanged,
    Warned,
)
from watcher.frozen import dataclass

STATUS_EVERY = 30.0  # seconds, if no watchdog asks for more


@dataclass(slots=True, kw_only=True)
class Service:
    """An Emit that tells a service manager how the watch goes; without one, it tells nobody."""

    address: str = ""
    watchdog: float = 0.0  # seconds after which the manager takes silence for death; 0: never
    _feeds: int = 0
    _topics: int = 0
    _failing: set[str] = field(default_factory=set)
    _stories: int = 0
    _alerts: int = 0
    _reloading: bool = False

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "Service":
        """The manager that started this process, if one did and wants to be told."""
        usec, pid = environment.get("WATCHDOG_USEC", ""), environment.get("WATCHDOG_PID", "")
        ours = pid in ("", str(os.getpid()))
        return cls(
            address=environment.get("NOTIFY_SOCKET", ""),
            watchdog=int(usec) / 1e6 if ours and usec.isascii() and usec.isdigit() else 0.0,
        )

    def __call__(self, event: Event) -> None:
        match event:
            case Started(feeds=feeds, topics=topics):
                self._feeds, self._topics = feeds, len(topics)
                self._tell("READY=1", self._status())
            case Polled(feed=feed):
                self._failing.discard(feed)
            case PollFailed(feed=feed):
                self._failing.add(feed)
            case StoryChanged(new=True):
                self._stories += 1
            case AlertSent():
                self._alerts += 1
            case Reloaded(feeds=feeds, topics=topics):
                self._feeds, self._topics = len(feeds), len(topics)
                self._failing &= {feed.url for feed in feeds}
                self._reloaded()
            case ReloadFailed() | Warned():
                self._reloaded()
            case _:
                pass

    async def beat(self) -> None:
        """Say over and over that the loop goes round, twice as often as the manager wants, until cancelled."""
        while self.address:
            self._tell("WATCHDOG=1", self._status())
            await asyncio.sleep(min(self.watchdog / 2 or STATUS_EVERY, STATUS_EVERY))

    def reloading(self) -> None:
        """The configuration is being read anew; whatever comes of it is told by an event."""
        self._reloading = True
        self._tell("RELOADING=1", f"MONOTONIC_USEC={time.monotonic_ns() // 1000}")

    def stopping(self) -> None:
        self._tell("STOPPING=1", "STATUS=Ending in order")

    def _reloaded(self) -> None:
        if self._reloading:
            self._reloading = False
            self._tell("READY=1", self._status())

    def _status(self) -> str:
        return (
            f"STATUS=feeds {self._feeds}, failing {len(self._failing)}, topics {self._topics}; "
            f"since the start: new stories {self._stories}, alerts sent {self._alerts}"
        )

    def _tell(self, *lines: str) -> None:
        if not self.address.startswith(("/", "@")):
            return
        address = "\0" + self.address[1:] if self.address.startswith("@") else self.address
        # A manager that is gone or does not listen must not hold up the watch.
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
            sender.setblocking(False)
            sender.connect(address)
            sender.send("\n".join(lines).encode())
