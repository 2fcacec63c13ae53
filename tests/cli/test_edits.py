"""`watcher edits`, and what `watcher show` says of edits, as processes."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.store.values import decision, member, story, verdict
from tests.test_run import watcher
from watcher.core.model import Change, Outcome, Plan, Visit
from watcher.store import open_store

HOUR = timedelta(hours=1)
BEFORE = "North Korea sent 1,500 soldiers. The general \x1b[31mled them."
AFTER = "North Korea sent 1,000 soldiers. The general led them. Nobody knows more about it."


@pytest.fixture
def archive(tmp_path: Path):
    """The data folder of a database with an edited article and a removed one, open in a writer."""
    store = open_store(tmp_path / "watcher.db")
    now = datetime.now(UTC)
    decisions = (decision(0, verdict()), decision(1, verdict(topic="Other")))
    visits = (
        Visit(entry="entry-000000", at=now - 3 * HOUR, outcome=Outcome.FIRST, title="A title", text=BEFORE),
        Visit(
            entry="entry-000000",
            at=now - 2 * HOUR,
            outcome=Outcome.EDITED,
            title="A title",
            text=AFTER,
            changes=(Change.NUMBER, Change.ADDITION),
        ),
        Visit(entry="entry-000001", at=now - HOUR, outcome=Outcome.REMOVED, changes=(Change.REMOVED,)),
    )
    store.commit(Plan(decisions=decisions, visits=visits, stories=(story(members=(member(0), member(1))),)))
    yield tmp_path
    store.close()


async def test_edits_come_with_their_differences_the_newest_last(archive: Path):
    outcome = await watcher("edits", "--data", str(archive))
    assert (outcome.code, outcome.err) == (0, "")
    lines = outcome.out.splitlines()
    assert lines[1].endswith("number changed, text added")
    assert lines[2].strip() == "North Korea sent [-1,500-] {+1,000+} soldiers."
    assert lines[3].strip() == "The general [-[31mled-] {+led+} them."
    assert lines[4].strip() == "{+Nobody knows more about it.+}"
    assert "\x1b" not in outcome.out
    assert lines[-2].endswith("page removed")


async def test_edits_as_json_name_the_kind_and_both_sides(archive: Path):
    first, second = (await watcher("edits", "--json", "--data", str(archive))).events
    assert first["changes"] == ["number", "addition"]
    assert first["numbers"] == [{"before": "1,500", "after": "1,000"}]
    assert first["passages"][0]["before"] == "North Korea sent 1,500 soldiers."
    assert (second["entry"], second["changes"], second["passages"]) == ("entry-000001", ["removed"], [])


async def test_edits_are_narrowed_by_time_and_topic(archive: Path):
    (recent,) = (await watcher("edits", "--json", "--since", "90m", "--data", str(archive))).events
    (other,) = (await watcher("edits", "--json", "--topic", "Other", "--data", str(archive))).events
    assert recent["entry"] == other["entry"] == "entry-000001"
    none = await watcher("edits", "--since", "1m", "--data", str(archive))
    assert (none.code, none.out, none.err) == (0, "", "No silent edit in the last 1m.\n")
    wrong = await watcher("edits", "--since", "soon", "--data", str(archive))
    assert (wrong.code, "--since soon" in wrong.err) == (2, True)


async def test_a_story_shows_what_became_of_its_articles(archive: Path):
    outcome = await watcher("show", "story-000000", "--data", str(archive))
    assert "number changed, text added" in outcome.out
    assert "[-1,500-] {+1,000+}" in outcome.out
    assert "page removed" in outcome.out
    (facts,) = (await watcher("show", "story-000000", "--json", "--data", str(archive))).events
    assert [article["edits"][0]["changes"] for article in facts["articles"]] == [["number", "addition"], ["removed"]]


async def test_a_topic_that_is_none_is_refused_with_the_choices(archive: Path):
    config = archive / "config.toml"
    config.write_text('[[topic]]\nname = "Others"\nrule = "a"\n', encoding="utf-8")
    for command in ("edits", "stories"):
        for known in ("Other", "Others"):  # one of former times, one that matched nothing
            outcome = await watcher(command, "--topic", known, "--config", str(config), "--data", str(archive))
            assert outcome.code == 0
        wrong = await watcher(command, "--topic", "other", "--config", str(config), "--data", str(archive))
        assert (wrong.code, wrong.out) == (2, "")
        assert 'no topic "other" (did you mean "Others"? choices are Others)' in wrong.err
