"""The configuration: a TOML file becomes frozen values, or every fault in it is told at once with its place."""

from watcher.config.channels import Channel
from watcher.config.load import Loaded, load, load_text, starter_text
from watcher.config.paths import DATABASE, config_path, data_path
from watcher.config.tables import Alerts, Config, Example, Http, TopicTable, Watcher
from watcher.config.values import time_of_day
from watcher.config.zones import zone_of

__all__ = [
    "DATABASE",
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
    "time_of_day",
    "zone_of",
]
