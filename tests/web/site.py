"""A real `watcher serve` as a process over a database of ours, and a real browser that looks at it."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.store.values import alert, decision, entry, member, story, verdict
from watcher.core.model import Article, Citation, Decision, Feed, FeedState, Plan
from watcher.ports import Store
from watcher.store import open_store

ROOT = Path(__file__).parents[2]
NOW = datetime.now(UTC).replace(microsecond=0)
TIES, CHEESE = "Ties & <b>bonds</b>", "Cheese/Käse"
HOSTILE = '<script>document.title="owned"</script><img src=x onerror=alert(1)> & "quotes"'
FEED = "https://ana:pa55word@news.example/feed?token=geheim99"
STORIES = 45  # more than two pages
CONFIG = f"""
[[feed]]
url = "{FEED}"
name = "The Example"
[[feed]]
url = "https://other.example/feed"
[[topic]]
name = "{TIES}"
rule = "@north-korea & @russia"
[[topic]]
name = "{CHEESE}"
rule = "cheese"
"""


def published(number: int) -> tuple[Decision, Any]:
    """A match and its story; the higher the number, the newer. The newest has a hostile title and cites somebody."""
    seen, topic = NOW - timedelta(hours=1) + timedelta(seconds=number), CHEESE if number % 3 == 0 else TIES
    title = HOSTILE if number == STORIES - 1 else f"Delegation {number} reist ab"
    changes = {"title": title, "first_seen": seen, "published": seen - timedelta(minutes=2), "lang": "de"}
    cites = (Citation(source="Reuters", kind="agency"), Citation(source="KCNA", kind="state-media", order=1))
    told = member(number, title=title, first_seen=seen, published=seen, url=f"https://news.example/{number}", lang="de")
    late = replace(told, entry=f"late-{number}", outlet="صحيفة المرفأ", title="وفد عسكري", lang="ar")
    members = (replace(told, citations=cites), late)
    decided = replace(decision(number, verdict(topic=topic)), article=Article(entry=replace(entry(number), **changes)))
    return decided, story(number, members=members, title=title, topics=(topic,))


def fill(store: Store) -> None:
    """Feeds of which one fails, stories, and an alert."""
    store.register([Feed(url=FEED), Feed(url="https://other.example/feed")])
    for number in range(STORIES):
        decided, told = published(number)
        store.commit(Plan(decisions=(decided,), stories=(told,)))
    soon = NOW + timedelta(hours=1)
    good = FeedState(
        url=FEED, last_ok=NOW, last_poll=NOW, next_poll=soon, polls=9, not_modified=5, failed=1, bytes=1000
    )
    bad = FeedState(
        url="https://other.example/feed", title=f"Other {HOSTILE}", fault=f"503 at {FEED}", failures=3, failing_since=NOW,
        last_poll=NOW, next_poll=soon, polls=3, failed=3,
    )  # fmt: skip
    store.commit(Plan(state=good, alerts=(alert(created=NOW),)))
    store.commit(Plan(state=bad))


@contextmanager
def serving(folder: Path, *options: str, environment: Mapping[str, str] | None = None) -> Iterator[str]:
    """Serve a folder's database; gives the address."""
    command = [sys.executable, "-m", "watcher", "serve", "--port", "0", "--data", str(folder)]
    process = subprocess.Popen(
        [*command, "--config", str(folder / "config.toml"), *options],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT, env={**os.environ, **(environment or {})},
    )  # fmt: skip
    try:
        assert process.stdout
        address = process.stdout.readline().strip()
        assert address.startswith("http"), process.communicate(timeout=30)
        yield address.rstrip("/")
    finally:
        process.terminate()
        try:
            _, complaints = process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    assert process.returncode == 0, complaints
    assert "Traceback" not in complaints, complaints


@contextmanager
def prepared(folder: Path) -> Iterator[Store]:
    """A database that is full and still open to write, as beside a running watcher."""
    (folder / "config.toml").write_text(CONFIG, encoding="utf-8")
    store = open_store(folder / "watcher.db")
    try:
        fill(store)
        yield store
    finally:
        store.close()


class Browser:
    """A headless Chromium, driven by WebDriver (w3.org/TR/webdriver) over HTTP."""

    ENTER, TAB = "\ue007", "\ue004"

    def __init__(self, driver: httpx.Client) -> None:
        switches = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1200,900"]
        wanted = {"goog:chromeOptions": {"args": switches}, "goog:loggingPrefs": {"browser": "ALL"}}
        answer = driver.post("/session", json={"capabilities": {"alwaysMatch": wanted}}).json()["value"]
        self._driver, self._session = driver, f"/session/{answer['sessionId']}"

    def _ask(self, path: str, **body: Any) -> Any:
        answer = self._driver.post(f"{self._session}/{path}", json=body)
        assert answer.is_success, answer.text
        return answer.json()["value"]

    def open(self, address: str) -> None:
        """Show a page as if for the first time: from a page that is shown already, focus and scrolling would stay."""
        self._ask("url", url="about:blank")
        self._ask("url", url=address)
        whole = "return document.readyState === 'complete' && location.protocol !== 'about:'"
        waited(lambda: self.run(whole))  # a busy driver says so too early

    def run(self, script: str) -> Any:
        """What a script that returns something returns."""
        return self._ask("execute/sync", script=script, args=[])

    def press(self, *keys: str) -> None:
        strokes = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self._ask("actions", actions=[{"type": "key", "id": "keys", "actions": strokes}])

    def resize(self, width: int, height: int) -> None:
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": True}
        self._ask("goog/cdp/execute", cmd="Emulation.setDeviceMetricsOverride", params=metrics)

    def complaints(self) -> list[str]:
        """What the console says since somebody asked last: refused resources, violated policies, errors."""
        return [line["message"] for line in self._ask("se/log", type="browser")]

    def close(self) -> None:
        self._driver.delete(self._session)


@contextmanager
def browsing() -> Iterator[Browser]:
    if not shutil.which("chromedriver"):
        pytest.skip("no chromedriver here: Debian has it in chromium-driver")
    process = subprocess.Popen(
        ["chromedriver", "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdout
        line = next(line for line in process.stdout if "started successfully on port" in line)
        port = line.rpartition(" ")[2].strip().rstrip(".")
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as driver:
            browser = Browser(driver)
            try:
                yield browser
            finally:
                browser.close()
    finally:
        process.terminate()
        process.communicate()


def waited(condition: Any, within: float = 20.0) -> None:
    """Wait for what another process brings about."""
    end = time.monotonic() + within
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)
