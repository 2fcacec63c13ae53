"""The laws of the header of `expression`, over random rules and random articles."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.rules.expressions import EXPRESSIONS
from tests.core.rules.material import NOW, article
from watcher.core.model import Answer, PageState
from watcher.core.rules import Company, Group, Topic, compile_rules
from watcher.core.rules.grammar import parse_rule
from watcher.core.rules.ruleset import read

GROUPS = {
    "one": Group(
        name="one",
        kind="words",
        include=("three",),
        terms={"any": ("alpha",), "de": ("beta",), "en": ("eta",)},
        except_={"any": ("alpha beta",)},
        company=(
            Company(with_="@two", within=4, terms={"any": ("theta",)}),
            Company(with_="gamma* & delta", within=0, terms={"any": ("eta iota",)}),
        ),
    ),
    "two": Group(name="two", kind="names", terms={"any": ("gamma*", "Epsilon"), "zh": ("朝鲜",)}),
    "three": Group(name="three", kind="names", terms={"ru": ("дельта",), "ko": ("북한", "조선인민군")}),
}
WORDS = st.sampled_from(
    [
        "alpha",
        "beta",
        "gammas",
        "delta",
        "Epsilon",
        "epsilon",
        "zeta",
        "eta",
        "iota",
        "theta",
        "дельты",
        "북한은",
        "조선인민군이",
        "访问朝鲜",
        "и",
        "the",
        "der",
        ".",
        ".",
        ",",
        "\n",
        "é",
    ]
)
TEXTS = st.lists(WORDS, max_size=30).map(" ".join)
LANGS = st.sampled_from(["", "en", "de", "ru"])


def _reading(rules, one, citations=()):
    return read(rules.look(one), one, now=NOW, citations=citations)


def _rules(expression):
    return compile_rules([Topic(name="t", rule=str(expression))], GROUPS)


@given(expression=EXPRESSIONS, title=TEXTS, summary=TEXTS, text=TEXTS, lang=LANGS, cited=st.booleans())
@settings(max_examples=300)
def test_what_is_decided_without_the_page_stays_decided_with_it(expression, title, summary, text, lang, cited):
    rules = _rules(expression)
    teaser = article(title=title, summary=summary, lang=lang, page=PageState.UNREAD)
    full = replace(teaser, text=text, page=PageState.READ)
    before = parse_rule(str(expression)).evaluate(_reading(rules, teaser)).answer
    after = parse_rule(str(expression)).evaluate(_reading(rules, full, ("KCNA",) if cited else ())).answer
    assert after is not Answer.UNDECIDED
    if before is not Answer.UNDECIDED:
        assert after is before


@given(expression=EXPRESSIONS, title=TEXTS, text=TEXTS, lang=LANGS)
@settings(max_examples=200)
def test_hits_lie_in_the_original_text_and_are_ordered(expression, title, text, lang):
    one = article(title=title, text=text, lang=lang, page=PageState.READ)
    for verdict in _rules(expression).judge(one, now=NOW):
        assert 0.0 <= verdict.score <= 1.0
        for hit in verdict.hits:
            original = {"title": one.entry.title, "summary": one.entry.summary, "text": one.text}[hit.field]
            assert hit.text
            assert original[hit.start : hit.end] == hit.text


@given(expression=EXPRESSIONS, title=TEXTS, text=TEXTS, lang=LANGS, page=st.sampled_from(PageState))
@settings(max_examples=200)
def test_no_rule_that_says_yes_is_passed_over_before_it_is_evaluated(expression, title, text, lang, page):
    rules = _rules(expression)
    one = article(title=title, text=text if page is PageState.READ else "", lang=lang, page=page)
    answer = parse_rule(str(expression)).evaluate(_reading(rules, one)).answer
    judged = [verdict.answer for verdict in rules.judge(one, now=NOW)]
    assert (answer is Answer.YES) == (judged == [Answer.YES])


@given(expression=EXPRESSIONS, title=TEXTS, text=TEXTS)
@settings(max_examples=60)
def test_a_score_is_the_product_of_its_parts(expression, title, text):
    for verdict in _rules(expression).judge(article(title=title, text=text, page=PageState.READ), now=NOW):
        product = 1.0
        for part in verdict.parts:
            product *= part.value
        assert abs(product - verdict.score) < 1e-9 or verdict.answer is not Answer.YES
