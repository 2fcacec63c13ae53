"""The look that a terminal gets, from what it says of itself."""

import io

import pytest
from rich.console import Console

from watcher.dashboard.theme import ASCII_SIGNS, DARK, LIGHT, detect


def console(environ: dict[str, str], encoding: str = "utf-8", color_system: str = "auto") -> Console:
    out = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    return Console(file=out, force_terminal=True, _environ=environ, color_system=color_system)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("environ", "look"),
    [
        ({"TERM": "xterm-256color"}, DARK),
        ({"TERM": "xterm-256color", "COLORFGBG": "15;0"}, DARK),
        ({"TERM": "xterm-256color", "COLORFGBG": "0;15"}, LIGHT),
        ({"TERM": "xterm-256color", "COLORFGBG": "0;default;7"}, LIGHT),
    ],
)
def test_a_light_terminal_gets_the_light_look(environ, look):
    assert detect(console(environ), environ) == look


def test_without_utf_8_everything_is_ascii_signs_and_the_terminals_encoding():
    environ = {"TERM": "xterm-256color"}
    look = detect(console(environ, encoding="latin-1"), environ)
    assert look.signs == ASCII_SIGNS
    assert look.encoding == "latin-1"


def test_the_linux_console_gets_ascii_signs_but_keeps_its_letters():
    environ = {"TERM": "linux"}
    look = detect(console(environ), environ)
    assert (look.signs, look.encoding) == (ASCII_SIGNS, "utf-8")


def test_with_sixteen_colours_the_selection_is_reversed():
    environ = {"TERM": "xterm"}
    assert detect(console(environ, color_system="standard"), environ).selected.reverse


def test_without_colours_selection_and_hits_are_marked_otherwise():
    environ = {"TERM": "xterm-256color", "NO_COLOR": "1"}
    look = detect(console(environ), environ)
    assert look.selected.reverse
    assert look.hit.underline


def test_the_ground_that_a_person_names_counts_more_than_what_the_terminal_says():
    console = Console(file=io.StringIO(), force_terminal=True, color_system="truecolor", no_color=False)
    assert detect(console, {}, "light").title == LIGHT.title
    assert detect(console, {"COLORFGBG": "0;15"}, "dark").title == DARK.title
