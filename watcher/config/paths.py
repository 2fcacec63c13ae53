"""Where the configuration and the database live when nobody says otherwise."""

import os
from pathlib import Path

DATABASE = "watcher.db"  # in its folder


def config_path() -> Path:
    """The configuration file: WATCHER_CONFIG, or the platform's place for it."""
    if named := os.environ.get("WATCHER_CONFIG"):
        return Path(named)
    import platformdirs

    return Path(platformdirs.user_config_dir("watcher", appauthor=False)) / "config.toml"


def data_path() -> Path:
    """The folder of the database: WATCHER_DATA, or the platform's place for it."""
    if named := os.environ.get("WATCHER_DATA"):
        return Path(named)
    import platformdirs

    return Path(platformdirs.user_data_dir("watcher", appauthor=False))
