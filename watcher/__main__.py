"""The command `watcher`: hands over to the command line and turns what is raised on purpose into exit codes."""

import gc
import os
import sys
from pathlib import Path

# New objects after which Python looks for circles: at first more than a start makes, for those stay, and looking through
# them again and again was a twentieth of it even with the second number, which holds from then on.
START_OBJECTS = 300_000
NEW_OBJECTS = 20_000
READER_LEFT = 141  # what a shell says of a program that SIGPIPE ended, as it does cat and grep


def main() -> None:
    """Run the command line. Exit code 1: it failed; 2: what it was given cannot be used; 141: nobody reads it any more."""
    if sys.stdout is None:  # closed before we began
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - it is needed to the end
    output = sys.stdout
    gc.set_threshold(START_OBJECTS)
    gc.callbacks.append(_after_start)
    code = _run()
    try:
        left = sys.stdout is not output  # typer has seen it, and put something in its place that is quiet about it
        output.flush()
    except BrokenPipeError:
        left = True
    if left:
        # Python would complain again when it flushes at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), output.fileno())
    gc.freeze()  # Python would look for circles once more at its end, through all that is left to nobody
    sys.exit(READER_LEFT if left else code)


def _after_start(phase: str, _: object) -> None:
    """After the first look for circles they come more often."""
    if phase == "stop":
        gc.callbacks.remove(_after_start)
        gc.set_threshold(NEW_OBJECTS, 20, 20)


def _run() -> int:
    from watcher.cli import app
    from watcher.cli.complete import LINE, WORD, answer
    from watcher.errors import ConfigError, CorrectionError, WatcherError

    if line := os.environ.get(LINE):
        answer(app, line, os.environ.get(WORD))
        return 0
    try:
        app(prog_name="watcher")  # also as `python -m watcher`
    except ConfigError as error:
        for fault in error.faults:
            print(f"watcher: {fault}", file=sys.stderr)
        return 2
    except WatcherError as error:
        print(f"watcher: {error}", file=sys.stderr)
        return 2 if isinstance(error, CorrectionError) else 1
    except SystemExit as end:  # typer's own way to return
        return end.code if isinstance(end.code, int) else 0
    return 0


if __name__ == "__main__":
    main()
