"""What a person splits and merges: no article is lost, every correction can be taken back, and joining respects it."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.stories.parts import HOSPITAL, MEASLES, MONDAY, REFINERY, decision
from watcher.core.model import Member, Story
from watcher.core.stories import LiveStories, merge, split, undo
from watcher.data.concept_lists import load_concepts
from watcher.errors import CorrectionError

NOW = MONDAY + timedelta(days=1)


def story(first: int, size: int) -> Story:
    members = tuple(
        Member(
            entry=f"e{number}",
            outlet=f"o{number}",
            title=f"title {number}",
            published=MONDAY + timedelta(minutes=number),
            first_seen=MONDAY + timedelta(minutes=number),
        )
        for number in range(first, first + size)
    )
    return Story(id=f"e{first}", title=f"title {first}", topics=("T",), members=members, score=0.5)


@settings(max_examples=60)
@given(size=st.integers(2, 9), data=st.data())
def test_a_split_loses_no_article_and_undoing_it_gives_the_same_story_back(size, data):
    whole = story(0, size)
    away = data.draw(st.sets(st.sampled_from([m.entry for m in whole.members]), min_size=1, max_size=size - 1))
    done = split(whole, away, {}, now=NOW)
    stays, went = done.stories
    assert stays.id == whole.id
    assert went.id == went.members[0].entry
    assert sorted(m.entry for part in done.stories for m in part.members) == [m.entry for m in whole.members]
    assert {m.entry for m in went.members} in (
        away,
        {m.entry for m in stays.members} ^ {m.entry for m in whole.members},
    )
    back = undo(done.correction, stays, went, {}, now=NOW)
    assert back.stories == (whole,)
    assert back.gone == went.id


@settings(max_examples=60)
@given(sizes=st.tuples(st.integers(1, 5), st.integers(1, 5)), turned=st.booleans())
def test_a_merge_keeps_the_older_id_and_undoing_it_gives_both_stories_back(sizes, turned):
    first, second = story(0, sizes[0]), story(10, sizes[1])
    done = merge(*((second, first) if turned else (first, second)), now=NOW)
    (whole,) = done.stories
    assert (whole.id, done.gone, whole.members) == (first.id, second.id, (*first.members, *second.members))
    back = undo(done.correction, whole, None, {}, now=NOW)
    assert back.stories == (first, second)
    assert not back.gone
    assert back.correction.undone == NOW


@pytest.mark.parametrize(
    ("entries", "message"),
    [({"nobody"}, "no article nobody"), (set(), "one part would be empty"), ({"e0", "e1"}, "one part would be empty")],
)
def test_a_split_that_makes_no_sense_is_refused(entries, message):
    with pytest.raises(CorrectionError, match=message):
        split(story(0, 2), entries, {}, now=NOW)


def test_a_story_cannot_be_merged_with_itself_and_nothing_is_undone_twice():
    with pytest.raises(CorrectionError, match="itself"):
        merge(story(0, 2), story(0, 2), now=NOW)
    done = merge(story(0, 1), story(5, 1), now=NOW)
    back = undo(done.correction, done.stories[0], None, {}, now=NOW)
    with pytest.raises(CorrectionError, match="taken back already"):
        undo(back.correction, back.stories[0], back.stories[1], {}, now=NOW)


def test_what_was_corrected_again_since_cannot_be_undone_first():
    done = merge(story(0, 2), story(5, 1), now=NOW)
    with pytest.raises(CorrectionError, match="corrected again"):
        undo(done.correction, done.stories[0], story(5, 1), {}, now=NOW)


def test_later_articles_join_the_part_that_they_belong_to_and_bring_nothing_back():
    live = LiveStories(load_concepts())
    for one in (REFINERY[0], HOSPITAL[0], MEASLES[0]):
        live.take(live.join(one))
    wrong = merge(*(live.join(one) for one in (REFINERY[0], HOSPITAL[0])), now=NOW).stories[0]
    parts = split(wrong, {"h-en"}, {}, now=NOW).stories
    live = LiveStories(live._concepts, (*parts, live.join(MEASLES[0])))
    homes: dict[str, set[str]] = {}
    for one in (*REFINERY[1:], *HOSPITAL[1:], *MEASLES[1:], HOSPITAL[0], REFINERY[0]):
        joined = live.join(one)
        live.take(joined)
        homes.setdefault(joined.id, set()).add(one.article.entry.id[0])
    assert homes == {"r-en": {"r"}, "h-en": {"h"}, "m-en": {"m"}}


def test_an_article_that_is_decided_again_stays_where_a_person_put_it():
    live = LiveStories(load_concepts())
    strange = decision("x", "Museum of toys opens in Lisbon", lang="en", hours=3)
    together = merge(live.join(REFINERY[0]), live.join(strange), now=NOW).stories[0]
    live = LiveStories(live._concepts, [together])
    assert live.join(strange).id == together.id
