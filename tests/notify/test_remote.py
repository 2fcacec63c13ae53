"""Services behind Apprise: without it a clear word, with it a real request."""

import importlib.util
import json

import pytest

from tests.badserver import BadServer, ok, reply
from tests.notify.values import alert
from watcher.errors import NotifyError
from watcher.notify.remote import Remote

INSTALLED = importlib.util.find_spec("apprise") is not None
needs_apprise = pytest.mark.skipif(not INSTALLED, reason="apprise is not installed: the extra `remote`")
SECRET = "hunter2"

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # Apprise's own


@pytest.mark.skipif(INSTALLED, reason="apprise is installed")
async def test_without_apprise_the_channel_says_what_to_install():
    with pytest.raises(NotifyError, match=r"pip install 'watcher\[remote\]'") as caught:
        await Remote(url=f"json://user:{SECRET}@127.0.0.1").send(alert())
    assert caught.value.final


def test_the_address_is_never_shown():
    assert SECRET not in repr(Remote(url=f"mailto://user:{SECRET}@example.org"))


@needs_apprise
async def test_a_service_is_told_title_text_and_address():
    async with BadServer({"/x": [ok(b"{}")]}) as server:
        await Remote(url=server.url("/x").replace("http", "json")).send(alert())
        told = json.loads(server.requests[0].body)
    assert told["title"] == "Delegation aus Nordkorea nach Russland abgereist"
    assert told["message"].endswith("https://news.example/1")


@needs_apprise
async def test_a_service_that_refuses_is_tried_again_and_its_address_is_not_told():
    async with BadServer({"/x": [reply("500 Oh")]}) as server:
        url = server.url("/x").replace("http://", f"json://user:{SECRET}@")
        with pytest.raises(NotifyError) as caught:
            await Remote(url=url).send(alert())
    assert SECRET not in str(caught.value)
    assert not caught.value.final


@needs_apprise
async def test_an_address_of_no_known_kind_is_given_up():
    with pytest.raises(NotifyError, match="does not know this kind") as caught:
        await Remote(url=f"carrier-pigeon://{SECRET}").send(alert())
    assert caught.value.final
