"""The table of categories says what Unicode says."""

import unicodedata

import pytest

from watcher.core.text.categories import NAMES, RUNS, asked_of_python
from watcher.core.text.characters import as_class, points_in

UNICODE = "14.0.0"  # of the table


@pytest.mark.parametrize("name", NAMES)
def test_the_table_holds_what_unicode_says(name):
    known = {point for first, last in asked_of_python(name) for point in range(first, last + 1)}
    table = set(points_in(name))
    if unicodedata.unidata_version == UNICODE:
        assert table == known
    else:  # a newer Unicode has assigned more; a handful of characters changed their category in thirty years
        assert len(table - known) < 10


def test_runs_stand_in_order_and_apart():
    for name, runs in RUNS.items():
        ends = [int(end, 16) for run in runs.split() for end in run.split("-")]
        assert ends == sorted(ends), name


def test_a_class_names_the_ends_of_each_run():
    assert as_class([97, 98, 99, 101]) == "a-ce-e"
    assert as_class([]) == ""
