"""Secrets are taken from where the configuration says, and never shown."""

import os

import pytest

from watcher.config.secrets import resolved
from watcher.errors import ConfigError

SECRET = "correct horse battery staple"


@pytest.fixture
def environment():
    """Sets variables of this process and takes them back."""
    names: list[str] = []

    def put(name: str, value: str) -> str:
        names.append(name)
        os.environ[name] = value
        return f"env:{name}"

    yield put
    for name in names:
        del os.environ[name]


def test_a_secret_comes_from_the_environment(environment):
    assert resolved(environment("WATCHER_TEST_SECRET", f" {SECRET}\n"), "x") == SECRET


def test_a_secret_comes_from_a_file_without_its_last_line_break(tmp_path):
    (tmp_path / "s").write_text(f"{SECRET}\n", encoding="utf-8")
    assert resolved(f"file:{tmp_path / 's'}", "x") == SECRET


def test_what_is_no_reference_is_the_value_itself():
    assert resolved("https://example.org/env:X", "x") == "https://example.org/env:X"
    assert resolved("", "x") == ""


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("env:WATCHER_TEST_NOWHERE", "the environment has no WATCHER_TEST_NOWHERE"),
        ("file:/nonexistent/secret", "no such file"),
        ("file:{folder}", "cannot be read"),
        ("file:{folder}/empty", "is empty"),
        ("file:{folder}/lines", "holds a line break"),
        ("file:{folder}/binary", "is not UTF-8"),
    ],
)
def test_a_secret_that_cannot_be_had_is_told_with_its_setting_and_without_itself(tmp_path, reference, said):
    (tmp_path / "empty").write_text("\n", encoding="utf-8")
    (tmp_path / "lines").write_text(f"{SECRET}\n{SECRET}", encoding="utf-8")
    (tmp_path / "binary").write_bytes(SECRET.encode() + b"\xff")
    with pytest.raises(ConfigError, match=r"channel\.mine\.token") as caught:
        resolved(reference.format(folder=tmp_path), "channel.mine.token")
    assert said in str(caught.value)
    assert SECRET not in str(caught.value)
