"""What the store's tests share: the backends that the contract is held against, and a database on a disk."""

from collections.abc import Callable

import pytest

from tests.store.values import decision, story, verdict
from watcher.core.model import Plan
from watcher.errors import StoreError
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


@pytest.fixture
def path(tmp_path):
    """A database with something in it, closed."""
    path = tmp_path / "watcher.db"
    store = open_store(path)
    store.commit(
        Plan(decisions=tuple(decision(n, verdict(), text="Text. " * 500) for n in range(200)), stories=(story(),))
    )
    store.close()
    return path


def refused(path, pattern, *, read_only=False):
    """Opening must fail with a sentence, and leave the file as it was."""
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(StoreError, match=pattern):
        open_store(path, read_only=read_only)
    assert (path.read_bytes() if path.is_file() else None) == before
