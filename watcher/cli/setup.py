"""Commands that write a configuration and check one."""

from pathlib import Path
from typing import Annotated

import typer

from watcher.cli.options import ConfigOption


def init(
    path: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="Where to write it. Default: the platform's place.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace a file that is there; the old one is kept as FILE.old.")
    ] = False,
) -> None:
    """Write a commented configuration to change. It has sixty feeds and one topic; what to do next is said."""
    from watcher.config import config_path, starter_text
    from watcher.errors import ConfigError, Fault

    target = path or config_path()
    if target.exists():
        if not force:
            raise ConfigError(
                [
                    Fault(
                        message="there is a configuration already; --force replaces it and keeps the old one",
                        file=str(target),
                    )
                ]
            )
        target.replace(target.with_name(target.name + ".old"))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(starter_text(), encoding="utf-8")
    except OSError as error:
        raise ConfigError(
            [
                Fault(
                    message=f"cannot be written: {error.strerror}; name another place: watcher init FILE",
                    file=str(target),
                )
            ]
        ) from error
    option = f" --config {target}" if path else ""
    typer.echo(
        f"Wrote {target}\n\nNext:\n  edit it          feeds, topics, and your contact address\n  watcher check{option}    tells every fault, and tries the topics' examples\n  watcher run{option}      starts watching"
    )


def check(
    config: ConfigOption = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings are failures, too.")] = False,
) -> None:
    """Check a configuration and try its examples. Every fault is told with its place, and what is doubtful. Exit code 1 if an example fails."""
    from watcher.cli.examples import failing_examples, warnings
    from watcher.cli.options import load_config
    from watcher.dashboard.words import count

    loaded = load_config(config)
    doubtful, wrong = warnings(loaded), failing_examples(loaded)
    for line in (*doubtful, *wrong):
        typer.echo(line)
    examples = sum(len(topic.example) for topic in loaded.config.topic)
    counts = [
        count(len(loaded.config.feed), "feed"),
        count(len(loaded.config.topic), "topic"),
        count(examples, "example"),
    ]
    if doubtful:
        counts.append(count(len(doubtful), "warning"))
    if wrong:
        typer.echo(
            f"{loaded.source}: {', '.join(counts)}; {count(len(wrong), 'example')} {'fails' if len(wrong) == 1 else 'fail'}"
        )
    else:
        typer.echo(f"{loaded.source}: ok ({', '.join(counts)})")
    if wrong or (strict and doubtful):
        raise typer.Exit(1)
