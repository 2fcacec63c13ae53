"""Patterns that are compiled when they are first used: a command uses few of the hundreds there are.

Compiling them all was a tenth of every start, since Python's `re` walks through each character of a class, and classes
of writing systems have tens of thousands.
"""

import re
from collections.abc import Callable
from functools import cached_property
from typing import Any, cast

Source = str | Callable[[], str]  # what makes it, where that is work


def pattern(source: Source, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` returns, compiled when something of it is first asked for. A faulty one fails only then."""
    return cast("re.Pattern[str]", _Late(source, flags))


class _Late:
    """In the place of a pattern; what was asked for once stays at hand, so that only the first use takes longer."""

    def __init__(self, source: Source, flags: int) -> None:
        self._source, self._flags = source, flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self._source if isinstance(self._source, str) else self._source(), self._flags)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._compiled, name)
        vars(self)[name] = found
        return found
