"""The keys that a person configured, held against those that the dashboard knows; the configuration itself knows none."""

from collections.abc import Iterator

from watcher.config import Config


def key_faults(config: Config) -> Iterator[tuple[tuple[str, ...], str]]:
    """What is wrong with the keys, each with its path, for `load`."""
    if config.dashboard.keys:
        from watcher.dashboard.keys import faults  # hardly anybody changes keys

        yield from ((("dashboard", "keys", action), message) for action, message in faults(config.dashboard.keys))
