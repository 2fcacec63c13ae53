"""A backtest that asks the index first finds what one finds that reads everything."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.store.values import decision, verdict
from watcher.cli.backtest.sweep import Job, sweep
from watcher.cli.likely import LEAST, likely, pays
from watcher.core.backtest import Tally
from watcher.core.model import PageState, Plan
from watcher.core.rules import Group, Ruleset, Topic, compile_rules
from watcher.store import open_store

START = datetime(2026, 10, 1, tzinfo=UTC)
END = START + timedelta(days=30)
GROUPS = {
    "place": Group(
        name="place", kind="names", terms={"en": ("Oslo", "New Bergen"), "ja": ("オスロ",), "ko": ("오슬로",)}
    ),
    "thing": Group(
        name="thing", terms={"en": ("bread", "sea salt"), "de": ("*brot",), "any": ("/e-?\\d+/",), "ja": ("塩",)}
    ),
}
RULES = compile_rules([Topic(name="Trade", rule="@place & @thing & price", threshold=0.3)], GROUPS)
WIDER = compile_rules([Topic(name="Trade", rule="@place & @thing", threshold=0.3)], GROUPS)
TITLES = (
    "Oslo bread price", "Price of Schwarzbrot in New Bergen", "Oslo", "rain", "The price of E102 in Oslo", "New price of salt",
    "オスロの塩 price", "오슬로에서 bread prices", "Bread", "Sea salt of Oslo",
)  # fmt: skip
PAGES = (PageState.READ, PageState.UNREAD, PageState.ABSENT, PageState.FAILED)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    decisions = []
    for number in range(200):
        facts = {
            "title": TITLES[number % len(TITLES)],
            "summary": "",
            "lang": ("en", "de", "", "ja")[number % 4],
            "feed": f"https://{number % 3}.example/rss",
            "first_seen": START + number * timedelta(hours=3),
        }
        page = PAGES[number // len(TITLES) % 4]
        text = "\n\n".join(["A long day.", TITLES[number % 7]]) if page is PageState.READ else ""
        told = (verdict(topic="Trade", hits=()),) if number % 7 == 0 else ()
        decisions.append(decision(number, *told, entry_changes=facts, page=page, text=text))
    store = open_store(tmp_path / "watcher.db")
    store.commit(Plan(decisions=tuple(decisions)))
    store.close()
    return tmp_path


def swept(data: Path, rules: Ruleset, only: bytes | None, against: Ruleset | None = None) -> Tally:
    store = open_store(data / "watcher.db", read_only=True)
    volumes = store.volumes(START)
    store.close()
    job = Job(database=data / "watcher.db", rules=rules, against=against, zone=UTC, only=only)
    whole = Tally()
    for tally in sweep(job, volumes, (START, END), 1):
        whole.add(tally)
    return whole


def read(data: Path, *rules: Ruleset, topic: str = "", processes: int = 1) -> bytes | None:
    store = open_store(data / "watcher.db", read_only=True)
    try:
        return likely(store, rules, topic, processes)
    finally:
        store.close()


def test_two_processes_that_share_the_words_choose_what_one_does(data: Path):
    assert read(data, WIDER, RULES, processes=2) == read(data, WIDER, RULES)


@pytest.mark.parametrize("against", [None, WIDER])
def test_what_is_found_is_the_same(data: Path, against: Ruleset | None):
    only = read(data, RULES, *filter(None, [against]))
    assert only is not None
    assert 0 < sum(only) < 190
    found = swept(data, RULES, only, against)
    assert found == swept(data, RULES, None, against)
    assert found.entries == 200
    (topic,) = found.topics.values()
    assert topic.counts.gained or against
    assert topic.counts.lost
    assert topic.undecided


def test_entries_that_the_index_does_not_have_are_read(data: Path):
    before = read(data, RULES)
    database = sqlite3.connect(data / "watcher.db")
    database.execute("DELETE FROM searched WHERE entry = 'entry-000003'")
    database.commit()
    database.close()
    after = read(data, RULES)
    assert before is not None
    assert after is not None
    assert sum(after) == sum(before) + 1


def test_entries_that_come_meanwhile_are_read(data: Path):
    assert swept(data, RULES, bytes(201)).topics == {}
    assert swept(data, RULES, b"").topics == swept(data, RULES, None).topics


def test_rules_that_ask_for_facts_alone_have_everything_read(data: Path):
    facts = compile_rules([Topic(name="a", rule="oslo"), Topic(name="b", rule="lang:en")], {})
    assert read(data, facts) is None
    assert read(data, facts, topic="a") is not None
    assert read(data, RULES, facts) is None


def test_few_entries_are_read_without_asking_the_index():
    assert not pays(LEAST - 1, LEAST - 1)
    assert pays(LEAST, LEAST)
    assert not pays(LEAST, 100 * LEAST)
