"""The demo is the main job on real HTTP: every promise of its end summary is held here."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from watcher.demo import load_newsroom

ROOT = Path(__file__).parents[1]
SCRIPT = load_newsroom()
STORY_OF = {" ".join(item.title.split()): item.story for item in SCRIPT.items}  # as cleaned: a title has a wide space
DELEGATION = {title for title, story in STORY_OF.items() if story == "delegation"}
SPEED = "4"  # forty seconds in ten, with the feed's failure long enough to be met


def demo(*arguments: str) -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-m", "watcher", "demo", "--json", *arguments],
        capture_output=True, text=True, cwd=ROOT, timeout=170, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def events() -> list[dict[str, Any]]:
    return demo("--speed", SPEED)


def matches(events: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The last word on every entry that matches, by title."""
    decided = {event["title"]: event for event in events if event["event"] == "entry_decided"}
    return {title: event for title, event in decided.items() if event["answer"] == "yes"}


def edits(events: list[dict[str, Any]]) -> list[list[str]]:
    """What articles were found changed in."""
    return [event["changes"] for event in events if event["event"] == "article_edited"]


def test_every_report_of_a_story_matches_and_nothing_else_does(events: list[dict[str, Any]]):
    assert Counter(STORY_OF[title] for title in matches(events)) == Counter(
        item.story for item in SCRIPT.items if item.story
    )


def test_the_delegation_is_one_story_in_at_least_six_languages(events: list[dict[str, Any]]):
    found = matches(events)
    stories = {found[title]["story"] for title in DELEGATION}
    languages = {found[title]["lang"] for title in DELEGATION}
    assert len(stories) == 1
    assert len(languages) >= 6


def test_the_shells_are_another_story_and_the_old_visit_a_third(events: list[dict[str, Any]]):
    found = matches(events)
    homes: dict[str, set[str]] = {}
    for title, event in found.items():
        homes.setdefault(STORY_OF[title], set()).add(event["story"])
    assert [len(ids) for ids in homes.values()] == [1, 1, 1]
    assert len(set.union(*homes.values())) == 3


def test_the_alerts_that_were_due_are_sent_and_no_others(events: list[dict[str, Any]]):
    sent = [event for event in events if event["event"] == "alert_sent" and event["channel"] == "screen"]
    assert {STORY_OF[event["title"]] for event in sent} == {"delegation", "shells"}
    assert len({event["story"] for event in sent}) == 2


def test_the_feed_that_fails_recovers(events: list[dict[str, Any]]):
    failed = [event for event in events if event["event"] == "poll_failed"]
    assert {event["name"] for event in failed} == {"Дніпровська хвиля"}
    assert "503" in failed[0]["fault"]
    recovered = [event for event in events if event["event"] == "polled" and event.get("recovered")]
    assert [event["name"] for event in recovered] == ["Дніпровська хвиля"]


def test_pages_are_read_only_where_they_can_matter(events: list[dict[str, Any]]):
    read = {event["title"] for event in events if event["event"] == "entry_decided" and event["page"] == "read"}
    ordinary = {item.title for item in SCRIPT.items if item.at < 0 and not item.story}
    assert read >= DELEGATION
    assert not read & ordinary


def test_an_outlet_that_changes_its_headline_in_silence_is_found_out(events: list[dict[str, Any]]):
    assert edits(events) == [["headline", "number", "deletion"]]


def test_once_polls_before_and_after_the_whole_story():
    events = demo("--once")
    assert {STORY_OF[title] for title in matches(events)} == {"delegation", "shells", "older"}
    assert edits(events) == [["headline", "number", "deletion"]]
    assert events[-1]["event"] == "stopped"


def test_for_a_span_ends_by_itself_with_a_summary():
    done = subprocess.run(
        [sys.executable, "-m", "watcher", "demo", "--for", "1s"],
        capture_output=True, text=True, cwd=ROOT, timeout=110, check=True,
    )  # fmt: skip
    assert "Watched for" in done.stdout
    assert done.stderr == ""


def test_the_newsroom_holds_what_it_promises():
    assert len(SCRIPT.outlets) >= 12
    assert {outlet.format for outlet in SCRIPT.outlets} == {"rss", "rdf", "atom", "json"}
    assert len({outlet.lang for outlet in SCRIPT.outlets}) >= 8
    for item in SCRIPT.items:
        outlet = next(outlet for outlet in SCRIPT.outlets if outlet.key == item.outlet)
        "".join((item.title, item.summary, *item.body, item.caption)).encode(outlet.encoding)
