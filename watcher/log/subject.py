"""What is being worked on, bound to every line that is logged meanwhile."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

_SUBJECT: ContextVar[Mapping[str, str]] = ContextVar("subject", default={})  # noqa: B039 - nobody changes it in place


@contextmanager
def about(**names: str) -> Iterator[None]:
    """Bind names such as feed="https://…" to what this task, and those that it starts, log inside."""
    token = _SUBJECT.set({**_SUBJECT.get(), **names})
    try:
        yield
    finally:
        _SUBJECT.reset(token)


def subject() -> Mapping[str, str]:
    """What is bound now."""
    return _SUBJECT.get()
