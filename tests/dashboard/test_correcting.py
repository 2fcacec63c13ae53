"""Stories are merged, split and put back from the keyboard."""

from dataclasses import replace

import pytest

from tests.dashboard.newsroom import NOW, screen
from tests.dashboard.terminal import shown
from tests.dashboard.test_press import after, played
from watcher.core.events import StoriesCorrected, StoryChanged
from watcher.core.model import Merge, Split, Undo
from watcher.core.stories.corrections import Corrected, merge, split
from watcher.core.stories.corrections import undo as take_back
from watcher.dashboard.commands import Command, Correct, Quit
from watcher.dashboard.keys import Mode
from watcher.dashboard.screen import Screen, current_story, rows
from watcher.dashboard.state import apply


def told(place: Screen, corrected: Corrected) -> Screen:
    """The screen once the watcher has done it."""
    event = StoriesCorrected(at=NOW, correction=corrected.correction, stories=corrected.stories, gone=corrected.gone)
    return replace(place, state=apply(place.state, event))


def done(place: Screen, command: Command) -> Screen:
    """What the watcher makes of the last of the wishes."""
    assert isinstance(command, Correct)
    stories = place.state.stories
    match command.wanted[-1]:
        case Merge(one=one, other=other):
            return told(place, merge(stories[one], stories[other], now=NOW))
        case Split(story=name, entries=entries):
            return told(place, split(stories[name], entries, {}, now=NOW))
        case wish:
            raise AssertionError(wish)


def test_tagged_stories_are_made_one_and_the_first_to_begin_keeps_its_name():
    place, (asked,) = played(screen(), "t j j t M")
    assert asked == Correct(wanted=(Merge(one="e0", other="e6"),))
    assert (place.tagged, place.note) == ((), "2 stories made one; u takes it back")
    place = done(place, asked)
    assert set(rows(place)) == {"e5", "e0"}
    story = current_story(place)
    assert story is not None
    assert story.id == "e0"


def test_a_single_tagged_story_is_made_one_with_the_one_under_the_cursor():
    assert played(screen(), "t j M")[1] == [Correct(wanted=(Merge(one="e5", other="e6"),))]
    place, asked = played(screen(), "j M")
    assert (place.note, asked) == ("tag another story first, with t", [])
    assert played(screen(), "t M")[1] == []


def test_three_tagged_stories_are_two_wishes_and_one_undo():
    place, (asked,) = played(screen(), "t j t j t M")
    assert asked == Correct(wanted=(Merge(one="e5", other="e0"), Merge(one="e5", other="e6")))
    stories = place.state.stories
    first = merge(stories["e5"], stories["e0"], now=NOW)
    second = merge(first.stories[0], stories["e6"], now=NOW)
    place = told(told(place, first), second)
    assert played(place, "u")[1] == [
        Correct(wanted=(Undo(correction=second.correction.id), Undo(correction=first.correction.id)))
    ]


def test_a_tag_is_taken_away_by_the_key_that_set_it_and_by_going_back():
    assert after(screen(), "t t").tagged == ()
    assert after(screen(), "t j t j t escape").tagged == ()
    assert after(screen(), "t / k i m enter escape").tagged == ("e6",)


def test_articles_are_chosen_and_split_off():
    place, asked = played(screen(), "G S k t t enter")
    assert asked == [Correct(wanted=(Split(story="e0", entries=("e3", "e4")),))]
    assert (place.cut, place.note, place.mode) == (None, "split off; u takes it back", Mode.STORY)
    assert played(screen(), "G S S")[1] == [Correct(wanted=(Split(story="e0", entries=("e4",)),))]
    place = done(place, asked[0])
    assert set(rows(replace(place, story=""))) == {"e0", "e3", "e5", "e6"}


def test_one_article_stays_at_least_and_a_story_of_one_cannot_be_split():
    place, asked = played(screen(), "G S g t t t t t enter")
    assert (place.note, asked) == ("one article stays at least", [])
    assert "one article stays at least" in shown(place, 120, 30).display[-1]
    state = screen().state
    alone = replace(state.stories["e6"], members=state.stories["e6"].members[:1])
    place = replace(screen(), state=apply(state, StoryChanged(at=NOW, story=alone, new=False)))
    assert after(place, "S").note == "a story of one article cannot be split"


def test_choosing_ends_with_esc_and_quitting_quits():
    assert after(screen(), "G S k escape").cut is None
    assert played(screen(), "G S q")[1] == [Quit()]


def test_what_was_corrected_last_is_undone_before_what_was_dismissed_earlier():
    place = after(screen(), "x t j M")
    corrected = merge(place.state.stories["e0"], place.state.stories["e5"], now=NOW)
    place = told(place, corrected)
    place, asked = played(place, "u")
    assert asked == [Correct(wanted=(Undo(correction=corrected.correction.id),))]
    back = take_back(corrected.correction, corrected.stories[0], None, {}, now=NOW)
    place = after(told(place, back), "u")
    assert rows(place) == rows(screen())


def test_a_correction_that_somebody_took_back_is_not_taken_back_again():
    place = after(screen(), "t j M")
    assert played(place, "u")[1] == []  # the watcher has not done it, or it was undone from another terminal
    assert after(place, "u").note == "that was not done, or was taken back already"


def test_a_window_takes_back_what_it_asked_for_itself():
    place = screen()
    theirs = split(place.state.stories["e0"], ("e4",), {}, now=NOW)
    place, (asked,) = played(told(place, theirs), "G t k M")
    assert played(place, "u")[1] == []  # the other one's stays
    ours = done(place, asked)
    (command,) = played(ours, "u")[1]
    assert command == Correct(wanted=(Undo(correction=ours.state.corrected[-1]),))
    assert theirs.correction.id not in str(command)


@pytest.mark.parametrize("keys", ["t M u", "G S t j enter u"])
def test_a_window_on_another_watcher_corrects_too(keys):
    looking_on = replace(screen(), onlooker=True)
    assert played(looking_on, keys)[1] == played(screen(), keys)[1]


def test_a_story_that_is_gone_ends_the_choosing():
    place = after(screen(), "G S")
    place = replace(place, state=replace(place.state, stories={}))
    shown(place, 120, 30)
    assert after(place, "enter").cut is None
