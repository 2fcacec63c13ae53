"""Desktop notifications where desktop-notifier shows them, with a stand-in for the library: it is not on every system."""

import asyncio
import sys
import textwrap

import pytest

from tests.notify.values import alert
from watcher.core.model import Priority
from watcher.errors import NotifyError
from watcher.notify.native import Desktop

LIBRARY = """
    from enum import Enum

    Urgency = Enum("Urgency", ["Low", "Normal", "Critical"])
    log = []
    state = {"allowed": True, "broken": False}

    class DesktopNotifier:
        def __init__(self, app_name):
            log.append(("made", app_name))

        async def has_authorisation(self):
            return state["allowed"]

        async def request_authorisation(self):
            log.append(("asked",))
            return state["allowed"]

        async def clear(self, identifier):
            log.append(("cleared", identifier))

        async def send(self, **what):
            if state["broken"]:
                raise RuntimeError("no notification centre")
            log.append(("sent", what))
            return f"bubble-{len(log)}"
"""


@pytest.fixture
def library(tmp_path, monkeypatch):
    (tmp_path / "desktop_notifier.py").write_text(textwrap.dedent(LIBRARY), encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "desktop_notifier", raising=False)
    import desktop_notifier

    yield desktop_notifier
    monkeypatch.delitem(sys.modules, "desktop_notifier", raising=False)


def sent(library):
    return [entry[1] for entry in library.log if entry[0] == "sent"]


async def test_an_alert_is_shown_and_a_click_opens_the_article(library):
    opened: list[str] = []
    await Desktop(open_url=opened.append).send(alert(priority=Priority.URGENT))
    (bubble,) = sent(library)
    assert bubble["title"] == "Delegation aus Nordkorea nach Russland abgereist"
    assert bubble["message"].startswith("The Example · North Korea and Russia")
    assert bubble["urgency"] is library.Urgency.Critical
    bubble["on_clicked"]()
    assert opened == ["https://news.example/1"]


async def test_a_later_alert_of_a_story_takes_the_place_of_the_one_before(library):
    desktop = Desktop(open_url=print)
    for _ in range(2):
        await desktop.send(alert())
    await desktop.send(alert(story="story-2"))
    assert [entry for entry in library.log if entry[0] == "cleared"] == [("cleared", "bubble-2")]


async def test_nothing_but_http_is_offered_to_a_click(library):
    await Desktop(open_url=print).send(alert(url="file:///etc/passwd"))
    assert sent(library)[0]["on_clicked"] is None


async def test_a_system_that_forbids_notifications_is_told(library):
    library.state["allowed"] = False
    with pytest.raises(NotifyError, match="allow it in the system's notification settings"):
        await Desktop(open_url=print).check()
    assert ("asked",) in library.log


async def test_a_library_that_fails_is_an_error_of_the_channel(library):
    library.state["broken"] = True
    with pytest.raises(NotifyError, match="no notification centre"):
        await Desktop(open_url=print).send(alert())


async def test_a_system_that_does_not_answer_costs_the_time_limit(library):
    library.DesktopNotifier.has_authorisation = lambda _: asyncio.sleep(60)
    with pytest.raises(NotifyError, match=r"does not answer within 0.1 s"):
        await Desktop(open_url=print, timeout=0.1).send(alert())
