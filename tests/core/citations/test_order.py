"""In which order sources are told."""

from hypothesis import given
from hypothesis import strategies as st

from watcher.core.citations.order import nearest_first
from watcher.core.citations.spec import Outlet

PRESS = Outlet(name="press", kind="outlet")
STATE = Outlet(name="state", kind="state-media", state=True)
OFFICE = Outlet(name="office", kind="official", state=True)
NAMES = [str(number) for number in range(6)]


def test_press_comes_before_state_media_and_these_before_officials():
    assert nearest_first({"c": OFFICE, "b": STATE, "a": PRESS}, []) == ["a", "b", "c"]


def test_what_the_text_says_comes_before_any_rank():
    assert nearest_first({"a": PRESS, "c": OFFICE}, [("c", "a")]) == ["c", "a"]


def test_the_place_in_the_text_decides_between_equals():
    assert nearest_first({"b": PRESS, "a": PRESS}, []) == ["b", "a"]


def test_what_the_feed_credits_comes_first():
    assert nearest_first({"a": PRESS, "b": OFFICE}, [], given=["b"]) == ["b", "a"]


@given(edges=st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES))))
def test_contradictions_lose_no_name_and_the_first_word_holds(edges):
    order = nearest_first(dict.fromkeys(NAMES, PRESS), edges)
    assert sorted(order) == NAMES
    if edges and edges[0][0] != edges[0][1]:
        assert order.index(edges[0][0]) < order.index(edges[0][1])
