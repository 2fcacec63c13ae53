"""The commands that say something to a watcher: stories split, merged, muted, in its database or to one that runs."""

import json as json_module
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from watcher.cli import values
from watcher.cli.options import ConfigOption, DataOption, fail, span

if TYPE_CHECKING:
    from watcher.core.model import Correction, Wanted
    from watcher.ports import Store

PATIENCE = 10.0  # seconds that a running watcher has to answer
LOOK = 0.1
LISTED = 10_000
JsonOption = Annotated[bool, typer.Option("--json", help="JSON, for scripts.")]
StoryArgument = Annotated[
    str,
    typer.Argument(metavar="STORY", help="The id of a story or of an article in it.", autocompletion=values.stories),
]


def split(
    story: StoryArgument,
    entries: Annotated[
        list[str],
        typer.Argument(metavar="ENTRY...", help="The ids of articles that go.", autocompletion=values.articles),
    ],
    json: JsonOption = False,
    data: DataOption = None,
) -> None:
    """Take articles out of a story. Those that report another event go into one of their own. It stays so; works beside a running watcher, too."""
    from watcher.core.model import Split

    _tell(Split(story=story, entries=tuple(entries)), data)
    _say_newest(data, json=json)


def merge(
    stories: Annotated[
        list[str],
        typer.Argument(
            metavar="STORY STORY...",
            help="The ids of stories, or of articles in them.",
            autocompletion=values.stories,
        ),
    ],
    json: JsonOption = False,
    data: DataOption = None,
) -> None:
    """Make one story of several. The first to begin keeps its id. It stays so."""
    from watcher.core.model import Merge

    if len(stories) < 2:
        fail("merge: expected two stories at least")
    for other in stories[1:]:
        _tell(Merge(one=stories[0], other=other), data)
        _say_newest(data, json=json)


def undo(
    correction: Annotated[
        str | None,
        typer.Argument(metavar="CORRECTION", help="Its id. Default: the newest.", autocompletion=values.corrections),
    ] = None,
    json: JsonOption = False,
    data: DataOption = None,
) -> None:
    """Take a split or a merge back. The last one if none is named."""
    from watcher.core.model import Undo

    if correction is None:
        standing = [one for one in _corrections(data) if one.undone is None]
        if not standing:
            fail("undo: no story was split or merged")
        correction = standing[0].id
    _tell(Undo(correction=correction), data)
    _say([one for one in _corrections(data) if one.id == correction], json=json)


def corrections(json: JsonOption = False, data: DataOption = None) -> None:
    """List what was split and merged. The newest first, with what was taken back."""
    _say(_corrections(data), json=json)


def mute(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="TOPIC|STORY",
            help="A topic, or the id of a story or of an article in it.",
            autocompletion=values.to_mute,
        ),
    ] = None,
    for_: Annotated[str, typer.Option("--for", metavar="SPAN", help="For how long, such as 30m, 8h or 2d.")] = "1h",
    json: JsonOption = False,
    config: ConfigOption = None,
    data: DataOption = None,
) -> None:
    """Keep quiet about a topic or a story. For a while; without a name, list what is muted. Works beside a running watcher, too."""
    if name is not None:
        length = span(for_) or fail(
            f"--for {for_}: expected a span of time such as 30m or 8h; `watcher unmute` ends a mute"
        )
        _mute(name, datetime.now(UTC) + length, config, data)
    muted = _read(data, lambda store: mutes(store, datetime.now(UTC)))
    for one in muted:
        typer.echo(json_module.dumps(one, ensure_ascii=False) if json else muted_line(one))
    if not muted and not json:
        typer.echo("Nothing is muted.", err=True)


def unmute(
    name: Annotated[
        str, typer.Argument(metavar="TOPIC|STORY", help="What `watcher mute` lists.", autocompletion=values.muted)
    ],
    config: ConfigOption = None,
    data: DataOption = None,
) -> None:
    """Lift a mute before its time."""
    from watcher.dashboard.clean import clean

    now = datetime.now(UTC)
    story = _read(data, lambda store: store.story(name))
    muted = _read(data, lambda store: store.mutes(now))
    if not any(name == one.topic or (story and one.story == story.id) for one in muted):
        fail(f'"{clean(name)}" is not muted (`watcher mute` lists what is)')
    _mute(name, now, config, data)
    typer.echo(f"No longer muted: {clean(name)}", err=True)


