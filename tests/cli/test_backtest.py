"""`watcher backtest` as a process, beside a store that is open for writing, and at a terminal."""

import json
import signal
import subprocess
import sys
import tomllib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.store.values import decision, member, story, verdict
from tests.test_run import watcher
from watcher.config import load
from watcher.core.citations import find
from watcher.core.model import PageState, Plan
from watcher.data.sources import load_sources
from watcher.store import open_store

START = datetime(2026, 10, 1, tzinfo=UTC)
THEN = '[[topic]]\nname = "Bread"\nrule = "bread & oslo"\nthreshold = 0.2\n'
NOW = """\
# Mine.
[[topic]]
name = "Bread"
rule = "@bread & oslo"   # wider
threshold = 0.2

[group.bread]
en = ["bread", "loaf"]
de = ["Brot"]
"""
TITLES = ("Oslo bread", "Oslo loaf, says Anna Berg", "Brot in Oslo", "Oslo", "rain", "Bread of Bergen")


@pytest.fixture
def archive(tmp_path: Path):
    """Options that name a database which is open for writing, and a file of other rules."""
    (tmp_path / "data").mkdir()
    store = open_store(tmp_path / "data" / "watcher.db")
    decisions = []
    for number in range(120):
        title = TITLES[number % len(TITLES)]
        facts = {
            "title": title,
            "summary": "",
            "lang": "de" if title.startswith("Brot") else "fi" if title == "rain" else "en",
            "outlet": f"Outlet {number % 2}",
            "feed": f"https://{number % 4}.example/rss",
            "first_seen": START + number * timedelta(hours=6),
        }
        told = (verdict(topic="Bread", hits=()),) if number % len(TITLES) in (0, 4) else ()
        decisions.append(decision(number, *told, entry_changes=facts, page=PageState.ABSENT))
    members = tuple(member(number) for number in (0, 6))
    store.commit(Plan(decisions=tuple(decisions), stories=(story(topics=("Bread",), members=members),)))
    (tmp_path / "then.toml").write_text(THEN, encoding="utf-8")
    (tmp_path / "now.toml").write_text(NOW, encoding="utf-8")
    yield "--data", str(tmp_path / "data"), "--config", str(tmp_path / "then.toml")
    store.close()


def other(archive: tuple[str, ...]) -> str:
    return str(Path(archive[-1]).with_name("now.toml"))


async def found(*arguments: str):
    outcome = await watcher("backtest", "--json", *arguments)
    assert (outcome.code, outcome.err) == (0, "")
    return json.loads(outcome.out)


async def test_what_is_stored_is_compared_with_other_rules(archive: tuple[str, ...]):
    answer = await found(*archive, "--rules", other(archive))
    (topic,) = answer["topics"]
    assert (topic["then"], topic["now"], topic["gained"], topic["lost"]) == (40, 60, 40, 20)
    assert {one["title"] for one in topic["samples"]["gained"]} == {"Brot in Oslo", "Oslo loaf, says Anna Berg"}
    assert topic["samples"]["lost"][0]["wanting"].startswith("@bread absent; oslo absent")
    assert {one["lang"]: one["gained"] for one in topic["by"]["lang"]} == {"de": 20, "en": 20, "fi": 0}
    fired = {one["term"]: (one["fired"], one["decided"]) for one in topic["terms"]}
    assert fired["loaf"] == (20, 20)
    assert [one["name"] for one in topic["names"]] == ["Anna Berg"]
    assert topic["alerts_a_day"]["then"] < topic["alerts_a_day"]["now"]
    assert [(one["lang"], one["entries"]) for one in answer["languages"]] == [("fi", 20)]


async def test_the_rules_that_decided_find_what_they_decided(tmp_path: Path):
    rules = tmp_path / "rules.toml"
    more = '[[topic]]\nname = "Said"\nrule = "cites:kcna & oslo"\n[[topic]]\nname = "New"\nrule = "oslo & age < 2d"\n'
    rules.write_text(f"{more}{NOW}", encoding="utf-8")
    judge, decisions = load(rules).rules.judge, []
    for number, title in enumerate(TITLES * 3):
        late = number % 2 * timedelta(days=3)
        facts = {"title": title, "summary": "The state agency KCNA says so." * (number % 3), "published": START - late}
        text = "Oslo is said to have bread, KCNA reported." if number % 5 == 0 else ""
        page = PageState.READ if text else (PageState.ABSENT, PageState.UNREAD)[number % 2]
        bare = decision(number, decided_at=START, entry_changes={**facts, "lang": "en"}, text=text, page=page)
        cited = tuple(one.source for one in find(bare.article, load_sources()))
        decisions.append(replace(bare, verdicts=judge(bare.article, now=START, citations=cited)))
    store = open_store(tmp_path / "watcher.db")
    store.commit(Plan(decisions=tuple(decisions)))
    store.close()
    answer = await found("--data", str(tmp_path), "--config", str(rules))
    changes = {topic["name"]: (topic["then"], topic["gained"], topic["lost"]) for topic in answer["topics"]}
    assert all(change[1:] == (0, 0) for change in changes.values()), changes
    assert all(then for then, *_ in changes.values()), changes
    near = [one for topic in answer["topics"] for one in topic["samples"]["near"] if one["score_then"] is not None]
    assert near
    assert all(one["score"] == one["score_then"] for one in near)


