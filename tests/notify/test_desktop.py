"""Desktop notifications over a real bus to a stand-in for the desktop."""

import asyncio
import sys
import threading
from datetime import timedelta

import pytest

from tests.notify.values import alert
from tests.store.values import member, story
from watcher.core.model import Citation, Headline, Priority

if sys.platform != "linux":
    pytest.skip("D-Bus is Linux's way", allow_module_level=True)

from tests.notify.bus import NotificationService, needs_bus
from watcher.notify.freedesktop import REMEMBERED, Desktop
from watcher.notify.wording import BODY, TITLE

pytestmark = needs_bus


# --- what is shown ---


async def test_an_alert_is_shown_with_its_outlet_its_topic_and_the_words_that_fired(desktop, service):
    await desktop.send(alert())
    notice = await service.next()
    assert notice.app_name == "watcher"
    assert notice.title == "Delegation aus Nordkorea nach Russland abgereist"
    assert notice.body == "The Example · North Korea and Russia · Nordkorea · Militäruniversität"
    assert notice.actions == ("default", "Open the article")
    assert notice.hints == {"urgency": 1, "category": "x-watcher.alert", "desktop-entry": "watcher"}


@pytest.mark.parametrize(
    ("priority", "urgency"), [(Priority.LOW, 0), (Priority.NORMAL, 1), (Priority.HIGH, 1), (Priority.URGENT, 2)]
)
async def test_only_what_is_urgent_breaks_through(desktop, service, priority, urgency):
    await desktop.send(alert(priority=priority))
    assert (await service.next()).hints["urgency"] == urgency


async def test_the_body_is_escaped_where_the_desktop_renders_markup_and_the_title_never(desktop, service):
    await desktop.send(alert(title="<b>R&D</b>", why="<a href='https://evil.example'>R&D</a>"))
    notice = await service.next()
    assert notice.title == "<b>R&D</b>"
    assert notice.body.endswith("&lt;a href='https://evil.example'&gt;R&amp;D&lt;/a&gt;")


async def test_the_body_stays_as_it_is_where_the_desktop_knows_no_markup(desktop, address):
    async with NotificationService(address=address, capabilities=("body",)) as plain:
        await desktop.send(alert(why="R&D"))
        notice = await plain.next()
        assert notice.body.endswith("R&D")
        assert notice.actions == (), "a desktop without actions may show a dialogue for them"


async def test_long_and_dirty_text_is_bounded_and_cleaned(desktop, service):
    await desktop.send(alert(title="x" * 1_000_000, why="a\x1b[2J\u202eb" + "&" * 1_000_000))
    notice = await service.next()
    assert len(notice.title) <= TITLE
    assert len(notice.body) <= BODY * len("&amp;")
    assert "\x1b" not in notice.body
    assert "\u202e" not in notice.body


async def test_an_alert_without_a_title_shows_its_address(desktop, service):
    await desktop.send(alert(title=""))
    assert (await service.next()).title == "https://news.example/1"


# --- one bubble for each story ---


async def test_a_later_alert_of_a_story_replaces_the_bubble_of_the_one_before(desktop, service):
    await desktop.send(alert())
    await desktop.send(alert(id="alert-2", title="Vier Häuser berichten"))
    first, second = await service.next(), await service.next()
    assert (first.replaces, second.replaces) == (0, first.id)


async def test_a_bubble_that_is_looked_at_gains_whom_the_page_cites_and_an_old_one_stays_as_it_is(desktop, service):
    cited = tuple(Citation(source=name, kind="agency", order=order) for order, name in ((1, "KCNA"), (0, "Reuters")))
    known = story(id="story-1", members=(member(entry="entry-1", citations=cited),))
    soon, late = alert().created + timedelta(seconds=2), alert().created + timedelta(minutes=5)
    await desktop.amend(known, soon)  # nothing was told of it yet
    await desktop.send(alert(cites=()))
    await desktop.amend(story(id="story-1", members=(member(entry="entry-1"),)), soon)  # the page names nobody
    await desktop.amend(known, late)
    await desktop.amend(story(id="story-2", members=(member(entry="entry-2", citations=cited),)), soon)
    await desktop.amend(known, soon)
    await desktop.amend(known, soon)
    first, second = service.notices
    assert "The Example · North" in first.body
    assert "The Example ← Reuters ← KCNA · North" in second.body
    assert (second.replaces, second.title) == (first.id, first.title)


