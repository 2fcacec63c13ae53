"""config.example.toml and the settings of the program say the same."""

import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from watcher.config import Config, load
from watcher.config.channels import CHANNELS
from watcher.config.tables import Alerts, Archive, Dashboard, Example, FeedTable, Http, Reading, TopicTable, Watcher
from watcher.config.values import duration

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"
TEXT = EXAMPLE.read_text(encoding="utf-8")
TABLES: dict[str, type[BaseModel]] = {
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
    for setting, field in TABLES[name].model_fields.items():
        shown = [
            line for line in lines if line.lstrip("# ").split(" ")[0] == setting
        ] or f"[{name.strip('[].')}.{setting}]" in TEXT
        assert shown, f"{name}: {setting} is not in config.example.toml"
        assert field.description, f"{name}: {setting} has no description"


@pytest.mark.parametrize("name", ["watcher", "http", "reading", "alerts", "archive", "dashboard"])
def test_the_example_shows_the_defaults(name: str):
    shown: dict[str, Any] = tomllib.loads(TEXT)[name]
    for setting, field in TABLES[name].model_fields.items():
        assert field.default is not PydanticUndefined
        value = shown[setting]
        expected = duration(value) if isinstance(field.default, timedelta) else value
        if isinstance(field.default, tuple) and any(isinstance(part, timedelta) for part in field.default):
            expected = [duration(part) for part in value]
        assert expected == (list(field.default) if isinstance(field.default, tuple) else field.default), setting


@pytest.mark.parametrize("kind", list(CHANNELS))
def test_every_setting_of_every_kind_of_channel_is_shown_and_explained(kind: str):
    shown: list[dict[str, Any]] = list(tomllib.loads(TEXT)["channel"].values())
    settings = CHANNELS[kind].model_fields
    assert any(set(table) == set(settings) for table in shown if table["kind"] == kind)
    assert all(field.description for field in settings.values())


def test_every_table_of_a_configuration_is_in_the_example():
    assert set(Config.model_fields) == set(tomllib.loads(TEXT))
