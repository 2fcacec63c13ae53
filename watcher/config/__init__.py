"""The configuration: a TOML file becomes frozen values, or every fault in it is told at once with its place."""

from watcher.config.load import Loaded, load, load_text, starter_text
from watcher.config.paths import config_path, data_path
from watcher.config.tables import Alerts, Channel, Config, Example, Http, TopicTable, Watcher

__all__ = [
    "Alerts",
    "Channel",
    "Config",
    "Example",
    "Http",
    "Loaded",
    "TopicTable",
    "Watcher",
    "config_path",
    "data_path",
    "load",
    "load_text",
    "starter_text",
]
