"""The kinds of values that settings have: spans of time, addresses, secrets and templates."""

import re
from collections.abc import Iterable
from datetime import time, timedelta
from typing import Annotated, Any

from watcher import late
from watcher.config.secrets import is_reference
from watcher.config.templates import template_fault

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_DURATION = late.pattern(r"(\d+(?:\.\d+)?)\s*([smhd])")
_TIME = late.pattern(r"([01]\d|2[0-3]):([0-5]\d)")
_HEADER = late.pattern(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, section 5.6.2: token


def duration(value: Any) -> timedelta:
    """Read "90s", "15m", "6h" or "2d" as a span of time."""
    match = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise ValueError('expected a span of time such as "90s", "15m", "6h" or "2d"')
    return timedelta(**{_UNITS[match[2]]: float(match[1])})


def time_of_day(value: str) -> time:
    """Read "07:30"."""
    match = _TIME.fullmatch(value)
    if match is None:
        raise ValueError('expected a time of day such as "07:30"')
    return time(int(match[1]), int(match[2]))


def _web_address(value: str) -> str:
    if not re.match(r"https?://[^\s/]", value):
        raise ValueError("expected an address that begins with http:// or https://")
    return value


def _secret(value: str) -> str:
    if value and not is_reference(value):
        raise ValueError('a secret does not stand in the configuration: write "env:NAME" or "file:PATH"')
    return value


def _secret_address(value: str) -> str:
    return value if is_reference(value) else _web_address(value)


def _template(value: str) -> str:
    if fault := template_fault(value):
        raise ValueError(fault)
    return value


def _headers(value: dict[str, str]) -> dict[str, str]:
    if wrong := [name for name in value if not _HEADER.fullmatch(name)]:
        raise ValueError(f'"{wrong[0]}" is not the name of an HTTP header')
    if wrong := [name for name, content in value.items() if not _printable(content)]:
        raise ValueError(f"the header {wrong[0]} holds a character that no header can hold")
    return value


def header_content(value: str) -> str:
    """What the value of an HTTP header may be."""
    if not value or not _printable(value):
        raise ValueError("expected printable ASCII, as headers hold it")
    return value


def _printable(text: Iterable[str]) -> bool:
    return all(" " <= char <= "~" for char in text)


WebAddress = Annotated[str, _web_address]
SecretName = Annotated[str, _secret]
SecretAddress = Annotated[str, _secret_address]
TemplateText = Annotated[str, _template]
Headers = Annotated[dict[str, str], _headers]