def _mute(name: str, until: datetime, config: Path | None, data: Path | None) -> None:
    from watcher.cli.options import known_topic, load_config
    from watcher.core.model import Mute

    story = _read(data, lambda store: store.story(name))
    if story is not None:
        _tell(Mute(story=story.id, until=until), data)
        return
    known = _read(data, lambda store: any(one.topic == name for one in store.mutes(datetime.now(UTC))))
    if not known:
        known_topic(load_config(config), name)
    _tell(Mute(topic=name, until=until), data)


def mutes(store: "Store", now: datetime) -> list[dict[str, Any]]:
    """What is muted now, for scripts."""
    found = [(one, store.story(one.story) if one.story else None) for one in store.mutes(now)]
    return [
        {
            "topic": one.topic or None,
            "story": one.story or None,
            "title": story.title if story else None,
            "until": one.until.isoformat(),
        }
        for one, story in found
    ]


def muted_line(one: Mapping[str, Any]) -> str:
    """One of `mutes` for people."""
    from watcher.dashboard.clean import clean

    until = datetime.fromisoformat(one["until"]).astimezone()
    name = one["topic"] or f"{one['story']}  {one['title'] or ''}".rstrip()
    return f"Muted until {until:%Y-%m-%d %H:%M}  {clean(name)}"


# --- to the one that writes -------------------------------------------------------------------------------------------


def _tell(wanted: "Wanted", data: Path | None) -> None:
    """Have something done: by the watcher that runs on this database, or here if none does. Raises CorrectionError."""
    from watcher.config import DATABASE, data_path
    from watcher.errors import CorrectionError, StoreError
    from watcher.inbox import carry_out
    from watcher.machine import SystemClock
    from watcher.store import open_store
    from watcher.store.lock import holder

    path = ((data or data_path()) / DATABASE).resolve()
    if not path.exists():
        fail(f"there is no database at {path}")
    if not holder(path):
        store = open_store(path)
        try:
            carry_out(store, wanted, clock=SystemClock())
        finally:
            store.close()
        return
    store = open_store(path, read_only=True)
    try:
        name = store.notes.leave(wanted)
        fault = _awaited(lambda: store.notes.answered(name))
        waiting = store.notes.withdraw(name)
    finally:
        store.close()
    if fault is None and waiting:
        raise StoreError(f"the watcher that runs on {path} did not answer within {PATIENCE:.0f} s; nothing was done")
    if fault:
        raise CorrectionError(fault)


def _awaited(ask: Callable[[], str | None]) -> str | None:
    until = time.monotonic() + PATIENCE
    while (answer := ask()) is None and time.monotonic() < until:
        time.sleep(LOOK)
    return answer


def _read(data: Path | None, look: Callable[["Store"], Any]) -> Any:
    from watcher.cli.stories import opened

    with opened(data) as store:
        return look(store)


# --- what came of it --------------------------------------------------------------------------------------------------


def _corrections(data: Path | None) -> list["Correction"]:
    return list(_read(data, lambda store: store.corrections(LISTED)))


def _say_newest(data: Path | None, *, json: bool) -> None:
    _say(_corrections(data)[:1], json=json)


def _say(found: list["Correction"], *, json: bool) -> None:
    for one in found:
        facts = {
            "correction": one.id,
            "way": str(one.way),
            "story": one.story,
            "other": one.other,
            "entries": list(one.entries),
            "at": one.at.isoformat(),
            "undone": one.undone.isoformat() if one.undone else None,
        }
        typer.echo(json_module.dumps(facts, ensure_ascii=False) if json else _sentence(one))


def _sentence(one: "Correction") -> str:
    from watcher.dashboard.words import count

    moved = count(len(one.entries), "article")
    done = f"{one.other} came off {one.story}" if one.way == "split" else f"{one.other} went into {one.story}"
    back = f", taken back {one.undone.astimezone():%Y-%m-%d %H:%M}" if one.undone else ""
    return f"{one.id}  {one.at.astimezone():%Y-%m-%d %H:%M}  {one.way}: {done}, {moved}{back}"
