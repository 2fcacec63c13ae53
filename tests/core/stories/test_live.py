"""Which articles become one story: by content across languages, in time, whatever the order, and within bounds."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.stories.parts import EVENTS, MEASLES, MONDAY, REFINERY, TREATY, decision
from watcher.core.citations import find
from watcher.core.model import Citation, Decision, Story
from watcher.core.stories import WINDOW, LiveStories, in_order
from watcher.core.stories.features import KEPT_FEATURES
from watcher.data.concept_lists import load_concepts
from watcher.data.sources import load_sources

ALL = [article for event in EVENTS for article in event]


def told(decisions: list[Decision], live: LiveStories | None = None) -> dict[str, str]:
    """Each article's story after all of them came in one poll."""
    live = LiveStories(load_concepts()) if live is None else live
    found = {}
    for one in in_order(decisions):
        story = live.join(one)
        live.take(story)
        found[one.article.entry.id] = story.id
    return found


# --- content ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("event", EVENTS)
def test_one_event_in_many_languages_is_one_story(event: list[Decision]):
    stories = told(ALL)
    assert len({stories[one.article.entry.id] for one in event}) == 1


def test_events_of_one_week_stay_apart():
    stories = told(ALL)
    assert len({stories[event[0].article.entry.id] for event in EVENTS}) == len(EVENTS)


def test_an_identical_article_joins_its_own_story():
    again = decision(
        "again", "Measles outbreak closes eleven schools in Toronto", MEASLES[0].article.entry.summary, hours=5
    )
    stories = told([*ALL, again])
    assert stories["again"] == stories["m-en"]


def test_a_copy_with_an_update_mark_and_an_outlet_suffix_joins_at_once():
    first = decision("1", "Mayor of a small town resigns over the price of a fountain", hours=0)
    copy = decision(
        "2", "UPDATE 2-Mayor of a small town resigns over the price of a fountain - Daily", outlet="Daily", hours=1
    )
    stories = told([first, copy])
    assert stories["2"] == stories["1"]


def test_the_same_kind_of_event_elsewhere_is_another_story():
    other = decision(
        "x", "Measles outbreak in Nairobi: 38 infections", "Kenya vaccinates children in the slums.", hours=5
    )
    assert told([*MEASLES, other])["x"] == "x"


def test_the_same_outlets_daily_report_opens_a_story_each_day():
    days = [
        decision(str(day), f"Water levels on day {day}: gauge in Wesel at {day * 37} cm, shipping goes on as usual",
                 f"The authority reports {day * 37} cm.", outlet="Port", hours=24 * day)
        for day in (1, 2, 3)
    ]  # fmt: skip
    for one, other in pairwise(days):
        stories = told([one, other, *REFINERY])
        assert stories[one.article.entry.id] != stories[other.article.entry.id]


# --- time -------------------------------------------------------------------------------------------------------------


def test_two_visits_by_the_same_delegation_weeks_apart_stay_two_stories():
    title, summary = "Delegation of Pyongyang's military academy flies to Russia", "Its president leads the officers."
    first, second = decision("1", title, summary), decision("2", title, summary, outlet="B", hours=24 * 21)
    assert told([first, second]) == {"1": "1", "2": "2"}


def test_a_story_is_over_after_five_days_of_silence_or_seven_days():
    title = "Measles outbreak closes eleven schools in Toronto"
    silent = [decision("1", title), decision("2", title, outlet="B", hours=24 * 5 + 1)]
    assert told(silent)["2"] == "2"
    busy = [decision(str(day), title, outlet=f"Outlet {day}", hours=24 * day) for day in range(9)]
    stories = told(busy)
    assert stories["7"] == "0"
    assert stories["8"] != "0"


def test_stories_are_forgotten_when_their_window_is_over():
    live = LiveStories(load_concepts())
    told(ALL, live)
    assert len(live) == len(EVENTS)
    live.forget(MONDAY + WINDOW + timedelta(days=1) - WINDOW)
    assert len(live) == 0
    assert told([decision("new", "Drone attack sets refinery on fire")], live) == {"new": "new"}


# --- what a story is --------------------------------------------------------------------------------------------------


