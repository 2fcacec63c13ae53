"""Why a rule says what it says, for every operator."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.rules.expressions import EXPRESSIONS
from tests.core.rules.material import NOW, article, group
from watcher.core.model import Answer, PageState
from watcher.core.rules import Company, Topic, compile_rules
from watcher.core.rules.explain import LACKS, explain, lacks
from watcher.core.rules.grammar import parse_rule
from watcher.core.rules.operators import OPERATORS
from watcher.core.rules.ruleset import read

MILITARY = group(
    "military",
    kind="words",
    terms={"de": ("Militär", "Streitkräfte", "Soldat"), "en": ("army",)},
    except_={"de": ("Militärmusik",)},
    company=(Company(with_="Moskau", within=3, terms={"de": ("Übung",)}),),
)
GROUPS = {"one": group("one", terms={"any": ("alpha",)}), "two": group("two", terms={"any": ("gamma*",)})}


def explained(rule, one, *, groups=(), against=(), threshold=0.0):
    topic = Topic(name="t", rule=rule, against=against, threshold=threshold)
    rules = compile_rules([topic], {each.name: each for each in groups}, clutter=("Read also",))
    (found,) = explain(rules, one, now=NOW)
    return found


def missing(rule, **fields):
    return explained(rule, article(**{"page": PageState.ABSENT, **fields})).lacks


def test_every_operator_has_a_line():
    assert set(OPERATORS.values()) < set(LACKS)


@given(
    rule=EXPRESSIONS,
    text=st.lists(st.sampled_from(["alpha", "beta", "gammas", "delta", "Epsilon", "zeta", "."]), max_size=20).map(
        " ".join
    ),
    page=st.sampled_from([PageState.ABSENT, PageState.UNREAD, PageState.READ]),
)
@settings(max_examples=150)
def test_something_is_missing_exactly_where_the_rule_does_not_say_yes(rule, text, page):
    one = article(title=text[:30], text=text if page is PageState.READ else "", page=page)
    rules = compile_rules([Topic(name="t", rule=str(rule))], GROUPS)
    reading = read(rules.look(one), one, now=NOW, citations=())
    operator = parse_rule(str(rule))
    found = lacks(operator, reading)
    assert (found == ()) == (operator.evaluate(reading).answer is Answer.YES)
    (explanation,) = explain(rules, one, now=NOW)
    assert (explanation.met == explanation.parts) == (found == ())
    for passage in explanation.passages:
        for mark in passage.marks:
            assert 0 <= mark.start < mark.end <= len(passage.text)


@pytest.mark.parametrize(
    ("rule", "title", "part", "why"),
    [
        ("a1 & b1", "a1", "b1", "absent"),
        ("a1 & (b1 | c1)", "a1", "b1 | c1", "none of these is there"),
        ("a1 | (b1 & c1)", "b1", "a1 | c1", "none of these is there"),
        ("2 of (a1, b1 & c1, d1)", "a1 b1", "c1", "absent"),
        ("a1 & !b1", "a1 b1", "!b1", "a veto: b1 stands there"),
        ("near(a1, b1, 2)", "a1 x x x x b1", "near(a1, b1, 2)", "at best 4 words"),
        ("before(a1, b1, 2)", "b1 a1", "before(a1, b1, 2)", "in this order"),
        ("near(a1, b1)", "a1", "b1", "absent"),
        ("sentence(a1, b1)", "a1 is. B1 is", "sentence(a1, b1)", "never in one sentence"),
        ("count(a1) >= 3", "a1 a1", "count(a1) >= 3", "there are 2 places"),
        ("text:a1", "a1", "text:a1", "stands in the title"),
        ("source:reuters", "x", 'source:"reuters"', "source is example"),
        ("tag:asia", "x", 'tag:"asia"', "no tag is known"),
        ("age > 48h", "x", "age > 48h", "0.0 hours old"),
    ],
)  # fmt: skip
def test_the_least_that_is_missing_is_told(rule, title, part, why):
    found = missing(rule, title=title)
    assert [lack.part for lack in found] == [part]
    assert why in found[0].why


def test_what_the_page_could_bring_is_told_as_open():
    unread = explained("a1 & b1 & !title:c1 & title:d1", article(title="a1"))
    assert {lack.part: lack.open for lack in unread.lacks} == {"b1": True, "d1": False}


def test_a_miss_counts_the_parts_that_hold():
    found = explained("a1 & b1 & c1", article(title="a1 b1", page=PageState.ABSENT))
    assert (found.met, found.parts, found.verdict.answer) == (2, 3, Answer.NO)
    assert [hit.text for hit in found.verdict.hits] == ["a1", "b1"]


@pytest.mark.parametrize(
    ("title", "lang", "word", "why"),
    [
        ("Moskau bietet Militärhilfe an", "de", "Militärhilfe", "not in the de list"),
        ("Berliner Soldatten üben", "de", "Soldatten", "much like Soldat"),
        ("Die army kommt nach Berlin", "de", "army", "in the en list"),
        ("Die Übung in Berlin", "de", "Übung", "counts only within 3 words of Moskau"),
    ],
)
def test_the_nearest_words_in_the_text_are_named_with_the_reason(title, lang, word, why):
    one = article(title=title, lang=lang, page=PageState.ABSENT)
    (lack,) = explained("@military", one, groups=[MILITARY]).lacks
    assert word in [near.word for near in lack.near]
    assert any(why in near.why for near in lack.near if near.word == word)


def test_words_where_the_page_leads_elsewhere_are_no_hits_and_it_says_so():
    one = article(title="Nothing", text="Nothing at all.\nRead also: The alpha of it")
    (lack,) = explained("alpha", one).lacks
    assert "leads to other articles" in lack.near[0].why


def test_below_the_threshold_the_factors_that_pull_down_are_named():
    one = article(title="alpha zoo zoo zoo", text="nothing " * 300 + "beta", page=PageState.READ)
    found = explained("alpha & beta", one, against=("zoo",), threshold=0.9)
    assert not found.verdict.matches
    assert {"beta", "against"} <= {part.label for part in found.lowers}
    assert found.lowers[0].value == min(part.value for part in found.verdict.parts)


def test_hits_stand_in_their_sentences():
    found = explained("alpha & beta", article(title="T", text="One is here. The alpha and the beta. Another alpha."))
    assert [passage.text for passage in found.passages] == ["The alpha and the beta.", "Another alpha."]
    marks = [[passage.text[mark.start : mark.end] for mark in passage.marks] for passage in found.passages]
    assert marks == [["alpha", "beta"], ["alpha"]]


def test_a_word_of_several_groups_is_marked_as_its_first_hit_whatever_the_order_of_hashes():
    groups = [group(f"g{number}", terms={"any": ("Kursk",)}) for number in range(8)]
    told = explained(" & ".join(f"@{one.name}" for one in groups), article(title="Kursk"), groups=groups)
    assert [mark.group for mark in told.passages[0].marks] == [told.verdict.hits[0].group]


@pytest.mark.parametrize("text", ["a" * 3_000_000, "alpha " * 100_000, "\u0301" * 50_000, "\n" * 50_000, "朝" * 50_000])
def test_a_hostile_text_is_explained_in_bounded_time_and_space(text):
    found = explained("alpha & @military", article(title=text[:1000], text=text), groups=[MILITARY])
    assert all(len(passage.text) < 2_000 for passage in found.passages)
    assert all(len(near.word) < 200 for lack in found.lacks for near in lack.near)
