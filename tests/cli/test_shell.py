"""Completion in the shells themselves, and the manual page as its readers read it."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from tests.store.values import decision, member, story, verdict
from watcher.cli import app
from watcher.cli.complete import SCRIPTS
from watcher.core.model import Plan
from watcher.errors import ConfigError
from watcher.store import open_store

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
        env={**os.environ, "PATH": path, "SCRIPT": SCRIPTS.get(command[0], ""), **environment},
    )
    assert done.stderr == ""
    return done.stdout


CONFIG = """
[[feed]]
url = "https://a.example/rss"
name = "A's outlet"
[[feed]]
url = "https://b.example/rss"
name = "Twice"
[[feed]]
url = "https://c.example/rss"
name = "Twice"
[[feed]]
url = "https://me:hunter2@d.example/rss"
name = "Paid for"
[[topic]]
name = "Ties–military & other"
rule = "@north-korea &"
[channel.pager]
kind = "nonsense"
[group.seas]
"""  # no other command would take it: whoever presses Tab is not told what is wrong with it


@pytest.fixture
def places(tmp_path: Path) -> dict[str, str]:
    """The environment of a shell: a configuration and a database of two stories."""
    (tmp_path / "config.toml").write_text(CONFIG, encoding="utf-8")
    store = open_store(tmp_path / "watcher.db")
    members = (member(0), member(1, title="What it says"))
    decisions = tuple(decision(number, verdict()) for number in range(2))
    store.commit(Plan(decisions=decisions, stories=(story(title="One\x1b[31m\tstory", members=members),)))
    store.close()
    return {
        "WATCHER_CONFIG": str(tmp_path / "config.toml"),
        "WATCHER_DATA": str(tmp_path),
        "HOME": str(tmp_path),
        "LC_ALL": "C.UTF-8",
    }


CASES = [
    ("watcher ser", {"serve", "service"}),
    ("watcher feeds re", {"remove"}),
    ("watcher run --log-l", {"--log-level"}),
    ("watcher run --log-level w", {"warning"}),
    ("watcher search --topic ", {"Ties–military & other"}),
    ("watcher mute 'Ti", {"Ties–military & other"}),
    ('watcher mute "Ties–military & o', {"Ties–military & other"}),
    ("watcher export --topic Ties–military\\ ", {"Ties–military & other"}),
    ("watcher feeds test ", {"A's outlet", "Paid for", *(f"https://{name}.example/rss" for name in "abc")}),
    ("watcher feeds remove https://a", {"https://a.example/rss"}),
    ("watcher search --outlet ", {"A's outlet", "Paid for", "Twice"}),
    ("watcher groups sea", {"seas"}),
    ("watcher notify-test ", {"desktop", "pager"}),
    ("watcher export --format ", {"jsonl", "csv", "md", "atom", "html"}),
    ("watcher groups --lang de", {"de"}),
    ("watcher show s", {"story-000000"}),
    ("watcher stories split story-000000 entry-000001 ", {"entry-000000", "entry-000001"}),
    ("watcher unmute ", set()),
    ("watcher search --topic 'nothing ", set()),
]


@pytest.mark.parametrize(("line", "wanted"), CASES)
def test_bash_completes(path: str, places: dict[str, str], line: str, wanted: set[str]):
    said = bash(line, path, places)
    quoted = line.rpartition(" ")[2][:1] in ("'", '"') or line.count('"') % 2
    if ":" in line:
        assert said == {value.partition(":")[2] for value in wanted}
    else:
        assert {value if quoted else shlex.split(value)[0] for value in said} == wanted


def test_bash_gets_what_it_replaces_and_no_more(path: str, places: dict[str, str]):
    """Words are cut at the characters of COMP_WORDBREAKS; a value is quoted as it would be typed."""
    assert bash("watcher search --topic=Ti", path, places) == {"Ties–military\\ \\&\\ other"}
    assert bash("watcher search --topic=", path, places) == {"Ties–military\\ \\&\\ other"}
    assert bash("watcher feeds remove https:", path, places) == {f"//{name}.example/rss" for name in "abc"}


def bash(line: str, path: str, places: dict[str, str]) -> set[str]:
    """What bash is given for the end of a line, which this takes apart as bash does."""
    words = re.split(
        r"(?<!\\) |(?=[:=])|(?<=[:=])", re.sub(r"""['"].*""", lambda found: found[0].replace(" ", "~"), line)
    )
    script = (
        'eval "$SCRIPT"; complete -p watcher >/dev/null; '
        'COMP_LINE=$LINE COMP_POINT=${#LINE} COMP_CWORD=0 COMP_WORDS=("$WORD"); _watcher; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    said = shell("bash", "--norc", "-c", script, path=path, LINE=line, WORD=words[-1].replace("~", " "), **places)
    return {value for value in said.splitlines() if value}


@pytest.mark.parametrize(("line", "wanted"), [case for case in CASES if case[1]])
def test_fish_completes(path: str, places: dict[str, str], line: str, wanted: set[str]):
    script = 'printf %s "$SCRIPT" | source; complete -C "$LINE"'
    said = shell("fish", "--no-config", "-c", script, path=path, LINE=line, TERM="dumb", **places)
    assert {unescaped(line.partition("\t")[0]) for line in said.splitlines()} == wanted


def unescaped(value: str) -> str:
    """fish writes values as they would be typed where the word has no quote."""
    return re.sub(r"\\(.)", r"\1", value)


@pytest.mark.parametrize(("line", "wanted"), CASES)
def test_zsh_completes(path: str, places: dict[str, str], line: str, wanted: set[str]):
    """_describe and _files are zsh's own and need its line editor; what they are called with is ours."""
    script = (
        'compdef() {}; _files() {}; _describe() { print -rl -- $found }; eval "$SCRIPT"; '
        "words=($LINE x); CURRENT=2 PREFIX=$REST; _watcher"
    )
    said = shell("zsh", "-f", "-c", script, path=path, LINE="watcher", REST=line.removeprefix("watcher "), **places)
    values = {re.split(r"(?<!\\):", one)[0].replace("\\:", ":") for one in said.splitlines()}
    assert values == wanted


def test_zsh_completes_at_the_first_tab_from_a_folder_of_functions(path: str, places: dict[str, str], tmp_path: Path):
    """There the whole file is the function, called for the first time by whoever presses Tab."""
    (tmp_path / "_watcher").write_text(CliRunner().invoke(app, ["completion", "zsh"]).stdout, encoding="utf-8")
    script = (
        "_describe() { print -rl -- $found }; fpath=($FOLDER $fpath); autoload -U _watcher; "
        "words=(watcher x); CURRENT=2 PREFIX=ser; _watcher"
    )
    said = shell("zsh", "-f", "-c", script, path=path, FOLDER=str(tmp_path), **places)
    assert {one.partition(":")[0] for one in said.splitlines()} == {"serve", "service"}


def test_values_say_what_they_are(path: str, places: dict[str, str]):
    assert shell("sh", "-c", "watcher", path=path, _WATCHER_COMPLETE="watcher show ", **places) == (
        "story-000000\tOne[31m story\n"
    )


def test_nothing_is_said_where_nothing_can_be_told(path: str, tmp_path: Path):
    """No database, a configuration that is none, and a folder in its place."""
    nowhere = {"WATCHER_CONFIG": str(tmp_path), "WATCHER_DATA": str(tmp_path / "none")}
    for line in ("watcher show ", "watcher search --topic ", "watcher unmute ", "watcher feeds 'none", "nonsense"):
        assert shell("sh", "-c", "watcher", path=path, _WATCHER_COMPLETE=line, **nowhere) == ""
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("name", SCRIPTS)
def test_the_scripts_are_printed_as_they_are(name: str):
    assert CliRunner().invoke(app, ["completion", name]).stdout == SCRIPTS[name]


def test_powershell_asks_for_a_line_and_gets_a_value_a_line():
    script = CliRunner().invoke(app, ["completion", "pwsh"]).stdout
    assert "Register-ArgumentCompleter -Native -CommandName watcher" in script
    assert "$Env:_WATCHER_COMPLETE = $commandAst.ToString()" in script


def test_a_shell_that_is_none_is_refused_with_the_choices():
    with pytest.raises(ConfigError, match=", ".join(SCRIPTS)):
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
