"""Samples marked right or wrong at the terminal, which become examples in the file of the rules."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import typer
from rich.text import Text

from watcher.cli.backtest.facts import sample_facts
from watcher.cli.backtest.lines import sample
from watcher.cli.examples import article_of
from watcher.cli.options import fail
from watcher.cli.paper import Paper
from watcher.config import Example, Loaded
from watcher.config.edit import keep, with_examples
from watcher.core.backtest import Tally
from watcher.core.model import Article, Decision, PageState
from watcher.core.rules import Ruleset
from watcher.dashboard.clean import clean
from watcher.dashboard.words import count
from watcher.frozen import dataclass
from watcher.ports import Store

KINDS: Final = (("gained", "+", "green"), ("lost", "−", "red"), ("near", "~", "yellow"))
KEYS: Final = "Should it match? y yes, n no, s skip, u undo, q quit and keep"
READ: Final = 400  # characters of a teaser or text that are shown
SHORTENED: Final = 4000  # characters of a text that is kept with an example, if they say the same as all of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """One sample, and whether it should match as somebody says; None: not (yet) said."""

    topic: str
    kind: str
    decision: Decision
    match: bool | None = None


def check_labelling(tried: Loaded) -> None:
    """Refuse at once what could not be kept at the end."""
    if tried.path is None:
        fail(f"--label: the {tried.source} cannot be changed; `watcher init` writes one that can")
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        fail("--label asks at a terminal, and there is none")


def label_samples(store: Store, whole: Tally, tried: Loaded) -> None:
    """Ask about sample after sample, then keep the answers as examples of their topics."""
    waiting = list(_samples(store, whole, tried))
    console = Paper()
    if not waiting:
        console.print("\nNothing to label: nothing was gained, lost or nearly matched that is no example yet.")
        return
    console.print(Text(f"\n{KEYS}", style="bold"))
    _keep([one for one in _asked(waiting, tried.rules, console) if one.match is not None], tried, console)


def _samples(store: Store, whole: Tally, tried: Loaded) -> Iterator[Labelled]:
    for topic in tried.config.topic:
        tally = whole.topics.get(topic.name)
        known = {example.title for example in topic.example}
        for kind, _, _ in KINDS if tally else ():
            for one in sorted(getattr(tally, kind), reverse=True):
                decision = store.decision(one.entry)
                if decision is not None and decision.article.entry.title not in known:
                    known.add(decision.article.entry.title)
                    yield Labelled(topic=topic.name, kind=kind, decision=decision)


def _asked(waiting: list[Labelled], rules: Ruleset, console: Paper) -> list[Labelled]:
    """The samples with the answers; Ctrl-C and the end of input are as good as q."""
    signs = {kind: (sign, style) for kind, sign, style in KINDS}
    place = 0
    while place < len(waiting):
        one = waiting[place]
        console.print(Text(f"\n{place + 1} of {len(waiting)}  {one.topic}", style="dim"))
        for line in (*sample(sample_facts(one.decision, rules, one.topic), *signs[one.kind]), *_read(one.decision)):
            console.print(line)
        try:
            key = typer.getchar().lower()
        except (KeyboardInterrupt, EOFError):
            key = "q"
        if key == "q":
            break
        if key == "u":
            place = max(place - 1, 0)
            waiting[place] = replace(waiting[place], match=None)
        elif key in ("y", "n", "s"):
            waiting[place] = replace(one, match={"y": True, "n": False, "s": None}[key])
            console.print(Text(f"  {({'y': 'yes', 'n': 'no', 's': 'skipped'})[key]}", style="dim"))
            place += 1
        else:
            console.print(Text(KEYS, style="bold"))
    return waiting


def _read(decision: Decision) -> Iterator[Text]:
    """What there is to read of a sample beside its headline, and where the rest stands."""
    article = decision.article
    for text, style in ((article.entry.summary or article.text, ""), (article.entry.url, "dim")):
        shown = clean(text[:READ])
        if shown:
            yield Text(f"      {shown}{'…' if len(text) > READ else ''}", style=style)


# --- kept as examples -------------------------------------------------------------------------------------------------


def _keep(labelled: list[Labelled], tried: Loaded, console: Paper) -> None:
    assert tried.path is not None  # check_labelling saw to it
    if not labelled:
        console.print("\nNothing was labelled; the rules are as they were.")
        return
    for topic in dict.fromkeys(one.topic for one in labelled):
        mine = [one for one in labelled if one.topic == topic]
        old = keep(with_examples(tried.path, topic, [_example(one, tried.rules) for one in mine]))
        console.print(f"\n{topic}: {count(len(mine), 'example')} added to {tried.path} (as it was: {old.name})")
        for kind, _, _ in KINDS:
            of_kind = [one for one in mine if one.kind == kind]
            right = sum(bool(one.match) is not (kind == "lost") for one in of_kind)
            if of_kind and kind != "near":
                console.print(f"  {kind}: {right} of {len(of_kind)} rightly")
    console.print("`watcher check` tries them.")


def _example(one: Labelled, rules: Ruleset) -> Example:
    """The sample as an example: its teaser alone if that is judged as the whole is, else with its text."""
    article, match = one.decision.article, bool(one.match)
    full = _outcome(article, one, rules)
    example = Example(match=match, title=article.entry.title, summary=article.entry.summary, lang=article.entry.lang)
    for text in ("", article.text[:SHORTENED], article.text):
        example = replace(example, text=text)
        if _outcome(article_of(example, one.decision.decided_at), one, rules) == full:
            break
    return example


def _outcome(article: Article, one: Labelled, rules: Ruleset) -> bool:
    final = replace(article, page=PageState.READ if article.text else PageState.ABSENT)
    verdicts = rules.judge(final, now=one.decision.decided_at)
    return any(verdict.topic == one.topic and verdict.matches for verdict in verdicts)
