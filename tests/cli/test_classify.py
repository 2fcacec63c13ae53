"""`watcher classify`, as a process: whose story an item belongs to."""

import json
from pathlib import Path

import pytest

from tests.test_run import watcher

LINES = [
    {"id": "a", "title": "North Korea ships artillery shells to Russia", "lang": "en", "outlet": "One"},
    {"id": "b", "title": "Cheese fair opens", "lang": "en"},
    {"id": "c", "title": "North Korea ships artillery shells to Russia, agency says", "lang": "en", "outlet": "Two"},
]


@pytest.mark.parametrize("file", ["-", "items.jsonl"])
async def test_an_item_joins_the_story_that_the_first_one_opened(tmp_path: Path, file: str):
    text = "\n".join(map(json.dumps, LINES))
    (tmp_path / "items.jsonl").write_text(text, encoding="utf-8")
    done = await watcher("classify", file if file == "-" else str(tmp_path / file), stdin=text.encode())
    assert [answer["story"] for answer in done.events] == ["a", "b", "a"]
