"""config.example.toml and the settings of the program say the same."""

import tomllib
from dataclasses import MISSING, fields
from datetime import timedelta
from pathlib import Path
from typing import Any, get_args

import pytest

from watcher.config import Config, load
from watcher.config.channels import Channel
from watcher.config.schema import default_of
from watcher.config.tables import Alerts, Archive, Dashboard, Example, FeedTable, Http, Reading, TopicTable, Watcher
from watcher.config.values import duration

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"
TEXT = EXAMPLE.read_text(encoding="utf-8")
TABLES: dict[str, Any] = {
    "watcher": Watcher,
    "http": Http,
    "reading": Reading,
    "alerts": Alerts,
    "archive": Archive,
    "dashboard": Dashboard,
    "[feed": FeedTable,
    "[topic]": TopicTable,
    "[topic.example": Example,
}


def test_the_example_configuration_loads():
    assert load(EXAMPLE).config.topic


def section(name: str) -> str:
    """The text of all tables whose header begins with a name."""
    parts = TEXT.split("\n[")
    return "\n".join(part for part in parts if part.startswith(name))


@pytest.mark.parametrize("name", list(TABLES))
def test_every_setting_stands_in_the_example_with_an_explanation(name: str):
    lines = section(name).splitlines()
    for field in fields(TABLES[name]):
        setting = field.name
        shown = [
            line for line in lines if line.lstrip("# ").split(" ")[0] == setting
        ] or f"[{name.strip('[].')}.{setting}]" in TEXT
        assert shown, f"{name}: {setting} is not in config.example.toml"
        assert field.metadata["about"], f"{name}: {setting} has no description"


@pytest.mark.parametrize("name", ["watcher", "http", "reading", "alerts", "archive", "dashboard"])
def test_the_example_shows_the_defaults(name: str):
    shown: dict[str, Any] = tomllib.loads(TEXT)[name]
    for field in fields(TABLES[name]):
        default, value = default_of(field), shown[field.name]
        assert default is not MISSING
        expected = duration(value) if isinstance(default, timedelta) else value
        if isinstance(default, tuple) and any(isinstance(part, timedelta) for part in default):
            expected = [duration(part) for part in value]
        assert expected == (list(default) if isinstance(default, tuple) else default), field.name


CHANNELS = {get_args(field.type)[0]: fields(table) for table in get_args(Channel) for field in fields(table)[:1]}


@pytest.mark.parametrize("kind", list(CHANNELS))
def test_every_setting_of_every_kind_of_channel_is_shown_and_explained(kind: str):
    shown: list[dict[str, Any]] = list(tomllib.loads(TEXT)["channel"].values())
    settings = {field.name: field for field in CHANNELS[kind]}
    assert any(set(table) == set(settings) for table in shown if table["kind"] == kind)
    assert all(field.metadata["about"] for field in settings.values())


def test_every_table_of_a_configuration_is_in_the_example():
    assert {field.name for field in fields(Config)} == set(tomllib.loads(TEXT))
