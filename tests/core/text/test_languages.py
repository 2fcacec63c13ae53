import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.core.text.fold import fold
from watcher.core.text.languages import LANGUAGES, PLAIN, Language, language, primary
from watcher.core.text.words import Reach, reach, tokens

_FILES = sorted((Path(__file__).parents[2] / "languages").glob("*.toml"))
_SINGLE = [
    pytest.param(file.stem, case, id=f"{file.stem}-{number}")
    for file in _FILES
    for number, case in enumerate(tomllib.loads(file.read_text(encoding="utf-8"))["case"], 1)
    if case["term"][0] not in "=/*"
    and case["term"][-1] != "*"
    and len(tokens(fold(case["term"]).text)) == 1
    and reach(fold(case["term"]).text) is Reach.WORD
]


def is_form(row: Language, term: str, token: str) -> bool:
    """Whether a token of a text is a form of a term's word, as the matcher would have it."""
    return term == token or row.stem(term) in row.stems(token)


@pytest.mark.parametrize(("code", "case"), _SINGLE)
def test_a_term_of_one_word_finds_its_forms_and_nothing_else(code, case):
    row = language(code)
    terms = row.spellings(case["term"])
    found = [word for word in tokens(fold(case["text"]).text) if any(is_form(row, term, word) for term in terms)]
    assert found == [fold(hit).text for hit in case["hits"]]


@pytest.mark.parametrize("file", _FILES, ids=lambda file: file.stem)
def test_each_list_of_cases_is_of_a_known_language_and_holds_hits_and_traps(file):
    cases = tomllib.loads(file.read_text(encoding="utf-8"))["case"]
    assert primary(file.stem)[0] in LANGUAGES
    assert len(cases) >= 8
    assert any(not case["hits"] for case in cases)
    for case in cases:
        assert all(hit in case["text"] for hit in case["hits"])


@pytest.mark.parametrize("row", LANGUAGES.values(), ids=lambda row: row.code)
def test_every_row_inflects_or_says_why_not(row):
    assert row.why
    assert row.scripts


@pytest.mark.parametrize("row", LANGUAGES.values(), ids=lambda row: row.code)
@given(word=st.text(alphabet="abcdeiknorstuаеиноркйіїاونيهبלויםקה북한은는कानो", min_size=1, max_size=12))
@settings(max_examples=8)
def test_a_word_is_a_form_of_itself_and_keeps_a_stem(row, word):
    assert row.stem(word)
    assert row.stem(word) in row.stems(word)


@pytest.mark.parametrize(
    ("code", "term", "other"),
    [
        ("nl", "eenheid", "een"),
        ("ru", "Россия", "Росс"),
        ("ru", "гол", "голова"),
        ("uk", "Київ", "кий"),
        ("pt", "Coreia", "cor"),
        ("ar", "روسيا", "روس"),
        ("en", "universe", "university"),
        ("fi", "joukko", "jo"),
        ("ko", "북", "북부"),
        ("it", "attacco", "attaccante"),
        ("fr", "attaque", "attaquant"),
        ("es", "comando", "comandante"),
        ("en", "screening", "screens"),
        ("en", "minerals", "miner"),
        ("en", "tank", "tanker"),
        ("en", "training", "trains"),
        ("de", "Sicherheit", "sich"),
        ("fr", "lance", "lancement"),
    ],
)
def test_a_stem_is_not_cut_so_short_that_other_words_fit(code, term, other):
    row = language(code)
    assert not is_form(row, fold(term).text, fold(other).text)


@pytest.mark.parametrize(
    ("code", "term", "form"),
    [
        ("fi", "sota", "sodassa"),
        ("fi", "kauppa", "kaupan"),
        ("fi", "panssari", "panssareita"),
        ("et", "rakett", "raketiga"),
        ("hu", "hatalom", "hatalmat"),
        ("tr", "askerlik", "askerliğinden"),
        ("tr", "kitap", "kitabı"),
        ("en", "attack", "attacking"),
        ("en", "screening", "screenings"),
        ("en", "stop", "stopped"),
        ("fr", "rare", "rares"),
        ("es", "soldado", "soldados"),
    ],
)
def test_a_form_whose_stem_changes_is_found(code, term, form):
    assert is_form(language(code), fold(term).text, fold(form).text)


@pytest.mark.parametrize(
    ("code", "term", "spellings"),
    [
        ("de", "Pjöngjang", ("pjongjang", "pjoengjang")),
        ("de", "Straße", ("strasse",)),
        ("da", "Ålborg", ("alborg", "aalborg")),
        ("no", "Sørøya", ("soroya", "soeroeya")),
        ("sr", "Đurić", ("duric", "djuric")),
        ("en", "Korea", ("korea",)),
    ],
)
def test_a_language_knows_its_other_spellings(code, term, spellings):
    assert language(code).spellings(term) == spellings


@pytest.mark.parametrize(
    ("tag", "meaning"),
    [
        ("de", ("de", "")),
        ("de-AT", ("de", "")),
        ("EN_us", ("en", "")),
        ("zh-TW", ("zh", "Hant")),
        ("zh-CN", ("zh", "Hans")),
        ("zh-Hant-HK", ("zh", "Hant")),
        ("zh", ("zh", "")),
        ("nb-NO", ("no", "")),
        ("nn", ("no", "")),
        ("iw", ("he", "")),
        ("in", ("id", "")),
        ("sr-Latn-RS", ("sr", "Latn")),
        ("hr", ("sr", "")),
        ("rus", ("ru", "")),
        (" fa-IR ", ("fa", "")),
        ("", ("", "")),
        ("english", ("", "")),
        ("x\x00", ("", "")),
    ],
)
def test_a_language_tag_is_read_however_a_feed_writes_it(tag, meaning):
    assert primary(tag) == meaning


def test_a_language_without_a_row_inflects_nothing():
    assert language("tlh") is language("any") is PLAIN
    assert not is_form(PLAIN, "korea", "koreas")
