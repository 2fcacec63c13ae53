"""The console that commands write styled lines to: foreign text is never markup, and lines stay whole."""

import errno
import os
import sys

from rich.console import Console


class Paper(Console):
    """Lines are not wrapped: a pipe wants them whole, and a terminal wraps them itself."""

    def __init__(self) -> None:
        super().__init__(highlight=False, markup=False, emoji=False, soft_wrap=True, file=sys.stdout)

    def on_broken_pipe(self) -> None:
        """Leave it to whoever calls commands, as for all other output, instead of ending the program here."""
        raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))
