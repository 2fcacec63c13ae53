"""A program for the tests: the real dashboard in a real terminal, told a scripted morning. Says at the end how it was."""

import argparse
import asyncio
import signal
from datetime import datetime
from pathlib import Path

from tests.dashboard.newsroom import FEEDS, NOW, TOPICS, events
from watcher.dashboard.commands import Command
from watcher.dashboard.live import Dashboard
from watcher.dashboard.state import seed


class StoppedClock:
    def now(self) -> datetime:
        return NOW


async def play(*, patient: bool) -> str:
    """`patient` tells the morning only once a key has asked for something."""
    commands: list[Command] = []
    asked = asyncio.Event()

    def obey(command: Command) -> None:
        commands.append(command)
        asked.set()

    state = seed((), (), (), FEEDS, TOPICS, now=NOW)
    dashboard = Dashboard(state, clock=StoppedClock(), on_command=obey)
    beats = 0

    async def tell() -> None:
        nonlocal beats
        if patient:
            await asyncio.wait_for(asked.wait(), 60)
        for event in events():
            dashboard.emit(event)
        while True:  # the watcher goes on polling, whatever the dashboard does
            beats += 1
            await asyncio.sleep(0.01)

    teller = asyncio.create_task(tell())
    reason = await dashboard.run()
    before = beats
    await asyncio.sleep(0.1)
    teller.cancel()
    matches = dashboard.state.total.matches
    return f"{reason}; alive: {beats > before}; {matches} matches; {commands}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--patient", action="store_true")
    parser.add_argument("report", type=Path)
    arguments = parser.parse_args()
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as the daemon does: a lost terminal is no reason to die
    arguments.report.write_text(asyncio.run(play(patient=arguments.patient)), encoding="utf-8")
