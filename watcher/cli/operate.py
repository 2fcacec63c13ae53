"""Running a watcher where somebody started it: who sees the events, what ends it, what is said at the end."""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import field
from datetime import timedelta, tzinfo
from typing import TYPE_CHECKING, Any

from watcher import __version__
from watcher.app import App
from watcher.cli.progress import progress
from watcher.config import zone_of
from watcher.core.events import Event, Polled, PollFailed, Started, Stopped, Warned
from watcher.core.model import Mute, Wanted
from watcher.dashboard.commands import (
    Command,
    Correct,
    ExitReason,
    MarkStories,
    MuteFor,
    OpenLink,
    PollNow,
    ReadAlerts,
    SetPaused,
)
from watcher.dashboard.lines import json_line, line
from watcher.dashboard.receipt import Receipt
from watcher.dashboard.snapshot import Snapshot, glance, look
from watcher.dashboard.state import State
from watcher.dashboard.tellings import read_tellings
from watcher.errors import CorrectionError, StoreError
from watcher.frozen import dataclass
from watcher.inbox import carry_out
from watcher.machine import browse
from watcher.notify.sequel import Sequel
from watcher.ports import Emit
from watcher.reload import Reload
from watcher.systemd import Service

if TYPE_CHECKING:
    from watcher.dashboard.live import Dashboard

log = logging.getLogger(__name__)

SETTLED = 1.0  # seconds after which the first screen is there
UNHURRIED = 10  # times so long, the polls of a start have precedence over getting ready


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """How somebody wants to see it, and for how long."""

    headless: bool = False
    json: bool = False
    duration: timedelta | None = None
    once: bool = False

    @property
    def dashboard(self) -> bool:
        plain = self.headless or self.json or self.once or os.environ.get("TERM") in ("dumb", "unknown")
        return not plain and all(stream is not None and stream.isatty() for stream in (sys.stdout, sys.stdin))


@dataclass(slots=True)
class Fan:
    """An Emit that hands each event to everybody who listens."""

    listeners: list[Emit] = field(default_factory=list)

    def __call__(self, event: Event) -> None:
        for listener in self.listeners:
            listener(event)


