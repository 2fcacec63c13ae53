"""The command that finds stored entries."""

import json as json_module
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from watcher.cli.options import (
    ConfigOption,
    DataOption,
    NewestOption,
    SinceOption,
    choices,
    fail,
    known_topic,
    load_config,
    span,
)

if TYPE_CHECKING:
    from rich.text import Text

    from watcher.core.model import Answer, Decision
    from watcher.core.text.lookup import Term

AROUND = 80  # characters before and behind what was found in a text


def search(
    query: Annotated[
        str, typer.Argument(metavar="QUERY", help='Words, "words in a row", -unwanted ones, and beginnings*.')
    ] = "",
    rule: Annotated[
        str, typer.Option("--rule", help="A rule that must say yes, such as '@north-korea & @russia'.")
    ] = "",
    since: SinceOption = None,
    topic: Annotated[str | None, typer.Option("--topic", metavar="NAME", help="Only what matched this topic.")] = None,
    outlet: Annotated[str, typer.Option("--outlet", metavar="NAME", help="Only this outlet.")] = "",
    lang: Annotated[str, typer.Option("--lang", metavar="CODE", help="Only this language, such as de.")] = "",
    decision: Annotated[str, typer.Option("--decision", metavar="ANSWER", help="Only yes, no or undecided.")] = "",
    limit: NewestOption = 20,
    json: Annotated[bool, typer.Option("--json", help="One JSON object per entry.")] = False,
    config: ConfigOption = None,
    data: DataOption = None,
) -> None:
    """Find stored entries by their words, in every script, and by rules; the newest first. Works beside a running watcher. Exit code 1 if there is none."""
    from watcher.cli.archive import compiled, found
    from watcher.cli.stories import opened
    from watcher.core.model import Search
    from watcher.core.text.lookup import terms
    from watcher.interchange.shapes import entry_item, plain

    words, answer, back = terms(query), _answer(decision), span(since, "--since")
    if query.strip() and all(term.is_unwanted for term in words):
        fail(f"{query!r}: expected at least one word to look for")
    loaded = load_config(config) if rule or topic else None
    if loaded:
        known_topic(loaded, topic)
    wanted = Search(
        query=query,
        since=datetime.now(UTC) - back if back else None,
        topic=topic or "",
        outlet=outlet,
        lang=lang,
        answer=answer,
    )
    some = False
    with opened(data) as store:
        rules = compiled(rule, loaded) if rule and loaded else None
        for one in islice(found(store, wanted, rules), limit):
            some = True
            if json:
                typer.echo(json_module.dumps(plain(entry_item(one)), ensure_ascii=False))
            else:
                _print(one, words)
    if not some:
        _known_language(lang)
        typer.echo("No stored entry is like that.", err=True)
        raise typer.Exit(1)


def _answer(decision: str) -> "Answer | None":
    from watcher.core.model import Answer

    try:
        return Answer(decision) if decision else None
    except ValueError:
        return fail(f'--decision: "{decision}" (choices are {", ".join(Answer)})')


def _known_language(lang: str) -> None:
    """Refuse what is no language. Feeds may deliver one that we do not know, so only if there is nothing in it."""
    from watcher.core.text.languages import LANGUAGES, primary

    if lang and primary(lang)[0] not in LANGUAGES:
        by_name = next((row.code for row in LANGUAGES.values() if row.name.casefold() == lang.casefold()), lang)
        fail(f'--lang: "{lang}" is no language that is known ({choices(by_name, [*LANGUAGES])})')


def _print(one: "Decision", words: "tuple[Term, ...]") -> None:
    from rich.text import Text

    from watcher.cli.paper import Paper
    from watcher.dashboard.clean import clean

    console = Paper()
    entry = one.article.entry
    topics = f"  [{', '.join(verdict.topic for verdict in one.matches)}]" if one.matches else ""
    head = Text(f"{entry.first_seen.astimezone():%Y-%m-%d %H:%M}  ", style="dim")
    head.append_text(_marked(clean(entry.title), words)).append(f"{topics}\n", style="green")
    head.append(
        f"    {', '.join(filter(None, (clean(entry.outlet), entry.lang, entry.id, clean(entry.url))))}", style="dim"
    )
    for text in (entry.summary, one.article.text):
        passage = _passage(clean(text), words)
        if passage:
            head.append("\n    ").append_text(_marked(passage, words))
            break
    console.print(head)


def _marked(text: str, words: "tuple[Term, ...]") -> "Text":
    from rich.text import Text

    from watcher.core.text.lookup import spans

    marked = Text(text)
    for start, end in spans(text, words):
        marked.stylize("bold yellow", start, end)
    return marked


def _passage(text: str, words: "tuple[Term, ...]") -> str:
    """What stands around the first place where a text has one of the words."""
    from watcher.core.text.lookup import spans

    places = spans(text, words)
    if not places:
        return ""
    start, end = max(places[0][0] - AROUND, 0), places[0][1] + AROUND
    return f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"
