"""Secrets that a configuration names and does not hold: `env:NAME` and `file:PATH`."""

import os
from pathlib import Path

from watcher.errors import ConfigError, Fault

LARGEST = 64 * 1024  # bytes of a file; no secret is longer

_read: set[str] = set()  # so that the log can leave them out, wherever they turn up


def is_reference(value: str) -> bool:
    """Whether a value says where a secret is."""
    return value.startswith(("env:", "file:"))


def resolved(value: str, setting: str) -> str:
    """The value itself, or the secret that it refers to; raises ConfigError, which names the place and never the secret."""
    kind, _, name = value.partition(":")
    if not is_reference(value):
        return value
    secret = _from_environment(name, setting) if kind == "env" else _from_file(name, setting)
    if not secret:
        raise _fault(setting, f"{value} is empty")
    if not secret.isprintable():  # headers cannot carry it, and who says so would show it
        raise _fault(setting, f"{value} holds a line break or another control character")
    _read.add(secret)
    return secret


def known() -> frozenset[str]:
    """Every secret that this process has read so far."""
    return frozenset(_read)


def _from_environment(name: str, setting: str) -> str:
    try:
        return os.environ[name].strip()
    except KeyError:
        raise _fault(setting, f"the environment has no {name}") from None


def _from_file(name: str, setting: str) -> str:
    path = Path(name).expanduser()
    try:
        with path.open("rb") as file:
            return file.read(LARGEST).decode("utf-8").strip()
    except OSError as error:
        raise _fault(setting, f"{path} cannot be read: {(error.strerror or str(error)).lower()}") from error
    except UnicodeDecodeError as error:
        raise _fault(setting, f"{path} is not UTF-8") from error


def _fault(setting: str, message: str) -> ConfigError:
    return ConfigError([Fault(message=f"{setting}: {message}")])
