"""What is asked of a token before a stemmer runs never refuses a form of the word."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.core.rules.beginnings import beginnings, common
from watcher.core.rules.blocks import KEY
from watcher.core.rules.loose import MANY, is_short
from watcher.core.rules.phrases import begins_otherwise, inflected
from watcher.core.rules.runs import is_run
from watcher.core.rules.shelves import Shelves
from watcher.core.rules.vocabulary import Vocabulary
from watcher.core.text.fold import fold
from watcher.core.text.inflection import Cut, Tail
from watcher.core.text.languages import LANGUAGES, staying

INFLECTING = {
    row.code: row
    for one in LANGUAGES.values()
    for row in (one, staying(one.code))
    if isinstance(row.inflection, Cut | Tail) and not begins_otherwise(row)
}
ALPHABETS = {"Latn": "abdeiklmnoprstuz", "Cyrl": "абвдеиклмнорстцчья", "Hang": "가나다군은에서", "Arab": "ابتدرسكلمنهي"}


@st.composite
def words_and_tokens(draw, row):
    """A word, and what its language may make of it, and things that it may not."""
    letters = ALPHABETS.get(row.scripts[0]) or "".join(row.inflection.endings)
    text = st.text(letters, min_size=1, max_size=7)
    endings = st.sampled_from(["", *row.inflection.endings])
    shifts = [("", ""), *row.inflection.shifts.pairs, *getattr(row.inflection, "grades", ())]
    vowels = st.sampled_from(["", "a", "i", "o"] if row.scripts == ("Latn",) else [""])  # that consonants change before
    before, other = draw(st.sampled_from(shifts))
    start, cut = draw(text), draw(st.integers(0, 2))
    word = start + other + draw(vowels) + draw(endings)
    token = (start + before + draw(vowels))[: None if not cut else -cut]
    return word, token + "".join(draw(st.lists(endings, max_size=3))) or word


@pytest.mark.parametrize("code", INFLECTING)
@settings(max_examples=20)
@given(data=st.data())
def test_a_form_begins_as_its_word_may_and_ends_as_its_language_lets_it(code, data):
    row = INFLECTING[code]
    word, token = data.draw(words_and_tokens(row))
    stem = row.stem(word)
    if stem not in row.stems(token) or not token.startswith(word[:KEY]):
        return
    begun = [begin for begin in beginnings(word, stem, row) if token.startswith(begin)]
    assert any(row.inflection.may_add(token[len(begin) :]) for begin in begun)
    assert token.startswith(common(word, row, name=False))


def test_a_name_that_is_also_written_in_one_word_waits_where_all_its_spellings_begin():
    assert common("kim jong un^2", LANGUAGES["de"], name=True) == "kim"
    assert common("rakieta woda", LANGUAGES["pl"], name=False) == "rakie"  # rakiecie
    assert common("™", LANGUAGES["de"], name=True) == ""


@pytest.mark.parametrize("crowded", [False, True])
@pytest.mark.parametrize("code", LANGUAGES)
@settings(max_examples=8)
@given(data=st.data())
def test_terms_of_no_language_are_found_as_if_each_was_tried(code, crowded, data):
    row = LANGUAGES[code]
    letters = ALPHABETS.get(row.scripts[0], "abc")
    pairs = st.tuples(st.text(letters, min_size=2, max_size=8), st.text(letters, min_size=1, max_size=8))
    drawn = [data.draw(words_and_tokens(row) if code in INFLECTING else pairs) for _ in range(4)]
    drawn = [(fold(word).text, fold(token).text) for word, token in drawn]
    terms = {word for word, _ in drawn if not is_run(word)}
    others = {word for term in terms for word in alike(term)} if crowded else set()
    index = Shelves(_vocabulary(sorted(terms | others))).only_in(code, row).words
    for token in (*(token for _, token in drawn), *terms):
        assert terms & {sought.listing.atom for sought in index.find(token)} == {
            term for term in terms if _is_form(term, token, staying(code) if is_short(row, term) else row)
        }


def alike(term):
    """Words that begin as a term does, so many that they are kept in another way than few are."""
    return [f"{term[:KEY]}{term[-1]}{number}" for number in range(MANY)]


def _vocabulary(terms):
    return Vocabulary(groups={}, includes={}, company={}, feeds={}, lists=(), terms=tuple(terms))


def _is_form(term, token, row):
    word = inflected(term, row)
    begun = begins_otherwise(row) or token.startswith(beginnings(term, row.stem(term), row))
    return token == term or (begun and word.takes(token))


def test_a_single_letter_has_no_other_forms_and_a_syllable_has():
    assert not inflected("u", LANGUAGES["de"]).takes("us")
    assert inflected("북", LANGUAGES["ko"]).takes("북은")


@pytest.mark.parametrize("crowded", [False, True])
def test_names_of_several_words_are_found_however_many_begin_alike(crowded):
    terms = ["Kim Jong Un", "Storm Corps^0.5", "'Ndrangheta", "Kór*", "Putin* visit", "Übung", '"Übung"']
    others = [word for term in ("ki", "st", "nd", "ub", "ue", "pu") for word in alike(term)] if crowded else []

    def found(code, token):
        shelves = Shelves(_vocabulary([*terms, *others]))
        shelf = shelves.only_in(code, LANGUAGES[code])
        sought = [*shelf.words.find(token), *shelves.everywhere.words.find(token)]
        return {one.listing.atom for one in sought if one.listing.atom in terms}

    assert (
        found("de", "kim")
        == found("de", "kims")
        == found("ru", "kimjongun")
        == found("pl", "kimjong")
        == {"Kim Jong Un"}
    )
    assert found("fr", "storm") == {"Storm Corps^0.5"}
    assert found("it", "ndrangheta") == {"'Ndrangheta"}
    assert found("vi", "korea") == {"Kór*"}
    assert found("en", "putins") == {"Putin* visit"}
    assert found("en", "uebung") == set()
    assert found("de", "uebung") == found("de", "ubung") == {"Übung", '"Übung"'}
    assert found("de", "uebungen") == {"Übung"}
    assert found("ga", "kim") == {"Kim Jong Un"}
    assert found("sr", "kima") == {"Kim Jong Un"}
