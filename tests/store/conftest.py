"""The backends that the contract is held against, each as a way to open one place again and again."""

from collections.abc import Callable

import pytest

from watcher.ports import Store
from watcher.store import open_store

BACKENDS = {"sqlite": lambda folder: f"sqlite:{folder / 'watcher.db'}"}


@pytest.fixture(params=BACKENDS)
def open_again(request, tmp_path):
    """Open the test's store, closing the one that was open before, as a restart would."""
    opened: list[Store] = []
    address = BACKENDS[request.param](tmp_path)

    def open_it(*, read_only: bool = False) -> Store:
        while opened and not read_only:
            opened.pop().close()
        opened.append(open_store(address, read_only=read_only))
        return opened[-1]

    yield open_it
    for store in opened:
        store.close()


@pytest.fixture
def store(open_again: Callable[..., Store]) -> Store:
    return open_again()