@dataclass(slots=True)
class Lines:
    """Writes events to standard output as they come."""

    zone: tzinfo
    json: bool
    gone: Callable[[], None]  # what to do when nobody reads any more

    def __call__(self, event: Event) -> None:
        encoding = getattr(sys.stdout, "encoding", None) or "utf-8"  # there is none if the stream was closed before us
        text = json_line(event) if self.json else line(event, self.zone, encoding=encoding)
        if text is not None:
            try:
                print(text, flush=True)
            except (BrokenPipeError, OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # an end in order, not one with 141
                self.gone()


async def operate(app: App, fan: Fan, mode: Mode, work: Callable[[], Awaitable[None]] | None = None) -> None:
    """Watch until a person, a signal or the clock says stop, or until `work` is done; then say what happened."""
    now, feeds = app.pipeline.clock.now(), app.loaded.config.feeds
    first = glance(app.store, now) if mode.dashboard else None
    receipt = Receipt(now, feeds, first.feeds.values if first else app.store.states)
    fan.listeners.append(receipt)
    if first:
        from watcher.dashboard.keys import keymap
        from watcher.dashboard.live import Dashboard  # and rich with it, which lines need not

        settings = app.loaded.config.dashboard
        dashboard = Dashboard(
            _seed(app, first),
            clock=app.pipeline.clock,
            on_command=lambda command: _obey(app, dashboard, command),
            look=settings.theme,
            keymap=keymap(settings.keys),
            mouse=settings.mouse,
            recall=lambda: _seed(app, look(app.store, app.pipeline.clock.now())),
        )
        fan.listeners.append(dashboard.emit)
        reason = await _run(app, fan, mode, show=dashboard, work=work)
    else:
        zone = zone_of(app.loaded.config.watcher.timezone)
        fan.listeners.append(Lines(zone=zone, json=mode.json, gone=app.daemon.stop))
        with progress("Asking feeds", len(feeds), wanted=mode.once and not mode.json) as bar:
            fan.listeners.append(lambda event: bar.advance() if isinstance(event, Polled | PollFailed) else None)
            reason = await _run(app, fan, mode, show=None, work=work)
    if not mode.json and reason is not ExitReason.LOST:
        with suppress(OSError):
            print(receipt.summary(app.pipeline.clock.now()), flush=True)


async def _run(
    app: App, fan: Fan, mode: Mode, *, show: "Dashboard | None", work: Callable[[], Awaitable[None]] | None
) -> ExitReason | None:
    """Let the daemon and whoever shows it run side by side until the daemon is done. A lost terminal ends nothing."""
    daemon, reason, reload, service = app.daemon, None, Reload(app), Service.of(os.environ)
    fan.listeners += [service, Sequel(notifiers=lambda: app.notifiers)]
    fan(_started(app))
    reread = _both(service.reloading, reload.ask) if app.loaded.path else reload.ask  # who has no file answers nothing
    with _signals(_both(service.stopping, daemon.stop), reread):
        beside = asyncio.gather(_start_workers(app), reload.run(), service.beat(), _get_ready(app, mode))
        showing = asyncio.ensure_future(show.run()) if show is not None else None
        if show is not None and showing is not None:
            await _first_screen(show, showing)
        watching = asyncio.ensure_future((work or (daemon.once if mode.once else daemon.run))())
        if mode.duration is not None:
            asyncio.get_running_loop().call_later(mode.duration.total_seconds(), daemon.stop)
        if showing is not None:
            await asyncio.wait({watching, showing}, return_when=asyncio.FIRST_COMPLETED)
            if not showing.done():
                showing.cancel()
            (seen,) = await asyncio.gather(showing, return_exceptions=True)
            reason = _reason(app, fan, seen)
            if reason is ExitReason.QUIT:
                daemon.stop()
        await watching
        beside.cancel()
        await asyncio.gather(beside, return_exceptions=True)
    fan(Stopped(at=app.pipeline.clock.now(), why="done" if mode.once else "asked to stop"))
    return reason


async def _first_screen(show: "Dashboard", showing: asyncio.Future[ExitReason]) -> None:
    """Let the person see something before the work begins; a terminal that takes nothing does not hold it up."""
    begun = asyncio.ensure_future(show.begun.wait())
    await asyncio.wait(set[asyncio.Future[Any]]({begun, showing}), timeout=SETTLED, return_when=asyncio.FIRST_COMPLETED)
    begun.cancel()


def _both(first: Callable[[], None], then: Callable[[], None]) -> Callable[[], None]:
    def act() -> None:
        first()
        then()

    return act


async def _start_workers(app: App) -> None:
    """At a first run, when every feed is read. Later most are not modified, and a worker costs a third of a second."""
    if not app.store.newest(1):
        await asyncio.gather(app.workers.start(), app.judges.run())


async def _get_ready(app: App, mode: Mode) -> None:
    """Have ready what the first match would wait for, once nothing is more urgent; one look may have no match."""
    if mode.once:
        return
    for _ in range(UNHURRIED):
        await asyncio.sleep(SETTLED)
        if not app.daemon.polling:
            break
    await app.pipeline.get_ready()


def _reason(app: App, fan: Fan, seen: ExitReason | BaseException) -> ExitReason | None:
    """Why the dashboard is over. A fault in it is told and is no reason to stop watching."""
    if isinstance(seen, asyncio.CancelledError):
        return None
    if isinstance(seen, BaseException):
        log.error("the dashboard failed", exc_info=seen)
        fan(Warned(at=app.pipeline.clock.now(), what=f"internal error in the dashboard: {seen!r}"))
        return ExitReason.LOST
    return seen


def _started(app: App) -> Started:
    return Started(
        at=app.pipeline.clock.now(),
        version=__version__,
        feeds=len(app.pipeline.policy.feeds),
        topics=tuple(topic.name for topic in app.loaded.config.topic),
        config=app.loaded.source,
    )


def _seed(app: App, found: Snapshot) -> State:
    now, config = app.pipeline.clock.now(), app.loaded.config
    topics = [topic.name for topic in config.topic]
    return found.state(config.feeds, topics, now=now, zone=zone_of(config.watcher.timezone))


def _obey(app: App, dashboard: "Dashboard", command: Command) -> None:
    """Do what a key asked of the world outside the dashboard."""
    match command:
        case OpenLink(url=url):
            browse(url)
        case PollNow(feed=feed):
            app.daemon.poll_now((feed,) if feed else ())
        case SetPaused(paused=paused):
            app.daemon.paused = paused
        case ReadAlerts():
            dashboard.show_tellings(read_tellings(app.store))
        case MuteFor(story=story, topic=topic, span=span):
            wanted = Mute(story=story, topic=topic, until=app.pipeline.clock.now() + span)
            _carry_out(app, wanted)
        case Correct(wanted=wishes):
            for wish in wishes:
                _carry_out(app, wish)
            app.pipeline.recall()
        case MarkStories(marks=marks):
            _write(app, lambda: app.store.mark_stories(marks))
        case _:
            pass  # copying and quitting happen inside the dashboard


def _carry_out(app: App, wanted: Wanted) -> None:
    _write(app, lambda: app.pipeline.emit(carry_out(app.store, wanted, clock=app.pipeline.clock)))


def _write(app: App, write: Callable[[], None]) -> None:
    try:
        write()
    except (StoreError, CorrectionError) as error:
        app.pipeline.emit(Warned(at=app.pipeline.clock.now(), what=f"that could not be done: {error}"))


@contextmanager
def _signals(stop: Callable[[], None], reload: Callable[[], None]) -> Iterator[None]:
    """Ctrl-C and SIGTERM ask for an orderly end, SIGHUP for the configuration to be read anew.

    A terminal that hangs up sends SIGHUP, too: the watch goes on without it, and reading anew does no harm. Where the
    loop cannot take signals, as on Windows, the plain way does.
    """
    loop = asyncio.get_running_loop()
    kinds = {signal.SIGINT: stop, signal.SIGTERM: stop}
    for name, act in (("SIGHUP", reload), ("SIGUSR1", lambda: None), ("SIGUSR2", lambda: None)):
        if hasattr(signal, name):  # stray ones would end the process
            kinds[getattr(signal, name)] = act
    before = {}
    for kind, act in kinds.items():
        try:
            loop.add_signal_handler(kind, act)
        except NotImplementedError:
            before[kind] = signal.signal(kind, lambda *_, act=act: loop.call_soon_threadsafe(act))
    try:
        yield
    finally:
        for kind in kinds:
            if kind in before:
                signal.signal(kind, before[kind])
            else:
                loop.remove_signal_handler(kind)
