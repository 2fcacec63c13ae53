"""Options that several commands share, and how their values are read."""

import sys
from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from watcher.cli import values
from watcher.errors import Fault

if TYPE_CHECKING:
    from watcher.config import Loaded

ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config", "-c", metavar="FILE", help="The configuration. Default: WATCHER_CONFIG, or the platform's place."
    ),
]
DataOption = Annotated[
    Path | None,
    typer.Option(
        "--data", metavar="FOLDER", help="Where the database is. Default: WATCHER_DATA, or the platform's place."
    ),
]
TopicOption = Annotated[
    str | None, typer.Option("--topic", metavar="NAME", help="Only this topic.", autocompletion=values.topics)
]
BackOption = Annotated[str, typer.Option("--since", metavar="SPAN", help="How far back, such as 12h or 30d.")]
SinceOption = Annotated[str | None, typer.Option("--since", metavar="SPAN", help="Only the last 12h, 30d ...")]
LanguageOption = Annotated[
    str,
    typer.Option("--lang", metavar="CODE", help="Only this language, such as de.", autocompletion=values.languages),
]
NewestOption = Annotated[int, typer.Option("--limit", min=1, help="At most so many, the newest.")]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object per event, for scripts.")]
HeadlessOption = Annotated[bool, typer.Option("--headless", help="Lines instead of the dashboard, also on a terminal.")]
ForOption = Annotated[
    str | None, typer.Option("--for", metavar="SPAN", help="Stop after a span of time such as 30s, 10m or 2h.")
]
LogLevelOption = Annotated[
    str | None,
    typer.Option(
        "--log-level",
        metavar="LEVEL",
        help="Log what happens: debug (every poll), info, warning or error.",
        autocompletion=values.log_levels,
    ),
]
LogJsonOption = Annotated[bool, typer.Option("--log-json", help="Log one JSON object per line.")]
LogFileOption = Annotated[
    Path | None,
    typer.Option(
        "--log-file",
        metavar="FILE",
        help="Log into a file, put aside at 10 MB; five old ones are kept. Default: standard error, "
        "or beside the dashboard watcher.log in the data folder.",
    ),
]


def fail(message: str) -> NoReturn:
    """End a command that was given something it cannot use."""
    from watcher.errors import ConfigError

    raise ConfigError([Fault(message=message)])


def load_config(path: Path | None) -> "Loaded":
    """The configuration that a command runs with; says on standard error when it is the built-in one."""
    from watcher.config import config_path, load
    from watcher.dashboard.configured import key_faults

    if path is None and (usual := config_path()).exists():
        path = usual
    if path is not None:
        return load(path, beside=key_faults)
    print(
        f"watcher: no configuration at {usual}; running the built-in starter (`watcher init` writes one to change)",
        file=sys.stderr,
    )
    return load(None)


def known_topic(loaded: "Loaded", name: str | None) -> None:
    """Refuse the name of a topic that is not configured."""
    names = [topic.name for topic in loaded.config.topic]
    if name is not None and name not in names:
        fail(f'{loaded.source}: no topic "{name}" ({choices(name, names) or "it has no topic"})')


def choices(name: str, names: Sequence[str]) -> str:
    """What somebody may have meant, and what else there is; "" if there is nothing."""
    meant = near(name, names)
    question = f'did you mean "{meant[0]}"? ' if meant else ""
    return f"{question}choices are {', '.join(names)}" if names else ""


def near(name: str, names: Iterable[str]) -> list[str]:
    """Up to three names that somebody may have meant, the likeliest first."""
    from difflib import get_close_matches

    folded, wanted = {one.casefold(): one for one in names}, name.casefold()
    whole = [key for key in folded if wanted and wanted in key]
    likely = dict.fromkeys((*get_close_matches(wanted, folded, n=3), *whole))
    return [folded[key] for key in likely][:3]


def data_folder(path: Path | None) -> Path:
    """The folder of the database, made if it is missing."""
    from watcher.config import data_path
    from watcher.errors import StoreError

    folder = path or data_path()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"the data folder {folder} cannot be made: {error.strerror}. Name another with --data"
        ) from error
    return folder


def span(value: str | None, option: str = "--for") -> timedelta | None:
    """A span of time as options give it."""
    from watcher.config.values import duration

    try:
        return duration(value) if value else None
    except ValueError as error:
        fail(f"{option} {value}: {error}")
