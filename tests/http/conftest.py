"""A client in a hurry, and a clock that a test can set."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from watcher.core.model import Request
from watcher.errors import FetchError
from watcher.http.bounds import Bounds
from watcher.http.client import Client, Settings
from watcher.http.hosts import Manners

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class FixedClock:
    def now(self):
        return NOW


HURRIED = Settings(
    allow_private=("127.0.0.1",),
    bounds=Bounds(deadline=10.0, page_deadline=10.0, feed_body=4_000_000, page_body=2_000_000),
    manners=Manners(gap=0.0),
)


@pytest.fixture
def open_client():
    """Opens clients with the hurried settings; keywords change the settings, or the deadline."""

    @asynccontextmanager
    async def opened(tls=None, deadline=None, **changes):
        if deadline:
            changes["bounds"] = replace(HURRIED.bounds, deadline=deadline, page_deadline=deadline)
        client = Client(replace(HURRIED, **changes), FixedClock(), tls=tls)
        try:
            yield client
        finally:
            await client.close()

    return opened


@pytest.fixture
async def client(open_client):
    async with open_client() as opened:
        yield opened


@pytest.fixture
def fails():
    """Fetches what must fail, and gives the error."""

    async def failing(client, url, **asked):
        with pytest.raises(FetchError) as caught:
            async with asyncio.timeout(20):
                await client.get(Request(url=url, **asked))
        assert str(caught.value).isprintable()
        return caught.value

    return failing
