"""Completion in the shells themselves, and the manual page as its readers read it."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from watcher.cli import app
from watcher.cli.shell import SHELLS
from watcher.errors import ConfigError

ROOT = Path(__file__).parents[2]


@pytest.fixture
def path(tmp_path: Path) -> str:
    """A PATH on which `watcher` is this program."""
    if sys.platform == "win32":
        pytest.skip("the shells here are POSIX ones")
    program = tmp_path / "watcher"
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m watcher "$@"\n')
    program.chmod(0o755)
    return f"{tmp_path}{os.pathsep}{os.environ['PATH']}"


def shell(*command: str, path: str, **environment: str) -> str:
    if not shutil.which(command[0]):
        pytest.skip(f"no {command[0]} here")
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "PATH": path, **environment},
    )
    assert done.stderr == ""
    return done.stdout


CASES = [
    ("watcher ser", {"serve", "service"}),
    ("watcher feeds re", {"remove"}),
    ("watcher run --log-l", {"--log-level"}),
]


@pytest.mark.parametrize(("line", "wanted"), CASES)
def test_bash_completes(path: str, line: str, wanted: set[str]):
    script = (
        "source <(watcher completion bash); complete -p watcher >/dev/null; COMP_WORDS=($LINE); "
        'COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _watcher_completion watcher; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    assert set(shell("bash", "--norc", "-c", script, path=path, LINE=line).split()) == wanted


@pytest.mark.parametrize(("line", "wanted"), CASES)
def test_fish_completes(path: str, line: str, wanted: set[str], tmp_path: Path):
    script = 'watcher completion fish | source; complete -C "$LINE"'
    said = shell("fish", "--no-config", "-c", script, path=path, LINE=line, HOME=str(tmp_path), TERM="dumb")
    assert {line.partition("\t")[0] for line in said.splitlines()} == wanted


@pytest.mark.parametrize(("line", "wanted"), CASES)
def test_zsh_completes(path: str, line: str, wanted: set[str]):
    """_arguments is zsh's own and needs its line editor; what it is called with is ours."""
    script = (
        'compdef() {}; _arguments() { print -r -- $* }; eval "$(watcher completion zsh)"; '
        "words=(${(z)LINE}); CURRENT=$#words; _watcher_completion"
    )
    said = shell("zsh", "-f", "-c", script, path=path, LINE=line)
    assert set(re.findall(r'"([\w-]+)":"', said)) == wanted


def test_powershell_is_answered_as_its_script_asks(path: str):
    script = CliRunner().invoke(app, ["completion", "pwsh"]).stdout
    assert "Register-ArgumentCompleter -Native -CommandName watcher" in script
    asked = {"_WATCHER_COMPLETE": "complete_pwsh", "_TYPER_COMPLETE_ARGS": "watcher ser"}
    said = shell("sh", "-c", "watcher", path=path, _TYPER_COMPLETE_WORD_TO_COMPLETE="ser", **asked)
    assert {line.partition(":::")[0] for line in said.splitlines()} == {"serve", "service"}


def test_a_shell_that_is_none_is_refused_with_the_choices():
    with pytest.raises(ConfigError, match=", ".join(SHELLS)):
        CliRunner().invoke(app, ["completion", "tcsh"], catch_exceptions=False)


# --- the manual page --------------------------------------------------------------------------------------------------


def commands(group: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        if not hasattr(command, "commands") or command.invoke_without_command:
            yield f"{before}{name}", command
        if hasattr(command, "commands"):
            yield from commands(command, f"{before}{name} ")


def page() -> str:
    done = CliRunner().invoke(app, ["man"], catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout


def test_the_manual_page_has_every_command_and_every_option():
    text = page().replace("\\-", "-")
    sections = {
        line.removeprefix(".SS ").partition(" \\fI")[0] for line in text.splitlines() if line.startswith(".SS ")
    }
    known = dict(commands(typer.main.get_command(app)))
    assert sections == {f"watcher {name}" for name in known}
    for name, command in known.items():
        section = text.partition(f".SS watcher {name}")[2].partition("\n.SS ")[0]
        for parameter in command.params:
            if parameter.param_type_name == "option" and parameter.help:
                assert f"\\fB{parameter.opts[0]}\\fR" in section, (name, parameter.opts)


def test_groff_finds_no_fault_in_the_manual_page_and_shows_it():
    if not shutil.which("groff"):
        pytest.skip("no groff here")
    done = subprocess.run(
        ["groff", "-man", "-ww", "-b", "-Kutf8", "-Tutf8", "-P-cbou"],
        input=page(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    shown = re.sub(r"\s+", " ", done.stdout)
    assert "--log-level LEVEL Log what happens" in shown
    assert "EXIT STATUS" in shown
