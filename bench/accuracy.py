"""How well the starter topic picks what matters: precision, recall and F1 on labelled items, by view and by language.

    python -m bench.accuracy LABELLED.jsonl [--config FILE] [--errors N]

A line of the file is an object with `title` and, if known, `id`, `lang`, `summary`, `body`, `url`, `outlet`, and the
labels `relevant` (with everything seen) and `relevant_feed` (title and summary alone; null: nobody could tell).
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from watcher.cli.items import article
from watcher.config import load
from watcher.core.model import PageState
from watcher.core.rules import Ruleset

LABELS = {"feed": "relevant_feed", "full": "relevant"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One item in one view: what is right, and what the rules said."""

    view: str
    lang: str
    title: str
    expected: bool
    matched: bool
    score: float


def outcomes(rules: Ruleset, items: list[dict[str, Any]]) -> Iterator[Outcome]:
    now = datetime.now(UTC)
    for number, item in enumerate(items, 1):
        whole = article(item, number, now)
        for view, label in LABELS.items():
            if item.get(label) is None:
                continue
            seen = replace(whole, text="", page=PageState.ABSENT) if view == "feed" else whole
            verdicts = rules.judge(seen, now=now)
            yield Outcome(
                view=view,
                lang=str(item.get("lang", "")).split("-")[0],
                title=item["title"],
                expected=bool(item[label]),
                matched=any(verdict.matches for verdict in verdicts),
                score=max((verdict.score for verdict in verdicts), default=0.0),
            )


def figures(some: list[Outcome]) -> str:
    right = sum(one.matched and one.expected for one in some)
    told, wanted = sum(one.matched for one in some), sum(one.expected for one in some)
    precision, recall = right / told if told else 1.0, right / wanted if wanted else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return f"{len(some):6} items {wanted:5} relevant   precision {precision:.3f}   recall {recall:.3f}   F1 {f1:.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled", type=Path)
    parser.add_argument("--config", type=Path, help="rules to try; the built-in starter if left out")
    parser.add_argument("--errors", type=int, default=0, help="how many wrong items to show, the worst first")
    asked = parser.parse_args()
    lines = asked.labelled.read_text(encoding="utf-8").splitlines()
    found = list(outcomes(load(asked.config).rules, [json.loads(line) for line in lines if line.strip()]))
    for view in LABELS:
        in_view = [one for one in found if one.view == view]
        print(f"{view:8}{figures(in_view)}")
        by_lang: dict[str, list[Outcome]] = defaultdict(list)
        for one in in_view:
            by_lang[one.lang].append(one)
        for lang, some in sorted(by_lang.items()):
            print(f"  {lang:6}{figures(some)}")
    wrong = sorted((one for one in found if one.matched != one.expected), key=lambda one: -abs(one.score - 0.5))
    for one in wrong[: asked.errors]:
        print(f"{'false match' if one.matched else 'missed':12}{one.view:5} {one.score:.2f}  {one.lang}  {one.title}")


if __name__ == "__main__":
    main()
