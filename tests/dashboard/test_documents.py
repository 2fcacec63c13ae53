"""The documents show the dashboard as it is: its keys, its views, its pictures.

After a change that is meant to be seen, WATCHER_GOLDEN=write writes the table of keys anew and `make docs` draws the pictures.
"""

import os
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest

from tests.dashboard.newsroom import NOW, screen
from watcher.config import load_text
from watcher.dashboard.keys import BINDINGS, Mode, faults, key_name
from watcher.dashboard.picture import screenshot

ROOT = Path(__file__).parents[2]
KEYS = re.compile(r"(## Keys of the dashboard\n\n).*?(\n## )", re.DOTALL)
EXPLAIN = "explain"
PICTURES = {
    "dashboard.svg": (Mode.STORIES, 150, 36),
    "story.svg": (Mode.STORY, 110, 40),
    **{f"views/{mode}.svg": (mode, 110, 30) for mode in (*Mode, EXPLAIN) if mode not in {Mode.STORIES, Mode.STORY}},
}


def markdown() -> str:
    """The table of keys for the documents."""
    rows = [
        f"| {' '.join(f'`{key_name(key)}`' for key in binding.keys)} | `{binding.action}` | {binding.help} |"
        for binding in BINDINGS
    ]
    return "\n".join(["| keys | action | what it does |", "|---|---|---|", *rows]) + "\n"


def test_the_readme_has_the_table_of_keys():
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    table = KEYS.sub(lambda found: f"{found[1]}{markdown()}{found[2]}", text)
    if os.environ.get("WATCHER_GOLDEN") == "write":
        readme.write_text(table, encoding="utf-8")
    assert readme.read_text(encoding="utf-8") == table
    assert markdown() in table


def test_the_page_of_the_dashboard_shows_every_view():
    page = (ROOT / "docs" / "dashboard.md").read_text(encoding="utf-8")
    assert set(re.findall(r"!\[[^]]*\]\(([^)]+)\)", page)) == set(PICTURES)


def test_the_keys_that_the_page_configures_are_without_fault():
    page = (ROOT / "docs" / "dashboard.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    assert not list(faults(load_text(block, source="dashboard.md").config.dashboard.keys))


def rows(picture: str) -> dict[int, str]:
    """The text of a picture, row by row and without its gaps."""
    found: dict[int, str] = {}
    for run in ET.fromstring(picture).iter("{http://www.w3.org/2000/svg}text"):
        row = int(run.get("y", "0"))
        found[row] = found.get(row, "") + "".join((run.text or "").split())
    return found


def unplaced(rule: str) -> str:
    """A panel's rule without how far down one is, which depends on the news."""
    return re.sub("─+(?:(?:[0-9,]+of[0-9,]+|[0-9]+%)─)?", "─", rule)


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_shows_what_the_program_draws_now(name):
    view, width, height = PICTURES[name]
    looking = replace(screen(), onlooker=True)
    story = replace(looking, story="e0", explaining=view == EXPLAIN)
    place = story if view in {Mode.STORY, EXPLAIN} else replace(looking, view=view)
    now = rows(screenshot(place, width=width, height=height, now=NOW))
    then = rows((ROOT / "docs" / name).read_text(encoding="utf-8"))
    *_, footer = sorted(now)
    _, tabs, *_ = sorted(now)
    assert then[footer] == now[footer]
    assert unplaced(now[tabs]) == unplaced(then[tabs])
    if view is Mode.HELP:  # nothing in its column comes from the news
        left = [re.split("│|├", now[row])[0] for row in sorted(now)][1:-1]
        assert left == [re.split("│|├", then[row])[0] for row in sorted(then)][1:-1]
