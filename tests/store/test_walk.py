"""Walking through the archive: everything once, newest first, narrowed, and beside somebody who writes."""

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.values import NOW, decision, member, story, verdict
from watcher.core.model import Answer, Field, Hit, Plan, Stretch
from watcher.ports import Store
from watcher.store import open_store

SECOND = timedelta(seconds=1)


def filled(store: Store, number: int = 450):
    """Entries of two feeds, every third a match, every sixth of another topic."""
    decisions = tuple(
        decision(
            n,
            *((verdict(topic="Other" if n % 2 else "Ties"),) if n % 3 == 0 else ()),
            entry_changes={"feed": f"https://{n % 2}.example/", "lang": ("de", "ko")[n % 2]},
            text="The text.",
        )
        for n in range(number)
    )
    for first in range(0, number, 100):
        store.commit(Plan(decisions=decisions[first : first + 100]))
    return decisions


def test_every_decision_comes_once_and_whole_the_newest_first(store: Store):
    decisions = filled(store)
    assert list(store.walk(Stretch())) == list(decisions[::-1])


def test_a_stretch_is_narrowed_by_time_feed_topic_and_answer(store: Store):
    decisions = filled(store)
    span = Stretch(since=NOW + 10 * SECOND, before=NOW + 20 * SECOND)
    assert list(store.walk(span)) == list(decisions[19:9:-1])
    matches = [one for one in decisions if one.matches]
    assert list(store.walk(Stretch(answer=Answer.YES))) == matches[::-1]
    assert list(store.walk(Stretch(answer=Answer.YES, topic="Ties"))) == matches[::2][::-1]
    one_feed = Stretch(feeds=("https://1.example/",), since=NOW + 400 * SECOND, answer=Answer.NO)
    assert list(store.walk(one_feed)) == [one for one in decisions[401::2] if not one.matches][::-1]


def test_what_is_not_asked_for_is_left_out(store: Store):
    filled(store, 1)
    (bare,) = store.walk(Stretch(), without=("text", "hits", "parts"))
    assert (bare.article.text, bare.verdicts[0].hits, bare.verdicts[0].parts) == ("", (), ())
    assert bare.verdicts[0].matches


def test_a_walk_sees_one_moment_and_hinders_neither_questions_nor_writing(open_again):
    store = open_again()
    decisions = filled(store, 300)
    reader = open_again(read_only=True)
    walk = reader.walk(Stretch())
    begun = list(islice(walk, 250))
    store.commit(Plan(decisions=(decision(999),)))
    assert reader.decision(decisions[0].article.entry.id) is not None
    assert [*begun, *walk] == list(decisions[::-1])


def test_matches_come_as_the_walk_has_them_newest_first(store: Store):
    decisions = filled(store, 660)  # more matches than are read at once to begin with
    matching = [one for one in decisions[::-1] if one.matches]
    assert list(store.matches(Stretch())) == [one.matched for one in matching]
    of_topic = Stretch(topic="Ties", since=NOW + 10 * SECOND, before=NOW + 400 * SECOND, feeds=("https://0.example/",))
    assert list(store.matches(of_topic)) == [one.matched for one in store.walk(replace(of_topic, answer=Answer.YES))]
    assert len(list(store.matches(of_topic))) == 65


TRICKY = st.text(st.sampled_from('"],[\\1\n 北é') | st.characters(exclude_categories=["Cs"]), max_size=8)
HITS = st.lists(
    st.builds(
        Hit, group=TRICKY, term=TRICKY, field=st.sampled_from(Field), start=st.just(1), end=st.just(2), text=TRICKY
    ),
    max_size=4,
)


@settings(max_examples=60)
@given(found=st.lists(HITS, min_size=1, max_size=2))
def test_words_are_the_texts_of_hits_whatever_stands_in_them(found):
    one = decision(1, *(verdict(topic=str(number), hits=tuple(hits)) for number, hits in enumerate(found)))
    with TemporaryDirectory() as folder, closing(open_store(Path(folder) / "watcher.db")) as store:
        store.commit(Plan(decisions=(one,)))
        assert list(store.matches(Stretch())) == [one.matched]


def test_feeds_tell_how_much_they_told_since_and_in_which_language(store: Store):
    filled(store, 11)
    everything = store.volumes(NOW)
    assert [(one.feed, one.lang, one.entries) for one in everything] == [
        ("https://0.example/", "de", 6),
        ("https://1.example/", "ko", 5),
    ]
    assert (everything[0].oldest, everything[0].newest) == (NOW, NOW + 10 * SECOND)
    assert [one.entries for one in store.volumes(NOW + 10 * SECOND)] == [1]


def test_words_tell_how_frequent_they_are_and_entries_where_they_live(store: Store):
    filled(store, 5)
    store.commit(Plan(stories=(story(members=(member(0), member(1))),)))
    assert (store.frequency('"Nordkorea entsendet"'), store.frequency("nothing"), store.frequency("")) == (5, 0, 0)
    assert store.homes(["entry-000001", "entry-000002"]) == {"entry-000001": "story-000000"}
