"""The real program, as a process, on real HTTP, with a real database and a real bus."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.badserver import BadServer, Drip, ok, reply
from tests.notify.bus import NotificationService, needs_bus, session_bus
from tests.parts import page, rss
from tests.process import running

ROOT = Path(__file__).parents[1]
OLD = {"title": "Bread prices rise in the capital", "link": "{home}/0", "guid": "0"}
MATCH = {"title": "North Korea sends 1,500 soldiers to Russia, Seoul says", "link": "{home}/1", "guid": "1"}
TEXT = "North Korea has sent 1,500 soldiers to Russia, South Korea's intelligence service said on Friday in Seoul."


@dataclass(frozen=True)
class Outcome:
    """How a run ended."""

    code: int
    out: str
    err: str

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


async def watcher(*arguments: str, bus: str = "", stdin: bytes = b"") -> Outcome:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("WATCHER_", "DBUS_"))}
    environment |= {"DBUS_SESSION_BUS_ADDRESS": bus or "unix:path=/nonexistent/bus", "PYTHONDONTWRITEBYTECODE": "1"}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "watcher", *arguments,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        cwd=ROOT, env=environment,
    )  # fmt: skip
    async with asyncio.timeout(90):
        out, err = await process.communicate(stdin)
    return Outcome(process.returncode or 0, out.decode(), err.decode())


def feed(home: str, items: Sequence[dict[str, str]]) -> bytes:
    return rss([{key: value.format(home=home) for key, value in item.items()} for item in items])


@dataclass
class Outlet:
    """A server with one feed and its pages, and a configuration that polls it."""

    server: BadServer
    config: Path
    data: Path

    def publish(self, *items: dict[str, str]) -> None:
        self.server.table["/feed"] = [ok(feed(self.server.url(""), items))]

    async def run(self, *more: str, bus: str = "") -> Outcome:
        return await watcher(
            "run", "--once", "--config", str(self.config), "--data", str(self.data), *(more or ("--headless",)), bus=bus
        )


@pytest.fixture
async def outlet(tmp_path: Path):
    async with BadServer({}) as server:
        config = tmp_path / "config.toml"
        config.write_text(
            '[http]\nallow_private = ["127.0.0.1"]\ngap = "0s"\nrobots = false\n'
            f'[[feed]]\nurl = "{server.url("/feed")}"\nname = "Outlet"\nlang = "en"\n'
            '[[topic]]\nname = "Ties"\nrule = "@north-korea & @russia & (@military | @troops)"\npriority = "high"\n',
            encoding="utf-8",
        )
        server.table["/1"] = [
            ok(page(TEXT, TEXT.replace("Friday", "Saturday")), content_type="text/html; charset=utf-8")
        ]
        yield Outlet(server, config, tmp_path / "data")


@needs_bus
async def test_a_match_travels_from_a_feed_to_a_bubble_and_a_second_run_tells_nothing(outlet: Outlet):
    async with session_bus() as bus, NotificationService(address=bus) as service:
        outlet.publish(OLD)
        assert (await outlet.run(bus=bus)).code == 0
        outlet.publish(MATCH, OLD)
        second = await outlet.run(bus=bus)
        notice = await service.next()
        third = await outlet.run(bus=bus)
    assert notice.title == MATCH["title"]
    assert "Outlet" in notice.body
    assert "soldiers" in notice.body
    assert "1 alert sent" in second.out
    assert "0 alerts sent" in third.out
    assert len(service.notices) == 1
    assert outlet.server.asked("/1") == 1


@needs_bus
async def test_a_bubble_told_from_the_title_gains_whom_the_page_cites(outlet: Outlet):
    """The end of the page comes byte by byte, long after the alert that the title calls for."""
    text = f"{TEXT} The move was first reported by Reuters, citing North Korea's state news agency KCNA."
    slow = ok(page(text, TEXT), content_type="text/html; charset=utf-8")
    outlet.server.table["/1"] = [slow[:-20], Drip(slow[-20:], every=0.25)]
    outlet.publish(OLD)
    settings = outlet.config.read_text(encoding="utf-8").replace('lang = "en"', 'lang = "en"\ninterval = "1s"')
    outlet.config.write_text(f'[watcher]\nmin_interval = "1s"\n{settings}', encoding="utf-8")
    async with (
        session_bus() as bus,
        NotificationService(address=bus) as service,
        running(outlet.config.parent, environment={"DBUS_SESSION_BUS_ADDRESS": bus}) as program,
    ):
        await program.says("polled")
        outlet.publish(MATCH, OLD)
        first, second = await service.next(60), await service.next(60)
    assert "Reuters" not in first.body
    assert "Outlet ← Reuters ← KCNA" in second.body
    assert (second.title, second.replaces) == (MATCH["title"], first.id)


async def test_without_a_bus_the_alert_is_kept_and_the_run_says_why(outlet: Outlet):
    outlet.publish(OLD)
    await outlet.run()
    outlet.publish(MATCH, OLD)
    done = await outlet.run("--json")
    (failed,) = [event for event in done.events if event["event"] == "alert_failed"]
    assert "bus" in str(failed["fault"])
    assert not failed["final"]
    assert done.code == 0


async def test_what_no_bus_took_is_told_by_a_later_run(outlet: Outlet):
    outlet.publish(OLD)
    await outlet.run()
    outlet.publish(MATCH, OLD)
    await outlet.run()
    await asyncio.sleep(0)
    done = await watcher("doctor", "--config", str(outlet.config), "--data", str(outlet.data))
    assert "1 wait for their channel" in done.out


async def test_json_events_tell_the_way_of_a_story(outlet: Outlet):
    outlet.publish(OLD)
    await outlet.run()
    outlet.publish(MATCH, OLD)
    events = [event["event"] for event in (await outlet.run("--json")).events]
    assert events[0] == "started"
    assert events[-1] == "stopped"
    assert {"poll_started", "polled", "entry_decided", "story_changed"} <= set(events)


async def test_a_feed_that_fails_is_a_line_and_no_traceback(outlet: Outlet):
    outlet.server.table["/feed"] = [reply("503 Service Unavailable")]
    done = await outlet.run()
    assert done.code == 0
    assert "503" in done.out
    assert "Traceback" not in done.out + done.err


async def test_a_private_address_is_not_asked_unless_it_is_allowed(outlet: Outlet):
    outlet.config.write_text(outlet.config.read_text().replace('["127.0.0.1"]', "[]"))
    outlet.publish(OLD)
    done = await outlet.run()
    assert "private" in done.out
    assert outlet.server.asked("/feed") == 0


async def test_faults_of_the_configuration_are_all_told_and_the_exit_code_is_2(tmp_path: Path):
    config = tmp_path / "config.toml"
    config.write_text('[watcher]\ninterval = "soon"\n[[feed]]\nurl = "nowhere"\n')
    done = await watcher("run", "--once", "--config", str(config), "--data", str(tmp_path))
    assert done.code == 2
    assert f"{config}:2:12" in done.err
    assert f"{config}:4:7" in done.err


async def test_ctrl_c_ends_in_order_and_tells_what_happened(outlet: Outlet):
    outlet.publish(OLD)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "watcher", "run", "--config", str(outlet.config), "--data", str(outlet.data),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, cwd=ROOT,
    )  # fmt: skip
    assert process.stdout
    async with asyncio.timeout(60):
        while b"polled" not in await process.stdout.readline():
            pass
        process.send_signal(signal.SIGINT)
        out, err = await process.communicate()
    assert process.returncode == 0
    assert "Watched for" in out.decode()
    assert err.decode() == ""


async def test_a_second_run_on_the_same_database_refuses_and_says_who_has_it(outlet: Outlet):
    outlet.publish(OLD)
    first = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "watcher", "run", "--config", str(outlet.config), "--data", str(outlet.data),
        stdout=asyncio.subprocess.PIPE, cwd=ROOT,
    )  # fmt: skip
    assert first.stdout
    async with asyncio.timeout(60):
        while b"polled" not in await first.stdout.readline():
            pass
        second = await outlet.run()
        first.send_signal(signal.SIGTERM)
        await first.communicate()
    assert second.code == 1
    assert str(first.pid) in second.err


async def test_classify_answers_line_by_line_in_order():
    lines = [
        {"id": "a", "title": "North Korea ships artillery shells to Russia", "lang": "en"},
        {"id": "b", "title": "Cheese fair opens", "lang": "en"},
        {"id": "c", "title": "Nordkoreas Militär schickt Soldaten nach Russland", "lang": "de"},
    ]
    done = await watcher("classify", "-", stdin="\n".join(map(json.dumps, lines)).encode())
    answers = done.events
    assert [answer["id"] for answer in answers] == ["a", "b", "c"]
    assert [answer["match"] for answer in answers] == [True, False, True]
    (topic,) = answers[0]["topics"]
    for hit in topic["hits"]:
        assert lines[0]["title"][hit["start"] : hit["end"]] == hit["text"]


async def test_classify_names_the_line_that_it_cannot_read():
    done = await watcher("classify", "-", stdin=b'{"title": "x"}\nnot json\n')
    assert done.code == 2
    assert "standard input:2" in done.err


async def test_init_writes_a_configuration_that_checks_and_keeps_what_was_there(tmp_path: Path):
    target = tmp_path / "w" / "config.toml"
    assert (await watcher("init", str(target))).code == 0
    checked = await watcher("check", "--config", str(target))
    assert (checked.code, "ok" in checked.out) == (0, True)
    again = await watcher("init", str(target))
    assert again.code == 2
    target.write_text("# mine\n")
    assert (await watcher("init", str(target), "--force")).code == 0
    assert target.with_name("config.toml.old").read_text() == "# mine\n"


async def test_check_fails_when_an_example_does_not_come_out_as_it_should(tmp_path: Path):
    config = tmp_path / "config.toml"
    config.write_text(
        '[[topic]]\nname = "T"\nrule = "cheese"\n[[topic.example]]\nmatch = true\ntitle = "A loaf of bread"\n'
    )
    done = await watcher("check", "--config", str(config))
    assert done.code == 1
    assert "misses: A loaf of bread" in done.out
