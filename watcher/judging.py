"""What a worker process does with many articles at once: it judges them by rules that it learns once."""

from collections.abc import Sequence
from datetime import datetime

from watcher.core.model import Article, Verdict
from watcher.core.rules import Ruleset

_WORDS = 5_000  # of each language that are remembered: at a first run most of the others come once

_learnt: list[Ruleset] = []  # one at most


def learn(rules: Ruleset) -> None:
    """Judge by these rules from now on."""
    rules.remember(_WORDS)
    _learnt[:] = [rules]


def judge(articles: Sequence[Article], *, now: datetime) -> list[tuple[Verdict, ...]]:
    """What the rules say of each article."""
    (rules,) = _learnt
    return [rules.judge(article, now=now) for article in articles]
