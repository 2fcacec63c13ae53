"""Who may ask."""

import base64
import re
from contextlib import suppress

import httpx
import pytest

from tests.web.conftest import TOKEN

PATHS = ("/", "/style.css", "/atom", "/metrics", "/openapi.json", "/api/v1/stories", "/nothing")


def basic(password: str) -> str:
    return "Basic " + base64.b64encode(f"ana:{password}".encode()).decode()


@pytest.mark.parametrize("path", [*PATHS, "/healthz"])
@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "localhost.evil.example", "127.0.0.1.evil.example", ""]
)
def test_a_foreign_name_is_refused_everywhere(web: httpx.Client, path: str, host: str):
    answer = web.get(path, headers={"host": host})
    assert answer.status_code == 421
    assert "example/" not in answer.text


@pytest.mark.parametrize("host", ["localhost", "localhost:1", "127.0.0.1", "[::1]:8765", "192.168.1.5:80", "LOCALHOST"])
def test_names_that_nobody_can_point_elsewhere_are_served(web: httpx.Client, host: str):
    assert web.get("/", headers={"host": host}).status_code == 200


def test_a_name_that_was_given_is_served_and_others_are_not(locked: httpx.Client):
    allowed = {"authorization": f"Bearer {TOKEN}"}
    assert locked.get("/", headers={"host": "Watch.example:443", **allowed}).status_code == 200
    assert locked.get("/", headers={"host": "other.example", **allowed}).status_code == 421


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Bearer",
        f"Bearer {TOKEN}x",
        f"Bearer {TOKEN[:-1]}",
        f"Token {TOKEN}",
        basic("x"),
        "Basic !!!",
        "Basic YQ==",
        TOKEN,
    ],
)
def test_without_the_token_nothing_is_told(locked: httpx.Client, path: str, authorization: str):
    answer = locked.get(path, headers={"authorization": authorization} if authorization else {})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Basic ")
    assert "Delegation" not in answer.text


@pytest.mark.parametrize("authorization", [f"Bearer {TOKEN}", f"bearer  {TOKEN}", basic(TOKEN)])
def test_the_token_opens_as_bearer_and_as_password(locked: httpx.Client, authorization: str):
    assert locked.get("/api/v1/status", headers={"authorization": authorization}).status_code == 200


def test_health_is_one_word_for_whoever_asks(locked: httpx.Client):
    answer = locked.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")


@pytest.mark.parametrize("path", [*PATHS, "/healthz", "/style.css"])
def test_every_answer_tells_browsers_to_load_and_run_nothing_foreign(web: httpx.Client, path: str):
    answer = web.get(path)
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert not re.search(r"unsafe|\*|https?:|data:|script-src", policy)
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert "access-control-allow-origin" not in answer.headers
    assert "server" not in answer.headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/", "/api/v1/stories", "/metrics"])
def test_nothing_can_be_changed(web: httpx.Client, method: str, path: str):
    assert web.request(method, path).status_code == 405


def test_a_giant_head_is_refused(web: httpx.Client):
    with suppress(httpx.ReadError, httpx.WriteError):  # refused before all of it was sent
        assert web.get("/", headers={"x": "y" * 1_000_000}).status_code == 400
    assert web.get("/healthz").status_code == 200
