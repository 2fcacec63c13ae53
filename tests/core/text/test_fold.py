import re
import unicodedata
from itertools import chain

import pytest
from hypothesis import given, settings

from tests.core.text.strategies import nasty_texts
from watcher.core.text.fold import _LETTERS, _SPECIAL, ONE_FOR_ONE, _origins, fold


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("STRASSE Straße", "strasse strasse"),
        ("Pjo\u0308ngjang Pjöngjang", "pjongjang pjongjang"),
        ("Nord\u00adkorea Nord\u200bkorea", "nordkorea nordkorea"),
        ("ＫＮ－２３", "kn-23"),
        ("Kim Jong‑un – Kim Jong—un", "kim jong-un - kim jong-un"),
        ("L’armée «Ural» „Ost“", 'l\'armee "ural" "ost"'),
        ("ISTANBUL İstanbul sınır", "istanbul istanbul sinir"),
        ("самолёт Коре\u0301я", "самолет корея"),
        ("й ї ў ѓ", "й ї ў ѓ"),
        ("и\u0306", "й"),
        ("كُورِيَا أحمد إيران على غزة", "كوريا احمد ايران علي غزه"),
        ("کره‌ای", "كرهاي"),
        ("صـــاروخ", "صاروخ"),
        ("שָׁלוֹם", "שלום"),
        ("ガ カ\u3099 ｶﾞ", "ガ ガ ガ"),
        ("\u1107\u116e\u11a8\u1112\u1161\u11ab", "북한"),
        ("ㅋㅋㅋ", "ㅋㅋㅋ"),
        ("क्षेत्र", "क्षेत्र"),
        ("٢٠٢٤ २०२४", "2024 2024"),
        ("łódź Øresund Đorđe", "lodz oresund dorde"),
        ("στρατός ΣΤΡΑΤΟΣ", "στρατοσ στρατοσ"),
        ("und dann …", "und dann …"),
        ("Q&amp;A &amp;lt; &uuml;ber &#8211;", "q&a < uber -"),
        ("AT&T; R&D;", "at&t; r&d;"),
    ],
)
def test_spellings_of_the_same_word_become_one(written, folded):
    assert fold(written).text == folded


def test_a_letter_of_the_alphabet_is_no_letter_with_an_accent():
    assert fold("й").text != fold("и").text
    assert fold("ハ").text != fold("バ").text
    assert fold("क").text != fold("क\u093c").text


@pytest.mark.parametrize(
    ("written", "word", "surface"),
    [
        ("Aus Nord\u00adkorea.", "nordkorea", "Nord\u00adkorea"),
        ("… die Straße hier", "strasse", "Straße"),
        ("Pjo\u0308ngjang", "pjongjang", "Pjo\u0308ngjang"),
        ("Stra&szlig;e in M&uuml;nchen", "munchen", "M&uuml;nchen"),
        ("ﬁnal İzmir", "izmir", "İzmir"),
        ("a\u200bb plain", "plain", "plain"),
        ("&amp;&amp; Moskau", "moskau", "Moskau"),
    ],
)
def test_a_folded_span_leads_back_to_what_was_written(written, word, surface):
    folded = fold(written)
    start = folded.text.index(word)
    first, last = folded.origin(start, start + len(word))
    assert written[first:last] == surface


def test_half_a_ligature_leads_back_to_all_of_it():
    assert fold("ﬁ").origin(1, 2) == (0, 1)


def test_every_character_that_folds_is_looked_for():
    overlooked = [
        hex(ord(char))
        for point in chain(range(0x3400), range(0xA000, 0x20000), range(0x2F800, 0x30000), range(0xE0000, 0xE1000))
        for char in unicodedata.normalize("NFC", chr(point).casefold())
        if _LETTERS[char] != char and not _SPECIAL.match(char)
    ]
    assert overlooked == []


@given(nasty_texts)
@settings(max_examples=300)
def test_folding_a_folded_text_changes_nothing(text):
    folded = fold(text).text
    assert fold(folded).text == folded


@given(nasty_texts)
@settings(max_examples=300)
def test_every_folded_character_came_from_somewhere_in_order(text):
    folded = fold(text)
    assert len(_origins(text)[0]) == len(folded.text)
    before = (0, 0)
    for place in range(len(folded.text)):
        start, end = folded.origin(place, place + 1)
        assert 0 <= start < end <= len(text)
        assert start >= before[0]
        assert end >= before[1]
        before = start, end
    assert folded.origin(len(folded.text), len(folded.text)) == (len(text), len(text))


@pytest.mark.timeout(20)  # quadratic would take hours
@pytest.mark.parametrize("text", ["&amp;" * 60_000, "&amp;lt;" * 40_000, "e\u0301" * 100_000, "\u00ad" * 200_000 + "x"])
def test_no_text_is_slow_to_fold_or_to_lead_back_from(text):
    folded = fold(text)
    assert folded.origin(len(folded.text) - 1, len(folded.text))[1] == len(text)


@given(nasty_texts, nasty_texts)
@settings(max_examples=100)
def test_a_text_folds_the_same_with_another_paragraph_behind_it(first, second):
    assert fold(f"{first}\nx{second}").text.startswith(fold(f"{first}\n").text)


def test_the_characters_of_long_runs_each_fold_to_one():
    run = re.compile(f"[{ONE_FOR_ONE}]")
    assert all(len(fold(char).text) == 1 for point in range(0x10000) if run.match(char := chr(point)))
