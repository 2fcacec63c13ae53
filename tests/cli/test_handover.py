"""A handover tells what happened since the last one, once."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.store.values import alert, decision, member, story, verdict
from watcher.cli import app
from watcher.config import DATABASE
from watcher.core.model import Feed, FeedState, Occasion, Plan
from watcher.errors import ConfigError
from watcher.store import open_store

HOUR = timedelta(hours=1)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    now = datetime.now(UTC)
    old = replace(member(1), first_seen=now - 30 * HOUR, published=now - 30 * HOUR)
    fresh = replace(member(2), first_seen=now - HOUR, published=now - HOUR)
    store = open_store(tmp_path / DATABASE)
    store.register([Feed(url="https://dead.example/feed", name="Dead")])
    broken = FeedState(
        url="https://dead.example/feed",
        title="The Dead",
        fault="404 Not Found",
        fault_kind="missing",
        last_poll=now,
        failing_since=now - HOUR,
    )
    store.commit(Plan(state=broken, decisions=(decision(1, verdict()), decision(2, verdict()))))
    store.commit(Plan(stories=(replace(story(1), id="grown", title="It goes on", members=(old, fresh)),)))
    store.commit(
        Plan(stories=(replace(story(2), id="fresh", title="It begins", members=(replace(fresh, entry="x"),)),))
    )
    told = replace(alert(7), occasion=Occasion.NUMBER, news="3,000 instead of 1,500", created=now - HOUR)
    store.commit(Plan(alerts=(told,)))
    store.close()
    return tmp_path


def handover(data: Path, *more: str) -> str:
    done = CliRunner().invoke(app, ["handover", "--data", str(data), *more])
    assert done.exit_code == 0, done.output
    return done.output


def test_new_and_grown_stories_escalations_and_sick_feeds_are_told(data: Path):
    found = json.loads(handover(data, "--json", "--peek"))
    assert [one["id"] for one in found["new"]] == ["fresh"]
    assert [(one["id"], one["new articles"]) for one in found["grown"]] == [("grown", 1)]
    assert [one["news"] for one in found["escalations"]] == ["3,000 instead of 1,500"]
    assert [one["name"] for one in found["feeds"]] == ["The Dead"]


def test_what_was_handed_over_is_not_told_again(data: Path):
    assert "It begins" in handover(data)
    assert "It begins" not in handover(data)
    assert "It begins" in handover(data, "--since", "1d")


def test_a_peek_leaves_everything_to_be_told(data: Path):
    assert handover(data, "--peek").splitlines()[1:] == handover(data, "--peek").splitlines()[1:]
    assert "It begins" in handover(data)


def test_a_span_that_is_none_is_told_with_its_option(data: Path):
    with pytest.raises(ConfigError, match="--since soon: expected a span of time"):
        CliRunner().invoke(app, ["handover", "--data", str(data), "--since", "soon"], catch_exceptions=False)
