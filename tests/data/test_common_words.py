"""Common words are nobody's evidence: no name may be one of another language, no strong word of war one of its own."""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from tests.core.rules.material import article
from watcher.core.rules import Group, Topic, compile_rules
from watcher.core.rules.ruleset import Ruleset
from watcher.core.rules.spec import WEAK_WEIGHT
from watcher.core.text.languages import language
from watcher.data import load_groups
from watcher.data.countries import country_codes, country_terms

COMMON: Final[dict[str, str]] = tomllib.loads(Path(__file__).with_name("common-words.toml").read_text(encoding="utf-8"))
# Capitals at the start of a sentence cannot tell these from names that are written so in every language, and Romanian
# puțin (little) is Putin but for a cedilla: @russia excepts it, a country alone has no exceptions.
UNTOLD: Final = {("et", "Juba"), ("no", "Man"), ("ro", "puțin"), ("ro", "Puțin")}


def groups_of_names() -> dict[str, Group]:
    named = {name: group for name, group in load_groups().items() if group.kind == "names"}
    for code in country_codes():
        terms = {lang: tuple(some) for lang, some in country_terms(code).items()}
        named[f"country-{code.lower()}"] = Group(name=f"country-{code.lower()}", kind="names", terms=terms)
    return named


@cache
def rules() -> tuple[Ruleset, dict[str, Group]]:
    named = groups_of_names()
    topics = [Topic(name=name, rule=f"@{name}", threshold=0.0) for name in named]
    return compile_rules(topics, {**load_groups(), **named}), named


def foreign_hits(lang: str, word: str) -> Iterator[str]:
    ruleset, named = rules()
    sighting = ruleset.look(article(title=word, lang=lang))
    for atom in sighting.atoms:
        for place in sighting.places(atom):
            held = named[place.group].terms.items() if place.group in named else ()
            langs = {language(code).code for code, terms in held if place.term in terms}
            if language(lang).code not in langs:
                yield f"{word}: {place.term} of {atom} ({', '.join(sorted(langs))})"


@pytest.mark.parametrize("lang", COMMON)
def test_no_name_is_a_common_word_of_another_language(lang: str) -> None:
    words = COMMON[lang].split()
    seen = [*words, *(word.capitalize() for word in words)]
    assert [hit for word in seen if (lang, word) not in UNTOLD for hit in foreign_hits(lang, word)] == []


@cache
def words_of_war() -> Ruleset:
    groups = load_groups()
    topics = [Topic(name=name, rule=f"@{name}", threshold=0.0) for name in groups["military-affairs"].include]
    return compile_rules(topics, groups)


@pytest.mark.parametrize("lang", COMMON)
def test_no_strong_word_of_war_is_a_common_word_of_its_language(lang: str) -> None:
    strong = []
    for word in COMMON[lang].split():
        sighting = words_of_war().look(article(title=word, lang=lang))
        places = [place for atom in sighting.atoms for place in sighting.places(atom)]
        strong += [f"{word}: {place.term} of @{place.group}" for place in places if place.weight > WEAK_WEIGHT]
    assert strong == []
