"""The source that a story's facts come from, and not one that is cited for a side remark."""

from dataclasses import replace

import pytest

from tests.core.stories.test_origins import member
from watcher.core.model import Citation, Member
from watcher.core.stories import root


def article(title: str, *cited: tuple[str, str, str]) -> Member:
    """An article with its sources, the nearest first, each with its sentence and who rests on it."""
    citations = tuple(
        Citation(source=source, kind="agency", order=order, sentence=sentence, cited_by=by)
        for order, (source, sentence, by) in enumerate(cited)
    )
    return replace(member("1", hours=0), title=title, citations=citations)


TITLE = "Two miners rescued after tunnel collapse in Catamarca"


def test_what_the_first_source_rests_on_is_the_root_whatever_its_sentence():
    chain = article(TITLE, ("Reuters", "Reuters reported, citing Clarín.", ""), ("Clarín", "Citing Clarín.", "Reuters"))
    assert root(chain) == "Clarín"


@pytest.mark.parametrize(
    ("title", "told", "aside"),
    [
        (
            TITLE,
            "Both miners were rescued alive, Télam said.",
            "In March the government had cut subsidies, EFE reported.",
        ),
        (
            "칠레 광산서 광부 2명 구조",
            "광부 2명이 구조됐다고 텔람이 전했다.",
            "정부는 3월 보조금을 줄였다고 EFE가 보도했다.",
        ),
        ("矿难两名矿工获救", "据法新社报道，两名矿工已获救。", "埃菲社说，政府三月削减补贴。"),
    ],
)
def test_a_side_remark_makes_nobody_the_root(title, told, aside):
    assert root(article(title, ("Télam", told, ""), ("EFE", aside, ""))) == "Télam"
    assert root(article(title, ("EFE", aside, ""), ("Télam", told, ""))) == "Télam"


def test_a_source_that_other_articles_cite_counts_wherever_it_stands():
    one = article(TITLE, ("Reuters", "Two miners rescued, Reuters said.", ""), ("EFE", "A word from EFE.", ""))
    assert root(one) == "Reuters"
    assert root(one, {"EFE"}) == "EFE"


def test_who_cites_nobody_has_no_root():
    assert root(article(TITLE)) == ""
