"""The dashboard on a real terminal: draws when something changed, obeys keys, and leaves the terminal as it was."""

import asyncio
import base64
import os
import signal
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import datetime
from typing import Final

from rich.console import Console
from rich.live import Live

from watcher.core.events import AlertFailed, AlertSent, Event, StoryChanged
from watcher.core.model import Mark
from watcher.dashboard.commands import Command, CopyLink, ExitReason, Quit, ReadAlerts
from watcher.dashboard.keys import USUAL, Keymap, Mode
from watcher.dashboard.marking import marked_elsewhere
from watcher.dashboard.pointing import Pointer, pointed
from watcher.dashboard.press import struck
from watcher.dashboard.screen import Screen, opened
from watcher.dashboard.state import State, apply, completed, lapsed
from watcher.dashboard.tellings import Telling
from watcher.dashboard.theme import Theme, detect
from watcher.dashboard.view import Frame, extent, main_box, render, under
from watcher.ports import Clock

EVENT_GAP: Final = 0.25  # seconds between frames that events ask for
KEY_GAP: Final = 0.03  # between frames that keys ask for; a held arrow key repeats about as fast
IDLE_GAP: Final = 5.0  # between frames when nothing happens, for the clock and the countdown
_INBOX: Final = 2000  # events that wait for the next frame; there is none any more when the person has left


def _console() -> Console:
    """The terminal as it is: COLUMNS and LINES, which some shells export, would hold its size at what it once was."""
    environ = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
    return Console(highlight=False, markup=False, emoji=False, _environ=environ)


