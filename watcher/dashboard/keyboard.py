"""The keys of a terminal, one by one, read by prompt_toolkit in the running loop."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from prompt_toolkit.input import Input, create_input
from prompt_toolkit.key_binding import KeyPress

ESCAPE_DELAY = 0.05  # seconds after which a lone Esc is no longer the start of an arrow key

_NAMES = {"c-m": "enter", "c-j": "enter", "c-i": "tab", "s-tab": "backtab", "c-h": "backspace", " ": "space"}


@contextmanager
def keyboard(on_key: Callable[[str], None], on_lost: Callable[[], None]) -> Iterator[None]:
    """Raw mode, with `on_key` called in the loop for each key by its name: `j`, `up`, `enter`, `c-f`.

    `on_lost` is called when the terminal hangs up.
    """
    loop = asyncio.get_running_loop()
    terminal = create_input(always_prefer_tty=True)
    timer: asyncio.TimerHandle | None = None

    def tell(presses: list[KeyPress]) -> None:
        for press in presses:
            name = str(press.key.value if hasattr(press.key, "value") else press.key)
            on_key(_NAMES.get(name, name))

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
        timer = loop.call_later(ESCAPE_DELAY, lambda: tell(terminal.flush_keys()))

    try:
        with terminal.raw_mode(), terminal.attach(ready):
            yield
    finally:
        if timer is not None:
            timer.cancel()


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
