"""The commands that tell what was found: the list of stories, and one of them in full."""

import json as json_module
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from watcher.cli import correct, edits
from watcher.cli.correct import StoryArgument
from watcher.cli.options import BackOption, ConfigOption, DataOption, NewestOption, TopicOption, fail, span

if TYPE_CHECKING:
    from rich.text import Text

    from watcher.core.edits import Revision
    from watcher.core.model import Decision, Member, Story
    from watcher.ports import Store

JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object per story, for scripts.")]


app = typer.Typer(no_args_is_help=False)
app.command("split")(correct.split)
app.command("merge")(correct.merge)
app.command("undo")(correct.undo)
app.command("corrections")(correct.corrections)


@app.callback(invoke_without_command=True)
def stories(
    context: typer.Context,
    since: BackOption = "7d",
    topic: TopicOption = None,
    limit: NewestOption = 50,
    json: JsonOption = False,
    config: ConfigOption = None,
    data: DataOption = None,
) -> None:
    """List the stories, the newest last. When, how many outlets and languages, on how many origins they rest at most."""
    from watcher.interchange.shapes import plain, story_item

    if context.invoked_subcommand is not None:
        return
    with opened(data) as store:
        found = store.stories(datetime.now(UTC) - (span(since, "--since") or timedelta()))
        if about := matched_topic(store, topic, config):
            found = tuple(story for story in found if about in story.topics)
        for story in found[-limit:]:
            typer.echo(json_module.dumps(plain(story_item(story)), ensure_ascii=False) if json else _row(story))
    if not found and not json:
        typer.echo(f"No story in the last {since}.", err=True)


def show(
    name: StoryArgument,
    json: JsonOption = False,
    data: DataOption = None,
) -> None:
    """Tell one story in full. Who reported it when and in which language, whom they cite, what each adds, and why it matched."""
    from watcher.core.edits import history
    from watcher.dashboard.clean import clean
    from watcher.interchange.shapes import plain, story_item

    with opened(data) as store:
        story = store.story(name)
        if story is None:
            fail(f'no story or article "{clean(name)}" (`watcher stories --json` lists the ids)')
        story = replace(story, members=tuple(sorted(story.members, key=lambda member: member.published)))
        decisions = [store.decision(member.entry) for member in story.members]
        revisions = {member.entry: history(store.visits(member.entry)) for member in story.members}
        if json:
            facts = plain(story_item(story))
            told = zip(facts["articles"], decisions, revisions.values(), strict=True)
            facts["articles"] = [_article(*one) for one in told]
            typer.echo(json_module.dumps(facts, ensure_ascii=False))
            return
        print_lines(_full(story, decisions, revisions))


@contextmanager
def opened(data: Path | None) -> Iterator["Store"]:
    """The database, to read from, also while a watcher runs on it."""
    from watcher.config import DATABASE, data_path
    from watcher.store import open_store

    store = open_store((data or data_path()) / DATABASE, read_only=True)
    try:
        yield store
    finally:
        store.close()


def matched_topic(store: "Store", name: str | None, config: Path | None) -> str:
    """A topic that somebody asks about; "" for all. Refuses one that nothing matched and that is not configured."""
    from watcher.cli.options import known_topic, load_config
    from watcher.core.model import Stretch

    if name and next(store.matches(Stretch(topic=name)), None) is None:
        known_topic(load_config(config), name)
    return name or ""


# --- as lines ---------------------------------------------------------------------------------------------------------


def _row(story: "Story") -> str:
    from watcher.dashboard.clean import clean

    when = f"{story.last_seen.astimezone():%Y-%m-%d %H:%M}"
    return f"{story.id}  {when}  {story.score:.2f}  {_reach(story):<34}  {clean(story.title)}"


def _reach(story: "Story") -> str:
    """How far a story got, in words: `14 outlets, 6 languages, ≤ 2 origins`."""
    from watcher.core.stories.origins import origins
    from watcher.dashboard.words import count

    rests = len(origins(story).origins)
    outlets, langs = count(len(story.outlets), "outlet"), count(len(story.langs), "language")
    return f"{outlets}, {langs}, ≤ {count(rests, 'origin')}"


def _full(
    story: "Story", decisions: list["Decision | None"], revisions: "Mapping[str, tuple[Revision, ...]]"
) -> Iterator["Text"]:
    from rich.text import Text

    from watcher.core.stories.origins import origins
    from watcher.dashboard.clean import clean

    rests = origins(story)
    yield Text(clean(story.title), style="bold")
    yield Text(f"{', '.join(story.topics)} · score {story.score:.2f} · {_reach(story)} · id {story.id}", style="dim")
    yield Text()
    yield Text("Who reported it", style="bold")
    for outlet_lag, member in zip(_lags(story), story.members, strict=True):
        yield Text.assemble(
            (f"  {member.published.astimezone():%d %b %H:%M} {outlet_lag:>8} ", "dim"),
            f"{member.lang.split('-')[0] or '–':<3} {clean(member.outlet)}: {clean(member.title)}",
            (f"  {member.entry}", "dim"),
        )
        for citation in member.citations:
            yield Text(f"      ← {citation.source}: {clean(citation.sentence)[:200]}", style="dim")
        for sentence, words in new_sentences(member).items():
            yield Text(f"      + {clean(', '.join(words))}: {clean(sentence)[:200]}", style="dim")
        for revision in revisions[member.entry]:
            yield from edits.lines(revision, indent="      edited ")
    yield Text()
    yield Text("What it rests on, at most", style="bold")
    for origin in rests.origins:
        mark = " (state media)" if origin.is_state_media else ""
        yield Text(f"  {clean(origin.name)}{mark}: {', '.join(clean(name) for name in origin.outlets)}")
    yield from _why(decisions)


def new_sentences(member: "Member") -> dict[str, list[str]]:
    """The sentences that say what no earlier article of the story did, each with what is new in it."""
    found: dict[str, list[str]] = {}
    for one in member.news:
        found.setdefault(one.sentence, []).append(one.text)
    return found


def _lags(story: "Story") -> list[str]:
    from watcher.dashboard.words import span as spelled

    first = min(member.published for member in story.members)
    return ["first" if m.published == first else f"+{spelled(m.published - first)}" for m in story.members]


def _why(decisions: list["Decision | None"]) -> Iterator["Text"]:
    from rich.text import Text

    from watcher.dashboard.clean import clean

    best = max((d for d in decisions if d and d.matches), key=lambda d: d.matches[0].score, default=None)
    if best is None:
        return
    yield Text()
    yield Text(f"Why: {clean(best.article.entry.outlet)}", style="bold")
    for verdict in best.matches:
        yield Text(f"  {verdict.topic}: {verdict.score:.2f}, needs {verdict.threshold:.2f}")
        for part in verdict.parts:
            yield Text(f"    {part.value:5.2f}  {part.label}  {clean(part.why)}", style="dim")


def print_lines(lines: Iterator["Text"]) -> None:
    """Lines with their styles on standard output."""
    from watcher.cli.paper import Paper

    console = Paper()
    for line in lines:
        console.print(line)


# --- as JSON ----------------------------------------------------------------------------------------------------------


def _article(article: dict[str, Any], decision: "Decision | None", revisions: "tuple[Revision, ...]") -> dict[str, Any]:
    """An article of a story with what is stored of it beside."""
    from watcher.interchange.shapes import plain

    facts = {**article, "edits": [edits.facts(one) for one in revisions]}
    if decision is not None:
        facts["page"] = str(decision.article.page)
        facts["hits"] = [{"topic": one.topic, **plain(hit)} for one in decision.matches for hit in one.hits]
    return facts
