"""A large archive, and how long the questions to it take: `python -m bench.archive FOLDER [--entries 1000000]`.

The archive is built in FOLDER if none is there, which takes a quarter of an hour for a million entries, and is kept for
the next time. Its entries are teasers in fourteen languages from five hundred feeds over a year; one in ten matches the
starter's topic and has the text of its page, two in ten hold some of its words, one in twenty has a page for nothing.
Asked are the commands themselves, as processes: CPU seconds, and wall seconds behind them, since a machine may be busy.
"""

import argparse
import json
import os
import random
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.texts import LANGUAGES, WORDS, vocabulary
from watcher.config import DATABASE, load
from watcher.core.model import (
    Answer,
    Article,
    Decision,
    Entry,
    Field,
    Hit,
    Member,
    PageState,
    Plan,
    ScorePart,
    Search,
    Story,
    Verdict,
)
from watcher.core.rules.terms import is_plain
from watcher.data import load_groups
from watcher.ports import Store
from watcher.store import open_store

END = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
SPAN = timedelta(days=365)
FEEDS = 500
AT_ONCE = 500  # entries of one commit
STREAM = 200_000  # words of each language, of which every text is a piece
TOLD_TOGETHER = 3  # matches of one story
FEATURES = 60  # of a member at most
NAMED = ("north-korea", "russia", "military")
# A small process between, since the system counts the memory of whoever starts a process as its own.
ASKED = """
import json, resource, subprocess, sys
asked = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
lines = sum(piece.count(b"\\n") for piece in iter(lambda: asked.stdout.read(1 << 20), b""))
asked.wait()
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss / 1e3, lines]))
"""
QUERIES = ("common common", "rare common", "rare rare")


class Press:
    """Writes entries: the same for the same number."""

    def __init__(self) -> None:
        dice = random.Random(1)
        self._langs = list(LANGUAGES)
        self._streams = {lang: _stream(dice, lang) for lang in self._langs}
        self._topic = load(None).config.topic[0].name
        groups = load_groups()
        self._terms: Mapping[str, list[list[str]]] = {
            lang: [
                [term for term in groups[name].terms[lang] if is_plain(term) and "*" not in term][:20] for name in NAMED
            ]
            for lang in self._langs
        }

    def decision(self, number: int, total: int) -> Decision:
        dice = random.Random(number)
        feed = number % FEEDS
        lang = self._langs[feed % len(self._langs)]
        kind = dice.randrange(20)
        named = [dice.choice(terms) for terms in self._terms[lang]] if kind < 2 else []
        if 2 <= kind < 6:
            named = [dice.choice(terms) for terms in dice.sample(self._terms[lang], kind % 2 + 1)]
        has_page = kind < 2 or kind == 19
        entry = Entry(
            id=f"{number:016x}",
            feed=f"https://outlet{feed}.example/feeds/news.xml",
            outlet=f"Outlet {feed}",
            url=f"https://outlet{feed}.example/2026/world/{number}-{'-'.join(['report'] * 5)}.html",
            title=self._text(dice, lang, 10, named),
            summary=self._text(dice, lang, 40, named),
            lang=lang,
            first_seen=END - SPAN + SPAN * number / total,
            keys=(f"g:{feed}:{number}", f"u:outlet{feed}.example/2026/world/{number}"),
        )
        text = "\n\n".join(self._text(dice, lang, 60, named) for _ in range(8)) if has_page else ""
        article = Article(entry=entry, text=text, page=PageState.READ if text else PageState.ABSENT)
        verdicts = (_verdict(self._topic, article, named),) if kind < 2 else ()
        return Decision(article=article, verdicts=verdicts, decided_at=entry.first_seen)

    def _text(self, dice: random.Random, lang: str, words: int, named: Sequence[str]) -> str:
        stream = self._streams[lang]
        at = dice.randrange(len(stream) - words)
        text = stream[at : at + words]
        for term in named:
            text.insert(dice.randrange(len(text)), term)
        return LANGUAGES[lang][-1].join(text)


def _verdict(topic: str, article: Article, named: Sequence[str]) -> Verdict:
    """A match such as the starter's, without asking it: the bench that asks is the one for what is built here."""
    hits = [
        Hit(group=group, term=term, field=field, start=place.start(), end=place.end(), text=term)
        for field, text in (
            (Field.TITLE, article.entry.title),
            (Field.SUMMARY, article.entry.summary),
            (Field.TEXT, article.text),
        )
        for group, term in zip(NAMED, named, strict=True)
        for place in re.finditer(re.escape(term), text)
    ]
    parts = (*(ScorePart(label=f"@{group}", value=0.8, why="2.93 (title: …; summary: …)") for group in NAMED),)
    return Verdict(topic=topic, answer=Answer.YES, score=0.5, threshold=0.32, hits=tuple(hits), parts=parts)