async def test_a_bubble_that_cannot_be_changed_disturbs_nobody(desktop, service):
    await desktop.send(alert())
    await service.leave()
    cited = (Citation(source="KCNA", kind="agency", order=0),)
    known = story(id="story-1", members=(member(entry="entry-1", citations=cited),))
    await desktop.amend(known, alert().created)
    await service.come()
    await desktop.amend(known, alert().created)
    assert len(service.notices) == 1  # what the service showed went with it


async def test_another_story_and_no_story_have_bubbles_of_their_own(desktop, service):
    for name in ("story-1", "story-2", "", ""):
        await desktop.send(alert(story=name))
    assert [notice.replaces for notice in service.notices] == [0, 0, 0, 0]


async def test_a_digest_is_a_bubble_of_its_own_with_a_line_for_each_story(desktop, service):
    lines = tuple(Headline(story=f"{n}", topic="", title=f"<b>{n}", outlet="A&B", url="", score=0.5) for n in range(2))
    await desktop.send(alert())
    await desktop.send(alert(story="", url="", title="9 stories during quiet hours", digest=lines, total=9))
    notice = service.notices[-1]
    assert (notice.title, notice.replaces, notice.actions) == ("9 stories during quiet hours", 0, ())
    assert notice.body == "&lt;b&gt;0 (A&amp;B)\n&lt;b&gt;1 (A&amp;B)\nand 7 more"


async def test_a_bubble_that_was_closed_is_not_replaced(desktop, service):
    await desktop.send(alert())
    await service.close((await service.next()).id)
    await desktop.send(alert(story="story-2"))  # its answer comes after the signal
    await desktop.send(alert())
    assert service.notices[-1].replaces == 0


async def test_bubbles_go_with_the_service_that_showed_them(desktop, service):
    await desktop.send(alert())
    await service.leave()
    await service.come()
    await desktop.send(alert())
    assert [notice.replaces for notice in service.notices] == [0, 0]


async def test_what_a_restarted_desktop_can_do_is_asked_anew(desktop, service):
    await desktop.send(alert(why="R&D"))
    await service.leave()
    service.capabilities = ("body",)
    await service.come()
    await desktop.send(alert(why="R&D"))
    assert [notice.body.endswith("R&amp;D") for notice in service.notices] == [True, False]


async def test_only_so_many_bubbles_are_remembered(desktop, service):
    for number in range(REMEMBERED + 1):
        await desktop.send(alert(story=f"story-{number}"))
    await desktop.send(alert(story="story-0"))
    await desktop.send(alert(story=f"story-{REMEMBERED}"))
    assert [notice.replaces for notice in service.notices[-2:]] == [0, REMEMBERED + 1]


# --- clicks ---


async def test_a_click_opens_the_article(desktop, service, opened):
    await desktop.send(alert())
    await service.click((await service.next()).id)
    assert await opened.wait() == ["https://news.example/1"]


async def test_a_click_on_a_replaced_bubble_opens_the_newer_article(desktop, service, opened):
    await desktop.send(alert())
    await desktop.send(alert(url="https://news.example/2"))
    await service.click(service.notices[-1].id)
    assert await opened.wait() == ["https://news.example/2"]


@pytest.mark.parametrize(
    "url", ["", "javascript:alert(1)", "file:///etc/passwd", "mailto:a@b.example", "http://[broken"]
)
async def test_nothing_but_http_is_ever_opened(desktop, service, opened, url):
    await desktop.send(alert(url=url))
    notice = await service.next()
    assert notice.actions == ()
    await service.click(notice.id)
    await desktop.send(alert(story="story-2"))
    await service.click((await service.next()).id)
    assert await opened.wait() == ["https://news.example/1"]


async def test_strange_signals_do_nothing(desktop, service, address, opened):
    await desktop.send(alert())
    shown = (await service.next()).id
    async with NotificationService(address=address) as impostor:
        await impostor.click(shown)
    await service.click(shown, "another action")
    await service.click(4711)
    await service.signal("ActionInvoked", "s", ["nonsense"])
    await service.signal("NotificationClosed", "ss", ["non", "sense"])
    await desktop.send(alert())
    assert service.notices[-1].replaces == shown
    assert opened.urls == []


async def test_a_browser_that_cannot_start_disturbs_nobody(address, service):
    called = threading.Event()

    def broken(url):
        called.set()
        raise OSError("no browser")

    desktop = Desktop(open_url=broken, address=address)
    await desktop.send(alert())
    await service.click((await service.next()).id)
    assert await asyncio.to_thread(called.wait, 5)
    await desktop.send(alert())
    await desktop.close()
