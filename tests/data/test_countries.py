"""The table of countries: complete, in step with its sources, and cheap to ask."""

import json
from importlib.resources import files

import pytest

from watcher.core.text.languages import LANGUAGES
from watcher.data import countries_build
from watcher.data.countries import country_adjective, country_terms, country_words
from watcher.errors import RuleError

TABLE = json.loads(files("watcher.data").joinpath("countries.json").read_text(encoding="utf-8"))


def test_every_country_has_one_line_and_a_name_in_nearly_every_language() -> None:
    assert len(TABLE) >= 249
    assert {code: len(found) for code, found in TABLE.items() if len(found) < len(LANGUAGES) - 3} == {}


@pytest.mark.parametrize("code", ["DE", "KP", "TG", "XK"])
def test_the_written_table_is_what_the_sources_give_today(code: str) -> None:
    words = countries_build.table()
    assert TABLE[code] == countries_build.terms(code, words.get(code, {}))


def test_the_table_is_sorted_so_that_a_change_shows_as_a_change() -> None:
    text = files("watcher.data").joinpath("countries.json").read_text(encoding="utf-8")
    assert list(TABLE) == sorted(TABLE)
    assert text == countries_build.render(TABLE)


def test_every_country_of_the_hand_written_table_exists() -> None:
    assert set(countries_build.table()) <= set(TABLE)


@pytest.mark.parametrize(
    ("code", "language", "term"),
    [
        ("KP", "de", "Nordkorea"),
        ("KP", "ru", "Пхеньян"),
        ("KP", "zh-Hant", "北韓"),
        ("RU", "vi", "=Nga"),
        ("RU", "fr", '"Russie"'),
        ("UA", "fi", "Kiova"),
        ("TR", "en", "=Turkey"),
        ("FR", "en", "French"),
        ("GB", "ru", "Лондон"),
        ("IR", "any", "Tehran"),
        ("TG", "ru", "=Того"),
    ],
)
def test_a_country_is_known_by_name_capital_and_people(code: str, language: str, term: str) -> None:
    assert term in country_terms(code)[language]


def test_asides_and_articles_are_no_part_of_a_name() -> None:
    names = [term for found in TABLE.values() for terms in found.values() for term in terms]
    assert [name for name in names if any(sign in name for sign in "()[]（）") or name.startswith("the ")] == []


def test_a_capital_that_reads_like_a_common_word_is_left_out() -> None:
    assert all('"Seul"' not in terms and "Soul" not in terms for terms in country_terms("KR").values())


def test_case_does_not_matter() -> None:
    assert country_terms("kp") == country_terms("KP")


@pytest.mark.parametrize("code", ["", "K", "QQ", "KPR", "1A", '"A', "\n\n"])
def test_an_unknown_code_is_refused_with_the_choices(code: str) -> None:
    with pytest.raises(RuleError, match="no country has the code") as caught:
        country_terms(code)
    assert "AD, AE, AF" in caught.value.hint


def test_a_word_that_names_a_country_tells_which_by_language():
    assert country_words("ru")["франция"] == "FR"
    assert country_words("en")["turkish"] == "TR"
    assert country_words("pl")["ukrai*"] == "UA"  # ukraiński, in no list
    assert country_words("ar")["امار*"] == "AE"
    assert "south*" not in country_words("nl")  # of many countries


def test_countries_have_english_adjectives():
    found = [country_adjective(code) for code in ("TR", "AE", "KR", "GB", "PH", "SG", "AD")]
    assert found == ["Turkish", "Emirati", "South Korean", "British", "Filipino", "Singaporean", "Andorra"]
