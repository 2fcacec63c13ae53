"""The commands that make a watch begin with the session: print what the service manager reads, or put it in place."""

import sys
from typing import Annotated

import typer

from watcher.cli import values
from watcher.cli.options import ConfigOption, DataOption, data_folder, fail

app = typer.Typer(help="Run in the background from logon on. Under systemd, launchd or the Windows Task Scheduler.")

KindOption = Annotated[
    str | None,
    typer.Option(
        "--for",
        metavar="MANAGER",
        help="systemd, launchd or windows. Default: the platform's.",
        autocompletion=values.managers,
    ),
]
HardenedOption = Annotated[
    bool, typer.Option("--hardened", help="systemd: take every right away that a watch without a desktop can spare.")
]


@app.command("print")
def print_(
    for_: KindOption = None, hardened: HardenedOption = False, config: ConfigOption = None, data: DataOption = None
) -> None:
    """Print what the service manager reads. With the paths of this installation, configuration and data folder."""
    typer.echo(_written(_kind(for_), hardened=hardened, config=config, data=data), nl=False)


@app.command("install")
def install(
    for_: KindOption = None,
    hardened: HardenedOption = False,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there and says otherwise.")] = False,
    config: ConfigOption = None,
    data: DataOption = None,
) -> None:
    """Put it where the service manager looks. What to do then is said. Nothing is started."""
    from watcher.cli.units import KINDS
    from watcher.errors import StoreError

    kind = KINDS[name := _kind(for_)]
    place, content = kind.place(), _written(name, hardened=hardened, config=config, data=data).encode(kind.encoding)
    try:
        if place.exists() and place.read_bytes() != content and not force:
            fail(f"{place} is there already and says otherwise: --force replaces it, `watcher service print` shows it")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    except OSError as error:
        raise StoreError(f"{place} cannot be written: {error.strerror}. `watcher service print` prints it") from error
    typer.echo(f"{place} is written. Now:")
    for step in kind.steps:
        typer.echo(f"  {step.format(place=place)}")


def _kind(name: str | None) -> str:
    from watcher.cli.units import KINDS, USUAL

    if name is not None and name not in KINDS:
        fail(f'--for: "{name}" (choices are {", ".join(KINDS)})')
    return name or USUAL


def _written(kind: str, *, hardened: bool, config: ConfigOption, data: DataOption) -> str:
    """The file's text. A configuration that cannot be used is told now and not at three in the morning."""
    from watcher.cli.options import load_config
    from watcher.cli.units import KINDS

    path, folder = load_config(config).path, data_folder(data).resolve()
    command = [sys.executable, "-P", "-m", "watcher", "run", "--headless"]  # -P: no folder at home named watcher
    command += ["--config", str(path.resolve())] if path else []
    return KINDS[kind].text([*command, "--data", str(folder)], data=folder, hardened=hardened)
