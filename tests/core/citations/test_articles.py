"""Whole articles in thirty languages, with the sources that a reader would name."""

import tomllib
from pathlib import Path

import pytest

from tests.core.citations.material import cited

ARTICLES = tomllib.loads((Path(__file__).parent / "articles.toml").read_text(encoding="utf-8"))["article"]


@pytest.mark.parametrize("row", ARTICLES, ids=lambda row: f"{row['lang']} {row['title']}")
def test_an_article_cites_its_sources_nearest_first(row):
    fields = {key: value for key, value in row.items() if key not in ("cites", "not")}
    found = cited(**fields)
    assert found == row["cites"]
    assert not set(found) & set(row.get("not", ()))


def test_the_articles_cover_many_languages():
    assert len({row["lang"] for row in ARTICLES}) >= 30
