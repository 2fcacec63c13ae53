"""What is handed to service managers is what they read."""

import configparser
import os
import plistlib
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from typer.testing import CliRunner

from watcher.cli import app
from watcher.cli.units import KINDS, unit
from watcher.errors import ConfigError

TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


@pytest.fixture
def places(tmp_path: Path) -> list[str]:
    folder = tmp_path / "a b"
    folder.mkdir()
    (folder / "config.toml").write_text('[[topic]]\nname = "T"\nrule = "cheese"\n', encoding="utf-8")
    return ["--config", str(folder / "config.toml"), "--data", str(folder / "data")]


def printed(*arguments: str) -> str:
    done = CliRunner().invoke(app, ["service", "print", *arguments], catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout


def command(places: list[str]) -> list[str]:
    return [sys.executable, "-P", "-m", "watcher", "run", "--headless", *places]


def sections(text: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, strict=True)
    parser.optionxform = str  # type: ignore[assignment, method-assign]  # names keep their case
    parser.read_string(text)
    return parser


@pytest.mark.parametrize("more", [[], ["--hardened"]])
def test_systemd_runs_this_program_on_these_places(places: list[str], more: list[str]):
    service = sections(printed("--for", "systemd", *more, *places))["Service"]
    assert shlex.split(service["ExecStart"]) == command(places)
    assert service["Type"] == "notify"
    assert ("SystemCallFilter" in service) == bool(more)


@pytest.mark.parametrize("more", [[], ["--hardened"]])
def test_systemd_finds_no_fault_in_the_unit(places: list[str], more: list[str], tmp_path: Path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd-analyze here")
    file = tmp_path / "watcher.service"
    file.write_text(printed("--for", "systemd", *more, *places), encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "--user", "--man=no", "verify", str(file)],
        env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_specifiers_and_variables_in_paths_are_none_to_systemd():
    text = unit(['/a b/50%/$HOME/x"y'], data=Path())
    assert 'ExecStart="/a b/50%%/$$HOME/x\\"y"' in text


def test_launchd_runs_this_program_on_these_places(places: list[str]):
    agent = plistlib.loads(printed("--for", "launchd", *places).encode())
    assert agent["ProgramArguments"][: len(command(places))] == command(places)
    assert agent["KeepAlive"] == {"SuccessfulExit": False}
    assert Path(agent["StandardErrorPath"]).name == "watcher.err"


def test_the_task_scheduler_runs_this_program_on_these_places(places: list[str]):
    text = printed("--for", "windows", *places).partition("\n")[2]  # the declaration is true of the file alone
    action = ET.fromstring(text).find(f"{TASK}Actions/{TASK}Exec")
    assert action is not None
    assert action.findtext(f"{TASK}Command") == sys.executable
    assert shlex.split(action.findtext(f"{TASK}Arguments") or "")[: len(command(places)) - 1] == command(places)[1:]


def test_the_task_scheduler_begins_a_watch_that_ended_again_and_never_a_second_one(places: list[str]):
    root = ET.fromstring(printed("--for", "windows", *places).partition("\n")[2])
    assert root.findtext(f"{TASK}Triggers/{TASK}LogonTrigger/{TASK}Repetition/{TASK}Interval") == "PT5M"
    assert root.findtext(f"{TASK}Settings/{TASK}MultipleInstancesPolicy") == "IgnoreNew"
    assert int(root.findtext(f"{TASK}Settings/{TASK}RestartOnFailure/{TASK}Count") or 0) < 256  # xs:unsignedByte


@pytest.mark.parametrize("kind", KINDS)
def test_install_writes_it_says_what_to_do_and_replaces_nothing_unasked(kind: str, places: list[str], tmp_path: Path):
    home = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": "", "LOCALAPPDATA": str(tmp_path / "local")}
    arguments = ["service", "install", "--for", kind, *places]
    first = CliRunner(env=home).invoke(app, arguments, catch_exceptions=False)
    written = Path(first.stdout.partition(" is written")[0])
    assert written.is_relative_to(tmp_path)
    assert len(first.stdout.splitlines()) >= 3
    assert CliRunner(env=home).invoke(app, arguments).exit_code == 0  # the same again is no fault
    if kind == "windows":
        assert written.read_bytes().decode("utf-16").startswith('<?xml version="1.0" encoding="UTF-16"?>')
    written.write_text("mine")
    with pytest.raises(ConfigError, match="--force"):
        CliRunner(env=home).invoke(app, arguments, catch_exceptions=False)
    assert CliRunner(env=home).invoke(app, [*arguments, "--force"]).exit_code == 0
    assert written.read_bytes() != b"mine"


def test_a_manager_that_is_none_is_refused_with_the_choices():
    with pytest.raises(ConfigError, match="systemd, launchd, windows"):
        CliRunner().invoke(app, ["service", "print", "--for", "sysv"], catch_exceptions=False)
