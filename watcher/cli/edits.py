"""The command that tells what outlets changed in articles without saying so."""

import json as json_module
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from watcher.cli.options import BackOption, ConfigOption, DataOption, NewestOption, TopicOption, span

if TYPE_CHECKING:
    from rich.text import Text

    from watcher.core.edits import Passage, Revision
    from watcher.core.model import Entry
    from watcher.ports import Store

MOST_PASSAGES = 12  # of one edit that are shown
MOST_EDITS = 2_000  # among which those of one topic are looked for
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object per edit, for scripts.")]


def edits(
    since: BackOption = "7d",
    topic: TopicOption = None,
    limit: NewestOption = 50,
    json: JsonOption = False,
    config: ConfigOption = None,
    data: DataOption = None,
) -> None:
    """List what outlets changed without saying so. Headlines, numbers, deletions and removals in matched articles, the newest last."""
    from watcher.cli.stories import matched_topic, opened, print_lines

    with opened(data) as store:
        start = datetime.now(UTC) - (span(since, "--since") or timedelta())
        found = list(_found(store, start, matched_topic(store, topic, config), limit))
        for entry, revision in reversed(found):
            if json:
                typer.echo(json_module.dumps({**_about(entry), **facts(revision)}, ensure_ascii=False))
            else:
                print_lines(_full(entry, revision))
    if not found and not json:
        typer.echo(f"No silent edit in the last {since}.", err=True)


def _found(store: "Store", since: datetime, topic: str, limit: int) -> Iterator[tuple["Entry", "Revision"]]:
    """Edited articles, the latest edit first."""
    from watcher.core.edits import history

    left = limit
    for visit in store.edits(since, MOST_EDITS if topic else limit):
        decision = store.decision(visit.entry)
        if decision is None or (topic and topic not in [verdict.topic for verdict in decision.matches]):
            continue
        for revision in history(store.visits(visit.entry)):
            if revision.visit.at == visit.at and left:
                left -= 1
                yield decision.article.entry, revision


def _about(entry: "Entry") -> dict[str, Any]:
    return {"entry": entry.id, "outlet": entry.outlet, "lang": entry.lang, "title": entry.title, "url": entry.url}


def facts(revision: "Revision") -> dict[str, Any]:
    """A revision for other programs."""
    edit = revision.edit
    return {
        "at": revision.visit.at.isoformat(),
        "changes": [change.value for change in revision.visit.changes],
        "headline": _sides(edit.headline) if edit and edit.headline else None,
        "numbers": [{"before": before, "after": after} for before, after in edit.numbers] if edit else [],
        "passages": [_sides(passage) for passage in edit.passages] if edit else [],
    }


def _sides(passage: "Passage") -> dict[str, Any]:
    pieces = [[piece.op.value, piece.text] for piece in passage.pieces]
    return {"before": passage.before, "after": passage.after, "pieces": pieces}


def _full(entry: "Entry", revision: "Revision") -> Iterator["Text"]:
    from rich.text import Text

    from watcher.dashboard.clean import clean

    yield Text(f"{clean(entry.outlet)}: {clean(entry.title)}", style="bold")
    yield from lines(revision, indent="  ")
    yield Text()


def lines(revision: "Revision", *, indent: str) -> Iterator["Text"]:
    """When an article was changed, and how, word by word."""
    from rich.text import Text

    when = revision.visit.at.astimezone()
    yield Text(f"{indent}{when:%d %b %H:%M}: {revision.visit.changes_in_words}", style="yellow")
    edit = revision.edit
    passages = [passage for passage in (edit.headline, *edit.passages) if passage] if edit else []
    for passage in passages[:MOST_PASSAGES]:
        yield Text.assemble(" " * (len(indent) + 2), *_coloured(passage))
    if len(passages) > MOST_PASSAGES:
        yield Text(f"{' ' * (len(indent) + 2)}and {len(passages) - MOST_PASSAGES} more", style="dim")


def _coloured(passage: "Passage") -> Iterator[tuple[str, str]]:
    """The pieces of a passage with the marks [-gone-] {+come+}, which stand without colours, too."""
    from watcher.core.edits import Op, told
    from watcher.dashboard.clean import clean

    styles = {Op.KEPT: "", Op.GONE: "red strike", Op.COME: "green"}
    for piece in passage.pieces:
        inner = clean(told((piece,)))
        before = " " if piece.text[:1].isspace() else ""
        after = " " if piece.text[-1:].isspace() and piece.text.strip() else ""
        yield f"{before}{inner.strip()}{after}", styles[piece.op]
