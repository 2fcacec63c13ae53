"""Text in cells: exactly as wide as asked."""

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.style import Style

from watcher.dashboard.cells import Strip, fit, marked, wrap
from watcher.dashboard.clean import clean

ODD = st.text(
    alphabet=st.one_of(
        st.characters(
            max_codepoint=0xFFFF, exclude_categories=["Cn", "Co"]
        ),  # widths of what is not assigned are guesses
        st.sampled_from("👩🏽\u200d👧❤\ufe0f1\u20e3🇰🇵\u0301\u0489क्षिภา\u1112\u1161\u11ab\x1b\x9b\u202e\u2066\n\t日한"),
    ),
    max_size=60,
)


@settings(max_examples=200)
@given(text=ODD, width=st.integers(0, 40))
def test_fit_makes_a_text_exactly_as_wide_as_asked(text, width):
    assert fit(Strip(clean(text)), width).cell_len == width


@settings(max_examples=100)
@given(text=ODD, width=st.integers(2, 30))
def test_wrapped_lines_are_narrow_enough_and_lose_no_letter(text, width):
    shown = clean(text)
    lines = wrap(Strip(shown), width)
    assert all(line.cell_len <= width for line in lines)
    assert "".join(line.plain for line in lines).replace(" ", "") == shown.replace(" ", "")


def test_marked_text_shows_its_spans_and_ignores_those_that_lie_outside():
    line = marked("one two three", ((4, 7), (5, 9), (90, 95)), style=Style(), hit=Style(bold=True), encoding="utf-8")
    assert line.plain == "one two three"
    assert [text for text, style in line.runs if style.bold] == ["two"]
