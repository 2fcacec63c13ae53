"""The topic that the program starts with, held to reports that it must find and to traps that it must pass over.

The tables beside this file are in starter/: an item is read once as its feed shows it and, if it has a body, as its page
does. `page_tells = true` marks items of which the teaser alone says nothing, `beyond` says why the rules get one wrong.
"""

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from watcher.config import load
from watcher.core.model import Article, Entry, PageState
from watcher.core.rules import Ruleset

NOW = datetime(2026, 1, 2, tzinfo=UTC)
TABLES = sorted((Path(__file__).parent / "starter").glob("*.toml"))
Item = dict[str, Any]


@cache
def starter() -> Ruleset:
    return load(None).rules


def items() -> Iterator[tuple[str, Item]]:
    for path in TABLES:
        for number, item in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["item"], 1):
            yield f"{path.stem}-{number}-{item['lang']}-{item['trick']}".replace(" ", "-"), item


def looks() -> Iterator[Any]:
    for name, item in items():
        marks = [pytest.mark.xfail(reason=item["beyond"], strict=True)] if "beyond" in item else []
        if not item.get("page_tells"):
            yield pytest.param(item, "", id=f"{name}-teaser", marks=marks)
        if item.get("body"):
            yield pytest.param(item, item["body"].strip(), id=f"{name}-page", marks=marks)


def matches(item: Item, text: str) -> bool:
    entry = Entry(
        id="1",
        feed="https://feed.example/",
        outlet=item.get("outlet", "Example"),
        url="https://news.example/1",
        title=item["title"],
        summary=item.get("summary", ""),
        lang=item["lang"],
        first_seen=NOW,
    )
    article = Article(entry=entry, text=text, page=PageState.READ if text else PageState.ABSENT)
    return any(verdict.matches for verdict in starter().judge(article, now=NOW))


@pytest.mark.parametrize(("item", "text"), tuple(looks()))
def test_a_report_is_found_and_a_trap_passed_over(item: Item, text: str) -> None:
    assert matches(item, text) is item["match"]


def test_the_tables_hold_reports_in_thirty_languages_and_as_many_traps_as_reports() -> None:
    all_items = [item for _, item in items()]
    reports = [item for item in all_items if item["match"]]
    assert len({item["lang"] for item in reports}) >= 30
    assert len(all_items) - len(reports) >= 0.75 * len(reports)


def test_what_the_rules_get_wrong_stays_rare() -> None:
    wrong = [item for _, item in items() if "beyond" in item]
    assert len(wrong) <= 0.03 * len(list(items()))


def demo_items() -> Iterator[Any]:
    room = tomllib.loads((files("watcher.demo") / "newsroom.toml").read_text(encoding="utf-8"))
    for number, item in enumerate(room["item"], 1):
        outlet = room["outlet"][item["outlet"]]
        body = "\n\n".join([item.get("caption", ""), *item.get("body", ())])
        known = {"lang": outlet["lang"], "outlet": outlet["name"], "match": "story" in item}
        yield pytest.param({**item, **known}, body.strip(), id=f"{number}-{item['outlet']}")


@pytest.mark.parametrize(("item", "body"), tuple(demo_items()))
def test_the_demo_s_reports_match_and_its_decoys_do_not_on_teaser_and_on_page(item: Item, body: str) -> None:
    assert matches(item, "") is item["match"]
    assert not body or matches(item, body) is item["match"]


@pytest.mark.parametrize(
    "title",
    [
        "North Korea fires missiles, South Korea's army on alert",
        "Russian army shells Kharkiv, drones over Kyiv",
        "South Korean arms exports to Poland rise, Russia protests",
        "Kim wins the election in Toronto, army of volunteers celebrates",
    ],
)
def test_one_of_the_two_alone_is_no_match_however_military(title: str) -> None:
    assert not matches({"title": title, "lang": "en"}, "")


def test_the_section_in_the_address_speaks_against_a_match() -> None:
    def score(url: str) -> float:
        title = "North Korean soldiers meet Russian army team"
        entry = Entry(id="1", feed="", outlet="Example", url=url, title=title, summary="", lang="en", first_seen=NOW)
        (verdict,) = starter().judge(Article(entry=entry, text="", page=PageState.ABSENT), now=NOW)
        return verdict.score

    assert score("https://news.example/sport/1") < score("https://news.example/politics/1")