def _member(decision: Decision) -> Member:
    """Its features are as many and as long as those of news are."""
    entry = decision.article.entry
    words = dict.fromkeys(f"w:{word[:12]}" for word in decision.article.text.split())
    return Member(
        entry=entry.id,
        outlet=entry.outlet,
        title=entry.title,
        url=entry.url,
        lang=entry.lang,
        published=entry.first_seen,
        first_seen=entry.first_seen,
        features=tuple((word, 0.25) for word in sorted(words)[:FEATURES]),
    )


def _stream(dice: random.Random, lang: str) -> list[str]:
    words, endings = vocabulary(lang), LANGUAGES[lang][2]
    ranks = (min(int(WORDS ** dice.random() * dice.random() * 2), WORDS - 1) for _ in range(STREAM))
    return [words[rank] + dice.choice(endings) for rank in ranks]


def build(path: Path, total: int) -> None:
    press, open_story = Press(), list[Decision]()
    store, began, characters = open_store(path), time.perf_counter(), 0
    for first in range(0, total, AT_ONCE):
        decisions = [press.decision(number, total) for number in range(first, min(first + AT_ONCE, total))]
        stories = []
        for one in decisions:
            entry = one.article.entry
            characters += sum(len(text.encode()) for text in (entry.title, entry.summary, one.article.text))
            if one.matches:
                open_story.append(one)
            if len(open_story) == TOLD_TOGETHER:
                members = tuple(map(_member, open_story))
                stories.append(
                    Story(
                        id=members[0].entry,
                        title=members[0].title,
                        topics=(one.matches[0].topic,),
                        members=members,
                        score=one.matches[0].score,
                    )
                )
                open_story.clear()
        store.commit(Plan(decisions=tuple(decisions), stories=tuple(stories)))
        if not first % 50_000:
            print(f"{first:>9,} entries, {time.perf_counter() - began:,.0f} s", file=sys.stderr, flush=True)
    store.close()
    path.with_suffix(".json").write_text(json.dumps({"entries": total, "text": characters}), encoding="utf-8")


# --- asking -----------------------------------------------------------------------------------------------------------


def measure(folder: Path) -> None:
    path = folder / DATABASE
    built = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    size = path.stat().st_size
    beyond = (size - built["text"]) / built["entries"] / 1e3
    print(f"{built['entries']:,} entries, {size / 1e9:.2f} GB: {beyond:.2f} kB per entry beyond its text (at most 3)")
    store = open_store(path, read_only=True)
    for query, kind in _queries():
        times = [_searched(store, query) for _ in range(7)]
        print(
            f"search, 20 of {kind:<14} {statistics.median(times[1:]):8.1f} ms warm (at most 100), {times[0]:.1f} cold"
        )
    store.close()
    for name, arguments, bound in (
        ("--help", ("--help",), "0.15 s"),
        ("search of two words", ("search", _queries()[0][0], "--json", "--data", str(folder)), ""),
        ("export --format jsonl", ("export", "--format", "jsonl", "--data", str(folder)), "10 s for 100,000"),
        ("backtest of the starter", ("backtest", "--json", "--data", str(folder)), "180 s by two processes"),
    ):
        print(f"watcher {name:<24} {_ran(arguments)}{f' (at most {bound})' if bound else ''}", flush=True)


def _queries() -> list[tuple[str, str]]:
    words = vocabulary("en")
    found = []
    for kind in QUERIES:
        ranks = [3 + place if name == "common" else 9_000 + place for place, name in enumerate(kind.split())]
        found.append((" ".join(words[rank] for rank in ranks), kind))
    return found


def _searched(store: Store, query: str) -> float:
    began = time.perf_counter()
    store.search(Search(query=query), 20)
    return (time.perf_counter() - began) * 1e3


def _ran(arguments: Sequence[str]) -> str:
    """One command with the starter, in a process of its own."""
    environment = {**os.environ, "WATCHER_CONFIG": os.devnull + ".none"}
    command = [sys.executable, "-c", ASKED, sys.executable, "-m", "watcher", *arguments]
    began = time.perf_counter()
    ended = subprocess.run(command, stdout=subprocess.PIPE, env=environment, check=True)
    wall = time.perf_counter() - began
    cpu, megabytes, lines = json.loads(ended.stdout)
    return f"{cpu:7.2f} s CPU {wall:7.2f} s, {lines:,} lines, {megabytes:,.0f} MB"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--entries", type=int, default=1_000_000)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    if not (options.folder / DATABASE).with_suffix(".json").exists():
        build(options.folder / DATABASE, options.entries)
    measure(options.folder)


if __name__ == "__main__":
    main()
