"""Numbers are the same in every notation, and what only looks like one is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.core.stories.numbers import counts, numbers
from watcher.core.text.fold import fold


def read(text: str) -> list[str]:
    return [number for number, _, _ in numbers(fold(text).text)]


def counted(text: str) -> list[str]:
    return [number for number, _, _ in counts(fold(text).text)]


@pytest.mark.parametrize(
    "text",
    [
        "12,000 soldiers", "12 000 человек", "12.000 Soldaten", "12 тыс. бойцов", "12 Tsd. Mann", "12\u00a0000 żołnierzy",
        "twelve thousand troops", "1만2천 명", "1万2000人", "一万二千人", "12 mil soldados", "12 هزار سرباز", "١٢٠٠٠ جندي",
    ],
)  # fmt: skip
def test_twelve_thousand_is_twelve_thousand_in_every_notation(text: str):
    assert read(text) == ["12000"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("neun Millionen Granaten", "9000000"),
        ("devět milionů kusů", "9000000"),
        ("900만발", "9000000"),
        ("三百个集装箱", "300"),
        ("2조2500억 원", "2.25e+12"),
        ("полторы тысячи", "1500"),
        ("152 mm", "152 mm"),
        ("152-мм снаряды", "152 mm"),
        ("200 километрах", "200 km"),
        ("200キロ", "200 km"),
        ("$750", "750 $"),
        ("750 dolarów", "750 $"),
        ("3.5 million doses", "3500000"),
    ],
)
def test_units_and_multipliers_are_read(text: str, number: str):
    assert read(text) == [number]


@pytest.mark.parametrize(
    "text",
    [
        "in 2024",
        "2024年6月",
        "am 9. Juli",
        "um 12:30 Uhr",
        "beat them 3-0",
        "v1.2.3",
        "5 people",
        "9일",
        "10 июня 2024 г.",
    ],
)
def test_dates_times_scores_and_small_counts_are_no_numbers(text: str):
    assert counted(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "ПХЕНЬЯН, 23 ноября. Делегация",
        "SEOUL, Nov. 23 (Yonhap)",
        "on 23 November",
        "November 23, 2026",
        "Pjöngjang, 23. November",
        "el 23 de noviembre",
        "le 23 novembre",
        "23 listopada",
        "23 Kasım'da",
        "στις 23 Νοεμβρίου",
        "في 23 نوفمبر",
        "23. marraskuuta",
        "november 23-án",
        "lapkričio 23 d.",
        "ngày 23 tháng 11",
        "23 בנובמבר",
        "23 नवंबर को",
        "born 23 May 1990",
    ],
)
def test_a_day_beside_the_name_of_its_month_counts_nothing_and_is_shared_by_articles_on_one_event(text: str):
    assert counted(text) == []
    assert [number for number in read(text) if number != "2026"] in (["23"], ["23", "11"])


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("23 may have died", "23"),
        ("23 marchers held", "23"),
        ("In all 45 November flights were cut", "45"),
        ("23 maisons", "23"),
    ],
)
def test_a_count_before_a_word_like_a_month_stays_a_number(text: str, number: str):
    assert counted(text) == [number]


def test_a_unit_is_not_read_into_the_beginning_of_a_word():
    assert read("98 туристов") == ["98"]


@given(st.text(max_size=200))
def test_any_text_is_read_and_spans_lie_inside(text: str):
    folded = fold(text).text
    for number, start, end in numbers(folded):
        assert number
        assert 0 <= start < end <= len(folded)
