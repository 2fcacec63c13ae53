"""Answers that are kept while the same values are asked about: frozen values that are one object need no comparing."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class _Same:
    """A value that is equal to itself alone, so that mappings and stories are found without a look inside."""

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.value is other.value


def remembered(most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Keep the last `most` answers of a pure function of frozen values, which are told apart by identity."""

    def keeping(work: Callable[P, T]) -> Callable[P, T]:
        call: Callable[..., T] = work

        @lru_cache(maxsize=most)
        def kept(*same: _Same) -> T:
            return call(*(one.value for one in same))

        @wraps(work)
        def asked(*values: P.args, **_: P.kwargs) -> T:
            return kept(*map(_Same, values))

        return asked

    return keeping
