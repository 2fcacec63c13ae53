"""The commands that put a story's evidence into one file, and check such a file."""

from pathlib import Path
from typing import Annotated

import typer

from watcher.cli.correct import StoryArgument
from watcher.cli.options import ConfigOption, DataOption, fail, load_config

app = typer.Typer(help="Put a story's evidence into a file. Or check such a file.", no_args_is_help=True)
PackArgument = Annotated[Path, typer.Argument(metavar="FILE", help="The pack, a ZIP file.")]


@app.command("pack")
def pack(
    story: StoryArgument,
    file: PackArgument,
    config: ConfigOption = None,
    data: DataOption = None,
) -> None:
    """Write a story's evidence into FILE. The texts with headers, hashes, times, reasons and citations; nothing is overwritten."""
    from watcher import __version__
    from watcher.cli.stories import opened
    from watcher.core import evidence
    from watcher.dashboard.clean import clean
    from watcher.report.pack import packed

    loaded = load_config(config)
    with opened(data) as store:
        found = store.story(story)
        if found is None:
            fail(f'no story or article "{clean(story)}" (`watcher stories --json` lists the ids)')
        decisions = {member.entry: store.decision(member.entry) for member in found.members}
        case = evidence.case(
            found,
            {entry: (decision, store.visits(entry)) for entry, decision in decisions.items() if decision},
            topics=loaded.rules.topics,
            rules=loaded.rules.fingerprint,
            program=f"watcher {__version__}",
        )
    if not case.exhibits:
        fail(f"no article of story {found.id} is stored any more")
    content = packed(case)
    try:
        with file.open("xb") as target:
            target.write(content)
    except FileExistsError:
        fail(f"{file} exists, and nothing is overwritten: name a new file")
    except OSError as error:
        fail(f"{file} cannot be written: {error.strerror or error}")
    articles = "article" if len(case.exhibits) == 1 else "articles"
    typer.echo(f"{file}: {len(case.exhibits)} {articles}, {len(content):,} bytes")
    typer.echo(f"SHA-256 of the pack, to note down elsewhere: {evidence.digest(content)}")


@app.command("verify")
def verify(file: PackArgument) -> None:
    """Check that a pack is whole and unchanged. Exit code 1 if one was."""
    from watcher.core import evidence
    from watcher.dashboard.clean import clean
    from watcher.errors import EvidenceError
    from watcher.report.pack import verify as look_through

    try:
        stated, faults = look_through(file)
    except EvidenceError as error:
        fail(clean(str(error)))
    for fault in faults:
        typer.echo(f"fault    {clean(fault)}")
    if faults:
        raise typer.Exit(1)
    made = ", ".join(clean(str(stated.get(key))) for key in ("program", "as_of"))
    typer.echo(
        f"{file}: whole and unchanged, {len(stated['files'])} files of story {clean(str(stated.get('story')))} ({made})"
    )
    typer.echo(f"SHA-256 of the pack: {evidence.digest(file.read_bytes())}")
