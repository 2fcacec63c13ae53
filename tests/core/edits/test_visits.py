"""What a visit comes to, in a row of visits."""

import gzip
import hashlib
from datetime import timedelta

import pytest

from tests.parts import NOON
from watcher.core import edits
from watcher.core.model import Change, Outcome, Page, Reply
from watcher.errors import FetchError, FetchFault, PageError, WallError

HOURS = [timedelta(hours=hours) for hours in (1, 6, 24, 168)]
TERMS = edits.Terms(spans=tuple(HOURS), per_day=100)
TITLE = "North Korea sends soldiers"
TEXT = " ".join(f"Sentence number {number} says something of its own, in {number} words." for number in range(20))
REPLY = Reply(url="https://a.example/1", status=200, headers=(("etag", '"x"'),), body=b"<html>")


def page(text=TEXT, title=TITLE):
    return Page(text=text, title=title)


def row(*answers, terms=TERMS):
    """The visits of an article whose page gave these answers at each due time: a page, None for a 304, or an error."""
    known = [edits.first("e", REPLY, page(), rules="r", now=NOON, terms=terms)]
    for hours, answer in zip(HOURS, answers, strict=False):
        now = NOON + hours
        if isinstance(answer, FetchError | PageError):
            known.append(edits.failed(known, answer, now=now, terms=terms))
        else:
            reply = REPLY if answer else Reply(url=REPLY.url, status=304)
            known.append(edits.again(known, reply, answer, now=now, terms=terms))
    return known


def gone(kind=FetchFault.GONE, status=410):
    return FetchError(kind, "it is gone", url=REPLY.url, status=status)


def test_the_first_visit_says_what_came_and_when_to_ask_again():
    (visit,) = row()
    assert (visit.outcome, visit.title, visit.text) == (Outcome.FIRST, TITLE, TEXT)
    assert (visit.url, visit.status, visit.header("etag"), visit.rules) == (REPLY.url, 200, '"x"', "r")
    assert (visit.body_hash, visit.body) == (hashlib.sha256(b"<html>").hexdigest(), b"")
    assert visit.again_at == NOON + HOURS[0]


def test_bodies_are_kept_only_if_wanted_and_the_same_body_gives_the_same_bytes():
    terms = edits.Terms(spans=TERMS.spans, keep_pages=True)
    one, other = row(page(), terms=terms)
    assert gzip.decompress(one.body) == REPLY.body
    assert one.body == other.body


def test_an_article_is_asked_for_at_each_span_after_its_first_reading_and_then_no_more():
    visits = row(page(), None, page(), None)
    assert [visit.again_at for visit in visits] == [*(NOON + span for span in HOURS), None]
    assert {visit.outcome for visit in visits[1:]} == {Outcome.SAME}
    assert {visit.text for visit in visits[1:]} == {""}


def test_what_was_missed_is_not_made_up_for():
    known = row()
    late = edits.again(known, REPLY, page(), now=NOON + timedelta(hours=30), terms=TERMS)
    assert late.again_at == NOON + HOURS[3]


def test_without_spans_nothing_is_asked_again():
    assert row(terms=edits.Terms())[0].again_at is None


def test_an_edit_keeps_its_text_and_later_ones_are_compared_with_it():
    edited = page(TEXT.replace("in 7 words", "in 8 words"))
    visits = row(edited, edited, page())
    assert [visit.outcome for visit in visits] == [Outcome.FIRST, Outcome.EDITED, Outcome.SAME, Outcome.EDITED]
    assert visits[1].text == edited.text
    assert visits[1].changes == (Change.NUMBER,)
    assert [revision.edit.numbers for revision in edits.history(visits) if revision.edit] == [
        (("7", "8"),),
        (("8", "7"),),
    ]


@pytest.mark.parametrize("kind", [FetchFault.MISSING, FetchFault.GONE])
def test_a_removal_is_told_once_and_so_is_the_return(kind):
    visits = row(gone(kind), gone(kind), page())
    assert [visit.outcome for visit in visits[1:]] == [Outcome.REMOVED, Outcome.REMOVED, Outcome.SAME]
    assert [visit.changes for visit in visits[1:]] == [(Change.REMOVED,), (), (Change.RETURNED,)]
    assert [revision.visit.changes_in_words for revision in edits.history(visits)] == [
        "page removed",
        "page back",
    ]


@pytest.mark.parametrize(
    "error",
    [
        WallError("a consent page"),
        FetchError(FetchFault.SERVER, "503", status=503),
        FetchError(FetchFault.ROBOTS, "not for robots"),
        FetchError(FetchFault.REFUSED, "403", status=403),
    ],
)
def test_walls_and_faults_are_neither_edits_nor_removals(error):
    visits = row(error, page())
    assert (visits[1].outcome, visits[1].changes, visits[1].fault) == (Outcome.UNSEEN, (), str(error))
    assert (visits[2].outcome, edits.history(visits)) == (Outcome.SAME, ())


def test_what_the_network_kept_away_is_asked_for_an_hour_later_but_not_for_ever():
    known = row(page(), page(), page())
    for number in (1, 2, 3):
        now = known[-1].again_at
        assert now
        down = FetchError(FetchFault.CONNECT, "no route", url=REPLY.url)
        known.append(edits.failed(known, down, now=now, terms=TERMS))
        assert known[-1].again_at == (now + timedelta(hours=1) if number < 3 else None)
    refused = edits.failed(row(page()), FetchError(FetchFault.REFUSED, "403"), now=NOON + HOURS[1], terms=TERMS)
    assert refused.again_at == NOON + HOURS[2]


def test_another_page_at_the_same_address_is_no_edit():
    visits = row(page("Welcome to our new front page. Here you find all the news of the day.", "The Outlet"))
    assert (visits[1].outcome, visits[1].fault) == (Outcome.UNSEEN, "another text stands at this address")


def test_a_text_that_breaks_off_is_no_edit_but_one_without_its_last_third_is():
    visits = row(
        page(TEXT[: len(TEXT) // 4].rpartition(". ")[0] + "."),
        page(TEXT[: len(TEXT) * 2 // 3].rpartition(". ")[0] + "."),
    )
    assert (visits[1].outcome, visits[1].fault) == (Outcome.UNSEEN, "only the beginning of the article is shown")
    assert (visits[2].outcome, visits[2].changes) == (Outcome.EDITED, (Change.DELETION,))


def test_the_validators_of_a_page_that_was_none_are_not_sent():
    known = row()
    teaser = Reply(url=REPLY.url, status=200, headers=(("etag", '"teaser"'),), body=b"<html>teaser")
    known.append(edits.again(known, teaser, page(TEXT[:70]), now=NOON + HOURS[0], terms=TERMS))
    assert known[-1].outcome is Outcome.UNSEEN
    assert edits.request(known, REPLY.url, now=NOON + HOURS[1], terms=TERMS).etag == '"x"'


def test_only_the_last_visit_asks_for_everything():
    known = row(page())
    conditional = edits.request(known, REPLY.url, now=NOON + HOURS[1], terms=TERMS)
    whole = edits.request(known, REPLY.url, now=NOON + HOURS[3], terms=TERMS)
    assert (conditional.page, conditional.etag) == (True, '"x"')
    assert (whole.page, whole.etag) == (True, "")
