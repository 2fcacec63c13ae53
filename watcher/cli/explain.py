"""The command that says why topics match an article, or what keeps them from it."""

import json as json_module
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from watcher.cli.options import ConfigOption, DataOption, TopicOption, fail, known_topic, load_config

if TYPE_CHECKING:
    from rich.text import Text

    from watcher.config import Loaded
    from watcher.core.model import Article
    from watcher.core.rules.explain import Explanation, Lack, Passage


def explain(
    target: Annotated[
        str,
        typer.Argument(metavar="URL|FILE|ID|-", help="A web address, a text or JSON lines, an entry's id, or -."),
    ],
    config: ConfigOption = None,
    data: DataOption = None,
    topic: TopicOption = None,
    lang: Annotated[str, typer.Option("--lang", metavar="CODE", help="The language of a text, if it is known.")] = "",
    fetch: Annotated[bool, typer.Option("--fetch", help="Fetch an address even if its entry is stored.")] = False,
    json: Annotated[bool, typer.Option("--json", help="One JSON object per article, for scripts.")] = False,
) -> None:
    """Say why topics match an article, or not. The words that fired in their sentences and the score's parts; or what is missing, and what in the text comes nearest."""
    from watcher.core.rules.explain import explain as explained

    loaded = load_config(config)
    known_topic(loaded, topic)
    now = datetime.now(UTC)
    for article in _articles(target, loaded, data, now, lang=lang, fetch=fetch):
        every = explained(loaded.rules, article, now=now, citations=_citations(article, loaded))
        explanations = [one for one in every if topic in (None, one.verdict.topic)]
        if json:
            typer.echo(json_module.dumps(_as_json(article, explanations), ensure_ascii=False))
        else:
            _print(article, explanations)


def _citations(article: "Article", loaded: "Loaded") -> tuple[str, ...]:
    """The sources that an article names, if any rule asks; looking for them takes longer than all the rest."""
    if not any("cites:" in source for topic in loaded.rules.topics for source in (topic.rule, *topic.against)):
        return ()
    from watcher.core.citations import find
    from watcher.data.sources import load_sources

    return tuple(one.source for one in find(article, load_sources()))


# --- what is explained ------------------------------------------------------------------------------------------------


def _articles(
    target: str, loaded: "Loaded", data: Path | None, now: datetime, *, lang: str, fetch: bool
) -> Iterable["Article"]:
    from watcher.cli.items import articles

    is_address = target.startswith(("http://", "https://"))
    if target == "-" or (not is_address and _is_file(target)):
        return articles(target, now, lang=lang)
    stored = None if fetch and is_address else _stored(target, data, by_address=is_address)
    if stored is not None:
        return [stored]
    if is_address:
        return [_fetched(target, loaded, now, lang)]
    message = "neither a file nor the id of a stored entry, nor an address that begins with http:// or https://"
    return fail(f"{target}: {message}")


def _is_file(target: str) -> bool:
    try:
        return Path(target).is_file()
    except (OSError, ValueError):  # too long for a path, a NUL
        return False


def _stored(target: str, data: Path | None, *, by_address: bool) -> "Article | None":
    """An entry of the database, which a watcher may be writing at the same time."""
    from watcher.config import DATABASE, data_path
    from watcher.core.identity import keys
    from watcher.core.model import Feed, RawEntry
    from watcher.store import open_store

    database = (data or data_path()) / DATABASE
    if not database.exists():
        return None
    store = open_store(database, read_only=True)
    try:
        wanted = target
        if by_address:
            asked = [key for key in keys(RawEntry(url=target), Feed(url="")) if key.startswith("u:")]
            wanted = next(iter(store.known(asked).values()), "")
        decision = store.decision(wanted) if wanted else None
    finally:
        store.close()
    return decision.article if decision else None


def _fetched(url: str, loaded: "Loaded", now: datetime, lang: str) -> "Article":
    import asyncio
    from urllib.parse import urlsplit

    from watcher.app import read_page
    from watcher.core.model import Article, Entry, PageState

    page = asyncio.run(read_page(loaded, url))
    outlet = urlsplit(url).hostname or ""
    entry = Entry(
        id=url, feed="", outlet=outlet, url=url, title=page.title, lang=lang or page.lang, first_seen=now, published=now
    )
    return Article(entry=entry, text=page.text, page=PageState.READ, canonical=page.canonical)


# --- for scripts ------------------------------------------------------------------------------------------------------


