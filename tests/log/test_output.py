"""What becomes of what is logged: through real handlers, into real files."""

import json
import logging
from pathlib import Path
from typing import Any

import pytest

from tests.parts import NOON
from watcher.core.events import Event, Polled, PollFailed, PollStarted, Warned
from watcher.core.model import FeedState
from watcher.dashboard.lines import described
from watcher.errors import ConfigError
from watcher.log import about
from watcher.log.events import EventLog
from watcher.log.output import KEPT, LARGEST, Log, logging_to

URL = "https://ana:pa55word@news.example/feed"
log = logging.getLogger("watcher.somewhere")


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def polled(**more: Any) -> Polled:
    return Polled(at=NOON, feed=URL, name="News", state=FeedState(url=URL), **more)


def emitted(path: Path, level: str, *events: Event) -> list[dict[str, Any]]:
    listener = EventLog(described)
    with logging_to(Log(level=level, json=True, file=path)):
        for event in events:
            listener(event)
    return lines(path)


def broken(message: str) -> None:
    raise RuntimeError(message)


def test_a_poll_is_one_line_at_debug_with_its_feed_and_how_long_it_took(tmp_path: Path):
    (line,) = emitted(tmp_path / "log", "debug", PollStarted(at=NOON, feed=URL), polled(total=9, new=2))
    assert (line["level"], line["event"], line["new"], line["seconds"]) == ("debug", "polled", 2, 0)
    assert line["feed"] == "https://***@news.example/feed"


def test_polls_are_not_told_at_info_and_what_failed_is(tmp_path: Path):
    failed = PollFailed(at=NOON, feed=URL, name="News", state=FeedState(url=URL), fault="no answer")
    found = emitted(tmp_path / "log", "info", polled(), failed, Warned(at=NOON, what="the disk is full"))
    assert [(line["level"], line["event"]) for line in found] == [("info", "poll failed"), ("warning", "warned")]


def test_what_goes_wrong_while_a_feed_is_polled_names_the_feed_and_masks_what_the_traceback_says(tmp_path: Path):
    path = tmp_path / "log"
    with logging_to(Log(json=True, file=path), secrets=lambda: ["s3cr3t"]):
        with about(feed=URL):
            try:
                broken(f"cannot use s3cr3t for {URL}\x1b[31m")
            except RuntimeError:
                log.exception("a piece of work failed")
        log.warning("afterwards")
    first, second = lines(path)
    assert first["feed"] == "https://***@news.example/feed"
    assert "RuntimeError: cannot use *** for https://***@news.example/feed" in first["exception"]
    assert "\x1b" not in first["exception"]
    assert "feed" not in second


def test_a_secret_that_the_bound_on_a_line_cuts_off_is_masked_all_the_same(tmp_path: Path):
    path, secret = tmp_path / "log", "s3cr3t" * 20
    with logging_to(Log(json=True, file=path), secrets=lambda: [secret]):
        for length in range(900, 1000, 10):
            log.warning("%s%s", "x" * length, secret)
    assert "s3cr3t" not in path.read_text(encoding="utf-8")


def test_lines_for_people_hold_no_line_break_and_nothing_that_steers_a_terminal(tmp_path: Path):
    path = tmp_path / "log"
    with logging_to(Log(file=path)):
        log.warning(
            "a title\n2026-01-01 [error] forged\x1b]0;title\x07 %s", "end", extra={"facts": {"name": "a\u202eb"}}
        )
    (line,) = path.read_text(encoding="utf-8").splitlines()
    assert "forged" in line
    assert not {"\x1b", "\x07", "\u202e"} & set(line)


def test_libraries_that_chatter_are_heard_from_warnings_on(tmp_path: Path):
    path = tmp_path / "log"
    with logging_to(Log(level="debug", file=path)):
        logging.getLogger("apscheduler.executors").info("job executed")
        logging.getLogger("asyncio").error("Task exception was never retrieved")
    assert "job executed" not in path.read_text()
    assert "never retrieved" in path.read_text()


def test_a_full_file_is_put_aside_and_few_old_ones_are_kept(tmp_path: Path):
    path = tmp_path / "log"
    path.write_bytes(b"x" * LARGEST)
    for number in range(1, KEPT + 1):
        path.with_name(f"log.{number}").write_text(f"older {number}")
    with logging_to(Log(json=True, file=path)):
        log.warning("a line more")
    assert lines(path)[0]["event"] == "a line more"
    assert path.with_name("log.1").stat().st_size == LARGEST
    assert len(list(tmp_path.iterdir())) == KEPT + 1


def test_a_file_that_cannot_be_written_is_told_with_what_to_do(tmp_path: Path):
    with (
        pytest.raises(ConfigError, match=r"--log-file"),
        logging_to(Log(file=tmp_path / "missing" / "log")),
    ):
        pass


def test_afterwards_logging_is_as_it_was(tmp_path: Path):
    before = (logging.getLogger().handlers[:], logging.getLogger().level, logging.raiseExceptions)
    with logging_to(Log(level="debug", file=tmp_path / "log")):
        pass
    assert (logging.getLogger().handlers, logging.getLogger().level, logging.raiseExceptions) == before
