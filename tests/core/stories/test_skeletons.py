"""A name has one skeleton in all scripts, as far as transliteration allows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.core.stories.skeletons import skeleton
from watcher.core.text.fold import fold


@pytest.mark.parametrize(
    "names",
    [
        ("Vostochny", "Восточный", "보스토치니", "Wostotschny", "Vostotchny", "Vostotsjny"),
        ("Vladivostok", "Владивосток", "블라디보스토크", "Wladiwostok", "Władywostok", "فلاديفوستوك"),
        ("Kursk", "Курск", "쿠르스크", "クルスク", "كورسك"),
        ("Zelensky", "Зеленський", "Selenskyj", "젤렌스키", "ゼレンスキー", "زيلينسكي"),
        ("Rotterdam", "Роттердам", "로테르담", "ロッテルダム", "روتردام"),
    ],
)
def test_one_name_in_many_scripts_has_one_skeleton(names: tuple[str, ...]):
    assert len({skeleton(fold(name).text) for name in names}) == 1


def test_a_c_hisses_where_the_language_says_so():
    assert skeleton("vostocnyj", "cs") == skeleton("восточный", "ru")


def test_what_has_too_few_consonants_tells_nothing():
    assert skeleton("kim") == skeleton("oslo") == ""


@given(st.text(max_size=40))
def test_a_skeleton_is_made_of_its_seven_letters(word: str):
    assert set(skeleton(fold(word).text)) <= set("PTSKMNR")
