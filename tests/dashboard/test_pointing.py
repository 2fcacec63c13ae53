"""What the mouse does to the screen, on the screen that a person sees."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.dashboard.newsroom import NOW, screen
from tests.dashboard.terminal import shown
from watcher.dashboard.commands import Command, MarkStories, ReadAlerts
from watcher.dashboard.keys import Mode
from watcher.dashboard.pointing import Pointer, pointed
from watcher.dashboard.screen import VIEWS, Cut, Menu, Screen, current_story, position, rows
from watcher.dashboard.theme import DARK
from watcher.dashboard.view import extent, main_box, under

WIDTH, HEIGHT = 120, 30


def mouse(place: Screen, column: int, row: int, wheel: int = 0) -> tuple[Screen, Command | None]:
    return handled(place, Pointer(column=column, row=row, wheel=wheel), WIDTH, HEIGHT)


def handled(place: Screen, pointer: Pointer, width: int, height: int) -> tuple[Screen, Command | None]:
    box = main_box(place, width=width, height=height, now=NOW, theme=DARK)
    spot = under(place, pointer, width=width, height=height, now=NOW, theme=DARK)
    return pointed(place, pointer, spot, page=box.height, extent=extent(place, box))


def click(place: Screen, text: str) -> tuple[Screen, Command | None]:
    """Click where a text stands on the screen."""
    for row, line in enumerate(shown(place, WIDTH, HEIGHT).display):
        if text in line:
            return mouse(place, line.index(text), row)
    raise AssertionError(text)


def test_a_click_selects_a_story_and_another_opens_it():
    place, asked = click(screen(), "Cable between")
    chosen = current_story(place)
    assert chosen is not None
    assert (chosen.id, place.mode, asked) == ("e5", Mode.STORIES, None)
    place, asked = mouse(place, 20, 3)
    assert (place.story, place.mode) == ("e5", Mode.STORY)
    assert mouse(place, 20, 3) == (place, None)  # a text has no rows


def test_opening_a_story_by_mouse_is_remembered_as_seen():
    _, asked = mouse(replace(screen(), marks={}), 20, 2)
    assert isinstance(asked, MarkStories)
    assert [(mark.story, mark.seen) for mark in asked.marks] == [("e6", 2)]


@pytest.mark.parametrize("view", VIEWS)
def test_a_click_on_any_row_of_a_list_selects_what_stands_there(view):
    place = replace(screen(), view=view)
    top = 3 if view is Mode.FEEDS else 2
    names = rows(place)[:15]
    assert len(names) >= 3
    for at in range(1, len(names)):
        after, _ = mouse(place, 5, top + at)
        assert after.selected == {view: names[at]}
    if view is Mode.FEEDS:
        assert mouse(place, 5, 2)[0].selected == {}  # the heading of the table


def test_the_names_of_the_views_and_the_panels_beside_them_lead_there():
    for text, mode in (
        ("Topics ·", Mode.TOPICS),
        ("Log ─", Mode.LOG),
        ("Activity", Mode.LOG),
        ("Feeds ──", Mode.FEEDS),
    ):
        assert click(screen(), text)[0].view is mode
    place, asked = click(screen(), "Alerts")
    assert (place.view, asked) == (Mode.ALERTS, ReadAlerts())


def test_a_click_on_the_preview_opens_the_story():
    assert click(screen(), "─ Story ")[0].story == "e6"
    assert mouse(screen(), 10, 25)[0].story == "e6"


def test_the_wheel_moves_the_selection_and_scrolls_a_text():
    place, _ = mouse(screen(), 5, 5, wheel=1)
    assert position(place, rows(place)) == 2  # the last of three
    assert position(mouse(place, 5, 5, wheel=-1)[0], rows(place)) == 0
    text = replace(screen(), story="e0")
    down, _ = mouse(text, 5, 5, wheel=1)
    assert down.scroll == 3
    assert mouse(down, 5, 5, wheel=-1)[0].scroll == 0


@pytest.mark.parametrize("busy", [{"menu": Menu()}, {"story": "e0", "cut": Cut(entry="e4")}])
def test_while_something_is_being_chosen_the_mouse_does_nothing(busy):
    place = replace(screen(), **busy)
    assert mouse(place, 20, 3) == (place, None)


@settings(max_examples=80)
@given(
    st.lists(st.tuples(st.integers(-2, 210), st.integers(-2, 70), st.sampled_from((-1, 0, 0, 1))), max_size=12),
    st.sampled_from(((200, 60), (120, 40), (80, 24), (40, 12), (1, 1))),
)
def test_no_click_anywhere_at_any_size_is_a_fault(clicks, size):
    place = screen()
    for column, row, wheel in clicks:
        place, _ = handled(place, Pointer(column=column, row=row, wheel=wheel), *size)
        assert place.story in {"", *place.state.stories}
