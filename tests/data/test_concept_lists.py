"""The tables that stories are compared by: they load, speak every language, and stay apart from one another."""

from importlib import resources

import pytest
import toml_rs

from tests.core.stories.parts import decision
from watcher.core.rules.expression import Atom
from watcher.core.rules.vocabulary import resolve
from watcher.core.stories.concepts import found
from watcher.data.concept_lists import concept_groups, load_concepts

FILES = sorted((resources.files("watcher.data") / "concepts").iterdir(), key=lambda file: file.name)
LANGUAGES = {
    "en",
    "de",
    "fr",
    "es",
    "it",
    "pt",
    "nl",
    "pl",
    "cs",
    "ru",
    "uk",
    "tr",
    "fi",
    "vi",
    "ar",
    "fa",
    "ko",
    "ja",
    "zh",
}
TABLES = {file.name: toml_rs.loads(file.read_text(encoding="utf-8")) for file in FILES}


def concepts_in(title: str, lang: str) -> set[str]:
    return {name for name, _ in found(load_concepts().look(decision("1", title, lang=lang).article))}


@pytest.mark.parametrize("name", [name for name in TABLES if name != "names.toml"])
def test_every_concept_speaks_nearly_every_language(name: str):
    lacking = {concept: LANGUAGES - table.keys() for concept, table in TABLES[name].items()}
    assert {concept: langs for concept, langs in lacking.items() if len(langs) > 2} == {}


def test_every_term_of_the_lists_is_well_written():
    groups = concept_groups()
    _, faults = resolve([Atom(key=f"@{name}") for name in groups], groups)
    assert faults == []


def test_no_concept_stands_in_two_files():
    names = [concept for table in TABLES.values() for concept in table]
    assert len(names) == len(set(names))


def test_concepts_countries_and_names_are_found_in_any_script():
    wanted = {"concept-refinery", "concept-drone", "country-ru"}
    assert wanted <= concepts_in("Drones hit a Russian refinery", "en")
    assert wanted <= concepts_in("Дроны атаковали НПЗ в России", "ru")
    assert wanted <= concepts_in("ロシアの製油所にドローン攻撃", "ja")
    assert "name-lavrov" in concepts_in("拉夫罗夫访问平壤", "zh")


def test_the_beginning_of_a_term_is_not_the_term():
    assert "country-dz" not in concepts_in("Mehr als erwartet", "de")
