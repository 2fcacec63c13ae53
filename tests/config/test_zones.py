"""The machine's own zone knows its summer time, whatever day it was when watcher started."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from watcher.config import zone_of

CODE = """
from datetime import UTC, datetime
from watcher.config import zone_of
zone = zone_of("local")
for month in (1, 7):
    there = datetime(2026, month, 1, 12, tzinfo=UTC).astimezone(zone)
    print(there.isoformat(), there.astimezone(UTC).hour, there.tzname())
print(datetime.combine(datetime(2026, 7, 1), datetime.min.time(), tzinfo=zone).astimezone(UTC).isoformat())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not take its zone from TZ")
def test_the_local_zone_changes_its_offset_with_the_season():
    done = subprocess.run(
        [sys.executable, "-c", CODE],
        env={"TZ": "CET-1CEST,M3.5.0,M10.5.0/3", "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.stdout.splitlines() == [
        "2026-01-01T13:00:00+01:00 12 CET",
        "2026-07-01T14:00:00+02:00 12 CEST",
        "2026-06-30T22:00:00+00:00",
    ]


def test_a_named_zone_is_itself():
    assert zone_of("Asia/Seoul") == ZoneInfo("Asia/Seoul")
    assert datetime(2026, 1, 1, tzinfo=UTC).astimezone(zone_of("Asia/Seoul")).hour == 9
