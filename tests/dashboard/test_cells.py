"""Text in cells: safe, exactly as wide as asked, and of a width that terminals agree on."""

import re
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st
from prompt_toolkit.utils import get_cwidth
from rich.cells import cell_len
from rich.style import Style

from watcher.dashboard.cells import LONGEST, Strip, clean, fit, marked, wrap

ODD = st.text(
    alphabet=st.one_of(
        st.characters(
            max_codepoint=0xFFFF, exclude_categories=["Cn", "Co"]
        ),  # widths of what is not assigned are guesses
        st.sampled_from("👩🏽\u200d👧❤\ufe0f1\u20e3🇰🇵\u0301\u0489क्षिภา\u1112\u1161\u11ab\x1b\x9b\u202e\u2066\n\t日한"),
    ),
    max_size=60,
)


@settings(max_examples=200)
@given(text=ODD)
def test_clean_text_steers_nothing_and_its_letters_have_their_own_width(text):
    shown = clean(text)
    assert not any(unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} for char in shown)
    assert not re.search("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f\ufe0f]", shown)
    assert cell_len(shown) == sum(get_cwidth(char) for char in shown)


@settings(max_examples=200)
@given(text=ODD, width=st.integers(0, 40))
def test_fit_makes_a_text_exactly_as_wide_as_asked(text, width):
    assert fit(Strip(clean(text)), width).cell_len == width


@settings(max_examples=100)
@given(text=ODD, width=st.integers(2, 30))
def test_wrapped_lines_are_narrow_enough_and_lose_no_letter(text, width):
    shown = clean(text)
    lines = wrap(Strip(shown), width)
    assert all(line.cell_len <= width for line in lines)
    assert "".join(line.plain for line in lines).replace(" ", "") == shown.replace(" ", "")


def test_plain_text_is_left_alone():
    assert (
        clean("Cable damaged: navy [looks] at tanker :smile: 50%")
        == "Cable damaged: navy [looks] at tanker :smile: 50%"
    )
    assert clean("Kim Il-sung-Militäruniversität 김일성 КНДР") == "Kim Il-sung-Militäruniversität 김일성 КНДР"


def test_flags_become_letters_and_families_one_person():
    assert clean("🇰🇵 and 👩‍👩‍👧 1️⃣ ❤️ 👍🏽") == "KP and 👩 1 ❤ 👍"


def test_a_megabyte_is_cut_before_anything_else_happens():
    assert len(clean("w" * 1_000_000)) == LONGEST
    assert len(clean("Z" + "\u0301" * 1_000_000)) < 5


def test_marked_text_shows_its_spans_and_ignores_those_that_lie_outside():
    line = marked("one two three", ((4, 7), (5, 9), (90, 95)), style=Style(), hit=Style(bold=True), encoding="utf-8")
    assert line.plain == "one two three"
    assert [text for text, style in line.runs if style.bold] == ["two"]


def test_letters_that_an_encoding_lacks_lose_their_accents_before_they_become_question_marks():
    assert clean("Militäruniversität Łódź КНДР", "ascii") == "Militaruniversitat ?odz ????"
    assert clean("Militäruniversität Łódź", "iso-8859-1") == "Militäruniversität ?ódz"
