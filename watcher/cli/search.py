"""The command that finds stored entries."""

import json as json_module
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from watcher.cli import values
from watcher.cli.options import (
    ConfigOption,
    DataOption,
    LanguageOption,
    NewestOption,
    SinceOption,
    TopicOption,
    choices,
    fail,
    load_config,
    near,
    span,
)

if TYPE_CHECKING:
    from rich.text import Text

    from watcher.config import Loaded
    from watcher.core.model import Answer, Decision
    from watcher.core.text.lookup import Term
    from watcher.ports import Store

AROUND = 80  # characters before and behind what was found in a text
QueryArgument = Annotated[
    str, typer.Argument(metavar="QUERY", help='Words, "words in a row", -unwanted ones, and beginnings*.')
]
RuleOption = Annotated[str, typer.Option("--rule", help="A rule that must say yes, such as '@north-korea & @russia'.")]
OutletOption = Annotated[
    str, typer.Option("--outlet", metavar="NAME", help="Only this outlet.", autocompletion=values.outlets)
]
DecisionOption = Annotated[
    str, typer.Option("--decision", metavar="ANSWER", help="Only yes, no or undecided.", autocompletion=values.answers)
]


def search(
    query: QueryArgument = "",
    rule: RuleOption = "",
    since: SinceOption = None,
    topic: TopicOption = None,
    outlet: OutletOption = "",
    lang: LanguageOption = "",
    decision: DecisionOption = "",
    limit: NewestOption = 20,
    json: Annotated[bool, typer.Option("--json", help="One JSON object per entry.")] = False,
    config: ConfigOption = None,
    data: DataOption = None,
) -> None:
    """Find stored entries by words and by rules. In every script, the newest first. Works beside a running watcher. Exit code 1 if there is none."""
    from watcher.cli.archive import compiled, found
    from watcher.cli.stories import matched_topic, opened
    from watcher.core.model import Search
    from watcher.core.text.lookup import terms
    from watcher.interchange.shapes import entry_item, plain

    words, answer, back = terms(query), _answer(decision), span(since, "--since")
    if query.strip() and all(term.is_unwanted for term in words):
        fail(f"{query!r}: expected at least one word to look for")
    loaded = load_config(config) if rule else None
    some = False
    with opened(data) as store:
        wanted = Search(
            query=query,
            since=datetime.now(UTC) - back if back else None,
            topic=matched_topic(store, topic, config),
            outlet=outlet,
            lang=lang,
            answer=answer,
        )
        rules = compiled(rule, loaded) if rule and loaded else None
        for one in islice(found(store, wanted, rules), limit):
            some = True
            if json:
                typer.echo(json_module.dumps(plain(entry_item(one)), ensure_ascii=False))
            else:
                _print(one, words)
        if not some and outlet:
            _known_outlet(store, loaded or load_config(config), outlet)
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


def _known_outlet(store: "Store", loaded: "Loaded", outlet: str) -> None:
    """Refuse what no feed is called. What a feed of former times told may be stored, so only if there is nothing of it."""
    from watcher.core.polls import named

    known = [named(feed, store.state(feed.url)) for feed in loaded.config.feeds]
    if outlet.casefold() not in [name.casefold() for name in known]:
        meant = near(outlet, filter(None, known))
        hint = f"did you mean {', '.join(meant)}?" if meant else "`watcher feeds list` has them"
        fail(f'--outlet: no feed is called "{outlet}" ({hint})')


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
