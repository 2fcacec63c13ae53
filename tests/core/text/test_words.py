import pytest
from hypothesis import given, settings

from tests.core.text.strategies import nasty_texts
from watcher.core.text.fold import fold
from watcher.core.text.words import Reach, positions, reach, tokens, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("L'armée d’État", ["l", "armee", "d", "etat"]),
        ("Kim Jong-un", ["kim", "jong", "un"]),
        ("N.K. leader", ["n", "k", "leader"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("தமிழ்நாடு", ["தமிழ்நாடு"]),
        ("KN-23미사일을", ["kn", "23", "미사일을"]),
        ("朝鲜人民军第3师", ["朝鲜人民军第", "3", "师"]),
        ("ロシアのKGB", ["ロシアの", "kgb"]),
        ("กองทัพ 3,000", ["กองทัพ", "3", "000"]),
        ("snake_case #NorthKorea @kim", ["snake", "case", "northkorea", "kim"]),
        ("об’єкт", ["об", "єкт"]),
        ("…!?", []),
    ],
)
def test_words_part_where_their_script_parts_them(text, found):
    assert tokens(fold(text).text) == found


@pytest.mark.parametrize(
    ("term", "where"),
    [
        ("korea", Reach.WORD),
        ("北", Reach.INSIDE),
        ("ロシア", Reach.INSIDE),
        ("ทหาร", Reach.INSIDE),
        ("북", Reach.WORD),
        ("북한", Reach.START),
        ("김정은", Reach.INSIDE),
    ],
)
def test_the_script_of_a_term_says_where_it_may_stand(term, where):
    assert reach(term) is where


def test_a_distance_is_a_subtraction_of_positions():
    text = "one two three four"
    count = positions(text)
    assert count.at(text.index("four")) - count.at(text.index("one")) == 3


def test_two_characters_are_a_word_where_no_spaces_are():
    text = "朝鲜代表团抵达莫斯科"
    count = positions(text)
    assert count.at(text.index("莫斯科")) - count.at(text.index("朝鲜")) == 3
    assert positions(f"{text} tass").at(len(text) + 1) == len(text) // 2


@given(nasty_texts)
@settings(max_examples=300)
def test_words_stand_in_the_text_in_order_without_overlap(text):
    folded = fold(text).text
    spans = words(folded)
    assert [folded[start:end] for start, end in spans] == tokens(folded)
    end_before = 0
    for start, end in spans:
        assert end_before <= start < end <= len(folded)
        end_before = end


@given(nasty_texts)
@settings(max_examples=100)
def test_positions_never_fall(text):
    folded = fold(text).text
    count = positions(folded)
    numbers = [count.at(place) for place in range(len(folded) + 1)]
    assert numbers == sorted(numbers)
