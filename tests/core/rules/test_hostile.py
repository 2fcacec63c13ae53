"""What a hostile text or list can do: be told apart, or take a bounded time."""

import time

import pytest

from tests.core.rules.material import article, group, judge
from watcher.core.model import Answer
from watcher.core.rules.terms import MAX_TERM, all_sound, explodes, parse_term
from watcher.errors import RuleError

SECONDS = 20  # generous: what is caught here takes minutes or forever


@pytest.fixture(autouse=True)
def _bounded():
    started = time.process_time()
    yield
    assert time.process_time() - started < SECONDS


def test_an_exploding_pattern_is_a_no_that_says_why():
    verdict = judge("alpha & /(a+)+$/", article(text="alpha " + "a" * 5000 + "!"))
    assert verdict.answer is Answer.NO
    assert [part.label for part in verdict.parts if "too long" in part.why] == ["/(a+)+$/"]


def test_patterns_that_explode_are_known_beforehand():
    assert explodes("(a+)+$")
    assert explodes(r"(\w+\s?)+!$") or explodes(r"(\w+)+$")
    assert not explodes(r"KN-?\d{2}")


@pytest.mark.parametrize(
    "text",
    ["a" * 5_000_000, "\u0301" * 200_000, "e\u0301" * 300_000, " " * 1_000_000, "Kim" + " " * 500_000 + "Jong Un", "북" * 300_000, "朝" * 300_000],
    ids=["one word", "marks", "accents", "spaces", "gap", "hangul", "han"],
)  # fmt: skip
def test_a_monstrous_field_is_read_in_time(text):
    wide = group(terms={"any": ("Kim Jong Un", "*aaa*", "aaa*", "*aaa", "é"), "ko": ("북한", "북북북"), "zh": ("朝",)})
    verdict = judge("@g | near(朝, 북북북, 3)", article(title=text), groups=[wide])
    assert verdict is None or len(verdict.hits) <= 100


def test_a_term_that_stands_a_hundred_thousand_times_is_bounded():
    verdict = judge("near(alpha, beta, 5) & count(alpha) > 3", article(text="alpha beta " * 100_000))
    assert verdict.answer is Answer.YES
    assert len(verdict.hits) <= 100


@pytest.mark.parametrize(
    "written", ["", "  ", "=", '""', "//", "/a", "a\x00b", "…", "*", "a^0", "a^11", "x" * (MAX_TERM + 1), "a*b", "a|b"]
)
def test_a_term_that_means_nothing_is_refused(written):
    assert not all_sound([written])
    with pytest.raises(RuleError):
        parse_term(written)


@pytest.mark.parametrize(
    "written", ["Kim Jong Un", 'צה"ל', "AT&T", "l'armée", "Militär*", '"arms"^0.5', "=KVA", "北", "Yahoo!", "C++"]
)
def test_terms_that_look_odd_are_fine(written):
    assert parse_term(written)


def test_a_long_list_is_sound_or_not_in_time():
    assert all_sound([f"word{number}*" for number in range(50_000)])
    assert not all_sound([*(f"word{number}*" for number in range(50_000)), "a|b"])
