"""The lists of words that ship with the program: what a person's eye misses in ten thousand terms."""

import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
from babel import localedata

from watcher.core.text.languages import LANGUAGES, primary

SETTINGS = {"about", "kind", "names", "include", "weak", "except", "company"}
COMPANY_SETTINGS = {"with", "within", "weight"}
STARTER = (
    "north-korea", "russia", "military", "weapons", "troops", "military-training", "defence-diplomacy", "intelligence",
    "sanctions",
)  # fmt: skip
GROUPS: dict[str, dict[str, Any]] = {
    file.name.removesuffix(".toml"): tomllib.loads(file.read_text(encoding="utf-8"))
    for file in sorted(files("watcher.data").joinpath("groups").iterdir(), key=lambda file: file.name)
    if file.name.endswith(".toml")
}
every_group = pytest.mark.parametrize("name", GROUPS)


def sections(name: str) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """The parts of a group's file that hold lists, with a label for messages."""
    group = GROUPS[name]
    yield "", {key: value for key, value in group.items() if key not in SETTINGS}
    for part in ("weak", "except"):
        yield part, group.get(part, {})
    for index, company in enumerate(group.get("company", ())):
        yield f"company {index + 1}", {key: value for key, value in company.items() if key not in COMPANY_SETTINGS}


def lists(name: str) -> Iterator[tuple[str, str, list[str]]]:
    for part, by_language in sections(name):
        for language, terms in by_language.items():
            yield part, language, terms


def same(term: str) -> str:
    """What two terms of one meaning share; an exact one is only itself."""
    return term if term.startswith("=") else term.casefold()


def known(language: str) -> bool:
    """Names are worth having in languages, too, of which we know nothing else."""
    code = primary(language)[0]
    return code in LANGUAGES or localedata.exists(code)


def said(name: str, part: str, language: str, terms: object) -> str:
    return f"{name}.toml {f'[{part}] ' if part else ''}{language}: {terms}"


def languages_of(name: str) -> set[str]:
    found = {primary(language)[0] for part, language, _ in lists(name) if part == "" and language != "any"}
    return found.union(*(languages_of(other) for other in GROUPS[name].get("include", ())))


@every_group
def test_a_group_says_what_it_is_about_and_of_which_kind(name: str) -> None:
    assert GROUPS[name].get("about", "").endswith("."), f"{name}.toml: about is a sentence"
    assert GROUPS[name].get("kind") in ("names", "words"), f"{name}.toml: kind"


@every_group
def test_every_key_is_a_setting_or_a_known_language(name: str) -> None:
    unknown = [
        said(name, part, language, "no such language")
        for part, language, _ in lists(name)
        if language != "any" and not known(language)
    ]
    assert not unknown


@every_group
def test_every_term_is_a_text_without_space_around_it(name: str) -> None:
    ragged = [
        said(name, part, language, repr(term))
        for part, language, terms in lists(name)
        for term in terms
        if not isinstance(term, str) or not term or term != term.strip()
    ]
    assert not ragged


@every_group
def test_no_term_stands_twice_in_one_language(name: str) -> None:
    twice = [
        said(name, part, language, sorted(double))
        for part, language, terms in lists(name)
        if (double := {term for index, term in enumerate(terms) if same(term) in map(same, terms[:index])})
    ]
    assert not twice


@every_group
def test_no_term_is_both_strong_and_weak(name: str) -> None:
    by_part = dict(sections(name))
    both = [
        said(name, "weak", language, sorted(double))
        for language, terms in by_part["weak"].items()
        if (double := {same(term) for term in terms} & {same(term) for term in by_part[""].get(language, ())})
    ]
    assert not both


@every_group
def test_a_term_of_one_letter_or_syllable_needs_company(name: str) -> None:
    short = [
        said(name, part, language, term)
        for part, language, terms in lists(name)
        for term in terms
        if part in ("", "weak") and len(term.strip('="*')) < 2 and not (term.startswith("=") and term.isascii())
    ]
    assert not short


@every_group
def test_the_groups_that_a_group_leans_on_exist(name: str) -> None:
    group = GROUPS[name]
    leans_on = set(group.get("include", ()))
    for company in group.get("company", ()):
        leans_on |= set(re.findall(r"@([\w-]+)", company["with"]))
    assert leans_on <= set(GROUPS), f"{name}.toml: no group is called {sorted(leans_on - set(GROUPS))}"


@pytest.mark.parametrize("name", STARTER)
def test_a_group_of_the_starter_topic_speaks_twenty_languages(name: str) -> None:
    assert len(languages_of(name)) >= 20, f"{name}.toml: {sorted(languages_of(name))}"
