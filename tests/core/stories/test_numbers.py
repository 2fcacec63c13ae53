"""Numbers are the same in every notation, and what only looks like one is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.core.stories.numbers import numbers
from watcher.core.text.fold import fold


def read(text: str) -> list[str]:
    return [number for number, _, _ in numbers(fold(text).text)]


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
    assert read(text) in ([], ["10"])  # a day before the name of a month stays: no table of months is worth it


def test_a_unit_is_not_read_into_the_beginning_of_a_word():
    assert read("98 туристов") == ["98"]


@given(st.text(max_size=200))
def test_any_text_is_read_and_spans_lie_inside(text: str):
    folded = fold(text).text
    for number, start, end in numbers(folded):
        assert number
        assert 0 <= start < end <= len(folded)
