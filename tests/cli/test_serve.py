"""The command that serves: what it refuses to do, and what it needs."""

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from watcher.cli import app
from watcher.errors import ConfigError, StoreError


def serve(*arguments: str, **environment: str) -> None:
    CliRunner(env=environment).invoke(app, ["serve", "--port", "0", *arguments], catch_exceptions=False)


@pytest.mark.parametrize("more", [("--host", "0.0.0.0"), ("--host", "192.0.2.1"), ("--name", "watch.example")])
def test_whoever_others_can_reach_must_ask_for_a_token(more: tuple[str, ...]):
    with pytest.raises(ConfigError, match="--token env:NAME or file:PATH"):
        serve(*more)


def test_a_token_does_not_stand_in_the_command():
    with pytest.raises(ConfigError, match="env:NAME or file:PATH"):
        serve("--token", "correct-horse-battery-staple")


def test_a_token_that_can_be_guessed_is_refused_and_not_shown():
    with pytest.raises(ConfigError, match="20 characters") as refusal:
        serve("--token", "env:SERVE_TOKEN", SERVE_TOKEN="hunter2")
    assert "hunter2" not in str(refusal.value)


def test_an_address_that_cannot_be_had_is_told_with_what_to_do():
    with pytest.raises(ConfigError, match="--host and --port"):
        serve("--host", "nowhere.invalid", "--token", "env:SERVE_TOKEN", SERVE_TOKEN="x" * 24)


def test_without_a_database_there_is_nothing_to_serve(tmp_path: Path):
    config = tmp_path / "config.toml"
    config.write_text('[[topic]]\nname = "T"\nrule = "cheese"\n')
    with pytest.raises(StoreError, match="no database"):
        serve("--data", str(tmp_path), "--config", str(config))
    assert not (tmp_path / "watcher.db").exists()


@pytest.mark.parametrize("library", ["starlette", "uvicorn"])
def test_without_the_extra_it_is_told_how_to_get_it(library: str):
    code = f"import sys; sys.modules['{library}'] = None; sys.argv[1:] = ['serve']; from watcher.__main__ import main; main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert f"{library} is not installed" in done.stderr
    assert "watcher[web]" in done.stderr
