"""Desktop notifications where the bus or the desktop is not well, and the diagnosis of it."""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.notify.values import alert
from watcher.errors import NotifyError

if sys.platform != "linux":
    pytest.skip("D-Bus is Linux's way", allow_module_level=True)

from tests.notify.bus import NotificationService, needs_bus, session_bus
from watcher.notify.freedesktop import Desktop

pytestmark = needs_bus


async def test_without_a_service_the_error_says_what_to_do(desktop):
    with pytest.raises(NotifyError, match=r"no notification service runs on this desktop.*dunst") as caught:
        await desktop.send(alert())
    assert not caught.value.final


async def test_a_service_that_comes_later_is_used(desktop, address):
    with pytest.raises(NotifyError):
        await desktop.send(alert())
    async with NotificationService(address=address) as service:
        await desktop.send(alert())
        assert len(service.notices) == 1


async def test_a_service_that_hangs_costs_the_time_limit_and_is_used_again_once_it_answers(address, service, opened):
    desktop = Desktop(open_url=opened, address=address, timeout=0.3)
    service.answering = False
    with pytest.raises(NotifyError, match=r"the desktop's notification service does not answer within 0.3 s"):
        await desktop.send(alert())
    service.answering = True
    await desktop.send(alert())
    assert len(service.notices) == 1
    await desktop.close()


async def test_a_bus_that_comes_back_is_connected_to_again(opened):
    folder = tempfile.mkdtemp(prefix="bus")
    try:
        async with session_bus(folder) as address:
            service = NotificationService(address=address)
            await service.come()
            desktop = Desktop(open_url=opened, address=address)
            await desktop.send(alert())
            assert len(service.notices) == 1
        await service.leave()  # only now: the bus goes first, so nobody can say that the service went
        with pytest.raises(NotifyError, match="cannot be reached"):
            await desktop.send(alert())
        async with session_bus(folder) as address, NotificationService(address=address) as service:
            await desktop.send(alert())
            assert [notice.replaces for notice in service.notices] == [0]
            await desktop.close()
    finally:
        shutil.rmtree(folder)


@pytest.mark.parametrize(
    "address",
    ["unix:path=/nonexistent/socket", "tcp:host=127.0.0.1,port=1", "nonsense", "tcp:port=x", "carrier:pigeon=1", ";"],
)
async def test_an_address_without_a_bus_is_named(opened, address):
    desktop = Desktop(open_url=opened, address=address)
    with pytest.raises(NotifyError, match=r"the session bus at .* cannot be reached.*another channel"):
        await desktop.send(alert())
    await desktop.close()


async def test_a_bus_that_accepts_and_never_answers_costs_the_time_limit(opened):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"tcp:host=127.0.0.1,port={silent.getsockname()[1]}"
        desktop = Desktop(open_url=opened, address=address, timeout=0.3)
        with pytest.raises(NotifyError, match=r"the session bus does not answer within 0.3 s"):
            await desktop.send(alert())
        await desktop.close()


async def test_many_alerts_at_once_are_shown_one_by_one(desktop, service):
    await asyncio.gather(*(desktop.send(alert(story=f"story-{number}")) for number in range(20)))
    assert len({notice.id for notice in service.notices}) == 20


async def test_closing_twice_and_sending_after_closing_are_harmless(desktop, service):
    await desktop.send(alert())
    await desktop.close()
    await desktop.close()
    await desktop.send(alert())
    assert len(service.notices) == 2


# --- the session's own bus, and the diagnosis ---

DIAGNOSE = "from watcher.notify import desktop_fault; print(desktop_fault())"


async def diagnosis(environment):
    """What a process with this environment says of its desktop."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("DBUS_", "XDG_"))}
    arguments = [sys.executable, "-c", DIAGNOSE]
    done = await asyncio.to_thread(
        subprocess.run,
        arguments,
        env=inherited | environment,
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.stderr == ""
    return done.stdout.strip()


async def test_the_diagnosis_is_empty_where_notifications_work(address, service):
    assert await diagnosis({"DBUS_SESSION_BUS_ADDRESS": address}) == ""
    assert service.notices == [], "looking shows nothing"


async def test_the_user_s_own_bus_is_found_without_the_variable(address, service):
    folder = Path(address.removeprefix("unix:path=")).parent
    (folder / "bus").symlink_to(folder / "socket")
    assert await diagnosis({"XDG_RUNTIME_DIR": str(folder)}) == ""


async def test_the_diagnosis_names_what_is_missing(address):
    assert "no notification service runs" in await diagnosis({"DBUS_SESSION_BUS_ADDRESS": address})
    nowhere = await diagnosis({"XDG_RUNTIME_DIR": "/nonexistent"})
    assert "DBUS_SESSION_BUS_ADDRESS is not set and /nonexistent/bus is no bus" in nowhere
    assert "systemd user service" in nowhere
