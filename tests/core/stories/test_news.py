"""What a follow-up adds: numbers, names and places that no earlier article had, with the sentence."""

import pytest

from tests.core.stories.parts import MEASLES, decision
from watcher.core.model import Decision, News
from watcher.core.stories import LiveStories
from watcher.data.concept_lists import load_concepts


def told(*decisions: Decision) -> tuple[News, ...]:
    """What the last of some articles adds, all of which join one story."""
    live = LiveStories(load_concepts())
    for one in decisions:
        live.take(live.join(one))
    (member,) = [one for one in live.join(decisions[-1]).members if one.entry == decisions[-1].article.entry.id]
    assert len(live) == 1
    return member.news


def test_new_numbers_and_places_are_told_with_their_sentence():
    later = decision(
        "later",
        "Measles outbreak in Toronto: infections rise to 251",
        "Canada counts 251 infections. First cases appeared in Mexico. Eleven schools stay closed.",
        hours=20,
    )
    assert told(*MEASLES, later) == (
        News(kind="place", text="Mexico", sentence="First cases appeared in Mexico."),
        News(kind="number", text="251", sentence="Measles outbreak in Toronto: infections rise to 251"),
    )


@pytest.mark.parametrize(
    "dateline", ["OTTAWA, Nov. 23 (Reuters) -", "Ottawa (dpa) –", "OTTAWA —", "Ottawa, 23 November."]
)
def test_a_dateline_is_no_news(dateline: str):
    later = decision(
        "later",
        "Measles outbreak in Toronto: infections rise to 251",
        f"{dateline} Canada counts 251 infections, one of them in Mexico. Eleven schools stay closed.",
        hours=20,
    )
    assert {one.text for one in told(*MEASLES, later)} == {"Mexico", "251"}


def test_the_same_number_in_another_language_is_no_news():
    assert "214" not in {one.text for one in told(*MEASLES[:3])}


def test_the_first_article_has_no_news():
    assert told(MEASLES[0]) == ()
