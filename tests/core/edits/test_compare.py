"""Two versions of an article: what counts as changed, and what pages do all day."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.core.edits import Op, compare, told
from watcher.core.model import Change

HEADLINE = "North Korea sends 1,500 soldiers to Russia"
TEXT = (
    "North Korea sent 1,500 soldiers to Russia on Monday.\n"
    "The delegation was led by General Kim, on the orders of the minister.\n"
    "KCNA reported it first. Nothing else is known about the journey."
)

WORDS = ["delegation", "Minister", "gesandt", "миссия", "1,500", "12", "l'armée", "military"]
sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(lambda words: f"Die {' '.join(words)} there.")
articles = st.lists(sentences, min_size=1, max_size=8)


def changes(before, after, titles=(HEADLINE, HEADLINE)):
    return compare((titles[0], before), (titles[1], after)).changes


# --- laws -------------------------------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(st.text(max_size=300), st.text(max_size=40))
def test_nothing_differs_from_itself(text, title):
    edit = compare((title, text), (title, text))
    assert (edit.changes, edit.passages, edit.numbers, edit.kept) == ((), (), (), 1.0)


@settings(max_examples=60)
@given(articles, st.data())
def test_sentences_that_only_moved_or_were_broken_otherwise_are_no_change(article, data):
    moved = data.draw(st.permutations(article))
    gaps = data.draw(st.lists(st.sampled_from([" ", "\n", "\n\n", "  \n"]), min_size=len(moved), max_size=len(moved)))
    after = "".join(sentence + gap for sentence, gap in zip(moved, gaps, strict=True))
    assert changes(" ".join(article), after) == ()


@settings(max_examples=80)
@given(articles, articles)
def test_what_is_taken_away_one_way_is_added_the_other_way(one, other):
    there, back = (compare(("", " ".join(a)), ("", " ".join(b))) for a, b in ((one, other), (other, one)))
    mirrored = {Change.DELETION: Change.ADDITION, Change.ADDITION: Change.DELETION}
    whole = [edit for edit in (there, back) if all(p.before == "" or p.after == "" for p in edit.passages)]
    if len(whole) == 2:
        assert {mirrored.get(change, change) for change in there.changes} == set(back.changes)
    assert bool(there.changes) is bool(back.changes)


@settings(max_examples=80)
@given(articles, articles)
def test_a_passage_tells_both_versions(one, other):
    for passage in compare(("", " ".join(one)), ("", " ".join(other))).passages:
        kept_and_come = "".join(piece.text for piece in passage.pieces if piece.op is not Op.GONE)
        kept_and_gone = [word for piece in passage.pieces if piece.op is not Op.COME for word in piece.text.split()]
        assert kept_and_come == passage.after
        assert len(kept_and_gone) >= len(passage.before.split()) - passage.before.count("'")


@settings(max_examples=40)
@given(articles)
def test_the_share_of_what_is_left_is_a_share(article):
    for cut in range(len(article)):
        assert 0.0 <= compare(("", " ".join(article)), ("", " ".join(article[:cut]))).kept <= 1.0


# --- cases ------------------------------------------------------------------------------------------------------------


def test_a_changed_number_is_told_as_it_stood_and_as_it_stands():
    edit = compare((HEADLINE, TEXT), (HEADLINE, TEXT.replace("1,500", "1,000")))
    assert (edit.changes, edit.numbers) == ((Change.NUMBER,), (("1,500", "1,000"),))
    (passage,) = edit.passages
    assert told(passage.pieces) == "North Korea sent [-1,500-] {+1,000+} soldiers to Russia on Monday."


@pytest.mark.parametrize("written", ["1 500", "1500", "1.500", "1’500"])
def test_a_number_that_is_only_written_otherwise_is_the_same(written):
    assert changes(TEXT, TEXT.replace("1,500", written)) == ()


def test_a_clause_that_is_gone_is_a_deletion():
    after = TEXT.replace(", on the orders of the minister", "")
    edit = compare((HEADLINE, TEXT), (HEADLINE, after))
    assert edit.changes == (Change.DELETION,)
    assert told(edit.passages[0].pieces) == "The delegation was led by General Kim[-, on the orders of the minister-]."


def test_a_sentence_that_is_gone_is_a_deletion_and_a_new_one_an_addition():
    shorter = TEXT.replace("KCNA reported it first. ", "")
    assert (changes(TEXT, shorter), changes(shorter, TEXT)) == ((Change.DELETION,), (Change.ADDITION,))


def test_other_words_in_a_sentence_are_wording():
    assert changes(TEXT, TEXT.replace("Nothing else", "Little")) == (Change.WORDING,)


def test_a_changed_headline_stands_first():
    title = "North Korea sends 1,000 troops to Russia"
    edit = compare((HEADLINE, TEXT), (title, TEXT))
    assert edit.changes == (Change.HEADLINE, Change.NUMBER, Change.WORDING)[:2]
    assert edit.headline
    assert told(edit.headline.pieces) == "North Korea sends [-1,500 soldiers-] {+1,000 troops+} to Russia"


@pytest.mark.parametrize(
    "title",
    [
        f"{HEADLINE} – The Outlet",
        f"{HEADLINE} | Outlet",
        HEADLINE.upper(),
        f"“{HEADLINE}”",
        "",
    ],
)
def test_the_outlet_behind_a_headline_its_case_and_its_quotes_are_no_change(title):
    assert changes(TEXT, TEXT, (HEADLINE, title)) == ()


@pytest.mark.parametrize(
    "clutter",
    [
        "Updated 14:05",
        "Last updated on 22 November 2026 at 14:05.",
        "Stand: 22.11.2026, 14:05 Uhr.",
        "Обновлено 22 ноября 2026 в 14:05.",
        "更新：2026年11月22日14時05分。",
        "입력 2026.11.22. 오후 2:05.",
        "آخر تحديث: 22 نوفمبر 2026.",
        "Zuletzt aktualisiert am 22. November 2026 um 14:05 Uhr.",
        "Minister resigns over affair",
        "1,204 comments",
        "We and our partners store and/or access information on a device.",
        "Photo: Agency",
    ],
)
def test_what_a_page_says_on_its_own_behalf_is_no_change(clutter):
    assert changes(TEXT, f"{clutter}\n{TEXT}") == ()
    assert changes(f"{TEXT}\n{clutter}", TEXT) == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Updated figures show 500 dead.", "Updated figures show 300 dead."),
        ("نشرت روسيا 500 جندي.", "نشرت روسيا 300 جندي."),
        ("发布会称500人死亡。", "发布会称300人死亡。"),
        ("Posted in Moscow are 500 men.", "Posted in Moscow are 300 men."),
    ],
)
def test_news_that_begin_like_the_date_of_a_page_are_news(before, after):
    assert changes(before, after) == (Change.NUMBER,)


@pytest.mark.parametrize(
    ("before", "after", "numbers"),
    [
        ("北朝鮮の代表団12人がロシアに出発した。", "北朝鮮の代表団15人がロシアに出発した。", (("12", "15"),)),
        ("وصل وفد من 12 ضابطا إلى موسكو.", "وصل وفد من 15 ضابطا إلى موسكو.", (("12", "15"),)),
        ("북한 대표단 12명이 러시아로 출발했다.", "북한 대표단 15명이 러시아로 출발했다.", (("12", "15"),)),
        ("12 अधिकारी मास्को पहुँचे।", "15 अधिकारी मास्को पहुँचे।", (("12", "15"),)),
        ("Die Delegation kam am 12. November an.", "Die Delegation kam am 13. November an.", (("12", "13"),)),
    ],
)
def test_numbers_and_days_are_found_in_every_script(before, after, numbers):
    edit = compare(("", before), ("", after))
    assert (edit.changes, edit.numbers) == ((Change.NUMBER,), numbers)


def test_in_scripts_without_spaces_characters_are_compared():
    edit = compare(("", "北朝鮮の代表団がロシアに出発した。"), ("", "北朝鮮の視察団がロシアへ出発した。"))
    assert told(edit.passages[0].pieces) == "北朝鮮の[-代表-]{+視察+}団がロシア[-に-]{+へ+}出発した。"
