"""What the store owes to whoever asks for pages again."""

import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings

from tests.store import strategies
from tests.store.conftest import BACKENDS
from tests.store.values import MINUTE, NOW, decision, verdict
from watcher.core.model import Change, Outcome, Plan, Visit
from watcher.store import open_store

HOUR = timedelta(hours=1)


def visit(number=0, **changes):
    values = {"entry": f"entry-{number:06}", "at": NOW, "outcome": Outcome.FIRST, "title": "A title", "text": "A text."}
    return Visit(**{**values, **changes})


def commit(store, *visits):
    store.commit(Plan(decisions=(decision(0, verdict()), decision(1, verdict())), visits=visits))


@pytest.mark.parametrize("backend", BACKENDS)
@settings(max_examples=25)
@given(seen=strategies.visits)
def test_a_visit_is_read_back_equal_after_a_restart(backend, seen):
    seen = replace(seen, entry="entry-000000")
    with tempfile.TemporaryDirectory() as folder:
        address = BACKENDS[backend](Path(folder))
        first = open_store(address)
        commit(first, seen)
        first.close()
        second = open_store(address)
        try:
            assert second.visits(seen.entry) == (seen,)
        finally:
            second.close()


def test_only_the_latest_visit_of_an_entry_says_when_to_ask_again(store):
    commit(store, visit(again_at=NOW + HOUR), visit(1, again_at=NOW + MINUTE))
    commit(store, visit(at=NOW + MINUTE, outcome=Outcome.SAME, again_at=NOW + 6 * HOUR))
    assert [one.entry for one in store.revisits(NOW + HOUR, 10)] == ["entry-000001"]
    assert [one.entry for one in store.revisits(NOW + 6 * HOUR, 10)] == ["entry-000001", "entry-000000"]
    assert len(store.revisits(NOW + 6 * HOUR, 1)) == 1
    commit(store, visit(1, at=NOW + HOUR, outcome=Outcome.REMOVED))
    assert [one.entry for one in store.revisits(NOW + 6 * HOUR, 10)] == ["entry-000000"]


def test_first_readings_are_not_counted_as_asking_again(store):
    commit(store, visit(), visit(1), visit(1, at=NOW + MINUTE, outcome=Outcome.UNSEEN))
    assert (store.revisited(NOW), store.revisited(NOW + HOUR)) == (1, 0)


def test_edits_come_newest_first_and_without_bodies(store):
    commit(store, visit(), visit(at=NOW + MINUTE, outcome=Outcome.EDITED, changes=(Change.NUMBER,), body=b"zip"))
    commit(store, visit(1, at=NOW + HOUR, outcome=Outcome.REMOVED, changes=(Change.REMOVED,)))
    assert [(one.entry, one.body) for one in store.edits(NOW, 10)] == [("entry-000001", b""), ("entry-000000", b"")]
    assert [one.entry for one in store.edits(NOW + HOUR, 10)] == ["entry-000001"]


def test_what_waits_is_moved_with_a_clock_that_is_set(store):
    commit(store, visit(again_at=NOW + HOUR))
    store.reschedule({}, by=-HOUR)
    assert [one.again_at for one in store.revisits(NOW, 10)] == [NOW]
