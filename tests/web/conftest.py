"""One database and two servers over it, for all tests of the pages: starting one takes seconds."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.web.site import prepared, serving
from watcher.ports import Store

TOKEN = "correct-horse-battery-staple"


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="session")
def store(folder: Path) -> Iterator[Store]:
    with prepared(folder) as store:
        yield store


@pytest.fixture(scope="session")
def address(folder: Path, store: Store) -> Iterator[str]:
    with serving(folder) as address:
        yield address


@pytest.fixture(scope="session")
def web(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=30) as client:
        yield client


@pytest.fixture(scope="session")
def locked(folder: Path, store: Store) -> Iterator[httpx.Client]:
    """A server that wants a token."""
    options = ("--token", "env:SERVE_TOKEN", "--name", "watch.example")
    with (
        serving(folder, *options, environment={"SERVE_TOKEN": TOKEN}) as address,
        httpx.Client(base_url=address, timeout=30) as client,
    ):
        yield client
