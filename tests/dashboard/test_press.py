"""What keys do to the screen, and what they ask of the watcher."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.dashboard.newsroom import FEEDS, NOW, TOPICS, screen, state, story
from tests.dashboard.terminal import shown
from watcher.core.events import StoryChanged
from watcher.core.model import Mark
from watcher.dashboard.commands import (
    Command,
    MarkStories,
    MuteFor,
    OpenLink,
    PollNow,
    Quit,
    ReadAlerts,
    SetPaused,
)
from watcher.dashboard.keys import BINDINGS, EVERYWHERE, USUAL, Action, Mode, faults, keymap
from watcher.dashboard.marking import marked_elsewhere
from watcher.dashboard.press import struck
from watcher.dashboard.screen import Menu, Screen, current_story, opened, rows, unseen
from watcher.dashboard.state import apply, empty
from watcher.dashboard.theme import DARK
from watcher.dashboard.view import extent, main_box, render

KEYS = sorted({key for binding in BINDINGS for key in binding.keys} | {"ü", "日", "c-z", "f9"})


def after(place: Screen, keys: str) -> Screen:
    """The screen after keys, written with spaces between them."""
    return played(place, keys)[0]


def played(place: Screen, keys: str) -> tuple[Screen, list[Command]]:
    asked: list[Command] = []
    for key in keys.split():
        box = main_box(place, width=120, height=20, now=NOW, theme=DARK)
        place, command = struck(place, key, page=box.height, extent=extent(place, box))
        asked += [command] if command else []
    return place, asked


def title(place: Screen) -> str:
    chosen = current_story(place)
    assert chosen
    return chosen.id


def test_movement_stops_at_both_ends():
    assert title(screen()) == "e6"
    assert title(after(screen(), "j")) == "e5"
    assert title(after(screen(), "down down down down")) == "e0"
    assert title(after(screen(), "G k")) == "e5"
    assert title(after(screen(), "G up up up up")) == "e6"
    assert title(after(screen(), "pagedown")) == "e0"
    assert title(after(screen(), "G g")) == "e6"


def test_a_selected_story_stays_selected_while_news_come_in_above_it():
    place = after(screen(), "j")
    news = replace(story(7), id="news")
    place = replace(place, state=apply(place.state, StoryChanged(at=NOW, story=news, new=True)))
    assert title(place) == "e5"


def test_a_story_or_a_topic_is_muted_for_an_hour():
    place, asked = played(screen(), "m j enter m")
    assert asked == [MuteFor(story="e6"), MuteFor(story="e5")]
    assert place.note == "muted for an hour; m lifts it"
    assert played(screen(), "2 m")[1] == [MuteFor(topic=rows(after(screen(), "2"))[0])]
    assert played(screen(), "3 m")[1] == []


def test_a_mute_is_lifted_by_the_key_that_set_it():
    mutes = {("", "e6"): NOW, (TOPICS[1], ""): NOW}
    place = replace(screen(), state=replace(state(), mutes=mutes))
    asked = played(place, "m j m 2 j m")[1]
    assert asked == [
        MuteFor(story="e6", span=timedelta()),
        MuteFor(story="e5"),
        MuteFor(topic=TOPICS[1], span=timedelta()),
    ]
    assert after(place, "m").note == "no longer muted"


def test_the_top_follows_the_news():
    news = replace(story(7), id="news")
    place = screen()
    place = replace(place, state=apply(place.state, StoryChanged(at=NOW, story=news, new=True)))
    assert title(place) == "news"


def test_an_open_story_stays_open_and_counts_as_seen():
    place = after(screen(), "G enter")
    assert place.mode is Mode.STORY
    assert not unseen(place, place.state.stories["e0"])
    back = after(place, "escape")
    assert back.mode is Mode.STORIES
    assert title(back) == "e0"


def test_a_story_that_grows_after_it_was_opened_is_new_again():
    place = after(screen(), "j enter escape")
    assert not unseen(place, place.state.stories["e5"])
    place = replace(place, state=apply(place.state, StoryChanged(at=NOW, story=story(5, 7, 8), new=False)))
    assert unseen(place, place.state.stories["e5"])


def test_search_narrows_as_one_types_and_escape_shows_all():
    place = after(screen(), "/ t a n")
    assert (rows(place), place.typing) == (("e6", "e5"), True)
    assert rows(after(place, "k e r space p ó ł")) == ("e5",)
    assert rows(after(place, "backspace backspace backspace")) == rows(screen())
    kept = after(place, "enter")
    assert (rows(kept), kept.typing) == (("e6", "e5"), False)
    assert rows(after(kept, "escape")) == rows(screen())


def test_letters_are_letters_while_one_types():
    place, asked = played(screen(), "/ q p r ?")
    assert place.query == "qpr?"
    assert asked == []


def test_arrows_move_while_one_types():
    assert title(after(screen(), "/ t a n down")) == "e5"


def test_tab_goes_round_the_views_and_back():
    views = [after(screen(), " ".join(["tab"] * times)).view for times in range(6)]
    assert views == [Mode.STORIES, Mode.TOPICS, Mode.FEEDS, Mode.ALERTS, Mode.LOG, Mode.STORIES]
    assert after(screen(), "backtab").view is Mode.LOG
    assert after(screen(), "? tab").view is Mode.STORIES


def test_a_topic_shows_its_stories_only():
    place = after(screen(), "2 j enter")
    assert (place.view, place.narrow.topic, rows(place)) == (Mode.STORIES, TOPICS[1], ("e5",))
    assert rows(after(place, "escape")) == rows(screen())


def test_the_filter_narrows_by_topic_language_and_outlet_together():
    assert rows(after(screen(), "f t b a l enter")) == ("e5",)
    assert rows(after(screen(), "f l p l enter")) == ("e5",)
    assert rows(after(screen(), "f l d e enter f o b a l enter")) == ()
    assert rows(after(screen(), "f o h a r b enter")) == ("e0",)
    assert rows(after(screen(), "f o h a r b enter escape")) == rows(screen())
    assert rows(after(screen(), "f o h a r b enter f a")) == rows(screen())


def test_the_filter_works_together_with_the_search():
    assert rows(after(screen(), "/ t a n enter f l p l enter")) == ("e5",)
    assert rows(after(screen(), "f u / t a n")) == ("e6",)


def test_the_filter_lists_the_unseen_the_starred_and_the_dismissed():
    assert rows(after(screen(), "f u")) == ("e6", "e0")
    assert rows(after(screen(), "G s f s")) == ("e0",)
    dismissed = after(screen(), "j x f d")
    assert rows(dismissed) == ("e5",)
    assert rows(after(dismissed, "x f d")) == rows(screen())
    assert rows(after(screen(), "f u f u")) == rows(screen())


def test_values_of_a_filter_are_stepped_through_and_typed():
    first, second = after(screen(), "f l enter"), after(screen(), "f l tab enter")
    assert first.narrow.language != second.narrow.language != ""
    assert after(screen(), "f l tab backtab enter").narrow == first.narrow
    assert after(screen(), "f l x x enter").narrow == screen().narrow
    assert after(screen(), "f l d backspace backspace").menu == Menu()
    assert after(screen(), "f l escape").menu is None


def test_n_finds_the_next_new_story_among_those_that_are_new():
    place = after(screen(), "f u enter n")
    assert (place.mode, title(place)) == (Mode.STORY, "e0")


def test_the_view_of_alerts_asks_for_them_when_it_is_opened():
    assert played(screen(), "4")[1] == [ReadAlerts()]
    assert played(screen(), "tab tab tab j")[1] == [ReadAlerts()]
    assert played(screen(), "4 4")[1] == [ReadAlerts(), ReadAlerts()]
    assert len(rows(after(screen(), "4 / q u i e t"))) == 1


def test_an_alert_leads_to_its_story():
    place = after(screen(), "4 j enter")
    assert (place.mode, title(place)) == (Mode.STORY, "e5")
    assert after(screen(), "4 G enter").note == "its story is older than what the dashboard keeps at hand"


def test_e_explains_a_story_from_the_list_and_while_it_is_open():
    assert played(screen(), "G e")[0].explaining
    place = after(screen(), "G enter e")
    assert (place.explaining, place.story) == (True, "e0")
    assert (after(place, "e").explaining, after(place, "e").story) == (False, "e0")
    back = after(place, "escape")
    assert (back.explaining, back.mode, after(back, "escape").mode) == (False, Mode.STORY, Mode.STORIES)


def test_failing_feeds_stand_first():
    assert rows(after(screen(), "3"))[0] == FEEDS[-1].url


def test_n_goes_to_the_next_story_that_is_new():
    assert title(after(screen(), "n")) == "e0"
    assert title(after(screen(), "n n")) == "e6"
    assert after(screen(), "A n").note == "nothing new that you have not seen"


def test_a_star_is_set_and_taken_away_and_remembered():
    place, asked = played(screen(), "j s")
    assert place.marks["e5"].starred
    assert asked == [MarkStories(marks=(Mark(story="e5", seen=2, starred=True),))]
    assert not after(place, "s").marks["e5"].starred


def test_a_dismissed_story_is_listed_no_more_until_that_is_undone():
    place, asked = played(screen(), "j x")
    assert rows(place) == ("e6", "e0")
    assert title(place) == "e0"
    assert asked == [MarkStories(marks=(Mark(story="e5", seen=2, dismissed=True),))]
    empty_list = after(place, "x x")
    assert rows(empty_list) == ()
    back = after(empty_list, "u u u")
    assert (rows(back), title(back)) == (rows(screen()), "e5")
    assert after(back, "u").note == "nothing was dismissed, merged or split in this window"


def test_a_story_that_is_dismissed_while_it_is_open_gives_way_to_the_list():
    place = after(screen(), "j enter x")
    assert (place.mode, title(place)) == (Mode.STORIES, "e0")


def test_stories_stay_marked_from_one_window_to_the_next():
    marks = {mark.story: mark for mark in (Mark(story="e0", dismissed=True), Mark(story="e5", seen=2))}
    place = opened(replace(state(), marks=marks))
    assert rows(place) == ("e6", "e5")
    assert [unseen(place, place.state.stories[name]) for name in ("e6", "e5")] == [True, False]


def test_all_stories_are_taken_as_seen_at_once():
    _, asked = played(screen(), "A")
    (told,) = asked
    assert isinstance(told, MarkStories)
    assert {(mark.story, mark.seen) for mark in told.marks} == {("e0", 5), ("e6", 2)}


def test_marks_of_another_window_keep_what_was_looked_at_in_this_one():
    place = after(replace(screen(), marks={}), "enter escape")
    told = {"e6": Mark(story="e6", starred=True), "e5": Mark(story="e5", dismissed=True)}
    marks = marked_elsewhere(place, told).marks
    assert marks["e6"] == Mark(story="e6", starred=True, seen=2)
    assert marks["e5"].dismissed


def test_an_onlooker_is_told_where_marks_are_made():
    looking = replace(screen(), onlooker=True)
    footer = shown(looking, 200, 30).display[-1]
    assert "star" not in footer
    assert "poll now" not in footer
    assert "tag" in footer
    for key in ("s", "x", "u", "A", "r", "p"):
        place, asked = played(looking, key)
        assert (place.note, asked) == ("this window only looks on: do that where the watcher runs", [])
        assert place.marks == looking.marks


def test_keys_ask_the_watcher_for_what_it_alone_can_do():
    assert played(screen(), "o")[1] == [OpenLink(url="https://news.example/6")]
    assert played(screen(), "r")[1] == [PollNow()]
    assert played(screen(), "3 j r")[1] == [PollNow(feed=FEEDS[5].url)]
    assert played(screen(), "p p")[1] == [SetPaused(paused=True), SetPaused(paused=False)]
    assert played(screen(), "q")[1] == played(screen(), "c-c")[1] == [Quit()]


def test_a_text_scrolls_no_further_than_its_end():
    place = after(screen(), "G enter " + "j " * 200)
    box = main_box(place, width=120, height=20, now=NOW, theme=DARK)
    assert place.scroll == extent(place, box) > 0
    assert after(place, "k").scroll == place.scroll - 1


def test_help_opens_and_closes_with_the_same_key():
    assert after(screen(), "?").mode is Mode.HELP
    assert after(screen(), "? ?").mode is Mode.STORIES
    assert after(screen(), "? escape").mode is Mode.STORIES


@settings(max_examples=60)
@given(keys=st.lists(st.sampled_from(KEYS), max_size=25), full=st.booleans())
def test_no_sequence_of_keys_breaks_the_screen(keys, full):
    place = screen() if full else opened(empty(now=NOW))
    place = after(place, " ".join(keys))
    frame = render(place, width=100, height=20, now=NOW, theme=DARK)
    assert {line.cell_len for line in frame.lines} == {100}


def test_every_key_means_one_thing_and_every_action_has_a_key():
    keys = [key for binding in BINDINGS for key in binding.keys]
    assert len(keys) == len(set(keys))
    assert {binding.action for binding in BINDINGS} == set(Action)


def test_a_key_does_nothing_where_its_action_makes_no_sense():
    assert USUAL.action_for("o", Mode.STORIES) is Action.BROWSE
    assert USUAL.action_for("o", Mode.FEEDS) is None
    assert all(USUAL.action_for("q", mode) is Action.QUIT for mode in EVERYWHERE)


def test_configured_keys_take_the_place_of_the_usual_ones():
    own = keymap({"down": ["n"], "next-unseen": ["N"], "star": [], "quit": ["Q"]})
    place = replace(screen(), keymap=own)
    assert title(after(place, "n")) == "e5"
    assert after(place, "j s") == place
    assert played(place, "Q c-c")[1] == [Quit(), Quit()]
    footer = render(place, width=120, height=20, now=NOW, theme=DARK).lines[-1].plain
    assert "Q quit" in footer
    assert "star" not in footer


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"dwon": ["n"]}, ["dwon: unknown action", 'did you mean "down"?']),
        ({"down": ["hyper-x"]}, ['down: no key "hyper-x"', "pagedown"]),
        ({"star": ["x"]}, ['star: the key "x" stands for both "star" and "dismiss"']),
        ({"star": ["c-c"]}, ['star: c-c always means "quit"']),
        ({"star": ["a"], "dismiss": ["s"]}, []),
    ],
)
def test_faults_in_configured_keys_are_named(changes, said):
    found = "\n".join(f"{action}: {sentence}" for action, sentence in faults(changes))
    assert all(part in found for part in said)
    assert bool(found) == bool(said)
