"""The keys that a person configured, held against those that the dashboard knows; the configuration itself knows none."""

from watcher.config import Loaded
from watcher.config.places import Places
from watcher.dashboard.keys import faults
from watcher.errors import ConfigError


def check_keys(loaded: Loaded) -> None:
    """Raise ConfigError with the line of each fault in the keys."""
    keys = loaded.config.dashboard.keys
    if not keys or loaded.path is None:
        return
    places = Places(loaded.source, loaded.path.read_text(encoding="utf-8-sig").replace("\r\n", "\n"))
    found = [places.fault(("dashboard", "keys", action), message, key=True) for action, message in faults(keys)]
    if found:
        raise ConfigError(found)
