"""Foreign text on a terminal: safe, and of a width that terminals agree on."""

import re
import unicodedata

from hypothesis import given, settings
from prompt_toolkit.utils import get_cwidth
from rich.cells import cell_len

from tests.dashboard.test_cells import ODD
from watcher.dashboard.clean import LONGEST, clean


@settings(max_examples=200)
@given(text=ODD)
def test_clean_text_steers_nothing_and_its_letters_have_their_own_width(text):
    shown = clean(text)
    assert not any(unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} for char in shown)
    assert not re.search("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f\ufe0f]", shown)
    assert cell_len(shown) == sum(get_cwidth(char) for char in shown)


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


def test_letters_that_an_encoding_lacks_lose_their_accents_before_they_become_question_marks():
    assert clean("Militäruniversität Łódź КНДР", "ascii") == "Militaruniversitat ?odz ????"
    assert clean("Militäruniversität Łódź", "iso-8859-1") == "Militäruniversität ?ódz"
