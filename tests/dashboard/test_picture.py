"""Screens as pictures: SVG that stands alone, text that is what the terminal shows."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

from tests.dashboard.newsroom import NOW, screen
from tests.dashboard.terminal import shown
from tests.dashboard.test_view import HOSTILE, hostile
from watcher.dashboard.picture import screenshot, snapshot
from watcher.dashboard.theme import LIGHT


def test_a_picture_is_well_formed_and_needs_nothing_from_elsewhere():
    for text in HOSTILE.values():
        picture = screenshot(hostile(text), width=120, height=30, now=NOW)
        root = ET.fromstring(picture)
        assert root.get("viewBox")
        assert not [
            value for part in root.iter() for value in part.attrib.values() if "://" in value or "url(" in value
        ]
        assert {part.tag.rpartition("}")[2] for part in root.iter()} == {"svg", "title", "style", "rect", "text"}
        style = root.find("{http://www.w3.org/2000/svg}style")
        assert style is not None
        assert not re.search("@|url|//", style.text or "")


def test_every_run_of_text_is_held_to_its_cells():
    root = ET.fromstring(screenshot(screen(), width=120, height=40, now=NOW))
    runs = {run.text: float(run.get("textLength", "0")) for run in root.iter("{http://www.w3.org/2000/svg}text")}
    assert round(runs["한강일보"] / 8.4) == 8
    assert round(runs["Baltic Courier"] / 8.4) == 14


def test_a_text_picture_is_what_the_terminal_shows():
    terminal = shown(screen(), 120, 40)
    assert snapshot(screen(), width=120, height=40, now=NOW) == "".join(f"{row.rstrip()}\n" for row in terminal.display)


def test_a_picture_of_a_selected_row_has_its_ground():
    assert 'fill="#3a3a3a"' in screenshot(screen(), width=80, height=24, now=NOW)
    assert 'fill="#e4e4e4"' in screenshot(screen(), width=80, height=24, now=NOW, theme=replace(LIGHT))
