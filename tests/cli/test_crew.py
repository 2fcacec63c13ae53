"""Processes that keep what they have learnt, and one that is ended from outside."""

import os

import pytest

from watcher.cli.crew import crew
from watcher.errors import StoreError

_known: list[str] = []


def _begin(word: str) -> None:
    _known.append(word)


def _learn(word: str) -> list[str]:
    _known.append(word)
    return _known


def test_each_process_keeps_what_it_was_told_and_knows_nothing_of_the_others():
    with crew(2, _begin, "begun") as (first, second):
        first.submit(_learn, "one").result()
        assert first.submit(_learn, "two").result() == ["begun", "one", "two"]
        assert second.submit(_learn, "three").result() == ["begun", "three"]
    assert _known == []


def test_a_process_that_is_ended_from_outside_is_told_in_a_sentence():
    with pytest.raises(StoreError, match=r"ended from outside.*--processes 1"), crew(1, _begin, "") as (only,):
        only.submit(os._exit, 9).result()
