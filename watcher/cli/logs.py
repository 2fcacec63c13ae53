"""How the options say that the program should log."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from watcher.cli.options import fail

if TYPE_CHECKING:
    from watcher.log.output import Log

FILE = "watcher.log"


def chosen(level: str | None, *, json: bool, file: Path | None, beside: Path | None) -> "Log":
    """What the options ask for. `beside`: the data folder, if a dashboard fills the terminal.

    Who asks for nothing is told of faults alone: the lines of a headless run say what happens.
    """
    from watcher.log.output import LEVELS, Log

    if level is not None and level not in LEVELS:
        fail(f'--log-level: "{level}" (choices are {", ".join(LEVELS)})')
    if file is None and beside is not None and sys.stderr is not None and sys.stderr.isatty():
        file = beside / FILE
    asked = level is not None or json or file is not None
    return Log(level=level or ("info" if asked else "warning"), json=json, file=file, events=asked)
