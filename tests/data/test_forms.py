"""The words that headlines use for a matter, in the cases they use them in: each is found by the group that is about it.

A file of forms/ has a line for each language; in countries.txt the country stands beside the language.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.core.rules.material import NOW, article
from watcher.core.rules import Group, Ruleset, Topic, compile_rules
from watcher.data import load_groups
from watcher.data.countries import country_terms

FORMS: Final = Path(__file__).parent / "forms"


def forms(file: str) -> Iterator[tuple[str, list[str]]]:
    """What stands before the colon of each line, and the words behind it."""
    for line in (FORMS / f"{file}.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            head, _, words = line.partition(": ")
            yield head, words.split("; ")


def passed_over(rules: Ruleset, topic: str, lang: str, words: list[str]) -> list[str]:
    """Words that a topic does not find in a title of nothing else."""
    return [
        word
        for word in words
        if topic not in {verdict.topic for verdict in rules.judge(article(title=word, lang=lang), now=NOW)}
    ]


@pytest.mark.parametrize("name", ["military-affairs", "north-korea", "russia"])
def test_every_form_is_found_by_its_group(name: str) -> None:
    rules = compile_rules([Topic(name=name, rule=f"@{name}", threshold=0.0)], load_groups([name]))
    missing = {lang: passed_over(rules, name, lang, words) for lang, words in forms(name)}
    assert {lang: words for lang, words in missing.items() if words} == {}


def test_countries_in_the_news_are_found_with_their_people_and_capitals() -> None:
    listed = [(head[:-3], head[-2:], words) for head, words in forms("countries")]
    codes = sorted({code for _, code, _ in listed})
    groups = {code: Group(name=code, kind="names", terms=country_terms(code)) for code in codes}
    rules = compile_rules([Topic(name=code, rule=f"@{code}", threshold=0.0) for code in codes], groups)
    missing = {(lang, code): passed_over(rules, code, lang, words) for lang, code, words in listed}
    assert {key: words for key, words in missing.items() if words} == {}
