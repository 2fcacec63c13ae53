"""Commands and groups that start quickly: what a command takes is read off its function when that command is asked for.

Values of options that are plainly right are taken as they are; typer would load pydantic for each command to see that.
"""

import os
from pathlib import Path
from typing import Any, Final

from typer._coercion import TypeDescriptor, build_runtime_param
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command_from_info
from typer.models import CommandInfo, ParameterInfo

_ASKS: Final = ("exists", "resolve_path", "allow_dash", "writable", "parser", "path_type")  # beyond what a path is
_NOT: Final = object()


class Plain:
    """In the place of typer's own reader of a parameter, which is asked for all that is not plain, faults above all."""

    def __init__(self, descriptor: TypeDescriptor) -> None:
        self._descriptor = descriptor

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """The value of a parameter as its function takes it; raises typer's own errors."""
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        read = _read(value, self._descriptor.annotation, self._descriptor.parameter_info)
        return build_runtime_param(self._descriptor).coerce(value, param=param, ctx=ctx) if read is _NOT else read


def _read(value: Any, kind: Any, about: ParameterInfo) -> Any:
    """A value of one of the commonest kinds; _NOT for any other."""
    if about.parser is not None:
        return _NOT
    if kind is str and isinstance(value, str):
        return value
    if kind == list[str] and isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
        return list(value)
    if kind is int and isinstance(value, int | str):
        return _number(value, about)
    if kind is Path and isinstance(value, str | Path) and about.file_okay and about.dir_okay:
        path = Path(value)
        plain = not any(getattr(about, name) for name in _ASKS) and (not path.exists() or os.access(path, os.R_OK))
        return path if plain else _NOT
    return _NOT


def _number(value: int | str, about: ParameterInfo) -> Any:
    if isinstance(value, str) and not (value.isascii() and value.isdecimal() and len(value) < 16):
        return _NOT
    number = int(value)
    return number if (about.min is None or number >= about.min) and (about.max is None or number <= about.max) else _NOT


class _Reading:
    """What commands and groups have in common: their parameters, the option --help included, read plain values."""

    def get_params(self, ctx: Any) -> Any:
        parameters: Any = super().get_params(ctx)  # type: ignore[misc]  # of typer's command beside this class
        for parameter in parameters:
            parameter._runtime_param = Plain(parameter.type_descriptor)  # noqa: SLF001 - typer has no other place for it
        return parameters


class Command(_Reading, TyperCommand):
    """A command of ours that was put off: its parameters and what it calls are found when somebody asks for them."""

    def __init__(self, *, callback: Any, **settings: Any) -> None:
        super().__init__(callback=callback, **settings)
        self._function = callback.function
        del self.params, self.callback

    def __getattr__(self, name: str) -> Any:
        if name not in ("params", "callback"):
            raise AttributeError(name)
        info = CommandInfo(name=self.name, callback=self._function)
        whole = get_command_from_info(info, pretty_exceptions_short=False, rich_markup_mode=None)
        self.params, self.callback = whole.params, whole.callback
        return getattr(self, name)


def put_off(command: CommandInfo) -> None:
    """Let typer see of a registered command its name and its help, and no parameters until it is called.

    Reading off the functions of forty commands what they take was an eighth of what `--help` takes.
    """
    function = command.callback

    def stand_in() -> None:
        """Has no parameters."""

    stand_in.__name__, stand_in.__doc__ = getattr(function, "__name__", ""), function.__doc__
    stand_in.function = function  # type: ignore[attr-defined]  # typer hands it on to what it makes of us
    command.cls, command.callback = Command, stand_in


class Group(_Reading, TyperGroup):
    """A group of commands of ours."""
