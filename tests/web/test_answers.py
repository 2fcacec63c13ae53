"""What is answered: the API as its document says, metrics as a monitor reads them, Atom as a reader does."""

import re
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

import httpx
import pytest
from pydantic import TypeAdapter

from tests.web.site import CHEESE, FEED, HOSTILE, STORIES, TIES, published
from watcher.core.feeds import parse
from watcher.core.model import Feed, Plan, Reply
from watcher.ports import Store
from watcher.web.api import ENDPOINTS

ATOM = "{http://www.w3.org/2005/Atom}"
OWN = {"/", "/atom", "/metrics", "/api/v1/stories?limit=3", "/openapi.json", "/style.css"}


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda endpoint: endpoint.path)
def test_every_endpoint_answers_as_the_document_says(web: httpx.Client, endpoint: Any):
    answer = web.get(endpoint.path.replace("{id}", f"story-{STORIES - 1:06}"))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    TypeAdapter(endpoint.gives).validate_json(answer.content, extra="forbid")


def test_the_document_names_every_endpoint_and_every_reference_leads_somewhere(web: httpx.Client):
    document = web.get("/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert set(document["paths"]) == {endpoint.path for endpoint in ENDPOINTS}
    for reference in re.findall(r'"\$ref": ?"([^"]+)"', web.get("/openapi.json").text):
        at = document
        for step in reference.removeprefix("#/").split("/"):
            at = at[step]
    for endpoint in ENDPOINTS:
        given = document["paths"][endpoint.path]["get"]["parameters"]
        assert {one["name"] for one in given if one["in"] == "query"} == {one.name for one in endpoint.parameters}


def test_stories_come_page_by_page_to_the_end(web: httpx.Client):
    seen, parameters = [], {"limit": "20"}
    while True:
        answer = web.get("/api/v1/stories", params=parameters).json()
        seen += [item["id"] for item in answer["items"]]
        if answer["next"] is None:
            break
        parameters["before"] = answer["next"]
    assert seen == [f"story-{number:06}" for number in reversed(range(STORIES))]


def test_a_topic_narrows_stories_and_entries(web: httpx.Client):
    for path in ("/api/v1/stories", "/api/v1/entries"):
        items = web.get(path, params={"topic": CHEESE}).json()["items"]
        assert len(items) == STORIES // 3
        assert all(CHEESE in item["topics"] for item in items)


def test_entries_are_found_by_words_page_by_page(web: httpx.Client):
    first = web.get("/api/v1/entries", params={"q": "deleg* -7", "limit": 30}).json()
    rest = web.get("/api/v1/entries", params={"q": "deleg* -7", "limit": 30, "before": first["next"]}).json()
    assert len(first["items"]) + len(rest["items"]) == STORIES - 1
    assert rest["next"] is None


@pytest.mark.parametrize(
    ("path", "status", "hint"),
    [
        ("/api/v1/stories?limit=0", 400, "from 1 to 200"),
        ("/api/v1/stories?limit=201", 400, "from 1 to 200"),
        ("/api/v1/stories?limit=%D9%A3", 400, "whole number"),
        ("/api/v1/stories?before=yesterday", 400, "next"),
        ("/api/v1/stories?before=2026-01-01~x", 400, "next"),
        ("/api/v1/stories?limits=3", 400, "limit"),
        ("/api/v1/stories?topic=none", 404, "choices are"),
        ("/api/v1/stories/none", 404, "no story"),
        ("/api/v1/entries?before=-1", 400, "whole number"),
        ("/atom/none", 404, "choices are"),
        ("/?topic=none", 404, "choices are"),
        ("/?before=none", 400, "next"),
        ("/favicon.ico", 404, "/openapi.json"),
        ("/../../etc/passwd", 404, ""),
    ],
)
def test_what_cannot_be_answered_says_what_would_do(web: httpx.Client, path: str, status: int, hint: str):
    answer = web.get(path)
    assert answer.status_code == status
    assert hint in answer.json()["error"]


@pytest.mark.parametrize("path", sorted(OWN - {"/metrics"}))
def test_who_has_an_answer_already_gets_none(web: httpx.Client, path: str):
    first = web.get(path)
    assert web.get(path, headers={"if-none-match": f'"other", W/{first.headers["etag"]}'}).status_code == 304
    assert web.get(path, headers={"if-none-match": '"other"'}).content == first.content


def test_what_a_running_watcher_commits_is_served_at_once(web: httpx.Client, store: Store):
    before = web.get("/api/v1/stories?limit=1")
    _, told = published(STORIES - 1)
    grown = replace(told, members=(*told.members, replace(told.members[0], entry="new", outlet="The Newcomer")))
    store.commit(Plan(stories=(grown,)))
    after = web.get("/api/v1/stories?limit=1", headers={"if-none-match": before.headers["etag"]})
    store.commit(Plan(stories=(told,)))
    assert after.status_code == 200
    assert "The Newcomer" in after.json()["items"][0]["outlets"]


def test_credentials_in_the_addresses_of_feeds_are_told_nowhere(web: httpx.Client):
    assert FEED not in "".join(web.get(path).text for path in (*OWN, "/api/v1/feeds"))
    for secret in ("pa55word", "geheim99"):
        assert not [path for path in (*OWN, "/api/v1/feeds", "/api/v1/status") if secret in web.get(path).text]


# --- for monitors -----------------------------------------------------------------------------------------------------

SAMPLE = re.compile(r'([a-z_]+)(?:\{((?:[a-z_]+="(?:[^"\\\n]|\\["\\n])*",?)*)\})? (-?[0-9.e+]+)')


def measured(text: str) -> dict[tuple[str, str], float]:
    """The samples by name and labels; fails where the format is not kept."""
    found, kinds = {}, {}
    for line in text.splitlines():
        if line.startswith("# TYPE "):
            name, kind = line.split()[2:]
            assert name not in kinds
            kinds[name] = kind
        elif not line.startswith("# HELP "):
            sample = SAMPLE.fullmatch(line)
            assert sample, line
            assert sample[1] in kinds
            assert (sample[1], sample[2] or "") not in found, line
            found[sample[1], sample[2] or ""] = float(sample[3])
    assert text.endswith("\n")
    return found


def test_metrics_tell_what_the_database_holds(web: httpx.Client):
    answer = web.get("/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    found = measured(answer.text)
    assert found["watcher_running", ""] == 1
    assert found["watcher_matches", ""] == STORIES
    assert found["watcher_feeds", 'condition="failing"'] == 1
    assert found["watcher_polls_total", 'outcome="read"'] == 3
    assert found["watcher_polls_total", 'outcome="unchanged"'] == 5
    assert found["watcher_polls_total", 'outcome="failed"'] == 4
    assert found["watcher_feed_well", 'feed="The Example"'] == 1
    assert found["watcher_seen_delay_seconds", 'quantile="0.9"'] == 120
    assert found["watcher_deliveries", 'state="pending"'] == 1
    assert found["watcher_database_bytes", ""] > 10_000


def test_a_feed_whose_name_would_break_the_format_is_escaped(web: httpx.Client):
    (name,) = [
        labels
        for family, labels in measured(web.get("/metrics").text)
        if family == "watcher_feed_well" and "Other" in labels
    ]
    assert r"\"quotes\"" in name


# --- for feed readers -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("topic", ["", TIES, CHEESE])
def test_a_topic_is_an_atom_feed_that_our_own_reader_takes(web: httpx.Client, topic: str):
    address = f"/atom/{quote(topic, '')}" if topic else "/atom"
    answer = web.get(address)
    feed = ET.fromstring(answer.content)
    assert feed.findtext(f"{ATOM}title") == f"watcher: {topic or 'all topics'}"
    for entry in feed.iter(f"{ATOM}entry"):
        assert datetime.fromisoformat(entry.findtext(f"{ATOM}updated") or "").tzinfo
        assert topic in [one.get("term") for one in entry.iter(f"{ATOM}category")] or not topic
    headers = (("content-type", answer.headers["content-type"]),)
    parsed = parse(
        Reply(url=str(answer.url), status=200, headers=headers, body=answer.content), Feed(url="x"), known=b""
    )
    assert parsed.total == len(list(feed.iter(f"{ATOM}entry"))) > 0
    assert parsed.entries[0].url.startswith("https://news.example/")


def test_a_hostile_title_is_text_in_a_feed(web: httpx.Client):
    feed = ET.fromstring(web.get("/atom").content)
    assert feed.findtext(f"{ATOM}entry/{ATOM}title") == HOSTILE
