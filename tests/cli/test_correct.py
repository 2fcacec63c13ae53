"""Stories are split, merged and muted from the command line, with a watcher running on the database and without one."""

import asyncio
import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.badserver import BadServer, ok
from tests.parts import Events, Recorder, rss
from tests.store.values import decision, member, story, verdict
from tests.test_daemon import until
from tests.test_run import watcher
from watcher.app import assemble
from watcher.cli import app
from watcher.config import DATABASE, load
from watcher.core.events import Muted, Polled, StoriesCorrected, StoryChanged
from watcher.core.model import Plan
from watcher.errors import ConfigError, CorrectionError
from watcher.store import open_store

CONFIG = """
[http]
allow_private = ["127.0.0.1"]
gap = "0s"
robots = false
[alerts]
first_run = "notify"
[channel.desk]
kind = "screen"
[[feed]]
url = "{url}"
[[topic]]
name = "Bread"
rule = "bread | toys"
notify = ["desk"]
threshold = 0.1
fetch = "never"
"""
BREAD = {"title": "Bread prices rise in Lisbon after bakers strike", "guid": "bread"}
TOYS = {"title": "Museum of toys opens its doors to children in Oslo", "guid": "toys"}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A database with the stories entry-000001 (three articles) and entry-000005."""
    now = datetime.now(UTC)
    members = {n: member(n, first_seen=now - timedelta(hours=9 - n), published=now) for n in (1, 2, 3, 5)}
    store = open_store(tmp_path / DATABASE)
    store.commit(Plan(decisions=tuple(decision(n, verdict()) for n in members)))
    whole = story(1, id="entry-000001", members=tuple(members[n] for n in (1, 2, 3)))
    store.commit(Plan(stories=(whole, story(5, id="entry-000005", members=(members[5],)))))
    store.close()
    return tmp_path


def said(data: Path, *words: str) -> list[Any]:
    done = CliRunner().invoke(app, [*words, "--data", str(data), *(["--json"] if "unmute" not in words else [])])
    assert done.exit_code == 0, (done.output, done.exception)
    return [json.loads(line) for line in done.stdout.splitlines()]


def sizes(data: Path) -> dict[str, int]:
    return {one["id"]: len(said(data, "show", one["id"])[0]["articles"]) for one in said(data, "stories")}


def test_stories_are_split_merged_and_given_back(data: Path):
    (split,) = said(data, "stories", "split", "entry-000001", "entry-000003")
    assert (split["way"], split["story"], split["other"]) == ("split", "entry-000001", "entry-000003")
    assert sizes(data) == {"entry-000001": 2, "entry-000003": 1, "entry-000005": 1}
    said(data, "stories", "merge", "entry-000005", "entry-000003", "entry-000002")
    assert sizes(data) == {"entry-000001": 4}
    assert [one["way"] for one in said(data, "stories", "corrections")] == ["merge", "merge", "split"]
    for _ in range(3):
        assert said(data, "stories", "undo")[0]["undone"]
    assert sizes(data) == {"entry-000001": 3, "entry-000005": 1}
    again = CliRunner().invoke(app, ["stories", "undo", "--data", str(data)])
    assert isinstance(again.exception, ConfigError)


def test_people_read_what_was_done(data: Path):
    done = CliRunner().invoke(app, ["stories", "split", "entry-000001", "entry-000003", "--data", str(data)])
    assert "split: entry-000003 came off entry-000001, 1 article" in done.output


@pytest.mark.parametrize(
    ("words", "error", "message"),
    [
        (("stories", "split", "entry-000001", "x"), CorrectionError, "no article x"),
        (("stories", "merge", "entry-000001"), ConfigError, "two stories"),
        (("stories", "undo", "x"), CorrectionError, "no correction x"),
        (("unmute", "Bread"), ConfigError, "not muted"),
        (("mute", "Nobody's topic"), ConfigError, "no topic"),
        (("mute", "entry-000001", "--for", "soon"), ConfigError, "--for soon"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_reason(data: Path, words, error, message):
    done = CliRunner().invoke(app, [*words, "--data", str(data)])
    assert isinstance(done.exception, error)
    assert message in str(done.exception)


def test_topics_and_stories_are_muted_for_a_while_and_the_mute_lifted_early(data: Path):
    config = data / "config.toml"
    config.write_text(CONFIG.format(url="http://127.0.0.1:9/feed"), encoding="utf-8")
    said(data, "mute", "entry-000002", "--for", "2h")  # an article names its story
    listed = said(data, "mute", "Bread", "--config", str(config))
    assert [(one["topic"], one["story"], one["title"]) for one in listed] == [
        ("Bread", None, None),
        (None, "entry-000001", "A delegation leaves"),
    ]
    status = CliRunner().invoke(app, ["status", "--json", "--data", str(data)])  # exit code 1: no watcher runs
    assert [one["topic"] for one in json.loads(status.stdout)["mutes"]] == ["Bread", None]
    assert "Muted until" in CliRunner().invoke(app, ["alerts", "--data", str(data)]).output
    said(data, "unmute", "entry-000003")
    said(data, "unmute", "Bread")
    assert said(data, "mute") == []


async def command(data: Path, *words: str) -> str:
    """Run a command as a process of its own, which must succeed; what it prints."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "watcher", *words, "--data", str(data), stdout=-1, stderr=-1
    )
    out, err = await process.communicate()
    assert process.returncode == 0, err.decode()
    return out.decode()


