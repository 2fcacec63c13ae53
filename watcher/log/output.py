"""The one place that knows structlog: lines for people or JSON, to standard error or to a file that is rotated."""

import json
import logging
import os
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from watcher.core.text.clean import clean, clean_block
from watcher.errors import ConfigError, Fault
from watcher.frozen import dataclass
from watcher.log.mask import masked
from watcher.log.subject import subject

if TYPE_CHECKING:
    import structlog

LEVELS = ("debug", "info", "warning", "error")
LARGEST = 10_000_000  # bytes of a log file; then it is put aside …
KEPT = 5  # … and so many older ones are kept

Line = MutableMapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """How somebody wants the log. Without a file it goes to standard error; `events`: what happens is logged, too."""

    level: str = "warning"
    json: bool = False
    file: Path | None = None
    events: bool = False


@contextmanager
def logging_to(log: Log, secrets: Callable[[], Collection[str]] = tuple) -> Iterator[None]:
    """Send everything that is logged inside to where `log` says; raise ConfigError if its file cannot be written.

    `secrets` is asked at every line for what must not be shown.
    """
    handler = _handler(log)
    handler.setFormatter(_Late(log, secrets))
    root, ours = logging.getLogger(), logging.getLogger("watcher")
    levels = root.level, ours.level
    raising, logging.raiseExceptions = logging.raiseExceptions, False  # a closed pipe is no reason to write into it
    root.addHandler(handler)
    root.setLevel(logging.WARNING)  # libraries tell every request below that
    ours.setLevel(log.level.upper())
    logging.captureWarnings(True)
    try:
        yield
    finally:
        logging.captureWarnings(False)
        root.removeHandler(handler)
        handler.close()
        root.setLevel(levels[0])
        ours.setLevel(levels[1])
        logging.raiseExceptions = raising


def _handler(log: Log) -> logging.Handler:
    if log.file is None:
        return logging.StreamHandler(sys.stderr)
    from logging.handlers import RotatingFileHandler

    try:
        return RotatingFileHandler(
            log.file, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8", errors="backslashreplace"
        )
    except OSError as error:
        message = f"the log file {log.file} cannot be written: {error.strerror}. Name another with --log-file"
        raise ConfigError([Fault(message=message)]) from error


class _Late(logging.Formatter):
    """Loads structlog, and rich with it, for the first line: most runs log none, and it was a tenth of their start."""

    def __init__(self, log: Log, secrets: Callable[[], Collection[str]]) -> None:
        super().__init__()
        self._log, self._secrets = log, secrets

    @cached_property
    def _formatter(self) -> logging.Formatter:
        return _formatter(self._log, self._secrets)

    def format(self, record: logging.LogRecord) -> str:
        return self._formatter.format(record)


def _formatter(log: Log, secrets: Callable[[], Collection[str]]) -> logging.Formatter:
    import structlog

    def present(_logger: Any, _method: str, line: Line) -> Line:
        return {key: _presentable(value, secrets(), block=key == "exception") for key, value in line.items()}

    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.stdlib.add_log_level, structlog.stdlib.add_logger_name, _facts],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.TimeStamper(fmt="iso", utc=log.json or log.file is not None),
            _subject,
            structlog.processors.format_exc_info,
            present,
            _json if log.json else _lines(log),
        ],
    )


def _facts(_logger: Any, _method: str, line: Line) -> Line:
    """What a line tells beside its message: the mapping that was handed in as `extra={"facts": …}`."""
    return {**line, **getattr(line["_record"], "facts", {})}


def _subject(_logger: Any, _method: str, line: Line) -> Line:
    return {**line, **{name: value for name, value in subject().items() if name not in line}}


def _presentable(value: Any, secrets: Collection[str], *, block: bool = False) -> Any:
    """A value that shows no secret, and nothing that a terminal would obey."""
    match value:
        case str():
            safe = masked(value, secrets)  # first: of a secret that is cut off, the rest would be shown
            return clean_block(safe) if block else clean(safe)
        case Mapping():
            return {key: _presentable(one, secrets) for key, one in value.items()}
        case list() | tuple():
            return [_presentable(one, secrets) for one in value]
        case _:
            return value


def _json(_logger: Any, _method: str, line: Line) -> str:
    first = {key: line.pop(key) for key in ("timestamp", "level", "event") if key in line}
    return json.dumps({**first, **line}, ensure_ascii=False, default=str)


def _lines(log: Log) -> "structlog.typing.Processor":
    import structlog

    on_terminal = sys.stderr is not None and sys.stderr.isatty()  # there is none without a console
    colors = log.file is None and on_terminal and not os.environ.get("NO_COLOR")
    return structlog.dev.ConsoleRenderer(
        colors=colors,
        sort_keys=False,
        pad_level=True,
        pad_event_to=0,
        exception_formatter=structlog.dev.plain_traceback,  # rich's would show what stands in variables
    )
