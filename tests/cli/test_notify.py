"""The commands about alerts, as a person runs them: real processes, a real server, a real bus."""

import hashlib
import hmac
import json
import os
from datetime import timedelta
from pathlib import Path

import pytest

from tests.badserver import BadServer, ok, reply
from tests.notify.bus import NotificationService, needs_bus, session_bus
from tests.store.values import NOW, alert
from tests.test_run import watcher
from watcher.core.model import Plan, Reason, Suppressed
from watcher.store import open_store

SECRET = "correct horse battery staple"


@pytest.fixture
async def server():
    async with BadServer({"/hook": [ok(b"{}")], "/broken": [reply("500 Oh")], "/": [ok(b"{}")]}) as server:
        yield server


@pytest.fixture
def config(tmp_path, server):
    (tmp_path / "secret").write_text(SECRET, encoding="utf-8")
    path = tmp_path / "config.toml"
    path.write_text(
        f"""
[http]
allow_private = ["127.0.0.1"]
[channel.desktop]
kind = "screen"
[channel.hook]
kind = "webhook"
url = "{server.url("/hook")}"
secret = "file:{(tmp_path / "secret").as_posix()}"
[channel.broken]
kind = "webhook"
url = "{server.url("/broken")}"
[channel.phone]
kind = "ntfy"
topic = "env:WATCHER_NO_SUCH_TOPIC"
server = "{server.url("/")}"
[[topic]]
name = "Ties"
rule = "Pyongyang & Moscow"
notify = ["hook"]
""",
        encoding="utf-8",
    )
    return path


async def test_one_channel_is_tried_and_says_ok(config, server):
    done = await watcher("notify-test", "hook", "--config", str(config))
    assert (done.code, done.err) == (0, "")
    assert done.out.split() == ["ok", "hook", "webhook"]
    (request,) = server.requests
    assert json.loads(request.body)["topic"] == "Ties"
    expected = hmac.new(SECRET.encode(), request.body, hashlib.sha256).hexdigest()
    assert request.header("x-watcher-signature-256") == f"sha256={expected}"


async def test_every_channel_is_tried_and_those_that_fail_say_why(config):
    done = await watcher("notify-test", "--config", str(config))
    assert done.code == 1
    lines = {line.split()[1]: line for line in done.out.splitlines()}
    assert lines["desktop"].startswith("ok")
    assert lines["hook"].startswith("ok")
    assert lines["broken"].startswith("fault")
    assert "answers 500" in lines["broken"]
    assert "channel.phone.topic: the environment has no WATCHER_NO_SUCH_TOPIC" in lines["phone"]
    assert SECRET not in done.out + done.err


async def test_the_channels_are_listed_with_those_who_use_them(config, server):
    done = await watcher("notify-test", "--list", "--config", str(config))
    assert done.code == 0
    assert [line.split()[:3] for line in done.out.splitlines()] == [
        ["desktop", "screen", "(no"],
        ["hook", "webhook", "Ties"],
        ["broken", "webhook", "(no"],
        ["phone", "ntfy", "(no"],
    ]
    assert server.requests == []


async def test_a_channel_that_is_not_there_is_told_with_the_choices(config):
    done = await watcher("notify-test", "pager", "--config", str(config))
    assert done.code == 2
    assert "choices are broken, desktop, hook, phone" in done.err


async def test_a_watcher_does_not_start_without_a_secret_that_it_needs(config, tmp_path):
    done = await watcher("run", "--once", "--headless", "--config", str(config), "--data", str(tmp_path / "data"))
    assert done.code == 2
    assert "channel.phone.topic" in done.err
    assert not (tmp_path / "data" / "watcher.db").exists()


@needs_bus
async def test_the_desktop_shows_the_sample(tmp_path):
    (tmp_path / "config.toml").write_text("", encoding="utf-8")
    async with session_bus() as bus, NotificationService(address=bus) as service:
        done = await watcher("notify-test", "--config", str(tmp_path / "config.toml"), bus=bus)
        notice = await service.next()
    assert done.code == 0
    assert notice.title == "This is how watcher tells you of a story"
    assert "watcher notify-test ← the agency it cites" in notice.body


TITLES = ("By day", "Waits", "Broken", "Given up")


async def test_what_was_told_and_what_was_not_is_listed_with_its_reason(tmp_path: Path):
    store = open_store(tmp_path / "watcher.db")
    quiet = Suppressed(alert=alert(4, title="In the night"), reason=Reason.QUIET, due=NOW)
    store.commit(Plan(alerts=tuple(alert(n, title=title) for n, title in enumerate(TITLES)), suppressed=(quiet,)))
    for one in store.unsent(NOW, 10):
        if one.alert.title == "Broken":
            store.mark(one, sent_at=None, fault="answers 500", retry_in=timedelta(hours=1), now=NOW)
        elif one.alert.title == "Given up":
            store.mark(one, sent_at=None, fault="answers 410")
        elif one.alert.title == "By day":
            store.mark(one, sent_at=NOW)
    store.close()
    shown = await watcher("alerts", "--data", str(tmp_path))
    assert {line.rpartition("]  ")[2].partition(", due")[0] for line in shown.out.splitlines()} == {
        "not told: quiet hours",
        "told",
        "not told yet",
        "not told yet: desktop: answers 500",
        "given up: desktop: answers 410",
    }
    listed = await watcher("alerts", "--json", "--data", str(tmp_path))
    found = [json.loads(line) for line in listed.out.splitlines()]
    assert {(one["title"], one["suppressed"], one["due"], one["untaken"]) for one in found} == {
        ("In the night", "quiet hours", NOW.isoformat(), None),
        ("By day", None, None, None),
        ("Waits", None, None, "not told yet"),
        ("Broken", None, None, "not told yet: desktop: answers 500"),
        ("Given up", None, None, "given up: desktop: answers 410"),
    }


async def test_without_a_database_there_is_nothing_to_list(tmp_path):
    done = await watcher("alerts", "--data", str(tmp_path))
    assert done.code != 0
    assert "there is no database" in done.err
    assert os.listdir(tmp_path) == []  # noqa: PTH208 - names are enough
