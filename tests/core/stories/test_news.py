"""What a follow-up adds: numbers, names and places that no earlier article had, with the sentence."""

from tests.core.stories.parts import MEASLES, decision
from watcher.core.model import Decision, Story
from watcher.core.stories import Concepts, LiveStories, News, news
from watcher.data.concept_lists import load_concepts


def story_of(*decisions: Decision, concepts: Concepts) -> Story:
    live = LiveStories(concepts)
    for one in decisions:
        live.take(live.join(one))
    return live.join(decisions[-1])


def test_new_numbers_and_places_are_told_with_their_sentence():
    concepts = load_concepts()
    later = decision(
        "later",
        "Measles outbreak in Toronto: infections rise to 251",
        "Canada counts 251 infections. First cases appeared in Mexico. Eleven schools stay closed.",
        hours=20,
    )
    story = story_of(*MEASLES, later, concepts=concepts)
    assert len(story.members) == 5
    assert news(later, story, concepts) == (
        News(kind="place", text="Mexico", sentence="First cases appeared in Mexico."),
        News(kind="number", text="251", sentence="Measles outbreak in Toronto: infections rise to 251"),
    )


def test_the_same_number_in_another_language_is_no_news():
    concepts = load_concepts()
    told = news(MEASLES[2], story_of(*MEASLES[:3], concepts=concepts), concepts)
    assert "214" not in {one.text for one in told}


def test_the_first_article_has_no_news():
    concepts = load_concepts()
    assert news(MEASLES[0], story_of(*MEASLES, concepts=concepts), concepts) == ()
