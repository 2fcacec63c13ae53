"""Options that are read without typer's help come out as typer would have them, faults included."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from typer._coercion import build_runtime_param
from typer.main import get_command

from watcher.cli import app
from watcher.cli.plain import Plain

PROGRAM: Any = get_command(app)
VALUES = [
    "",
    "a",
    " 7 ",
    "7",
    "0",
    "-3",
    "1e3",
    "٣",
    "9" * 30,
    "no/such/file",
    "-",
    5,
    0,
    None,
    ("a", "b"),
    (),
    ["x"],
    [1],
    Path("a"),
]


def commands(command: Any) -> list[Any]:
    return [command, *(inner for each in getattr(command, "commands", {}).values() for inner in commands(each))]


PARAMETERS = [
    (command, parameter)
    for command in commands(PROGRAM)
    for parameter in command.get_params(typer.Context(command))
    if parameter.name != "help"
]


def outcome(reader: Any, value: Any, parameter: Any, context: Any) -> object:
    try:
        read = reader.coerce(value, param=parameter, ctx=context)
    except typer.BadParameter as error:
        return str(error)
    return type(read), read


@pytest.mark.parametrize(
    ("command", "parameter"), PARAMETERS, ids=[f"{command.name} {one.name}" for command, one in PARAMETERS]
)
def test_a_value_is_read_as_typer_reads_it(command: Any, parameter: Any, tmp_path: Path):
    context = typer.Context(command)
    usual, plain = build_runtime_param(parameter.type_descriptor), Plain(parameter.type_descriptor)
    for value in (*VALUES, str(tmp_path), str(Path(__file__))):
        assert outcome(plain, value, parameter, context) == outcome(usual, value, parameter, context), value


def test_a_command_with_plain_options_needs_no_pydantic(tmp_path: Path):
    (tmp_path / "config.toml").write_text("[watcher]\n", encoding="utf-8")
    code = "import sys\nfrom watcher.cli import app\napp(sys.argv[1:], standalone_mode=False)\nsys.exit('pydantic' in sys.modules)"
    options = ("groups", "--config", str(tmp_path / "config.toml"), "--lang", "de", "russia")
    subprocess.run([sys.executable, "-c", code, *options], check=True, stdout=subprocess.DEVNULL)


def test_a_command_is_read_off_its_function_when_it_is_called_and_no_other_is(capsys: pytest.CaptureFixture[str]):
    program: Any = get_command(app)
    program(["edits", "--help"], standalone_mode=False)
    assert "--json" in capsys.readouterr().out
    assert [name for name, command in program.commands.items() if "params" in vars(command)] == [
        name for name, command in program.commands.items() if name == "edits" or hasattr(command, "commands")
    ]
