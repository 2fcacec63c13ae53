"""Full-text search over real databases."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.values import NOW, decision, verdict
from watcher.core.model import Answer, Plan, Search
from watcher.ports import Store
from watcher.store import open_store

TITLES = [
    "Nordkorea entsendet Soldaten",
    "Северная Корея отправила военных",
    "北朝鮮がロシアに兵士を派遣",
    "북한군이 러시아에 도착했다",
    "ทหารเกาหลีเหนือ",
    "L'armée nord-coréenne",
    "उत्तर कोरिया के सैनिक",
    "قوات كورية شمالية",
]


def written(store: Store, *titles: str) -> None:
    entries = [decision(n, entry_changes={"title": title, "summary": ""}) for n, title in enumerate(titles)]
    store.commit(Plan(decisions=tuple(entries)))


def found(store: Store, query: str = "", **more) -> list[int]:
    """The numbers of what is found, newest first."""
    return [
        int(decision.article.entry.id.removeprefix("entry-"))
        for _, decision in store.search(Search(query=query, **more), 100)
    ]


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("nordkorea", 0),
        ("СЕВЕРНАЯ", 1),
        ("北朝鮮", 2),
        ("兵", 2),
        ("遣", 2),
        ("북한", 3),
        ("러시아", 3),
        ("เกาหลี", 4),
        ("armee", 5),
        ("सैनिक", 6),
        ("كورية شمالية", 7),
    ],
)
def test_every_script_is_found(store: Store, query: str, number: int):
    written(store, *TITLES)
    assert found(store, query) == [number]


def test_all_words_must_stand_somewhere_and_the_newest_comes_first(store: Store):
    written(store, "one two", "two three", "one three", "two one")
    assert found(store, "one two") == [3, 0]
    assert found(store, '"one two"') == [0]
    assert found(store, "one -two") == [2]
    assert found(store, "thr*") == [2, 1]
    assert found(store, "") == [3, 2, 1, 0]


@pytest.mark.parametrize(
    "query", ['"', "a AND", "NEAR(a b)", "title:x", "^", "*", "a'b\"c", "(", "{a b}: c", "-", "\x00"]
)
def test_no_query_is_a_fault(store: Store, query: str):
    written(store, *TITLES)
    assert isinstance(found(store, query), list)


def test_an_article_is_found_by_its_page_once_that_is_read_and_no_more_by_what_was_rewritten(store: Store):
    store.commit(Plan(decisions=(decision(0, entry_changes={"title": "old title"}),)))
    store.commit(Plan(decisions=(decision(0, entry_changes={"title": "new title"}, text="the page"),)))
    store.commit(Plan(decisions=(decision(0, entry_changes={"title": "new title"}, text="the page"),)))
    assert (found(store, "old"), found(store, "new page")) == ([], [0])


def test_what_is_pruned_is_not_found(store: Store):
    written(store, "one", "two")
    assert store.prune(NOW + timedelta(days=400), 1) == 1
    assert len(found(store, "one")) + len(found(store, "two")) == 1
    written(store, "one", "two")
    assert (found(store, "one"), found(store, "two")) == ([0], [1])


def test_a_search_is_narrowed(store: Store):
    store.commit(
        Plan(
            decisions=(
                decision(0, verdict(), entry_changes={"outlet": "A", "lang": "de-AT"}),
                decision(1, verdict(Answer.UNDECIDED, wants_page=True), entry_changes={"outlet": "B", "lang": "deu"}),
                decision(2, entry_changes={"outlet": "A", "lang": "en"}),
            )
        )
    )
    assert found(store, "Delegation", outlet="a") == [2, 0]
    assert found(store, lang="de") == [0]
    assert found(store, answer=Answer.UNDECIDED) == [1]
    assert found(store, topic="North Korea and Russia") == [0]
    assert found(store, "Delegation", since=NOW + timedelta(seconds=2)) == [2]


def test_a_search_goes_on_where_it_stopped(store: Store):
    written(store, *("same",) * 7)
    first = store.search(Search(query="same"), 4)
    rest = store.search(Search(query="same"), 4, before=first[-1][0])
    assert len({decision.article.entry.id for _, decision in (*first, *rest)}) == 7


def test_an_index_of_another_version_is_built_anew_and_a_reader_has_it(tmp_path: Path):
    path = tmp_path / "watcher.db"
    store = open_store(path)
    written(store, *TITLES)
    store.close()
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO search (search) VALUES ('delete-all')")
        connection.execute("UPDATE search_version SET version = 0")
    connection.close()
    heard: list[tuple[int, int]] = []
    open_store(path, report=lambda done, total: heard.append((done, total))).close()
    assert heard[-1] == (len(TITLES), len(TITLES))
    reader = open_store(path, read_only=True)
    assert found(reader, "北朝鮮") == [2]
    assert found(reader) == [7, 6, 5, 4, 3, 2, 1, 0]
    reader.close()


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(categories=["L", "Nd", "Zs"]), min_size=1, max_size=40))
def test_a_text_of_letters_and_digits_is_found_by_itself(tmp_path_factory: pytest.TempPathFactory, text: str):
    store = open_store(tmp_path_factory.mktemp("search") / "watcher.db")
    written(store, text.replace("\x00", ""))
    assert found(store, text.replace('"', " ").replace("-", " ").replace("\x00", "")) == [0]
    store.close()
