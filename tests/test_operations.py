"""docs/operations.md and the program say the same: every hazard has a test, every bound its setting and default."""

import re
import tomllib
from pathlib import Path

import pytest

from tests import test_hazards as hazards
from watcher.core.health import Condition

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in TEXT.splitlines() if line.startswith("| ")]
NAMED = sorted(set(re.findall(r"`(test_\w+)`", TEXT)))
THERE = {
    name
    for path in (ROOT / "tests").rglob("test_*.py")
    for name in re.findall(r"def (test_\w+)", path.read_text(encoding="utf-8"))
}
CASES = [
    *(f"F{number}" for number in range(1, 34)),
    *(hazards.XML | hazards.CHARSETS | hazards.HTTP | hazards.COMPRESSION),
    *(hazards.LINKS | hazards.DATES),
    *hazards.PAGES,
    *(f"i-{what}" for what in ("guid-churn", "link-churn", "redate", "retitle", "noid", "reappear", "flood-later", "100k")),
    "i-guid-types",
    *(f"t-{what}" for what in ("cursor", "alt", "dcs", "report", "c1", "bs", "so", "double-escaped")),
    *(f"r-{what}" for what in ("red", "open", "click", "emoji", "blink", "path")),
    *(f"u-{what}" for what in ("bidi", "zalgo", "long-word", "rtl", "empty", "zwsp", "format", "shell", "sql", "csv")),
    *(f"u-{what}" for what in ("notify", "nfd", "invisible", "redos", "case")),
]  # fmt: skip


@pytest.mark.parametrize("name", NAMED)
def test_a_test_that_the_document_names_is_there(name: str):
    assert name in THERE


@pytest.mark.parametrize("case", CASES)
def test_every_hazard_has_a_row_that_names_a_test(case: str):
    rows = [row for row in ROWS if case in row[0].split(", ")]
    assert len(rows) == 1
    assert "`test_" in rows[0][-1]


def test_every_bound_is_a_setting_with_the_default_that_the_document_says():
    example = tomllib.loads((ROOT / "config.example.toml").read_text(encoding="utf-8"))
    bounds = [row for row in ROWS if re.match(r"`\w+\.\w+`", row[0])]
    assert len(bounds) > 10
    for setting, default, why, *_ in bounds:
        table, _, name = setting.strip("`").partition(".")
        assert str(example[table][name]) == default, setting
        assert why


def test_every_condition_of_a_feed_is_explained():
    assert {condition.value for condition in Condition} <= {row[0] for row in ROWS}
