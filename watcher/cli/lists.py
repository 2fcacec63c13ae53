"""The commands that list what is followed: topics, and groups with their terms."""

import json as json_module
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from watcher.cli import values
from watcher.cli.options import ConfigOption, LanguageOption, fail, load_config

if TYPE_CHECKING:
    from watcher.config import Loaded
    from watcher.core.rules import Group
    from watcher.core.rules.spec import TermLists

JsonOption = Annotated[bool, typer.Option("--json", help="JSON, for scripts.")]
WRAP = 100  # columns of a list of terms


def topics(config: ConfigOption = None, json: JsonOption = False) -> None:
    """List the topics. Rule, what speaks against, threshold, channels, and how many examples."""
    from watcher.core.rules.score import DEFAULT_THRESHOLD

    loaded = load_config(config)
    for table in loaded.config.topic:
        described = {
            "name": table.name,
            "rule": table.rule,
            "against": list(table.against),
            "threshold": DEFAULT_THRESHOLD if table.threshold is None else table.threshold,
            "fetch": table.fetch,
            "priority": table.priority,
            "notify": list(table.notify),
            "examples": len(table.example),
        }
        if json:
            typer.echo(json_module.dumps(described, ensure_ascii=False))
            continue
        typer.echo(described.pop("name"))
        for key, value in described.items():
            typer.echo(f"  {key:<11}{', '.join(value) if isinstance(value, list) else value}")


def groups(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[NAME]", help="One group, with its terms.", autocompletion=values.groups),
    ] = None,
    config: ConfigOption = None,
    lang: LanguageOption = "",
    find: Annotated[str, typer.Option("--find", metavar="WORD", help="Which groups hold a term for this?")] = "",
    json: JsonOption = False,
) -> None:
    """List the groups of words for rules. Shipped ones and yours; with a name, its terms by language."""
    loaded = load_config(config)
    known = _known(loaded)
    if find:
        _find(known, find, lang, json=json)
        return
    if name is None:
        _overview(loaded, known, lang, json=json)
        return
    name = name.removeprefix("@")
    if name not in known:
        from watcher.core.rules.vocabulary import unknown_group

        fail(str(unknown_group(name, known, name, 1)))
    _one(known[name], lang, json=json)


def _known(loaded: "Loaded") -> Mapping[str, "Group"]:
    """Shipped groups, and the configured ones in place of their namesakes."""
    from watcher.data import groups_for, load_groups

    own = {name: group for name, group in groups_for((), loaded.config.group).items() if name in loaded.config.group}
    return dict(sorted({**load_groups(), **own}.items()))


# --- all --------------------------------------------------------------------------------------------------------------


def _overview(loaded: "Loaded", known: Mapping[str, "Group"], lang: str, *, json: bool) -> None:
    for group in known.values():
        own = loaded.config.group.get(group.name)
        origin = "shipped" if own is None else f"yours, extends {own['extend']}" if "extend" in own else "yours"
        counts = _counts(group, lang)
        if json:
            described = {"name": group.name, "about": group.about, "kind": group.kind, "origin": origin}
            typer.echo(json_module.dumps({**described, "terms": counts}, ensure_ascii=False))
            continue
        size = f"{sum(counts.values())} terms, {len(counts)} languages" if counts else f"{len(group.include)} groups"
        typer.echo(f"@{group.name:<20} {size:<27} {origin}: {group.about}")


def _counts(group: "Group", lang: str) -> dict[str, int]:
    """How many terms each language has, of any kind but exceptions."""
    counts: Counter[str] = Counter()
    for _, lists in _sections(group):
        for code, terms in lists.items():
            counts[code] += len(terms)
    return {code: counts[code] for code in sorted(counts) if counts[code] and _wanted(code, lang)}


def _wanted(code: str, lang: str) -> bool:
    from watcher.core.text.languages import primary

    return not lang or primary(code)[0] == primary(lang)[0]


def _sections(group: "Group", *, exceptions: bool = False) -> Iterator[tuple[str, "TermLists"]]:
    yield "", group.terms
    yield "weak", group.weak
    for company in group.company:
        near = f"within {company.within} words of" if company.within else "with"
        yield f"{near} {company.with_}", company.terms
    if exceptions:
        yield "except", group.except_


# --- one --------------------------------------------------------------------------------------------------------------


def _one(group: "Group", lang: str, *, json: bool) -> None:
    sections = [
        (title, {code: list(terms) for code, terms in lists.items() if terms and _wanted(code, lang)})
        for title, lists in _sections(group, exceptions=True)
    ]
    if json:
        described: dict[str, Any] = {"name": group.name, "about": group.about, "kind": group.kind}
        lists = [{"when": title, "terms": terms} for title, terms in sections if terms]
        typer.echo(json_module.dumps({**described, "include": list(group.include), "lists": lists}, ensure_ascii=False))
        return
    typer.echo(f"@{group.name} ({group.kind}): {group.about}")
    if group.include:
        typer.echo(f"includes {', '.join('@' + name for name in group.include)}")
    for title, by_language in sections:
        if title and by_language:
            typer.echo(f"\n{title}")
        for code in sorted(by_language):
            typer.echo(f"\n  {code} ({len(by_language[code])})")
            for line in _wrapped(by_language[code]):
                typer.echo(f"    {line}")


def _wrapped(terms: Iterable[str]) -> Iterator[str]:
    line = ""
    for term in terms:
        if line and len(line) + len(term) > WRAP:
            yield line
            line = ""
        line += f"{term}, "
    if line:
        yield line.removesuffix(", ")


# --- which holds a word -----------------------------------------------------------------------------------------------


def _find(known: Mapping[str, "Group"], word: str, lang: str, *, json: bool) -> None:
    """Look for a word as the matcher would, in all lists; with a language, only in those that hold in it."""
    from datetime import UTC, datetime

    from watcher.core.model import Article, Entry
    from watcher.core.rules import Topic, compile_rules
    from watcher.core.rules.vocabulary import EXCEPT
    from watcher.core.text.clean import clean

    rules = compile_rules([Topic(name=name, rule=f"@{name}") for name in known], known)
    entry = Entry(id="", feed="", outlet="", title=clean(word), lang=lang, first_seen=datetime.now(UTC))
    found = [
        (listing, "exception" if listing.slot == EXCEPT else "in company" if listing.slot else "counts")
        for listing in rules.look(Article(entry=entry)).proposed
        if listing.atom.startswith("@")  # else a word that some group's terms want as company
    ]
    for listing, use in sorted(found, key=lambda one: (one[0].atom, one[0].term.notation)):
        name, term = listing.atom.removeprefix("@"), listing.term.notation
        langs = _holders(known[name], term)
        if json:
            described = {"group": name, "term": term, "langs": langs, "weight": listing.weight, "use": use}
            typer.echo(json_module.dumps(described, ensure_ascii=False))
        else:
            typer.echo(f"@{name:<20} {term} ({', '.join(langs)}; weight {listing.weight:g}; {use})")
    if not found and not json:
        typer.echo(f"no group has a term that finds {clean(word)}")


def _holders(group: "Group", notation: str) -> list[str]:
    """The languages in whose lists a term stands; its weight is no part of its notation."""
    return sorted(
        {
            code
            for _, lists in _sections(group, exceptions=True)
            for code, terms in lists.items()
            if any(term.strip() == notation or term.strip().startswith(f"{notation}^") for term in terms)
        }
    )
