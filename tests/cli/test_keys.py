"""Keys that a person configures are checked by every command that reads the configuration."""

import pytest

from watcher.cli.options import load_config
from watcher.dashboard.keys import Action, keymap
from watcher.errors import ConfigError


def test_a_fault_in_the_keys_is_told_with_its_line(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text('[dashboard.keys]\nstar = ["x"]\ndwon = ["n"]\n', encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_config(path)
    assert 'config.toml:2:1: the key "x" stands for both "star" and "dismiss"' in str(caught.value)
    assert 'config.toml:3:1: unknown action "dwon" (did you mean "down"?)' in str(caught.value)


def test_keys_without_a_fault_are_taken(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text('[dashboard]\ntheme = "light"\nkeys = { star = ["*"] }\n', encoding="utf-8")
    settings = load_config(path).config.dashboard
    assert keymap(settings.keys).name_of(Action.STAR) == "*"
    assert settings.theme == "light"
