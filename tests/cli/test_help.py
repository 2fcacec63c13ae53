"""What the help says first: one short sentence for each command, none cut short, the everyday ones first."""

from collections.abc import Iterator
from typing import Any

from typer.main import get_command

from watcher.cli import COMMANDS, app

PROGRAM: Any = get_command(app)
NARROWEST = 45  # columns that a shell leaves for what a command is, as it completes its name


def lines(group: Any, before: str = "") -> Iterator[tuple[str, str]]:
    for name, command in group.commands.items():
        yield f"{before}{name}", command.get_short_help_str(NARROWEST)
        if hasattr(command, "commands"):
            yield from lines(command, f"{before}{name} ")


def test_each_command_is_told_in_a_short_sentence():
    assert {name: line for name, line in lines(PROGRAM) if not line or line.endswith("...")} == {}


def test_commands_and_groups_are_listed_in_one_order():
    assert PROGRAM.list_commands(None) == [*COMMANDS]
    assert set(PROGRAM.commands) == set(COMMANDS)
