"""Names beside hits: found in scripts that mark them, and weighed against chance."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.core.backtest import beside, distinctive
from watcher.core.model import Article, Entry, Field, Hit


def names(title: str, *hits: str) -> set[str]:
    entry = Entry(id="e", feed="", outlet="", title=title, first_seen=datetime(2026, 11, 22, tzinfo=UTC))
    places = [(title.index(hit), hit) for hit in hits]
    marked = [
        Hit(group="g", term=hit, field=Field.TITLE, start=start, end=start + len(hit), text=hit)
        for start, hit in places
    ]
    return beside(Article(entry=entry), marked)


@pytest.mark.parametrize(
    ("title", "hit", "expected"),
    [
        ("officials say Oslo and Anna Berg met Jens Stoltenberg", "Oslo", {"Anna Berg", "Jens Stoltenberg"}),
        ("в Осло прибыл Иван Петров", "Осло", {"Иван Петров"}),
        ("オスロとストルテンベルグの会談", "オスロ", {"ストルテンベルグ"}),
        ("오슬로 스톨텐베르그 회담", "오슬로", {"스톨텐베르그", "회담"}),
        ("nothing but Oslo", "Oslo", set()),
    ],
)
def test_names_are_found_in_scripts_that_mark_them(title: str, hit: str, expected: set[str]):
    assert names(title, hit) == expected


def test_what_is_part_of_a_hit_is_no_name_and_what_stands_far_away_neither():
    assert names("Kim Jong Un in Oslo", "Oslo", "Jong Un") == set()
    assert names("Oslo " + "and more " * 30 + "Bergen", "Oslo") == set()


def test_a_name_that_is_everywhere_says_little_and_one_that_stands_only_here_much():
    found = distinctive({"Monday": 50, "Berg": 20}, {"Monday": 5000, "Berg": 20}, matches=100, entries=10_000)
    assert [one.name for one in found] == ["Berg"]
    assert found[0].weight > 100


@given(
    inside=st.integers(1, 50), matches=st.integers(50, 500), rest=st.integers(0, 5000), entries=st.integers(500, 10_000)
)
def test_a_weight_is_never_below_nothing(inside: int, matches: int, rest: int, entries: int):
    for one in distinctive({"A": inside}, {"A": inside + rest}, matches=matches, entries=entries):
        assert one.weight > -1e-6
