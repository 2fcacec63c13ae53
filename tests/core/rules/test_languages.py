"""Every language's cases, end to end: a term in a list of its language, a text, and the places where it stands."""

import tomllib
from pathlib import Path

import pytest

from tests.core.rules.material import NOW, article
from watcher.core.rules import Group, Topic, compile_rules

FILES = sorted((Path(__file__).parents[2] / "languages").glob("*.toml"))
CASES = [(file.stem, case) for file in FILES for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]]


@pytest.mark.parametrize(("lang", "case"), CASES, ids=[f"{lang}-{case['term']}"[:40] for lang, case in CASES])
@pytest.mark.parametrize("kind", ["names", "words"])
def test_a_term_stands_where_its_language_says(lang, case, kind):
    group = Group(name="g", kind=kind, terms={lang: (case["term"],)})
    rules = compile_rules([Topic(name="t", rule="@g")], {"g": group})
    read = article(title="", text=case["text"], lang=lang)
    verdicts = rules.judge(read, now=NOW)
    hits = [hit.text for verdict in verdicts for hit in verdict.hits]
    assert hits == list(case["hits"])
    for verdict in verdicts:
        for hit in verdict.hits:
            assert read.text[hit.start : hit.end] == hit.text
