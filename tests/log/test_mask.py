"""Secrets do not get through."""

from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.log.mask import MASK, masked

WORDS = st.text("abcXYZ089 .,()äж新\n", max_size=30)
SECRETS = st.text("qwQW789_-~!$*+@:", min_size=6, max_size=30).map(lambda text: f"S3{text}")


@settings(max_examples=150)
@given(before=WORDS, after=WORDS, user=SECRETS, password=SECRETS)
def test_no_credentials_of_an_address_get_through(before: str, after: str, user: str, password: str):
    text = masked(f"{before} https://{user}:{password}@news.example/feed?id=7 {after}")
    assert password not in text
    assert user not in text
    assert text == f"{before} https://{MASK}@news.example/feed?id=7 {after}"


@settings(max_examples=100)
@given(
    before=WORDS,
    secret=SECRETS,
    name=st.sampled_from(
        [
            "token",
            "api_key",
            "apikey",
            "key",
            "access_token",
            "auth",
            "password",
            "X-Amz-Signature",
            "sig",
            "client_secret",
        ]
    ),
)
def test_no_parameter_that_is_called_a_secret_gets_through(before: str, secret: str, name: str):
    text = masked(f"{before} https://news.example/feed?lang=de&{name}={quote(secret)}&page=2")
    assert quote(secret) not in text
    assert text.endswith(f"lang=de&{name}={MASK}&page=2")


@settings(max_examples=100)
@given(before=WORDS, secret=SECRETS, after=WORDS)
def test_no_known_secret_gets_through_plain_or_percent_encoded(before: str, secret: str, after: str):
    text = masked(f"{before}{secret}{after} https://h.example/{quote(secret, '')}", [secret])
    assert secret not in text
    assert quote(secret, "") not in text


@settings(max_examples=100)
@given(text=st.text(max_size=200), secrets=st.lists(st.text(min_size=4, max_size=9), max_size=3))
def test_what_is_masked_once_is_masked(text: str, secrets: list[str]):
    once = masked(text)
    assert masked(once) == once


@pytest.mark.parametrize(
    "text",
    [
        "https://news.example/feed?author=smith&tag=keynote&design=flat",
        "mail to press@news.example about https://news.example/@minister/1",
        "Basic understanding reached on authorisation of talks",
        "at 12:30 the key=word",
    ],
)
def test_what_is_no_secret_stays(text: str):
    assert masked(text) == text


@pytest.mark.parametrize("text", ["a" * 200_000, "&token" * 40_000, "://" * 70_000, "authorization " * 20_000])
def test_a_long_hostile_text_is_masked_in_linear_time(text: str):
    assert masked(text) == text


@pytest.mark.parametrize("said", ["Authorization: Bearer abc.def-123", "{'authorization': 'Basic dXNlcjpwdw=='}"])
def test_a_header_that_lets_in_is_masked(said: str):
    assert "abc" not in masked(said)
    assert "dXNl" not in masked(said)
