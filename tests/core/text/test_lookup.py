"""Texts and queries as full-text search has them."""

from hashlib import sha256

import pytest

from watcher.core.text.lookup import VERSION, Term, indexed, spans, terms


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L'Armée rouge", ["l", "armee", "rouge"]),
        ("КНДР и Ёлка", ["кндр", "и", "елка"]),
        ("北朝鮮", ["北朝", "朝鮮", "鮮"]),
        ("KN-23미사일", ["kn", "23", "미사", "사일", "일"]),
        ("ไทย", ["ไท", "ทย", "ย"]),
        ("", []),
    ],
)
def test_words_are_folded_and_runs_cut_into_pairs(text: str, words: list[str]):
    assert indexed(text).replace("'", " ").split() == words


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Armée rouge", (Term(("armee",)), Term(("rouge",)))),
        ('"Kim Jong-un"', (Term(("kim", "jong", "un")),)),
        ("Jong-un", (Term(("jong", "un")),)),
        ("-sport sanction*", (Term(("sport",), is_unwanted=True), Term(("sanction",), is_open=True))),
        ("北朝鮮", (Term(("北朝", "朝鮮")),)),
        ("鮮", (Term(("鮮",), is_open=True),)),
        ('"unclosed', (Term(("unclosed",)),)),
        ("!!! --", ()),
    ],
)
def test_a_query_is_words_phrases_beginnings_and_what_is_unwanted(query: str, expected: tuple[Term, ...]):
    assert terms(query) == expected


def test_a_query_has_an_end():
    assert len(terms("a " * 10_000)) == 64


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("The Armée Rouge, the armées", "armée", ["Armée"]),
        ("Sanctioned: sanctions", "sanction*", ["Sanction", "sanction"]),
        ("中国と北朝鮮の軍", "北朝鮮 軍", ["北朝鮮", "軍"]),
        ("KIM  Jong-un spoke", '"kim jong un"', ["KIM  Jong-un"]),
        ("no such thing", "other -thing", []),
    ],
)
def test_what_was_found_is_shown_where_it_stands(text: str, query: str, found: list[str]):
    assert [text[start:end] for start, end in spans(text, terms(query))] == found


def test_an_index_is_built_anew_when_its_words_are_made_by_other_rules():
    texts = [
        "L'Armée «rouge» — 1,500",
        "Ёлка",
        "北朝鮮がKN-23を",
        "미사일",
        "ไทย",
        "कोरिया",
        "كورية",
        "Straße &amp; ﬁn",
    ]
    words = sha256("\n".join(map(indexed, texts)).encode()).hexdigest()[:16]
    assert {VERSION: words} == {1: "e2e0ae5d51529beb"}, "raise VERSION with every change of these words"