def test_an_article_that_is_read_later_takes_its_own_place_again():
    live = LiveStories(load_concepts())
    told(ALL, live)
    with_page = decision(
        "m-en", "Measles outbreak closes eleven schools in Toronto", hours=4, text="Now with 230 infections."
    )
    story = live.join(with_page)
    assert [member.entry for member in story.members] == ["m-en", "m-es", "m-ko", "m-pl"]
    assert ("n:230", 0.7) in story.members[0].features


def test_join_changes_nothing():
    live = LiveStories(load_concepts())
    told(REFINERY, live)
    assert live.join(TREATY[0]) == live.join(TREATY[0])
    assert len(live) == 1


def test_a_restart_goes_on_where_it_stopped():
    before = LiveStories(load_concepts())
    kept: dict[str, Story] = {}
    for one in in_order(ALL[:8]):
        story = before.join(one)
        before.take(story)
        kept[story.id] = story
    after = LiveStories(load_concepts(), kept.values())
    assert [before.join(one) for one in ALL] == [after.join(one) for one in ALL]


def test_a_member_keeps_few_features_and_its_citations():
    cited = (Citation(source="Reuters", kind="agency"),)
    long = decision("l", "Long", text=" ".join(f"Name{n} {n * 13} tons of Word{n}." for n in range(400)))
    member = LiveStories(load_concepts()).join(long, cited).members[0]
    assert len(member.features) <= KEPT_FEATURES
    assert member.citations == cited
    assert ("o:Reuters", 1.0) in member.features


# --- laws -------------------------------------------------------------------------------------------------------------


@settings(max_examples=12)
@given(st.permutations(ALL))
def test_the_order_within_a_poll_does_not_matter(order: list[Decision]):
    assert told(order) == told(ALL)


@settings(max_examples=20)
@given(st.lists(st.sampled_from(ALL), max_size=25))
def test_an_article_is_in_one_story_and_there_once(articles: list[Decision]):
    live = LiveStories(load_concepts())
    stories: dict[str, Story] = {}
    for one in articles:
        story = live.join(one)
        live.take(story)
        stories[story.id] = story
    entries = [member.entry for story in stories.values() for member in story.members]
    assert sorted(entries) == sorted({one.article.entry.id for one in articles})


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(st.text(max_size=60), st.text(max_size=200), st.sampled_from(["", "en", "zh", "xx"])), max_size=6
    )
)
def test_any_text_finds_a_story(texts: list[tuple[str, str, str]]):
    decisions = [decision(str(n), title, text=text, lang=lang, hours=n) for n, (title, text, lang) in enumerate(texts)]
    homes = told(decisions)
    assert set(homes) == {one.article.entry.id for one in decisions}
    assert set(homes.values()) <= set(homes)  # a story is called after its first article


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        # the same sort of event, which happens everywhere, and nothing that says where
        (("pt", "Ministra apresenta demissão", ""), ("bg", "Министърът подаде оставка", ""), False),
        # the same country, and nothing that says what
        (("de", "Portugal wählt", ""), ("en", "Portugal's cork harvest begins", ""), False),
        # what an article leaves unsaid is of its own country
        (
            ("bg", "Министърът на вътрешните работи подаде оставка", ""),
            ("en", "Bulgarian interior minister resigns", ""),
            True,
        ),
        # the country of a source is not where it happened
        (
            ("en", "Earthquake kills 41 in Badakhshan", "The US Geological Survey put the magnitude at 6.3."),
            ("fa", "زمین‌لرزه در بدخشان افغانستان ۴۱ کشته برجا گذاشت", ""),
            True,
        ),
    ],
)
def test_one_event_is_one_kind_of_thing_in_one_place(one, other, together):
    live = LiveStories(load_concepts())
    told(ALL, live)
    decisions = [
        decision(str(n), title, summary, lang=lang, hours=n) for n, (lang, title, summary) in enumerate((one, other))
    ]
    stories = set()
    for each in decisions:
        joined = live.join(each, find(each.article, load_sources()))
        live.take(joined)
        stories.add(joined.id)
    assert (len(stories) == 1) == together