class Dashboard:
    """A live view of what `emit` is told. All methods belong to the loop's thread; drawing has a thread of its own."""

    def __init__(
        self,
        state: State,
        *,
        clock: Clock,
        on_command: Callable[[Command], None],
        console: Console | None = None,
        theme: Theme | None = None,
        look: str = "auto",
        keymap: Keymap = USUAL,
        onlooker: bool = False,
        mouse: bool = True,
        recall: Callable[[], State] | None = None,
    ) -> None:
        """`recall` tells the whole of which `state` is a screenful; it is asked once, when that is on the screen."""
        self._screen = replace(opened(state), keymap=keymap, onlooker=onlooker)
        self._mouse = mouse and os.name == "posix"
        self._clock = clock
        self._on_command = on_command
        self._recall = recall
        self._console = console or _console()
        self._theme = theme or detect(self._console, os.environ, look)
        self._look = look
        self._inbox: deque[Event] = deque()
        self._wake = asyncio.Event()
        self._drawn_at = 0.0  # in the loop's time
        self._due_at = 0.0
        self._copied = ""
        self._outdated = False  # alerts arose since those that are listed were read
        self._exit: ExitReason | None = None
        self._terminal = ExitStack()
        self._live: Live | None = None
        self.begun = asyncio.Event()  # the first screen stands
        self._hears = False  # keys come to us one by one

    @property
    def state(self) -> State:
        """Everything that was told so far, folded."""
        self._fold()
        return self._screen.state

    def emit(self, event: Event) -> None:
        """Take an event to be shown with the next frame; cheap, and it never waits."""
        self._inbox.append(event)
        if len(self._inbox) > _INBOX:
            self._fold()
        self._ask(EVENT_GAP)

    def show_tellings(self, tellings: tuple[Telling, ...]) -> None:
        """Take the alerts that the person asked to see."""
        self._screen = replace(self._screen, tellings=tellings)
        self._ask(KEY_GAP)

    def show_marks(self, marks: Mapping[str, Mark]) -> None:
        """Take what a person made of stories at the window where the watcher runs."""
        self._screen = marked_elsewhere(self._screen, marks)
        self._ask(EVENT_GAP)

    async def run(self) -> ExitReason:
        """Show the dashboard until the person leaves or the terminal is gone; restores the terminal on any way out."""
        console = self._console
        # rich calls a pipe a terminal when FORCE_COLOR asks for colours; the file itself knows better.
        if not console.file.isatty() or console.is_dumb_terminal or console.legacy_windows:
            return ExitReason.NO_TERMINAL
        self._exit = None
        removers = self._listen()
        try:
            self._take_screen()
            await self._frame()
            self.begun.set()
            self._take_keys()
            self._complete()
            while self._exit is None:
                await self._frame()
        except (OSError, SystemExit):
            # rich turns a broken pipe into SystemExit; both mean that nobody can see us any more.
            self._exit = ExitReason.LOST
        finally:
            for remove in removers:
                remove()
            with suppress(OSError, SystemExit):
                self._leave()
        return self._exit or ExitReason.LOST

    # --- drawing ----------------------------------------------------------------------------------------------------

    async def _frame(self) -> None:
        """Draw the next frame when it is due."""
        await self._next_frame()
        copied, self._copied = self._copied, ""
        await asyncio.to_thread(self._paint, self._screen, self._clock.now(), copied)

    def _complete(self) -> None:
        """Have at hand what the first frame did without."""
        if self._recall is not None and not self.state.whole:
            self._screen = replace(self._screen, state=completed(self.state, self._recall()))
            self._ask(0)

    def _ask(self, gap: float) -> None:
        """Ask for a frame, not earlier than `gap` seconds after the last one."""
        self._due_at = min(self._due_at, self._drawn_at + gap)
        self._wake.set()

    async def _next_frame(self) -> None:
        """Wait until a frame is due."""
        loop = asyncio.get_running_loop()
        while self._exit is None and (wait := self._due_at - loop.time()) > 0:
            self._wake.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._wake.wait()
        self._fold()
        if self._outdated and self._screen.view is Mode.ALERTS:
            self._on_command(ReadAlerts())
        self._outdated = False
        self._drawn_at = loop.time()
        self._due_at = self._drawn_at + IDLE_GAP

    def _fold(self) -> None:
        state = lapsed(self._screen.state, self._clock.now())
        while self._inbox:
            event = self._inbox.popleft()
            state = apply(state, event)
            self._outdated = self._outdated or isinstance(event, AlertSent | AlertFailed | StoryChanged)
        if state is not self._screen.state:
            self._screen = replace(self._screen, state=state)

    def _paint(self, screen: Screen, now: datetime, copied: str) -> None:
        """Draw and write a frame. It runs in a thread, so a terminal that takes its time holds up nothing else."""
        live = self._live
        if live is None:
            return
        if copied:
            # OSC 52 reaches the clipboard of the terminal in front of the person, through ssh and tmux.
            self._console.file.write(f"\x1b]52;c;{base64.b64encode(copied.encode()).decode()}\x07")
        width, height = self._console.size
        live.update(render(screen, width=width, height=height, now=now, theme=self._theme), refresh=True)

    # --- the terminal -----------------------------------------------------------------------------------------------

    def _take_screen(self) -> None:
        """Take the terminal's alternate screen, without the cursor."""
        self._live = Live(
            Frame(()),
            console=self._console,
            screen=True,
            auto_refresh=False,
            redirect_stdout=False,
            redirect_stderr=False,
            vertical_overflow="crop",
        )
        self._terminal.callback(self._live.stop)
        self._live.start()
        self._ask(0)

    def _take_keys(self) -> None:
        """Take the terminal's keys one by one, and its mouse."""
        # prompt_toolkit takes a while to import; until then, what is typed waits in the terminal.
        from watcher.dashboard.ground import ASK, untold
        from watcher.dashboard.keyboard import MOUSE_OFF, MOUSE_ON, keyboard

        if self._hears:
            return
        self._terminal.enter_context(keyboard(self._on_key, self._on_pointer, self._on_reply, self._on_lost))
        self._hears = True
        if self._mouse:
            self._terminal.callback(self._say, MOUSE_OFF)
            self._say(MOUSE_ON)
        if os.name == "posix" and untold(os.environ, self._look):
            self._say(ASK)

    def _say(self, sequence: str) -> None:
        """Tell the terminal something that is no picture."""
        self._console.file.write(sequence)
        self._console.file.flush()

    def _leave(self) -> None:
        """Give the terminal back as it was."""
        self._terminal.close()
        self._live = None
        self._hears = False

    def _listen(self) -> list[Callable[[], object]]:
        """Obey the signals that concern a terminal; returns what undoes it. Windows has none of them."""
        loop = asyncio.get_running_loop()
        wanted: dict[str, Callable[[], None]] = {
            "SIGWINCH": lambda: self._ask(KEY_GAP),
            "SIGTSTP": self._suspend,
            "SIGCONT": self._resume,
        }
        removers: list[Callable[[], object]] = []
        for name, handler in wanted.items():
            number = getattr(signal, name, None)
            if number is not None:
                with suppress(NotImplementedError, RuntimeError, ValueError):
                    loop.add_signal_handler(number, handler)
                    removers.append(lambda number=number: loop.remove_signal_handler(number))  # type: ignore[misc]
        return removers

    def _suspend(self) -> None:
        """Ctrl-Z: give the terminal back, stop with the whole job, and take it again after `fg`."""
        if self._live is None or not hasattr(signal, "SIGTSTP"):
            return
        loop = asyncio.get_running_loop()
        self._leave()
        for number in (signal.SIGTSTP, signal.SIGCONT):
            loop.remove_signal_handler(number)
        os.kill(0, signal.SIGTSTP)  # we stop in here
        loop.add_signal_handler(signal.SIGTSTP, self._suspend)
        loop.add_signal_handler(signal.SIGCONT, self._resume)
        self._take_screen()
        self._take_keys()

    def _resume(self) -> None:
        """The process was stopped from outside and goes on: whoever had the terminal meanwhile changed it."""
        if self._live is not None and self._exit is None:
            self._leave()
            self._take_screen()
            self._take_keys()

    # --- the person -------------------------------------------------------------------------------------------------

    def _on_lost(self) -> None:
        self._exit = ExitReason.LOST
        self._wake.set()

    def _on_key(self, key: str) -> None:
        if key == "c-z":
            self._suspend()
            return
        page, extent = self._room()
        self._obey(*struck(self._screen, key, page=page, extent=extent))

    def _on_reply(self, reply: str) -> None:
        """The terminal says of which colour its ground is."""
        from watcher.dashboard.ground import is_light

        light = is_light(reply)
        if light is not None:
            self._theme = detect(self._console, os.environ, "light" if light else "dark")
            self._ask(KEY_GAP)

    def _on_pointer(self, pointer: Pointer) -> None:
        page, extent = self._room()
        width, height = self._console.size
        now = self._clock.now()
        spot = under(self._screen, pointer, width=width, height=height, now=now, theme=self._theme)
        self._obey(*pointed(self._screen, pointer, spot, page=page, extent=extent))

    def _room(self) -> tuple[int, int]:
        """How many rows are visible, and how far the text in the main panel can be scrolled."""
        self._fold()
        width, height = self._console.size
        box = main_box(self._screen, width=width, height=height, now=self._clock.now(), theme=self._theme)
        return box.height, extent(self._screen, box)

    def _obey(self, screen: Screen, command: Command | None) -> None:
        """Show what the person asked for, and hand on what it asks of the world outside."""
        if screen is self._screen and command is None:
            return  # a key that means nothing here
        self._screen = screen
        match command:
            case Quit():
                self._exit = ExitReason.QUIT
            case CopyLink(url=url):
                self._copied = url
            case None:
                pass
            case _:
                self._on_command(command)
        self._ask(KEY_GAP)
