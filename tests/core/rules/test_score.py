import pytest

from tests.core.rules.material import article, group, judge
from watcher.core.model import PageState
from watcher.core.rules.score import FIELD_WEIGHTS, evidence

N, M = (
    group("n", terms={"any": ("Pyongyang", "DPRK")}),
    group("m", terms={"any": ("army", "troops")}, weak={"any": ("visit",)}),
)
SPORT = group("sport", terms={"any": ("match", "goal", "league")})
FILLER = "Nothing to see here at all, dear reader, while the day goes on. " * 8


def score(rule="@n & @m", *, against=(), **fields):
    fields.setdefault("page", PageState.READ)
    verdict = judge(rule, article(**fields), groups=[N, M, SPORT], against=against)
    return verdict.score if verdict else 0.0


def test_a_title_says_more_than_a_teaser_than_a_first_paragraph_than_the_rest():
    line = "Pyongyang army"
    scores = [score(title=line), score(summary=line), score(text=line), score(text=FILLER + line)]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 4


def test_a_missing_part_makes_nothing_and_a_weak_one_lowers():
    assert score(title="Pyongyang alone") == 0
    assert 0 < score(title="Pyongyang visit") < score(title="Pyongyang army")


def test_repeating_a_word_gains_little_and_another_word_more():
    once, twice, two = (score(title=f"Pyongyang {words}") for words in ("army", "army army", "army troops"))
    assert once < twice < two
    assert score(title="Pyongyang " + "army " * 1000) <= evidence(2) ** 0.5


def test_parts_that_stand_together_count_more():
    near = score(text=f"Pyongyang sent its army. {FILLER}")
    apart = score(text=f"Pyongyang waits. {'One sentence more. ' * 3} The army, too. {FILLER}")
    assert near > apart


def test_evidence_against_lowers_and_does_not_veto():
    plain = score(title="Pyongyang army match")
    contested = score(title="Pyongyang army match", against=("@sport",))
    light = score(title="Pyongyang army match", against=("@sport^0.5",))
    assert 0 < contested < light < plain


def test_a_section_of_the_address_is_evidence_against():
    fields = {"title": "Pyongyang army", "url": "https://x.example/sport/1"}
    assert score(against=("url:/sport/",), **fields) < score(**fields)


def test_a_lighter_group_weighs_less():
    assert score("@n & @m^0.5", title="Pyongyang army") < score(title="Pyongyang army")


def test_alternatives_add_up():
    assert score("@n & (army | troops)", title="Pyongyang army troops") > score(
        "@n & army", title="Pyongyang army troops"
    )


def test_a_name_inside_a_longer_one_is_one_mention():
    both = group("n", terms={"any": ("Kim Jong Un", "Jong")})
    verdict = judge("@n", article(title="Kim Jong Un"), groups=[both])
    alone = judge("@n", article(title="Kim Jong Un"), groups=[group("n", terms={"any": ("Kim Jong Un",)})])
    assert verdict.score == alone.score


def test_every_factor_explains_itself():
    verdict = judge("@n & @m", article(title="Pyongyang army goal"), groups=[N, M, SPORT], against=("@sport",))
    assert [part.label for part in verdict.parts] == ["@n", "@m", "closeness", "against"]
    assert verdict.parts[0].why == "1.00 (title: Pyongyang)"
    assert "@sport 1.00 (title: goal)" in verdict.parts[3].why


@pytest.mark.parametrize("field", FIELD_WEIGHTS)
def test_fields_weigh_at_most_one(field):
    assert 0 < FIELD_WEIGHTS[field] <= 1


def test_a_text_under_a_title_that_tells_nothing_may_come_to_the_matter_late():
    matter = "The men came from Pyongyang. Its army sent them. The DPRK says nothing of its troops."
    text = f"{'A lamp goes out. ' * 20} {matter} {FILLER}"
    quiet, told = score(title="Out at night", text=text), score(title="The DPRK at night", text=text)
    assert quiet > told  # which named a part, so the army's absence says something


def test_one_sentence_under_such_a_title_is_a_mention():
    assert score(title="Budget day", text=f"{FILLER} Think of the army of Pyongyang and its troops. {FILLER}") < 0.4


def test_what_stands_last_in_a_text_counts_next_to_nothing():
    top, end = score(text=f"Pyongyang army. {FILLER}"), score(text=f"{FILLER} Pyongyang army.")
    assert end < top / 4
