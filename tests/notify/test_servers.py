"""Channels that tell servers: real requests to a real server on loopback, through the client that polls feeds."""

import hashlib
import hmac
import json
from datetime import timedelta

import pytest

from tests.badserver import BadServer, Drip, Hang, Reset, ok, redirect, reply
from tests.notify.values import alert
from tests.parts import TurnedClock
from watcher.config.templates import Template, escape_for
from watcher.core.model import Headline, Priority
from watcher.errors import NotifyError
from watcher.http import Bounds, Client, Settings
from watcher.notify.ntfy import Ntfy
from watcher.notify.webhook import Webhook

SECRET = "it is a secret"
HOOK = "/hook/T0K3N"
TAKEN = ok(b'{"ok":true}', content_type="application/json")


@pytest.fixture
async def client():
    client = Client(Settings(allow_private=("127.0.0.1",), bounds=Bounds(connect=2.0)), TurnedClock())
    yield client
    await client.close()


@pytest.fixture
async def server():
    async with BadServer({HOOK: [TAKEN], "/": [TAKEN]}) as server:
        yield server


async def refused(channel, told=None):
    with pytest.raises(NotifyError) as caught:
        await channel.send(told or alert())
    assert str(caught.value).isprintable()
    assert "T0K3N" not in str(caught.value), "an address may be a secret"
    return caught.value


# --- webhook ---


async def test_a_webhook_gets_the_alert_as_json_under_its_own_number(client, server):
    await Webhook(poster=client, url=server.url(HOOK)).send(alert())
    (request,) = server.requests
    assert request.method == "POST"
    assert request.header("content-type") == "application/json"
    assert request.header("x-watcher-delivery") == "alert-1"
    assert request.header("user-agent").startswith("watcher/")
    assert request.header("x-watcher-signature-256") is None
    told = json.loads(request.body)
    assert told["title"] == "Delegation aus Nordkorea nach Russland abgereist"
    assert told["created"] == "2026-11-22T12:00:00+00:00"


async def test_a_signature_is_the_hmac_of_the_body_as_it_was_sent(client, server):
    await Webhook(poster=client, url=server.url(HOOK), secret=SECRET).send(alert(title="북한 \u202e<b>"))
    (request,) = server.requests
    expected = hmac.new(SECRET.encode(), request.body, hashlib.sha256).hexdigest()
    assert request.header("x-watcher-signature-256") == f"sha256={expected}"


async def test_a_digest_carries_its_headlines(client, server):
    line = Headline(story="s", topic="Ties", title="A delegation leaves", outlet="A", url="", score=0.5)
    await Webhook(poster=client, url=server.url(HOOK)).send(alert(digest=(line,), total=80))
    told = json.loads(server.requests[0].body)
    assert told["digest"] == [
        {
            "story": "s",
            "topic": "Ties",
            "title": "A delegation leaves",
            "outlet": "A",
            "url": "",
            "score": 0.5,
            "news": "",
        }
    ]
    assert told["total"] == 80


HOSTILE = '"}], {"a": "\\\n</script><script>alert(1)</script>{{ 7*7 }}'


async def test_a_template_says_what_is_sent_and_a_title_cannot_break_out_of_it(client, server):
    template = Template(
        '{"text": "{{ title }} ({{ outlet }})", "langs": {{ langs|tojson }}, "score": {{ score }}}', escape="json"
    )
    await Webhook(poster=client, url=server.url(HOOK), template=template).send(alert(title=HOSTILE, langs=("de", "ko")))
    told = json.loads(server.requests[0].body)
    assert told == {"text": f"{HOSTILE} (The Example)", "langs": ["de", "ko"], "score": 0.8}


async def test_a_template_of_html_is_escaped(client, server):
    kind = "text/html; charset=utf-8"
    template = Template("<p>{{ title }}</p>", escape=escape_for(kind))
    await Webhook(poster=client, url=server.url(HOOK), template=template, content_type=kind).send(alert(title=HOSTILE))
    body = server.requests[0].body.decode()
    assert "<script>" not in body
    assert body.startswith("<p>&#34;")
    assert "{{ 7*7 }}" in body, "what an article says is no template"
    assert server.requests[0].header("content-type") == kind


async def test_headers_of_the_user_s_are_sent_and_a_password_in_the_address_is_no_part_of_it(client, server):
    url = server.url(HOOK).replace("http://", "http://user:p%40ss@")
    await Webhook(poster=client, url=url, headers={"X-Token": SECRET, "content-type": "application/x-alert"}).send(
        alert()
    )
    (request,) = server.requests
    assert request.header("x-token") == SECRET
    assert request.header("authorization") == "Basic dXNlcjpwQHNz"
    assert request.header("content-type") == "application/x-alert"
    assert request.target == HOOK


