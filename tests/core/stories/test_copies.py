"""Wire text with small edits is recognised; what only shares a phrase is not."""

from hypothesis import given
from hypothesis import strategies as st

from watcher.core.stories.copies import COPY, containment, sketch, without_marks

WIRE = (
    "a ferry with forty passengers ran aground off the island on monday evening after its engine failed in heavy seas, "
    "the coast guard said. nobody was hurt, and all of them were taken ashore by two lifeboats before midnight."
)


def test_an_edited_wire_text_is_a_copy():
    edited = WIRE.replace("monday evening", "monday").replace("two lifeboats", "lifeboats") + " a tug is on its way."
    assert containment(sketch([WIRE]), sketch([edited])) >= COPY


def test_a_shortened_wire_text_is_a_copy():
    assert containment(sketch([WIRE]), sketch([WIRE[:150]])) >= COPY


def test_a_shared_phrase_makes_no_copy():
    other = (
        "the coast guard said that nobody was hurt when a crane fell in the harbour of the capital on friday morning"
    )
    assert containment(sketch([WIRE]), sketch([other])) < COPY


def test_marks_of_agencies_go():
    assert without_marks("update 2-ferry runs aground") == "ferry runs aground"
    assert without_marks("[速報] 船が座礁") == "船が座礁"
    assert without_marks("여객선 좌초(상보)") == "여객선 좌초"
    assert without_marks("[速報]") == "[速報]"


@given(st.lists(st.text(max_size=80), max_size=3), st.lists(st.text(max_size=80), max_size=3))
def test_containment_is_a_share_and_the_same_from_both_sides(one: list[str], other: list[str]):
    value = containment(sketch(one), sketch(other))
    assert 0 <= value <= 1
    assert value == containment(sketch(other), sketch(one))
