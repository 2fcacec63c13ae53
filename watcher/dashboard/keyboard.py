"""The keys of a terminal and its mouse, one by one, read by prompt_toolkit in the running loop."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from prompt_toolkit.input import Input, create_input
from prompt_toolkit.key_binding import KeyPress
from prompt_toolkit.keys import Keys

from watcher import late
from watcher.dashboard.ground import Replies
from watcher.dashboard.pointing import Pointer

ESCAPE_DELAY = 0.05  # seconds after which a lone Esc is no longer the start of an arrow key

_NAMES = {"c-m": "enter", "c-j": "enter", "c-i": "tab", "s-tab": "backtab", "c-h": "backspace", " ": "space"}
# Presses and the wheel, in the form that has no end at column 223: https://invisible-island.net/xterm/ctlseqs/ctlseqs.html
MOUSE_ON, MOUSE_OFF = "\x1b[?1000h\x1b[?1006h", "\x1b[?1006l\x1b[?1000l"
_MOUSE = late.pattern(r"\x1b\[<(\d+);(\d+);(\d+)M")  # a release ends in m
_WHEEL = {64: -1, 65: 1}


@contextmanager
def keyboard(
    on_key: Callable[[str], None],
    on_pointer: Callable[[Pointer], None],
    on_reply: Callable[[str], None],
    on_lost: Callable[[], None],
) -> Iterator[None]:
    """Raw mode, with `on_key` called in the loop for each key by its name: `j`, `up`, `enter`, `c-f`.

    `on_pointer` is called for the left button and the wheel, `on_reply` with what the terminal says when it is asked
    something, `on_lost` when it hangs up.
    """
    loop = asyncio.get_running_loop()
    terminal = create_input(always_prefer_tty=True)
    timer: asyncio.TimerHandle | None = None
    replies = Replies(on_reply)

    def tell(presses: list[KeyPress]) -> None:
        for press in replies.without(presses):
            if press.key is Keys.Vt100MouseEvent:
                pointer = _pointer(press.data)
                if pointer is not None:
                    on_pointer(pointer)
                continue
            name = str(press.key.value if hasattr(press.key, "value") else press.key)
            on_key(_NAMES.get(name, name))

    def pause() -> None:
        tell(terminal.flush_keys())
        replies.end()

    def ready() -> None:
        nonlocal timer
        presses = terminal.read_keys()
        if terminal.closed or (not presses and _hung_up(terminal)):
            # A reader left on a dead terminal would be called for ever.
            loop.remove_reader(terminal.fileno())
            on_lost()
            return
        tell(presses)
        if timer is not None:
            timer.cancel()
        timer = loop.call_later(ESCAPE_DELAY, pause)

    try:
        with terminal.raw_mode(), terminal.attach(ready):
            yield
    finally:
        if timer is not None:
            timer.cancel()


def _pointer(sequence: str) -> Pointer | None:
    """What a terminal says of its mouse; None for what means nothing here."""
    said = _MOUSE.fullmatch(sequence)
    if said is None:
        return None
    button, column, row = map(int, said.groups())
    if button != 0 and button not in _WHEEL:
        return None
    return Pointer(column=column - 1, row=row - 1, wheel=_WHEEL.get(button, 0))


def _hung_up(terminal: Input) -> bool:
    """Whether nothing can be read because nobody is there: a dead terminal is readable and gives errors only."""
    try:
        import termios
    except ImportError:  # Windows, where a console does not hang up
        return False
    try:
        termios.tcgetattr(terminal.fileno())
    except (termios.error, ValueError, OSError):
        return True
    return False
