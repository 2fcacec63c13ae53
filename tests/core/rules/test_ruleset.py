import pickle

import pytest

from tests.core.rules.material import NOW, article, group, judge
from watcher.core.model import Answer, PageState
from watcher.core.rules import Company, Topic, compile_rules
from watcher.errors import RuleFaults


@pytest.mark.parametrize(
    ("fetch", "one", "two", "all_three"),
    [("half", False, True, True), ("any", True, True, True), ("all", False, False, True), ("never", False, False, False), ("always", True, True, True)],
)  # fmt: skip
def test_a_page_is_wanted_as_the_topic_says(fetch, one, two, all_three):
    wants = [
        judge("a1 & b1 & c1", article(title=title), fetch=fetch).wants_page for title in ("a1", "a1 b1", "a1 b1 c1")
    ]
    assert wants == [one, two, all_three]


def test_with_always_even_a_teaser_that_shows_nothing_wants_its_page():
    assert judge("a1 & b1", article(title="other"), fetch="always").wants_page
    assert judge("a1 & b1", article(title="other"), fetch="any") is None


@pytest.mark.parametrize("state", [PageState.ABSENT, PageState.WALLED, PageState.READ])
def test_without_a_page_to_come_the_teaser_decides(state):
    assert judge("a1 & b1", article(title="a1", page=state)) is None
    verdict = judge("a1 & !b1", article(title="a1", page=state))
    assert (verdict.answer, verdict.wants_page) == (Answer.YES, False)


@pytest.mark.parametrize("state", [PageState.UNREAD, PageState.FAILED])
def test_a_page_to_come_leaves_open_what_it_could_change(state):
    assert judge("a1 & !b1", article(title="a1", page=state)).answer is Answer.UNDECIDED
    assert judge("a1 & !b1", article(title="a1 b1", page=state)) is None
    assert judge("a1 & !title:b1", article(title="a1", page=state)).answer is Answer.YES


def test_what_a_wall_shows_is_not_the_article():
    assert judge("a1", article(text="a1", page=PageState.WALLED)) is None


def test_all_faults_come_at_once_with_their_paths():
    groups = {
        "g": group("g", include=("h", "nowhere"), terms={"de": ("ok", "=")}, weak={"en": ("*x*",)}),
        "h": group("h", include=("g",), company=(Company(with_="!a", terms={"any": ("/(/",)}),)),
    }
    topics = [
        Topic(name="one", rule="@g &"),
        Topic(name="two", rule="@g & @hh", against=("a b", "@g^99")),
    ]
    with pytest.raises(RuleFaults) as caught:
        compile_rules(topics, groups)
    faults = dict(caught.value.faults)
    assert set(faults) == {
        ("topic", 0, "rule"),
        ("topic", 1, "rule"),
        ("topic", 1, "against", 0),
        ("topic", 1, "against", 1),
        ("group", "g", "include", 1),
        ("group", "g", "de", 1),
        ("group", "g", "weak", "en", 0),
        ("group", "h", "include"),
        ("group", "h", "company", 0, "with"),
        ("group", "h", "company", 0, "any", 0),
    }
    assert "did you mean g or h" in faults["topic", 1, "rule"].hint or "h" in faults["topic", 1, "rule"].hint
    assert "g → h → g" in faults["group", "h", "include"].message


def test_a_group_that_includes_itself_is_told():
    with pytest.raises(RuleFaults, match="includes itself: g → g"):
        compile_rules([Topic(name="t", rule="@g")], {"g": group(include=("g",))})


def test_rules_are_the_same_in_another_process():
    rules = compile_rules(
        [Topic(name="t", rule="@g & beta")], {"g": group(terms={"any": ("alpha",)})}, clutter=("Read also",)
    )
    again = pickle.loads(pickle.dumps(rules))
    read = article(title="alpha beta")
    assert again.topics == rules.topics
    assert again.fingerprint == rules.fingerprint
    assert again.judge(read, now=NOW) == rules.judge(read, now=NOW)


def test_rules_have_a_fingerprint_that_any_change_of_a_term_or_a_rule_changes():
    def fingerprint(rule="@g & beta", term="alpha", clutter="Read also"):
        groups = {"g": group(terms={"any": (term,)})}
        return compile_rules([Topic(name="t", rule=rule)], groups, clutter=(clutter,)).fingerprint

    several = [fingerprint(), fingerprint(rule="@g"), fingerprint(term="alphas"), fingerprint(clutter="See also")]
    assert len(set(several)) == 4
    assert several[0] == fingerprint()


def test_verdicts_come_in_the_order_of_the_topics():
    rules = compile_rules([Topic(name=name, rule="alpha") for name in "cab"], {})
    assert [verdict.topic for verdict in rules.judge(article(title="alpha"), now=NOW)] == ["c", "a", "b"]


def test_a_rule_without_words_is_judged_by_its_facts():
    verdict = judge("source:example & !lang:de", article(title="anything", lang="en"))
    assert (verdict.answer, verdict.score) == (Answer.YES, 1.0)


def test_ten_thousand_rules_find_theirs():
    topics = [Topic(name=str(number), rule=f"word{number} & (other{number} | both)") for number in range(10_000)]
    rules = compile_rules(topics[:300], {})
    verdicts = rules.judge(article(text="word7 word8 word9 other7 other9"), now=NOW)
    assert [verdict.topic for verdict in verdicts] == ["7", "9"]
