"""The page of a report: strict markup, nothing from outside, foreign text as text, and something for everybody to read it with."""

import re
from datetime import UTC, timedelta
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import watcher.report
from tests.core.report.test_figures import DAY, NOW, match, member, sources, story
from watcher.core import edits
from watcher.core.edits import Revision
from watcher.core.model import Change, Citation, FeedState, News, Outcome, Visit, Volume
from watcher.core.report import Asked, report
from watcher.report import render
from watcher.report.wording import between, count, lag, period

HOSTILE = "</style><script>alert(1)</script>\"'><img src=x onerror=y>&amp;\u202e\x0b\ufffe"
ARABIC = "وفد من جامعة عسكرية كورية شمالية يتوجه إلى روسيا"


def page(asked=Asked(), **made):  # noqa: B008 - a frozen value
    return "".join(render(report(asked, sources(**made), now=NOW, zone=UTC), countries={"DE": "Germany"}, zone=UTC))


def full():
    """A report that has something of everything."""
    changed = edits.compare(("1,500 go", "They sent 1,500 men. It is sure."), ("1,000 go", "They sent 1,000 men."))
    visit = Visit(entry="Early", at=NOW, outcome=Outcome.EDITED, changes=(Change.HEADLINE, Change.NUMBER))
    gone = Visit(entry="Late", at=NOW, outcome=Outcome.REMOVED, changes=(Change.REMOVED,))
    cites = (
        Citation(source="KCNA", kind="state-media", order=1, sentence=HOSTILE),
        Citation(source="Reuters", kind="agency"),
    )
    one = story(
        member("Early", citations=cites, lang="ar", title=ARABIC, url="https://a.example/?a=1&b=2", country="XX"),
        member(
            "Late",
            90,
            title=HOSTILE,
            lang="en",
            url="javascript:alert(1)",
            news=(News(kind="number", text="1", sentence="x 1"),),
        ),
    )
    return page(
        asked=Asked(topic="Ties", since=NOW - 2 * DAY),
        matches=[
            match(1, title=ARABIC, lang="ar", entry="Early"),
            match(2, title=HOSTILE, url="https://a.example/2", country=""),
        ],
        stories=[one, *(story(member(f"O{n}"), number=n + 1) for n in range(45))],
        revisions={"Early": (Revision(visit=visit, edit=changed),), "Late": (Revision(visit=gone),)},
        volumes=(Volume(feed="f", lang="uk", entries=3, oldest=NOW, newest=NOW),),
        states=(FeedState(url="f", fault=HOSTILE, failing_since=NOW),),
        names={"f": HOSTILE},
    )


PAGES = {"full": full, "empty": page, "one match": lambda: page(matches=[match()])}


@pytest.fixture(params=PAGES)
def root(request):
    return ET.fromstring(PAGES[request.param]())


def names(root):
    return {element.tag.partition("}")[2] for element in root.iter()}


@pytest.mark.parametrize("made", PAGES.values(), ids=PAGES)
def test_the_markup_is_as_strict_as_xml_and_closes_only_what_html_lets_be_empty(made):
    text = made()
    assert text.startswith("<!DOCTYPE html>")
    assert ET.fromstring(text).tag.endswith("}html")
    assert set(re.findall(r"<(\w+)[^<>]*/>", text)) <= {"meta", "line", "rect", "circle"}


def test_nothing_comes_from_outside_and_nothing_runs(root):
    assert not names(root) & {"script", "link", "img", "iframe", "object", "embed", "form", "base"}
    policy = next(one.get("content") for one in root.iter() if one.get("http-equiv"))
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"
    style = next(one.text or "" for one in root.iter() if one.tag.endswith("}style"))
    assert not re.search(r"url\(|@import", style)
    assert not [name for one in root.iter() for name in one.attrib if name.startswith("on")]


def test_every_link_leads_to_a_place_of_the_page_or_to_the_web(root):
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    for one in root.iter():
        if href := one.get("href"):
            assert href[1:] in ids if href.startswith("#") else href.startswith(("http://", "https://"))
        for name in (one.get("aria-labelledby") or "").split():
            assert name in ids


