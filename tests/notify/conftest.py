"""A stand-in for a desktop on a real bus, and a channel that speaks to it."""

import asyncio
import sys
import threading

import pytest

if sys.platform == "linux":  # D-Bus is Linux's way
    from tests.notify.bus import NotificationService, session_bus
    from watcher.notify.freedesktop import Desktop


@pytest.fixture
async def address():
    async with session_bus() as found:
        yield found


@pytest.fixture
async def service(address):
    async with NotificationService(address=address) as found:
        yield found


@pytest.fixture
def opened():
    return Opened()


@pytest.fixture
async def desktop(address, opened):
    found = Desktop(open_url=opened, address=address)
    yield found
    await found.close()


class Opened:
    """Addresses that were opened, from whatever thread."""

    def __init__(self):
        self.urls = []
        self.happened = threading.Event()

    def __call__(self, url):
        self.urls.append(url)
        self.happened.set()

    async def wait(self):
        assert await asyncio.to_thread(self.happened.wait, 5)
        return self.urls
