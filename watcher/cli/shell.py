"""The commands about the commands: completion for shells, and the manual page."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from watcher.cli import values
from watcher.cli.complete import SCRIPTS
from watcher.cli.options import fail

_ABOUT = """\
watcher polls news feeds, recognises by rules what concerns your topics, joins the articles about one event into a story, in
whatever language it is told, and tells you of each story once, with the words that decided and with who said it first.
Without a command it does what run does."""
_ENVIRONMENT = (
    ("WATCHER_CONFIG", "The configuration, if --config does not name another."),
    ("WATCHER_DATA", "The folder of the database, if --data does not name another."),
    ("NO_COLOR", "If it is set, nothing is coloured."),
    ("NOTIFY_SOCKET, WATCHDOG_USEC", "Set by systemd, which is then told how the watch goes."),
)
_FILES = (
    ("config.toml", "The configuration. watcher init writes one and says where."),
    ("watcher.db", "Everything that was seen, with what was decided; watcher status says where it is."),
    ("watcher.log", "In the same folder: what went wrong while a dashboard filled the terminal."),
)
_EXIT = (
    ("0", "All went well."),
    ("1", "It failed, or what was looked for or checked is not so."),
    ("2", "What it was given cannot be used: an option, the configuration, a file."),
)


def completion(
    shell: Annotated[
        str,
        typer.Argument(metavar="SHELL", help="bash, zsh, fish, powershell or pwsh.", autocompletion=values.shells),
    ],
) -> None:
    """Print what makes a shell complete. Commands, options and their values; a comment in it says where it belongs."""
    if shell not in SCRIPTS:
        fail(f'"{shell}" (choices are {", ".join(SCRIPTS)})')
    typer.echo(SCRIPTS[shell], nl=False)


def man(context: typer.Context) -> None:
    """Print the manual page. `watcher man | man -l -` shows it, ~/.local/share/man/man1/watcher.1 keeps it."""
    typer.echo("\n".join(_page(context.find_root().command)))


def _page(program: Any) -> Iterator[str]:
    from watcher import __version__

    yield f'.TH WATCHER 1 "" "watcher {__version__}" "User Commands"'
    yield f".SH NAME\nwatcher \\- {_text(program.help[0].lower() + program.help[1:].rstrip('.'))}"
    yield ".SH SYNOPSIS\n.B watcher\n[\\fICOMMAND\\fR] [\\fIOPTIONS\\fR]"
    yield f".SH DESCRIPTION\n{_text(_ABOUT)}"
    yield ".SH OPTIONS"
    yield from _options(program)
    yield ".SH COMMANDS"
    for name, command in _commands(program):
        yield from _command(name, command)
    for title, entries in (("ENVIRONMENT", _ENVIRONMENT), ("FILES", _FILES), ("EXIT STATUS", _EXIT)):
        yield f".SH {title}"
        for term, about in entries:
            yield f".TP\n.B {_text(term)}\n{_text(about)}"


def _commands(group: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """The commands by their full names, those of groups included."""
    for name, command in group.commands.items():
        if not hasattr(command, "commands") or command.invoke_without_command:
            yield f"{before}{name}", command
        if hasattr(command, "commands"):
            yield from _commands(command, f"{before}{name} ")


def _command(name: str, command: Any) -> Iterator[str]:
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    shown = " ".join(f"\\fI{_text(_value(one))}\\fR" for one in arguments)
    yield f".SS watcher {_text(name)} {shown}".rstrip()
    yield _text(command.help)
    for one in arguments:
        if one.help:
            yield f".TP\n.I {_text(_value(one))}\n{_text(one.help)}"
    yield from _options(command)


def _options(command: Any) -> Iterator[str]:
    for one in command.params:
        if one.param_type_name == "option" and one.help and not one.hidden:
            names = ", ".join(f"\\fB{_text(name)}\\fR" for name in (*one.opts, *one.secondary_opts))
            value = "" if one.is_flag else f" \\fI{_text(_value(one))}\\fR"
            yield f".TP\n{names}{value}\n{_text(one.help)}"


def _value(parameter: Any) -> str:
    """What stands for the value of an option or argument."""
    return str(parameter.metavar or parameter.display_type)


def _text(text: str) -> str:
    """A text as roff shows it: one line, nothing of it a request, hyphens that can be copied."""
    line = " ".join(text.split()).replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("`", "\\(ga")
    return f"\\&{line}" if line.startswith(".") else line