@pytest.mark.parametrize(
    ("status", "final"),
    [("400 Bad Request", True), ("413 Too Large", True), ("422 Unprocessable", True)]
    + [(status, False) for status in ("401 Unauthorized", "404 Not Found", "410 Gone", "429 Slow", "500 Oh", "503 No")],
)
async def test_a_refusal_is_final_only_if_it_is_about_the_alert_itself(client, server, status, final):
    server.table[HOOK] = [reply(status)]
    error = await refused(Webhook(poster=client, url=server.url(HOOK)))
    assert f"answers {status[:3]}" in str(error)
    assert error.final is final


async def test_a_server_that_names_a_time_is_not_asked_before(client, server):
    server.table[HOOK] = [reply("429 Too Many Requests", "Retry-After: 900")]
    error = await refused(Webhook(poster=client, url=server.url(HOOK)))
    assert error.retry_after == timedelta(minutes=15)


async def test_a_redirect_is_not_followed(client, server):
    server.table[HOOK] = [redirect(server.url("/elsewhere"), "307 Temporary Redirect")]
    error = await refused(Webhook(poster=client, url=server.url(HOOK), secret=SECRET))
    assert "redirects" in str(error)
    assert len(server.requests) == 1


@pytest.mark.parametrize("steps", [[Hang()], [Drip(TAKEN, every=0.5)], [TAKEN[:-4], Hang()]])
async def test_a_server_that_takes_too_long_costs_the_time_limit(client, server, steps):
    server.table[HOOK] = steps
    error = await refused(Webhook(poster=client, url=server.url(HOOK), timeout=0.3))
    assert "within 0.3 s" in str(error)
    assert not error.final


async def test_a_connection_that_breaks_off_is_told(client, server):
    server.table[HOOK] = [Reset()]
    assert not (await refused(Webhook(poster=client, url=server.url(HOOK)))).final


async def test_an_endless_answer_is_not_read_to_its_end(client, server):
    server.table[HOOK] = [reply("200 OK", body=bytes(5_000_000))]
    await Webhook(poster=client, url=server.url(HOOK)).send(alert())


async def test_a_private_address_must_be_allowed(server):
    client = Client(Settings(), TurnedClock())
    error = await refused(Webhook(poster=client, url=server.url(HOOK)))
    assert "allow_private" in str(error)
    assert server.requests == []
    await client.close()


@pytest.mark.parametrize("url", ["T0K3N", "ftp://T0K3N/", "http://", "http://T0K3N:99999/"])
async def test_what_is_no_address_is_told_without_showing_it(client, url):
    assert "none of the web" in str(await refused(Webhook(poster=client, url=url)))


def test_no_secret_is_shown():
    hook = Webhook(poster=None, url=f"https://x/{SECRET}", secret=SECRET, headers={"a": SECRET})  # type: ignore[arg-type]
    phone = Ntfy(poster=None, topic=SECRET, token=SECRET)  # type: ignore[arg-type]
    assert SECRET not in repr(hook) + repr(phone)


# --- ntfy ---


async def test_ntfy_is_told_title_text_priority_tags_and_where_a_tap_leads(client, server):
    phone = Ntfy(poster=client, server=server.url("/"), topic="dprk", token=SECRET, tags=("newspaper", "eyes"))
    await phone.send(alert(priority=Priority.URGENT, news="NIS says so, too", cites=("Reuters", "KCNA")))
    (request,) = server.requests
    assert (request.method, request.target) == ("POST", "/")
    assert request.header("authorization") == f"Bearer {SECRET}"
    assert json.loads(request.body) == {
        "topic": "dprk",
        "title": "Delegation aus Nordkorea nach Russland abgereist",
        "message": "NIS says so, too · The Example ← Reuters ← KCNA · North Korea and Russia · Nordkorea · Militäruniversität",
        "priority": 5,
        "tags": ["newspaper", "eyes"],
        "click": "https://news.example/1",
        "sequence_id": "story-1",
    }


async def test_templates_of_ntfy_are_plain_text_cleaned(client, server):
    phone = Ntfy(
        poster=client,
        server=server.url("/"),
        topic="t",
        title=Template("{{ topic }}: {{ title }}"),
        body=Template("{{ body }}\n{{ origins|join(', ') }}"),
    )
    await phone.send(alert(title="a\x1b[2J\u202eb", url="javascript:alert(1)", origins=("KCNA", "NIS"), story=""))
    told = json.loads(server.requests[0].body)
    assert told["title"] == "North Korea and Russia: a[2Jb"
    assert told["message"].endswith("\nKCNA, NIS")
    assert not {"click", "sequence_id"} & set(told)


async def test_a_template_that_fails_on_an_alert_gives_it_up(client, server):
    phone = Ntfy(poster=client, server=server.url("/"), topic="t", title=Template("{{ digest[0].title }}"))
    error = await refused(phone)
    assert error.final
    assert "the template fails" in str(error)
    assert server.requests == []