async def test_any_number_of_processes_finds_the_same(archive: tuple[str, ...]):
    alone = await found(*archive, "--rules", other(archive), "--processes", "1")
    assert alone == await found(*archive, "--rules", other(archive), "--processes", "3")


async def test_rules_are_compared_with_the_rules_of_now_if_that_is_wanted(archive: tuple[str, ...]):
    answer = await found(*archive, "--rules", other(archive), "--against", "rules")
    (topic,) = answer["topics"]
    assert (topic["then"], topic["gained"], topic["lost"]) == (20, 40, 0)
    assert "then.toml" in answer["compared_with"]


async def test_only_the_last_days_are_judged_if_they_alone_are_wanted(archive: tuple[str, ...]):
    days = (datetime.now(UTC) - START).days + 2
    assert (await found(*archive, "--since", f"{days}d"))["entries"] == 120
    assert (await found(*archive, "--since", "1m"))["entries"] < 120


async def test_people_get_lines_with_the_deciding_words(archive: tuple[str, ...]):
    shown = await watcher("backtest", *archive, "--rules", other(archive), "--limit", "1")
    assert shown.code == 0
    for line in ("matches   40 → 60   +40 −20", "Gained, 1 of 40", "Brot · Oslo", "@bread Brot", "Anna Berg"):
        assert line in shown.out
    assert "\x1b" not in shown.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--against", "nothing"), "choices are stored, rules"),
        (("--topic", "None"), "choices are Bread"),
        (("--rules", "/nonexistent.toml"), "cannot be read"),
        (("--since", "never"), "--since never"),
        (("--label",), "there is none"),
    ],
)
async def test_what_cannot_be_tried_is_said(archive: tuple[str, ...], arguments: tuple[str, ...], said: str):
    outcome = await watcher("backtest", *archive, *arguments)
    assert (outcome.code, said in outcome.err) == (2, True), outcome.err


async def test_the_built_in_rules_take_no_labels(archive: tuple[str, ...]):
    outcome = await watcher("backtest", *archive[:2], "--config", "/nonexistent", "--rules", other(archive), "--label")
    assert (outcome.code, "terminal" in outcome.err) == (2, True)


def test_an_interrupt_leaves_what_was_found_so_far(tmp_path: Path):
    from tests.dashboard.session import Session

    store = open_store(tmp_path / "watcher.db")
    for first in range(0, 6000, 1000):
        facts = [{"first_seen": START + (first + n) * timedelta(minutes=1)} for n in range(1000)]
        entries = [
            decision(first + n, entry_changes=one, text="Oslo. " * 1000, page=PageState.READ)
            for n, one in enumerate(facts)
        ]
        store.commit(Plan(decisions=tuple(entries)))
    store.close()
    (tmp_path / "now.toml").write_text(NOW, encoding="utf-8")
    arguments = ("--processes", "1", "--data", str(tmp_path), "--rules", str(tmp_path / "now.toml"))
    session = Session([sys.executable, "-m", "watcher", "backtest", *arguments], 120, 40)
    try:
        session.sees("Judging")
        session.process.send_signal(signal.SIGINT)
        session.sees("stopped early")
        assert session.end() == 0
    finally:
        session.close()


WAITING = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from watcher.cli.backtest.sweep import Job, sweep
from watcher.config import load
from watcher.store import open_store
database, rules = map(Path, sys.argv[1:])
volumes = open_store(database, read_only=True).volumes(datetime(2026, 1, 1, tzinfo=UTC))
window = min(one.oldest for one in volumes), max(one.newest for one in volumes)
job = Job(database=database, rules=load(rules).rules, against=None, zone=UTC)
for tally in sweep(job, volumes, window, 2):
    print(tally.entries, flush=True)
    sys.stdin.read()
"""


def test_processes_that_judge_end_when_the_first_one_is_killed(archive: tuple[str, ...]):
    database, rules = Path(archive[1]) / "watcher.db", archive[3]
    command = [sys.executable, "-c", WAITING, str(database), rules]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline().strip() == b"119"
        process.kill()
        assert process.communicate(timeout=60)[0] == b""  # which comes once nobody has that pipe open any more


def test_labels_become_examples_of_the_rule_file(archive: tuple[str, ...]):
    from tests.dashboard.session import Session

    file = Path(other(archive))
    command = [sys.executable, "-m", "watcher", "backtest", *archive, "--rules", str(file), "--limit", "1", "--label"]
    session = Session(command, 140, 50)
    try:
        for place, key in enumerate("ynu", start=1):
            session.sees(f"{place} of 3")
            session.press(key)
        session.until(lambda picture: picture.count("2 of 3") == 2, "the second again")
        session.press("s")
        session.until(lambda picture: picture.count("3 of 3") == 2, "the third again")
        session.press("q")
        session.sees("watcher check")
        assert session.end() == 0
    finally:
        session.close()
    text = file.read_text(encoding="utf-8")
    assert text.startswith(NOW.split("\n\n", maxsplit=1)[0])
    (example,) = tomllib.loads(text)["topic"][0]["example"]
    assert example["match"] is True
