from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.core.identity import Policy, Unseen, entry, keys, listed, policy_for, rewritten, unseen
from watcher.core.identity.keys import folded
from watcher.core.model import Feed, FeedState, RawEntry

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
FEED = Feed(url="https://a.example/feed.xml", name="Daily", lang="de", country="DE")
OTHER = Feed(url="https://b.example/feed.xml", name="Herald")


def article(number: int, **changes: object) -> RawEntry:
    raw = RawEntry(
        guid=f"id-{number}",
        url=f"https://a.example/news/{number}",
        title=f"A delegation of the university leaves for Moscow, part {number}",
        summary=f"Summary {number}",
        published=NOW - timedelta(hours=number),
    )
    return replace(raw, **changes)  # type: ignore[arg-type]


class Memory:
    """What a store keeps of identities between polls."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}

    def poll(
        self,
        raws: Sequence[RawEntry],
        feed: Feed = FEED,
        *,
        total: int = 0,
        now: datetime = NOW,
        trust: Policy = Policy(),  # noqa: B008 - frozen
    ) -> Unseen:
        items = listed(raws, feed, first_seen=now)
        known = {key: self.known[key] for _, made in items for key in made.keys if key in self.known}
        found = unseen(items, known, total=total, policy=trust)
        self.known |= {key: new.id for new in found.entries for key in new.keys}
        self.known |= dict(found.aliases)
        return found


def again(before: Sequence[RawEntry], after: Sequence[RawEntry]) -> Unseen:
    memory = Memory()
    memory.poll(before)
    return memory.poll(after)


TEN = [article(n) for n in range(10)]
SHORT = [article(n, title=f"Item {n}") for n in range(10)]


def test_a_first_poll_is_all_new_in_document_order_and_a_second_all_known():
    memory = Memory()
    first = memory.poll(TEN)
    assert [new.title for new in first.entries] == [raw.title for raw in TEN]
    second = memory.poll(TEN)
    assert second.entries == ()
    assert set(second.seen_again) >= {keys(raw, FEED)[0] for raw in TEN}


KNOWN_BY = {
    "guids change at every poll": lambda raw: replace(raw, guid=raw.guid + "-poll-2"),
    "links carry new tracking": lambda raw: replace(raw, url=raw.url + "?utm_source=x&fbclid=2"),
    "links move to https": lambda raw: replace(raw, url=raw.url.replace("https", "http"), guid=""),
    "links change, ids stay": lambda raw: replace(raw, url=raw.url + "?session=99"),
    "titles are edited": lambda raw: replace(raw, title="Correction: " + raw.title),
    "titles and guids change": lambda raw: replace(raw, title="Now: " + raw.title, guid="new" + raw.guid),
    "all are dated anew": lambda raw: replace(raw, published=NOW),
    "summaries count comments": lambda raw: replace(raw, summary="12 comments"),
    "ids and links change": lambda raw: replace(raw, guid="n" + raw.guid, url=raw.url.replace("news", "n")),
}


@pytest.mark.parametrize("change", KNOWN_BY.values(), ids=KNOWN_BY)
def test_what_a_feed_has_told_is_never_new_again(change):
    assert again(TEN, [change(raw) for raw in TEN]).entries == ()


def test_an_item_without_id_and_link_is_known_by_its_words():
    bare = [
        article(n, guid="", url="", title="Wetter", summary=f"Regen im {place}, 12 Grad")
        for n, place in enumerate(["Norden", "Süden", "Osten"])
    ]
    assert len(Memory().poll(bare).entries) == 3
    assert again(bare, [replace(raw, summary=raw.summary.replace("12", "13")) for raw in bare]).entries == ()


def test_items_that_share_a_link_are_told_apart():
    for link in ("https://a.example/", "https://a.example/board"):
        board = [article(n, guid="", url=link, title=f"Item {n}", shared_url=True) for n in range(5)]
        memory = Memory()
        assert len(memory.poll(board[1:]).entries) == 4
        assert [new.title for new in memory.poll(board).entries] == ["Item 0"]


def test_a_home_page_identifies_nothing_even_if_only_one_item_links_there():
    memory = Memory()
    memory.poll([article(1, guid="", url="https://a.example/", title="Item 1")])
    assert len(memory.poll([article(2, guid="", url="https://www.a.example", title="Item 2")]).entries) == 1


def test_items_that_share_an_id_are_told_apart():
    assert len(Memory().poll([article(n, guid="same") for n in range(5)]).entries) == 5


def test_an_item_listed_twice_is_one():
    assert len(Memory().poll([*TEN, *(replace(raw, tags=("again",)) for raw in TEN)]).entries) == 10


def test_short_titles_that_come_every_day_are_new_every_day():
    for title in ("Liveticker", "날씨", "Wetter am Sonntag"):
        fresh = again([article(1, title=title)], [article(2, title=title)])
        assert len(fresh.entries) == 1


@pytest.mark.parametrize("title", [TEN[0].title, "김일성군사종합대학 대표단 로씨야로 출발"])
def test_a_long_title_is_the_same_article_on_one_day_and_another_on_the_next(title):
    old = article(1, title=title)
    twin = replace(article(2, title=title), published=old.published)
    assert again([old], [twin]).entries == ()
    assert len(again([old], [replace(twin, published=NOW + timedelta(days=1))]).entries) == 1
    credited = replace(twin, source="Another outlet")
    assert len(again([old], [credited]).entries) == 1


def test_a_feed_that_renames_everything_is_adopted_silently():
    renamed = [replace(raw, guid="v2:" + raw.guid, url=raw.url.replace("a.example", "new.example")) for raw in SHORT]
    memory = Memory()
    memory.poll(SHORT)
    moved = memory.poll([article(99, title="Really new"), *renamed])
    assert ([new.title for new in moved.entries], moved.reidentified) == (["Really new"], 10)
    assert memory.poll([replace(raw, title="Edited " + raw.title) for raw in renamed]).entries == ()


def test_a_few_repeated_titles_are_no_renaming():
    memory = Memory()
    memory.poll(SHORT)
    few = [replace(raw, guid="x" + raw.guid, url=raw.url + "0") for raw in SHORT[:3]]
    assert len(memory.poll(few, total=10).entries) == 3


def test_ids_that_change_at_every_poll_do_not_pile_up():
    memory = Memory()
    memory.poll(TEN)
    size = len(memory.known)
    for poll in range(5):
        memory.poll([replace(raw, guid=f"{poll}{raw.guid}") for raw in TEN])
    assert len(memory.known) == size


def test_a_feed_that_renames_everything_again_and_again_is_known_by_its_titles():
    state = FeedState(url=FEED.url, renamed=3, answered_by=FEED.url, last_ok=NOW)
    memory = Memory()
    memory.poll(SHORT)
    size = len(memory.known)
    few = [replace(raw, guid="x" + raw.guid, url=raw.url + "0") for raw in SHORT[:3]]
    trust = policy_for(state, FEED.url)
    assert memory.poll(few, total=10, trust=trust).entries == ()
    assert len(memory.known) == size, "nobody remembers ids that change"
    later = [replace(raw, published=NOW + timedelta(minutes=1)) for raw in few]
    assert len(memory.poll(later, total=10, trust=trust).entries) == 3, "a title may come again"


def test_a_body_from_another_address_is_known_by_its_titles():
    state = FeedState(url=FEED.url, answered_by="https://a.example/feed.xml?token=1", last_ok=NOW)
    assert not policy_for(state, "https://a.example/feed.xml?token=2").titles
    assert not policy_for(FeedState(url=FEED.url), FEED.url).titles
    trust = policy_for(state, "https://new.example/rss")
    memory = Memory()
    memory.poll(SHORT)
    moved = [replace(raw, guid="n" + raw.guid, url=raw.url.replace("a.example", "new.example")) for raw in SHORT[:3]]
    unknown = [article(50 + n, title=f"Other {n}", published=None) for n in range(20)]
    assert len(memory.poll([*moved, *unknown], trust=trust).entries) == 20
    assert memory.poll([replace(raw, title="Edited " + raw.title) for raw in moved]).entries == ()


def test_a_known_entry_that_is_rewritten_is_read_again_a_few_times():
    known = entry(TEN[0], FEED, first_seen=NOW)
    raw, changes = TEN[0], 0
    for place in ["Moscow", "Minsk", "Tiraspol", "Ulan-Bator"] * 5:
        raw = replace(raw, title=f"The delegation leaves for {place}")
        if after := rewritten(known, raw, FEED):
            assert (after.title, after.id, after.first_seen) == (raw.title, known.id, NOW)
            known, changes = after, changes + 1
    assert 3 < changes < 12


@pytest.mark.parametrize(
    "change",
    [
        {"title": TEN[0].title.upper() + "!"},
        {"title": TEN[0].title.replace("0", "17")},
        {"summary": "Summary 99"},
        {"published": NOW, "tags": ("x",)},
    ],
)
def test_counters_times_and_punctuation_are_no_rewriting(change):
    assert rewritten(entry(TEN[0], FEED, first_seen=NOW), replace(TEN[0], **change), FEED) is None


def test_another_feeds_words_for_an_article_rewrite_nothing():
    assert rewritten(entry(TEN[0], FEED, first_seen=NOW), replace(TEN[0], title="Other words"), OTHER) is None


def test_two_feeds_share_an_article_by_its_address_and_not_by_their_own_ids():
    memory = Memory()
    memory.poll(TEN)
    assert memory.poll(TEN, OTHER).entries == ()
    elsewhere = [replace(raw, url=raw.url.replace("a.example", "b.example")) for raw in TEN]
    assert len(memory.poll(elsewhere, OTHER).entries) == 10


@pytest.mark.parametrize(
    ("stated", "title", "lang"),
    [
        ("en-US", "Nordkorea schickt Offiziere nach Russland, sagt der Geheimdienst in Seoul", "de"),
        ("en-US", "North Korea sends officers to Russia, says the spy service in Seoul", "en-US"),
        ("en", "Kim Jong Un, Putin", "en"),
        ("fr", "Nordkorea schickt Offiziere nach Russland, sagt der Geheimdienst in Seoul", "fr"),
    ],
)
def test_a_feed_that_calls_itself_english_as_its_software_does_is_read_as_what_it_is(stated, title, lang):
    nameless = Feed(url="https://a.example/f")
    assert entry(article(1, lang=stated, title=title, summary=""), nameless, first_seen=NOW).lang == lang
    configured = replace(nameless, lang="en")
    assert entry(article(1, lang=stated, title=title, summary=""), configured, first_seen=NOW).lang == "en"


def test_an_entry_takes_outlet_language_and_country_from_where_they_are_known_best():
    made = entry(article(1, lang="en", source="Agency"), FEED, first_seen=NOW)
    assert (made.outlet, made.lang, made.country, made.feed) == ("Agency", "de", "DE", FEED.url)
    nameless = entry(article(1, lang="en"), Feed(url="https://a.example/f"), first_seen=NOW)
    assert (nameless.outlet, nameless.lang) == ("a.example", "en")


@pytest.mark.parametrize(
    ("stated", "kept"),
    [
        (NOW - timedelta(days=3), NOW - timedelta(days=3)),
        (NOW + timedelta(minutes=9), NOW + timedelta(minutes=9)),
        (NOW + timedelta(minutes=11), NOW),
        (datetime(2099, 1, 1, tzinfo=UTC), NOW),
        (datetime(1970, 1, 1, tzinfo=UTC), None),
        (None, None),
    ],
)
def test_a_stated_date_is_never_later_than_first_seen_and_a_wrong_one_is_marked(stated, kept):
    made = entry(article(1, published=stated), FEED, first_seen=NOW)
    assert (made.published, made.first_seen, made.misdated) == (kept, NOW, kept != stated)


raws = st.builds(
    RawEntry,
    guid=st.sampled_from(["", "a", "b", "\ud800"]),
    url=st.sampled_from(["", "https://a.example/", "https://a.example/1", "https://a.example/2"]),
    title=st.sampled_from(["", "t", "Wetter", "A title that is long enough to be its own"]),
    summary=st.sampled_from(["", "s", "12"]),
    shared_url=st.booleans(),
)


@given(st.lists(raws, max_size=8))
def test_every_body_is_all_known_once_it_was_polled_and_ids_are_unique(body):
    memory = Memory()
    first = memory.poll(body)
    ids = [new.id for new in first.entries]
    assert len(set(ids)) == len(ids)
    assert all(new.keys and len(new.id) == 16 for new in first.entries)
    assert memory.poll(body).entries == ()


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_words_of_plain_letters_are_folded_by_a_table_as_all_others_are(text):
    assert folded(text) == folded(text + "é").removesuffix("é").strip()
