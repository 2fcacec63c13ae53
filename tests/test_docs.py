"""The documents and the program say the same."""

import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from watcher import __version__
from watcher.cli import app
from watcher.config import load_text

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = {command.name: command.callback for command in app.registered_commands if command.name} | {
    f"{group.name} {command.name}": command.callback
    for group in app.registered_groups
    for command in (group.typer_instance.registered_commands if group.typer_instance else ())
}


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_help_and_stands_in_the_readme(name: str):
    assert COMMANDS[name].__doc__, f"{name} has no help"
    assert f"`watcher {name}`" in README


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_option_of_a_command_is_explained(name: str):
    command = typer.main.get_command(app)
    for step in name.split():
        command = command.commands[step]  # type: ignore[attr-defined]  # an app with commands is a group
    for parameter in command.params:
        assert getattr(parameter, "help", "") or parameter.name == "help", f"{name}: {parameter.name}"


BLOCK = re.compile(r"^```[a-z]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
ELSEWHERE = {"watcher run", "watcher serve"}  # go on for ever, and ask real servers; other tests run them


def shown(document: Path) -> list[list[str]]:
    """The calls of watcher in a document's blocks, without what the shell makes of them."""
    found = []
    for block in BLOCK.findall(document.read_text(encoding="utf-8")):
        for line in block.splitlines():
            words = shlex.split(line.removeprefix("$ "), comments=True) if re.match(r"(\$ )?watcher( |$)", line) else []
            end = next((place for place, word in enumerate(words) if word in (">", ">>", "|", "&&", "&")), len(words))
            found += [words[:end]] if words else []
    return found


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_every_call_of_watcher_that_a_document_shows_is_understood(document: Path):
    for call in shown(document):
        command, words = typer.main.get_command(app), call[1:]
        while words and words[0] in getattr(command, "commands", {}):
            command = command.commands[words.pop(0)]  # type: ignore[attr-defined]  # see the line above
        with command.make_context(" ".join(call), words):  # raises what a wrong option raises
            pass


def test_every_block_of_the_readme_that_needs_no_network_runs(tmp_path: Path):
    home = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": "", "XDG_DATA_HOME": "", "WATCHER_CONFIG": "", "WATCHER_DATA": ""}
    calls = [call for call in shown(ROOT / "README.md") if " ".join(call) not in ELSEWHERE]
    assert len(calls) > 5
    for call in calls:
        done = CliRunner(env=home).invoke(app, call[1:], catch_exceptions=False)
        assert done.exit_code == 0, (call, done.output)


def test_every_toml_block_of_the_readme_is_a_configuration():
    blocks = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    assert blocks
    for block in blocks:
        load_text(block, source="README.md")


def test_every_verb_of_make_that_the_documents_name_is_there():
    verbs = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    text = "".join((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "CONTRIBUTING.md"))
    assert set(re.findall(r"(?:`|^)make ([a-z]+)", text, re.MULTILINE)) <= verbs


def test_every_link_between_the_documents_leads_somewhere():
    for document in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]:
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_the_changelog_begins_with_this_version():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## (\S+)", changelog, re.MULTILINE)
    assert versions[0] == __version__


def test_no_document_is_about_a_dependency_that_is_not_there():
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    names = {re.match(r"[A-Za-z0-9_-]+", line)[0].lower().replace("_", "-") for line in wanted}  # type: ignore[index]  # each has a name
    pinned = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8").lower()
    for name in names - {"desktop-notifier"}:
        assert f"\n{name}==" in f"\n{pinned}", name


def test_the_version_is_printed_without_loading_what_only_watching_needs():
    code = (
        "import sys; from watcher.cli import app\n"
        "try: app(['--version'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'httpx', 'feedparser', 'trafilatura', 'apscheduler', 'lxml', 'sqlite3'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.splitlines() == [f"watcher {__version__}", "[]"]