def _as_json(article: "Article", explanations: Iterable["Explanation"]) -> dict[str, Any]:
    entry = article.entry
    return {
        "id": entry.id,
        "title": entry.title,
        "url": entry.url,
        "lang": entry.lang,
        "page": article.page.value,
        "topics": [_topic_as_json(one) for one in explanations],
    }


def _topic_as_json(one: "Explanation") -> dict[str, Any]:
    from dataclasses import asdict

    verdict = one.verdict
    return {
        "name": verdict.topic,
        "rule": one.rule,
        "match": verdict.matches,
        "answer": verdict.answer.value,
        "score": round(verdict.score, 4),
        "threshold": verdict.threshold,
        "parts_met": one.met,
        "parts": one.parts,
        "missing": [
            {"part": lack.part, "why": lack.why, "open": lack.open, "nearest": [near._asdict() for near in lack.near]}
            for lack in one.lacks
        ],
        "factors": [asdict(part) for part in verdict.parts],
        "pulled_down_by": [part.label for part in one.lowers],
        "hits": [asdict(hit) for hit in verdict.hits],
    }


# --- for people -------------------------------------------------------------------------------------------------------


def _print(article: "Article", explanations: Iterable["Explanation"]) -> None:
    from watcher.cli.paper import Paper

    console = Paper()
    entry = article.entry
    where = ", ".join(part for part in (entry.outlet, entry.lang, entry.url, f"page {article.page.value}") if part)
    console.print(_line("", (entry.title, "bold")))
    console.print(_line("", (where, "dim")))
    for one in explanations:
        console.print()
        for line in _lines(one, colour=console.color_system is not None):
            console.print(line)


def _line(label: str, *pieces: tuple[str, str]) -> "Text":
    """A label of ours and styled pieces of foreign text, in which nothing can speak to the terminal."""
    from rich.text import Text

    from watcher.dashboard.clean import clean

    return Text.assemble((label, "dim"), *((clean(text), style) for text, style in pieces))


def _lines(one: "Explanation", *, colour: bool) -> Iterator["Text"]:
    verdict = one.verdict
    yield _line("", (f"{verdict.topic}: ", "bold"), (_outcome(one), "bold green" if verdict.matches else "bold yellow"))
    yield _line("  rule       ", (one.rule, ""))
    for lack in one.lacks:
        yield _line("  missing    ", (lack.part, "yellow"), (f": {lack.why}", ""))
        for near in lack.near:
            yield _line("             nearest in the text: ", (near.word, "cyan"), (f" {near.why}", ""))
    for passage in one.passages:
        yield _line(f"  {passage.field.value:<11}", *_passage_pieces(passage, colour=colour))
        yield _line("             ", (_sources(passage), "dim"))
    for part in verdict.parts:
        low = part in one.lowers
        yield _line(f"  × {part.value:.2f}     ", (part.label, "yellow" if low else ""), (f"  {part.why}", "dim"))
    if one.lowers:
        yield _line("  pulled down by ", (", ".join(part.label for part in one.lowers), "yellow"))


def _sources(passage: "Passage") -> str:
    """Which term of which group each hit of a sentence is."""
    return "; ".join(
        f"{passage.text[mark.start : mark.end]}: {f'@{mark.group} ' if mark.group else ''}{mark.term}"
        for mark in passage.marks
    )


def _outcome(one: "Explanation") -> str:
    from watcher.core.model import Answer

    verdict = one.verdict
    score = f"score {verdict.score:.2f}, threshold {verdict.threshold:.2f}"
    if verdict.matches:
        return f"match, {score}"
    if verdict.answer is Answer.YES:
        return f"no match: {score}"
    said = "undecided, the page could tell" if verdict.answer is Answer.UNDECIDED else "no match"
    return f"{said}: {one.met} of {one.parts} parts; " + "; ".join(_short(lack) for lack in one.lacks)


def _short(lack: "Lack") -> str:
    return f"{lack.part} {lack.why}" if lack.why == "absent" else f"{lack.part}: {lack.why}"


def _passage_pieces(passage: "Passage", *, colour: bool) -> Iterator[tuple[str, str]]:
    """A sentence with its hits set off: by colour, or by brackets where there is none."""
    at = 0
    for mark in passage.marks:
        yield passage.text[at : mark.start], ""
        word = passage.text[mark.start : mark.end]
        yield (word if colour else f"[{word}]"), "bold green"
        at = mark.end
    yield passage.text[at:], ""
