"""A channel for whoever sits before the terminal, or sees its tab: the bell, and the window's title."""

import sys
from dataclasses import field
from typing import Final, TextIO

from watcher.core.model import Alert
from watcher.core.text.clean import clean
from watcher.errors import NotifyError
from watcher.frozen import dataclass
from watcher.notify.wording import title_of

# xterm's control sequences, which every terminal of today knows or skips.
_BELL: Final = "\a"
_SAVE_TITLE: Final = "\x1b[22;2t"
_RESTORE_TITLE: Final = "\x1b[23;2t"
_TITLE: Final = 80  # characters


@dataclass(slots=True, kw_only=True)
class Bell:
    """Rings. The title is cleaned, so nothing in it can end the sequence that sets it."""

    title: bool = True
    terminal: TextIO | None = field(default=None, repr=False)  # None: standard output
    _saved: bool = field(default=False, init=False)

    async def send(self, alert: Alert) -> None:
        out = self.terminal or sys.stdout
        if not out.isatty():
            raise NotifyError("there is no terminal whose bell could be rung: standard output is none", final=True)
        text = _BELL
        if self.title:
            text = f"{'' if self._saved else _SAVE_TITLE}\x1b]2;watcher: {clean(title_of(alert), limit=_TITLE)}\x1b\\{text}"
            self._saved = True
        _write(out, text)

    async def close(self) -> None:
        """Give the window its title back."""
        if self._saved:
            self._saved = False
            _write(self.terminal or sys.stdout, _RESTORE_TITLE)


def _write(out: TextIO, text: str) -> None:
    try:
        out.write(text.encode(out.encoding or "ascii", "replace").decode(out.encoding or "ascii"))
        out.flush()
    except (OSError, ValueError) as error:
        raise NotifyError("the terminal is gone", final=True) from error
