"""What a pattern cannot do without is in each of its matches."""

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.rules.material import NOW, article, group
from watcher.core.rules import Topic, compile_rules
from watcher.core.rules.essence import essence
from watcher.core.rules.terms import compile_pattern


@pytest.mark.parametrize(
    ("pattern", "runs"),
    [
        (r"\bkim\b.{0,80}(?:mykola|nikola)", ("mykola", "nikola")),
        (r"\bkim\b.{0,80}(?:mykola|nikola)?", ("kim",)),
        (r"\b(?:122|60{2}|(?:155|240)x)[\s-]?(?:mm|ملم)", ("mm", "ملم")),
        (r"\b(?:122|152)[\s-]?(?:mm|ملم)", ("122", "152")),
        (r"(?:a[|)]bc|d\|e(?:f|g)+)h", ("bc", "d|e")),
        (r"(?<![가-힣])북(?=[ ,].{0,30}러)", ("북",)),
        (r"\((?:m/w/d|w/m/d)\)", ("m/w/d", "w/m/d")),
        (r"\bs(?:outh|\.?) korean \w+", (" korean ",)),
        (r"colou?r", ("colo",)),
        (r"ab+c", ("ab",)),
        (r"one|two", ("one", "two")),
        (r"one|\d", ()),
        (r"\x41bc", ()),
        (r"[]abc]d", ("d",)),
        (r"x{2}yz", ("yz",)),
        (r"(?x) a b c", ()),
        (r"\d+", ()),
    ],
)
def test_the_longest_runs_of_plain_characters_are_found(pattern, runs):
    assert essence(pattern) == runs


PIECES = st.sampled_from([
    "a", "b", "ab", "x", " ", r"\b", r"\w", r"\d", r"\.", ".", "[ab]", "[^a]", "[]x]", "(?:a|b)", "(?:ab|x(?:1|북))", "(?:", ")", "(ab)", "(?=a)", "(?<!b)",
    "a?", "b*", "x+", "a{0,2}", "(?:ab){1,2}", "|", "^", "$", "북", r"[a\]b]",
])  # fmt: skip


@settings(max_examples=300)
@given(st.lists(PIECES, min_size=1, max_size=6).map("".join), st.text(alphabet="abx .1북]", max_size=20))
def test_no_match_is_without_it(pattern, text):
    try:
        match = regex.search(pattern, text, regex.IGNORECASE, timeout=1)
    except regex.error:  # a group that is not closed
        match = None
    if match:
        assert not essence(pattern) or any(run in text for run in essence(pattern))


def test_of_groups_that_are_known_to_be_sound_a_pattern_is_compiled_for_a_text_that_may_hold_it():
    groups = {"g": group(terms={"any": (r"/qx-?\d{2}/",)})}
    rules = compile_rules([Topic(name="T", rule="@g", threshold=0.0)], groups, sound=groups)
    compile_pattern.cache_clear()
    rules.judge(article(title="Then it left."), now=NOW)
    assert compile_pattern.cache_info().misses == 0
    assert [hit.text for hit in rules.judge(article(title="Then QX-23 left."), now=NOW)[0].hits] == ["QX-23"]
    assert compile_pattern.cache_info().misses == 1
