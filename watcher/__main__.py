"""The command `watcher`: hands over to the command line and turns what is raised on purpose into exit codes."""

import os
import sys


def main() -> None:
    """Run the command line. Exit code 1: it failed; 2: what it was given cannot be used."""
    from watcher.cli import app
    from watcher.errors import ConfigError, WatcherError

    try:
        app(prog_name="watcher")  # also as `python -m watcher`; completion asks for it by this name
    except ConfigError as error:
        for fault in error.faults:
            print(f"watcher: {fault}", file=sys.stderr)
        sys.exit(2)
    except WatcherError as error:
        print(f"watcher: {error}", file=sys.stderr)
        sys.exit(1)
    except BrokenPipeError:
        # Whoever read our output has left. Python would complain again when it flushes at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


if __name__ == "__main__":
    main()
