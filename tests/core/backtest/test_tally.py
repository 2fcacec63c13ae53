"""What changes is counted: once, on the right side, and the same in parts as in one go."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.core.backtest import Tally, TopicTally
from watcher.core.backtest.tally import NAMES
from watcher.core.model import Answer, Article, Decision, Entry, PageState, Verdict, Volume
from watcher.core.rules import Group, Topic, compile_rules

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
GROUPS = {
    "place": Group(name="place", kind="names", terms={"en": ("Oslo", "Bergen")}),
    "thing": Group(name="thing", terms={"en": ("bread", "salt")}),
}
RULES = compile_rules([Topic(name="Trade", rule="@place & @thing", threshold=0.3)], GROUPS)
TITLES = ("Oslo bread", "Bergen and Oslo: bread", "Oslo, salt and bread", "Oslo", "rain", "salt in Bergen")


def decided(number: int, title: str, *, then: bool = False, **facts) -> Decision:
    entry = Entry(
        id=f"e{number}",
        feed="https://a.example/rss",
        outlet=f"Outlet {number % 2}",
        title=title,
        lang="en-GB",
        first_seen=NOW + number * timedelta(hours=7),
    )
    article = Article(entry=entry, **{"page": PageState.ABSENT, **facts})
    told = Verdict(topic="Trade", answer=Answer.YES, score=0.5, threshold=0.3)
    return Decision(article=article, verdicts=(told,) if then else (), decided_at=NOW)


def taken(*decisions: Decision, homes: dict[str, str] | None = None) -> Tally:
    tally = Tally()
    for one in decisions:
        now = RULES.judge(one.article, now=NOW)
        home = (homes or {}).get(one.article.entry.id, "")
        tally.deliver(
            Volume(
                feed="",
                lang=one.article.entry.lang,
                oldest=one.article.entry.first_seen,
                newest=one.article.entry.first_seen,
                entries=1,
            )
        )
        tally.take(one, one.verdicts, now, rules=RULES, home=home, zone=UTC)
    whole = Tally()
    whole.add(tally)
    return whole


def test_what_matches_now_and_did_not_is_gained_and_the_other_way_round_lost():
    counts = taken(decided(0, "Oslo bread"), decided(1, "rain", then=True), decided(2, "Oslo salt", then=True)).topics[
        "Trade"
    ]
    assert (counts.counts.then, counts.counts.now, counts.counts.gained, counts.counts.lost) == (2, 2, 1, 1)
    assert [one.entry for one in counts.gained] == ["e0"]
    assert [one.entry for one in counts.lost] == ["e1"]
    assert counts.by["feed"]["Outlet 1"].lost == 1
    assert counts.by["lang"]["en"].gained == 1
    assert set(counts.by["day"]) == {"2026-11-22", "2026-11-23"}


def test_days_are_those_of_the_person():
    tally, far = Tally(), timezone(timedelta(hours=14))
    one = decided(0, "Oslo bread")
    tally.take(one, (), RULES.judge(one.article, now=NOW), rules=RULES, zone=far)
    assert set(tally.topics["Trade"].by["day"]) == {"2026-11-23"}


def test_a_term_decides_where_no_other_brings_the_part():
    terms = taken(decided(0, "Oslo bread"), decided(1, "Bergen and Oslo: bread")).topics["Trade"].terms
    fired = {term: (counts.fired, counts.decided) for (_, term), counts in terms.items()}
    assert fired == {"Oslo": (2, 1), "Bergen": (1, 0), "bread": (2, 2)}


def test_a_term_of_an_included_group_decides_for_the_group_that_the_rule_names():
    groups = {**GROUPS, "all": Group(name="all", include=("place",))}
    rules = compile_rules([Topic(name="Trade", rule="@all & salt", threshold=0.1)], groups)
    (verdict,) = rules.judge(decided(0, "Oslo salt").article, now=NOW)
    assert rules.decisive(verdict) == {("place", "Oslo"), ("", "salt")}


def test_stories_are_counted_once_and_first_polls_not_at_all():
    silent = replace(decided(3, "Oslo bread", then=True), silent=True)
    told = taken(
        decided(0, "Oslo bread", then=True),
        decided(1, "Oslo bread", then=True),
        decided(2, "rain", then=True),
        silent,
        decided(4, "Bergen salt"),
        homes={"e0": "s", "e1": "s", "e2": "t", "e3": "u"},
    ).topics["Trade"]
    assert (told.told_then, told.told_now) == ({"s", "t"}, {"s"})
    assert ([one.entry for one in told.homeless], told.unhoused) == (["e4"], 1)


def test_what_only_the_page_could_tell_is_a_near_miss_and_what_matched_before_is_none():
    waiting = decided(0, "Oslo", page=PageState.UNREAD)
    lost = decided(1, "Oslo", then=True, page=PageState.UNREAD)
    found = taken(waiting, lost).topics["Trade"]
    assert (found.undecided, [(one.entry, one.nearness) for one in found.near]) == (2, [("e0", 0.25)])


@given(
    titles=st.lists(st.tuples(st.sampled_from(TITLES), st.booleans(), st.booleans()), max_size=12),
    cuts=st.lists(st.integers(0, 12), max_size=3),
)
@settings(max_examples=40)
def test_the_tallies_of_any_parts_add_up_to_that_of_the_whole(titles: list[tuple[str, bool, bool]], cuts: list[int]):
    decisions = [
        decided(number, title, then=then, page=PageState.UNREAD if waits else PageState.ABSENT)
        for number, (title, then, waits) in enumerate(titles)
    ]
    edges = sorted({0, len(decisions), *(min(cut, len(decisions)) for cut in cuts)})
    summed = Tally()
    for first, last in pairwise(edges):
        summed.add(taken(*decisions[first:last]))
    assert summed == taken(*decisions)


def test_names_that_are_seldom_go_before_there_are_too_many():
    tally, part = TopicTally(), TopicTally(names=Counter(["Berg", "Berg", *map(str, range(2 * NAMES))]))
    tally.add(part)
    assert (len(tally.names), tally.names["Berg"]) == (NAMES, 2)
