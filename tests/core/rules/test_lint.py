"""Warnings of what is probably not meant."""

import pytest

from tests.core.rules.material import NOW, article, group
from watcher.core.model import PageState
from watcher.core.rules import Company, Topic, compile_rules
from watcher.core.rules.lint import Example, lint


def warned(rule="@g", *groups, against=(), langs=(), examples=()):
    known = {each.name: each for each in groups or (group(terms={"en": ("alpha",)}),)}
    rules = compile_rules([Topic(name="t", rule=rule, against=against)], known)
    made = [
        Example(("topic", 0, "example", 0), "t", True, article(title=title, page=PageState.ABSENT))
        for title in examples
    ]
    return {one.path: one.message for one in lint(rules, known, known, langs=langs, examples=made, now=NOW)}


def test_a_sound_configuration_draws_no_warning():
    assert warned(langs=("en",), examples=("An alpha",)) == {}


@pytest.mark.parametrize(
    ("lang", "terms", "place", "message"),
    [
        ("en", ("uk",), 0, "under 3 letters"),
        ("en", ("alpha", "Álpha"), 1, "twice"),
        ("en", ("/a+/", "/a+/"), 1, "twice"),
        ("en", ("/(a+)+$/",), 0, "very long"),
        ("ko", ("북",), 0, "one syllable"),
        ("zh", ("朝",), 0, "one syllable"),
    ],
)
def test_a_doubtful_term_is_told_at_its_place(lang, terms, place, message):
    found = warned("@g", group(terms={lang: terms}))
    assert message in found["group", "g", lang, place]


@pytest.mark.parametrize("term", ["=uk", "UN", "/k\\d/", "북한", "朝鲜", "oil", '="ab"'])
def test_a_short_term_that_was_written_with_care_is_not_doubtful(term):
    assert warned("@g", group(terms={"en": (term,)})) == {}


@pytest.mark.parametrize(
    ("terms", "spare"),
    [
        (("Kim", "Kim Jong Un"), "Kim Jong Un (Kim)"),
        (("soldier", "soldiers"), "soldiers (soldier)"),
        (("milit*", "military"), "military (milit*)"),
        (("*port", "airport"), "airport (*port)"),
        (("*port*", "port*"), "port* (*port*)"),
    ],
)
def test_a_term_that_another_finds_is_told(terms, spare):
    found = warned("@g", group(terms={"en": terms}))
    assert spare in found["group", "g"]


@pytest.mark.parametrize("terms", [("Kim^0.5", "Kim Jong Un"), ("port*", "*port"), ("alpha", "beta alphabet")])
def test_a_term_that_counts_otherwise_is_not_told(terms):
    assert ("group", "g") not in warned("@g", group(terms={"en": terms}))


def test_terms_of_the_rule_itself_are_looked_at():
    assert "under 3 letters" in warned("ab & alpha")["topic", 0, "rule"]


def test_a_group_is_used_through_includes_and_company_too():
    used = group("g", terms={"en": ("alpha",)}, include=("h",), company=(Company(with_="@i", terms={"en": ("beta",)}),))
    rest = [group(name, terms={"en": ("gamma",)}) for name in ("h", "i", "lonely")]
    assert set(warned("@g", used, *rest)) == {("group", "lonely")}


def test_a_language_that_no_list_of_a_required_part_holds_is_told():
    words = group("w", kind="words", terms={"en": ("alpha",)})
    names = group("n", terms={"en": ("Pyongyang",), "ru": ("Пхеньян",)})
    for lang, name in (("de-AT", "German (de)"), ("th", "Thai (th)")):
        assert name in warned("@w & @n", words, names, langs=("en", lang))["topic", 0, "rule"]
    assert warned("@n", names, langs=("en", "de", "uk")) == {}  # names hold in every language of their script
    assert warned("@w | @n", words, names, langs=("de",)) == {}  # one of the two is enough


def test_an_exclusion_that_removes_its_own_topics_example_is_told():
    assert "!zoo removes" in warned("alpha & !zoo", examples=("alpha at the zoo",))["topic", 0, "rule"]
    title = "alpha at the zoo"
    found = warned("alpha", against=("zoo^10",), examples=(title,))
    assert title in found["topic", 0, "against"]
