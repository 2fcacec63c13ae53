"""What tables take from TOML: every setting of every table, by its annotation."""

import tomllib
from dataclasses import MISSING, fields
from typing import Any, get_args

import pytest

from watcher.config import Channel, Config
from watcher.config.schema import KIND, default_of, read_table, setting, written
from watcher.config.tables import Alerts, Archive, Dashboard, Example, FeedTable, Http, Reading, TopicTable, Watcher
from watcher.frozen import dataclass

TABLES: list[type] = [
    Alerts,
    Archive,
    Dashboard,
    Example,
    FeedTable,
    Http,
    Reading,
    TopicTable,
    Watcher,
    *get_args(Channel),
]
SETTINGS = [(table, one.name) for table in TABLES for one in fields(table)]
NEEDED: dict[str, Any] = {
    "url": "env:URL", "match": True, "title": "t", "name": "n", "rule": "r", "topic": "t", "command": ["x"],
}  # fmt: skip


def needs(table: type) -> dict[str, Any]:
    """What a table must have."""
    own = {one.name: one for one in fields(table) if default_of(one) is MISSING}
    values = {name: get_args(one.type)[0] if name == KIND else NEEDED[name] for name, one in own.items()}
    return values | ({"url": "https://x.example"} if table is FeedTable else {})


def told(table: type, raw: dict[str, Any]) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []
    read_table(table, raw, (), lambda path, message, key=False: found.append((path, message, key)))
    return found


@pytest.mark.parametrize(("table", "name"), SETTINGS, ids=[f"{table.__name__}.{name}" for table, name in SETTINGS])
def test_a_value_of_another_type_is_one_fault_at_its_place(table: type, name: str):
    for wrong in ({"no": [1]}, 1j):  # no setting takes these; the second is nothing that TOML has
        found = told(table, {**needs(table), name: wrong})
        assert [path[0] for path, _, _ in found] == [name]
        assert name in found[0][1]


@pytest.mark.parametrize("table", TABLES)
def test_what_is_needed_is_enough_and_the_rest_has_its_default(table: type):
    assert told(table, needs(table)) == []
    made: Any = read_table(table, needs(table), (), pytest.fail)
    assert made == table(**{one.name: getattr(made, one.name) for one in fields(table)})
    assert written(made).keys() <= needs(table).keys()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    number: int = setting(3, "", least=2, most=1000)
    share: float = setting(0.5, "", least=0, most=1)
    text: str = setting("ab", "", least=2)
    names: tuple[str, ...] = setting(("a",), "", least=1, most=2)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("number = 1", '"number" should be at least 2'),
        ("number = 1001", '"number" should be at most 1,000'),
        ("number = true", '"number" should be a whole number'),
        ("number = 2.0", '"number" should be a whole number'),
        ("share = 1.5", '"share" should be at most 1'),
        ("share = true", '"share" should be a number'),
        ('text = "a"', '"text" should have at least 2 characters'),
        ("names = []", '"names" should have at least 1 item'),
        ('names = ["a", "b", "c"]', '"names" should have at most 2 items'),
        ('names = "a"', '"names" should be a list'),
        ('names = ["a", 1]', '"names" should be a text'),
    ],
)
def test_bounds_and_types_are_told_in_words(raw: str, said: str):
    assert [message for _, message, _ in told(Bounds, tomllib.loads(raw))] == [said]


@pytest.mark.parametrize("raw", ["number = 2", "number = 1000", "share = 1", "share = 0.0", 'names = ["a", "b"]'])
def test_what_stands_at_a_bound_is_within_it(raw: str):
    assert told(Bounds, tomllib.loads(raw)) == []


def test_tables_that_are_none_are_faults_of_their_own():
    raw = tomllib.loads("watcher = 1\nfeed = [1]\ntopic = {}\nchannel = { a = 1 }\ngroup = { g = 1 }\n")
    assert [(path, message) for path, message, _ in told(Config, raw)] == [
        (("watcher",), '"watcher" should be a table'),
        (("channel", "a"), '"channel.a" should be a table'),
        (("feed", 0), '"feed" should be a table'),
        (("topic",), '"topic" should be a list'),
        (("group", "g"), '"group.g" should be a table'),
    ]
