"""The table of categories says what Unicode says."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.core.text.categories import NAMES, RUNS, asked_of_python
from watcher.core.text.characters import as_class, basic, named_in, runs_in, without

UNICODE = "14.0.0"  # of the table


@pytest.mark.parametrize("name", NAMES)
def test_the_table_holds_what_unicode_says(name):
    known = {point for first, last in asked_of_python(name) for point in range(first, last + 1)}
    table = points(runs_in(name))
    if unicodedata.unidata_version == UNICODE:
        assert table == known
    else:  # a newer Unicode has assigned more; a handful of characters changed their category in thirty years
        assert len(table - known) < 10


def test_runs_stand_in_order_and_apart():
    for name, runs in RUNS.items():
        ends = [int(end, 16) for run in runs.split() for end in run.split("-")]
        assert ends == sorted(ends), name


def points(runs):
    return {point for first, last in runs for point in range(first, last + 1)}


RUNS_OF_LETTERS = st.lists(st.integers(1, 60), unique=True, max_size=20).map(
    lambda ends: list(batched_in_pairs(sorted(ends)))
)


def batched_in_pairs(ends):
    return zip(ends[::2], ends[1::2], strict=False)


@given(RUNS_OF_LETTERS, RUNS_OF_LETTERS)
def test_runs_without_others_hold_the_points_of_the_one_and_not_of_the_other(runs, others):
    left = list(without(runs, others))
    assert points(left) == points(runs) - points(others)
    assert left == sorted(left)


def test_a_class_names_the_ends_of_each_run_and_is_read_as_it_is_written():
    assert as_class([(97, 99), (101, 101)]) == "a-ce-e"
    assert as_class([]) == ""
    assert named_in("x-za-cm") == [(97, 99), (109, 109), (120, 122)]


def test_no_run_crosses_the_end_of_the_basic_plane():
    for name in NAMES:
        assert points(basic(runs_in(name))) == {point for point in points(runs_in(name)) if point < 0x10000}