def test_headings_do_not_skip_a_level(root):
    levels = [int(one.tag[-1]) for one in root.iter() if re.search(r"}h[1-6]$", one.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_tables_name_their_columns_and_charts_say_what_they_show(root):
    for table in (one for one in root.iter() if one.tag.endswith("}table")):
        assert [one for one in table.iter() if one.get("scope") == "col"]
    for chart in (one for one in root.iter() if one.tag.endswith("}svg")):
        assert chart.get("aria-hidden") == "true" or (chart.get("role") == "img" and chart.get("aria-labelledby"))
    assert root.get("lang") == "en"
    assert [one for one in root.iter() if one.tag.endswith("}main")]


def test_foreign_text_stays_text():
    text = full()
    assert "<script>alert" not in text
    assert "javascript:" not in text
    assert "\x0b" not in text
    assert "&lt;/style&gt;&lt;script&gt;" in text


def test_headlines_have_their_language_and_direction():
    assert f'<span lang="ar" dir="rtl">{ARABIC}</span>' in full()


def test_edits_show_what_is_gone_and_what_has_come():
    text = full()
    assert "<del>1,500</del> <ins>1,000</ins>" in text
    assert "<del>It is sure.</del>" in text
    assert "page removed" in text


def test_what_is_left_out_of_the_list_is_said():
    text = page(matches=[match(number, at=NOW - timedelta(minutes=number)) for number in range(2100)])
    assert "100 older matches left out" in text
    assert text.count("Title 1999<") == 1
    assert "Title 2001<" not in text


@settings(max_examples=30)
@given(st.text(max_size=40), st.text(max_size=12), st.text(max_size=20))
def test_any_headline_outlet_and_topic_gives_strict_markup(title, outlet, topic):
    root = ET.fromstring(
        page(
            matches=[match(title=title, outlet=outlet, topics=((topic, 0.5),))],
            stories=[story(member(outlet, title=title, lang="he"))],
        )
    )
    assert root.tag.endswith("html")
    assert not [element for element in root.iter() if element.tag.endswith("script")]


def test_a_report_on_one_story_does_not_count_it():
    one = story(member("A", lang="de"), member("B", 5, lang="de"))
    text = page(matches=[match(1, outlet="A"), match(2, outlet="B")], stories=[one])
    said = "Two outlets in 1 language published 2 matching articles on one story. It rests on at most 2 origins; A had it first."
    assert said in text


def test_the_first_sentences_say_what_matters():
    text = full()
    assert "Two outlets in 2 languages published 2 matching articles, which make 46 stories." in text
    assert "One article was changed after watcher had read it." in text
    assert "Nothing matched in this time." in page()


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "first"), (40, "+40 s"), (420, "+7 min"), (11520, "+3 h 12 min"), (7200, "+2 h"), (187200, "+2 d 4 h")],
)
def test_lags_are_told_in_two_units_at_most(seconds, said):
    assert lag(timedelta(seconds=seconds)) == said


def test_times_are_told_as_short_as_can_be():
    assert between(NOW, NOW) == "22 Nov 2026, 12:00"
    assert between(NOW, NOW + timedelta(hours=1)) == "22 Nov 2026, 12:00 to 13:00"
    assert between(NOW, NOW + DAY) == "22 Nov 2026, 12:00 to 23 Nov 2026, 12:00"
    assert period(NOW - DAY, NOW, UTC) == "21 to 22 November 2026"
    assert period(NOW - 40 * DAY, NOW, UTC) == "13 October to 22 November 2026"
    assert (count(1, "story"), count(2, "story"), count(1200, "match")) == ("1 story", "2 stories", "1,200 matches")


def luminance(colour):
    """Relative luminance (WCAG 2.2) of #rgb or #rrggbb."""
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_text_can_be_read_on_every_ground_in_light_dark_and_print():
    style = (Path(watcher.report.__file__).parent / "style.css").read_text(encoding="utf-8")
    schemes = [dict(re.findall(r"--(\w+): (#\w+)", block)) for block in re.findall(r":root \{[^}]*\}", style)]
    assert len(schemes) == 3
    for scheme in schemes:
        for text in ("ink", "muted", "mark", "new"):
            for ground in ("paper", "wash"):
                one, other = sorted((luminance(scheme[text]), luminance(scheme[ground])), reverse=True)
                assert (one + 0.05) / (other + 0.05) >= 4.5, (text, ground, scheme)
