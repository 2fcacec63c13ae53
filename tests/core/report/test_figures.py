"""The figures of a report: laws about counting, and the cases that make charts lie."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.core.model import Citation, FeedState, Member, Story, Volume
from watcher.core.report import Asked, Match, Sources, report
from watcher.core.report.figures import course, holes, languages, movers, shares

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(days=1)
BERLIN = ZoneInfo("Europe/Berlin")


def match(number=0, **changes: Any) -> Match:
    values: dict[str, Any] = {
        "entry": f"e{number}",
        "at": NOW - DAY,
        "seen": NOW - DAY,
        "outlet": f"Outlet {number % 3}",
        "title": f"Title {number}",
        "lang": "de",
        "country": "DE",
        "feed": "https://a.example/feed",
        "topics": (("Ties", 0.7),),
    }
    return Match(**{**values, **changes})


def member(outlet, minutes=0, **changes):
    at = NOW - DAY + timedelta(minutes=minutes)
    values: dict[str, Any] = {
        "entry": outlet,
        "outlet": outlet,
        "title": f"{outlet} reports",
        "published": at,
        "first_seen": at,
    }
    return Member(**{**values, **changes})


def story(*members, number=0):
    return Story(id=f"s{number}", title=members[0].title, topics=("Ties",), members=members, score=0.7)


def sources(matches=(), stories=(), **changes):
    values: dict[str, Any] = {"revisions": {}, "volumes": (), "states": (), "names": {}}
    return Sources(matches=tuple(matches), stories=tuple(stories), **{**values, **changes})


spans = st.timedeltas(timedelta(0), timedelta(days=1500))


@settings(max_examples=60)
@given(st.lists(spans, max_size=30), spans, st.sampled_from([UTC, BERLIN, ZoneInfo("Asia/Kathmandu")]))
def test_every_match_of_the_time_stands_in_exactly_one_bar(ages, length, zone):
    matches = [match(number, at=NOW - age) for number, age in enumerate(ages)]
    found = course(matches, NOW - length, NOW, zone)
    assert sum(bar.matches for bar in found.bars) + found.earlier == len(matches)
    assert 1 <= len(found.bars) <= 100
    starts = [bar.start.astimezone(UTC) for bar in found.bars]
    assert starts == sorted(set(starts))


@pytest.mark.parametrize(
    ("length", "unit"),
    [
        (timedelta(minutes=30), "minute"),
        (timedelta(hours=12), "hour"),
        (timedelta(days=30), "day"),
        (timedelta(days=200), "week"),
        (timedelta(days=900), "month"),
    ],
)
def test_the_unit_of_a_chart_goes_by_its_length(length, unit):
    assert course([], NOW - length, NOW, UTC).unit == unit


def test_days_begin_at_midnight_of_the_zone_also_when_clocks_change():
    end = datetime(2026, 10, 28, tzinfo=UTC)  # summer time ended on the 25th
    found = course([], end - timedelta(days=6), end, BERLIN)
    assert [bar.start.strftime("%d %H:%M") for bar in found.bars] == [f"{day} 00:00" for day in range(22, 29)]


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(["de", "en", "ko", ""]), st.integers(0, 3)), max_size=20))
def test_shares_add_up_and_stand_in_order_with_the_unknown_last(drawn):
    matches = [match(number, lang=lang, outlet=f"O{outlet}") for number, (lang, outlet) in enumerate(drawn)]
    found = shares(matches, lambda one: one.lang)
    known = [share.matches for share in found if share.code]
    assert sum(share.matches for share in found) == len(matches)
    assert known == sorted(known, reverse=True)
    assert [share.code for share in found].index("") == len(known) if "" in {lang for lang, _ in drawn} else True


def test_who_was_first_counts_only_where_others_followed():
    alone = story(member("Alone"), number=1)
    one = story(member("Fast"), member("Slow", 10), number=2)
    two = story(member("Fast"), member("Slow", 30), member("Third", 5), number=3)
    found = {mover.outlet: mover for mover in movers([alone, one, two])}
    assert set(found) == {"Fast", "Slow", "Third"}
    assert (found["Fast"].first, found["Fast"].stories, found["Slow"].lag) == (2, 2, timedelta(minutes=20))


def test_languages_without_a_match_stand_first():
    volumes = (
        Volume(feed="a", lang="de-AT", entries=50, oldest=NOW, newest=NOW),
        Volume(feed="b", lang="uk", entries=10, oldest=NOW, newest=NOW),
    )
    rows = languages([match(lang="de")], volumes)
    assert [(row.lang, row.feeds, row.entries, row.matches) for row in rows] == [("uk", 1, 10, 0), ("de", 1, 50, 1)]


def test_feeds_that_fail_stand_before_those_that_never_matched_and_the_others_are_no_hole():
    states = (
        FeedState(url="https://a.example/feed", last_ok=NOW, items=5),
        FeedState(url="quiet", last_ok=NOW, items=5),
        FeedState(url="down", fault="503", failing_since=NOW - DAY, failures=3),
    )
    found = holes(
        [match()],
        (Volume(feed="quiet", lang="uk", entries=7, oldest=NOW, newest=NOW),),
        states,
        {"quiet": "Quiet News"},
    )
    assert [(hole.name, hole.condition, hole.entries) for hole in found] == [
        ("down", "failing", 0),
        ("Quiet News", "", 7),
    ]


def test_an_old_article_does_not_stretch_the_chart():
    matches = [match(1), match(2, at=NOW - timedelta(days=900))]
    made = report(Asked(), sources(matches), now=NOW, zone=UTC)
    assert made.start == NOW - DAY - timedelta(days=14)
    assert made.course.earlier == 1


def test_a_report_on_one_story_ends_with_it_and_leaves_out_feeds_that_had_nothing_to_do_with_it():
    states = (FeedState(url="quiet", last_ok=NOW, items=5), FeedState(url="down", fault="503", failures=3))
    made = report(Asked(story="s0"), sources([match()], [story(member("A"))], states=states), now=NOW, zone=UTC)
    assert (made.end, made.made) == (NOW - DAY, NOW)
    assert [hole.name for hole in made.holes] == ["down"]


def test_an_empty_archive_makes_an_empty_report():
    made = report(Asked(), sources(), now=NOW, zone=UTC)
    assert (made.stories, made.outlets, made.edited, made.topics, made.movers) == (0, 0, 0, (), ())


def test_a_story_is_told_in_the_order_of_publication_with_whom_it_rests_on():
    cites = (
        Citation(source="KCNA", kind="state-media", order=1),
        Citation(source="Reuters", kind="agency", sentence="Reuters says so."),
    )
    one = story(member("Late", 60), member("Early", citations=cites), member("Middle", 15))
    (account,) = report(Asked(), sources([match()], [one]), now=NOW, zone=UTC).accounts
    assert [telling.member.outlet for telling in account.tellings] == ["Early", "Middle", "Late"]
    assert [telling.place for telling in account.tellings] == [0.0, 0.25, 1.0]
    assert account.tellings[0].chain == ("Reuters", "KCNA")
    assert [quote.sentence for quote in account.tellings[0].quotes] == ["Reuters says so."]


def test_the_widest_stories_are_told_in_full_and_the_others_have_a_line():
    stories = [story(member(f"A{n}"), *([member(f"B{n}", 5)] if n == 50 else []), number=n) for n in range(60)]
    made = report(Asked(), sources([match()], stories), now=NOW, zone=UTC)
    assert (len(made.accounts), len(made.others), made.stories) == (40, 20, 60)
    assert made.accounts[0].id == "s50"