async def test_a_running_watcher_does_it_at_once_and_new_articles_join_what_was_corrected(tmp_path: Path):
    table = {"/feed": [ok(rss([BREAD, TOYS])), ok(rss([BREAD, TOYS, {**TOYS, "guid": "copy"}]))]}
    events, desk, file = Events(), Recorder(), tmp_path / "config.toml"
    async with BadServer(table) as server:
        file.write_text(CONFIG.format(url=server.url("/feed")), encoding="utf-8")
        running = assemble(load(file), data=tmp_path, emit=events, notifiers={"desk": desk})
        watching = asyncio.create_task(running.daemon.run())
        await until(lambda: len(desk.sent) == 2)
        bread, toys = (
            next(e.story.id for e in events.of(StoryChanged) if e.story.title == item["title"])
            for item in (BREAD, TOYS)
        )
        merged = json.loads(await command(tmp_path, "stories", "merge", bread, toys, "--json"))
        (done,) = events.of(StoriesCorrected)
        assert (merged["correction"], merged["other"]) == (done.correction.id, done.gone)
        await command(tmp_path, "mute", "Bread", "--config", str(file))
        assert [event.mute.topic for event in events.of(Muted)] == ["Bread"]
        running.daemon.poll_now()
        await until(lambda: len(events.of(Polled)) == 2)
        (whole,) = running.store.stories(datetime.now(UTC) - timedelta(days=1))
        assert whole.id == merged["story"]
        await command(tmp_path, "stories", "undo")
        await command(tmp_path, "unmute", "Bread")
        assert running.store.mutes(datetime.now(UTC)) == ()
        assert len(running.store.stories(datetime.now(UTC) - timedelta(days=1))) == 2
        running.daemon.stop()
        await watching
        await running.close()
    assert len(desk.sent) == 2


async def test_what_cannot_be_corrected_was_asked_wrongly(data: Path):
    for command in (("split", "nothing", "entry-000001"), ("split", "entry-000001", "none"), ("merge", "none", "more")):
        done = await watcher("stories", *command, "--data", str(data))
        assert (done.code, "no " in done.err) == (2, True), done.err


async def test_a_mute_of_no_length_is_none(data: Path):
    done = await watcher("mute", "entry-000001", "--for", "0m", "--data", str(data))
    assert (done.code, "`watcher unmute` ends a mute" in done.err) == (2, True), done.err
    assert said(data, "mute") == []
