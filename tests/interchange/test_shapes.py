"""What JSON holds of values: every field of the shapes, times as ISO 8601, nothing that JSON cannot hold."""

import json
from dataclasses import replace
from datetime import UTC

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.values import NOW, decision, member, story, verdict
from watcher.core.model import Citation, Matched, PageState
from watcher.interchange.shapes import as_json, entry_item, match_item, plain, story_item


def test_a_story_tells_whom_its_articles_cite_and_what_it_rests_on():
    cites = (Citation(source="KCNA", kind="state-media", sentence="KCNA said so."),)
    stored = story_item(story(members=(member(0, citations=cites), member(1, citations=cites))))
    told = plain(stored)
    assert json.loads(as_json(stored)) == json.loads(json.dumps(told)) == told
    assert told["origins"] == [
        {"name": "KCNA", "kind": "state-media", "state_media": True, "outlets": ["Outlet 0", "Outlet 1"]}
    ]
    assert told["articles"][1]["cites"][0]["sentence"] == "KCNA said so."
    assert (told["first_seen"], told["first_mover"], told["lags"]["Outlet 1"]) == (NOW.isoformat(), "Outlet 0", 0.0)


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
FOUND = st.builds(
    Matched,
    entry=TEXT,
    title=TEXT,
    published=st.none() | st.datetimes(timezones=st.just(UTC)),
    first_seen=st.datetimes(timezones=st.just(UTC)),
    page=st.sampled_from(PageState),
    feed=st.just("https://news.example/feed"),
    topics=st.lists(st.tuples(TEXT, st.floats(0, 1)), max_size=3).map(tuple),
    words=st.lists(TEXT, max_size=3).map(tuple),
)


@settings(max_examples=80)
@given(FOUND)
def test_the_short_way_to_json_writes_what_the_long_one_does(found: Matched):
    item = match_item(found)
    assert as_json(item) == json.dumps(plain(item), ensure_ascii=False)


def test_an_entry_is_told_the_same_whether_one_or_many_are_read():
    one = decision(1, verdict(), entry_changes={"feed": "https://user:word@news.example/feed"})
    entry = one.article.entry
    (found,) = one.matches
    among_many = Matched(
        entry=entry.id,
        title=entry.title,
        url=entry.url,
        outlet=entry.outlet,
        lang=entry.lang,
        country=entry.country,
        published=entry.published,
        first_seen=entry.first_seen,
        summary=entry.summary,
        page=one.article.page,
        feed=entry.feed,
        topics=((found.topic, found.score),),
        words=("Nordkorea",),
    )
    assert entry_item(one) == match_item(among_many)
    assert "word" not in entry_item(one).feed
    assert plain(entry_item(replace(one, verdicts=())))["decision"] == "no"
