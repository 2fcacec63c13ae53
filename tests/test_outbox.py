"""What is owed goes out, what comes meanwhile included, and each delivery is tried once in an announcement."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from tests.parts import Events, Recorder, TurnedClock
from tests.store.values import NOW, alert, held
from watcher import outbox
from watcher.core.model import Alert, Mute, Plan, Reason
from watcher.errors import NotifyError
from watcher.ports import Store
from watcher.store import open_store


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path / "watcher.db")
    yield opened
    opened.close()


@dataclass
class Busy(Recorder):
    """A channel that takes its time: meanwhile another alert is stored."""

    store: Store | None = None

    async def send(self, alert_: Alert) -> None:
        await super().send(alert_)
        if self.store and len(self.sent) < 3:
            self.store.commit(Plan(alerts=(alert(len(self.sent), channels=("desktop",)),)))


@dataclass
class Hasty:
    """A channel that refuses and wants to be tried again at once."""

    asked: list[Alert] = field(default_factory=list)

    async def send(self, alert_: Alert) -> None:
        self.asked.append(alert_)
        raise NotifyError("not now", retry_after=timedelta(0))

    async def close(self) -> None:
        """Has nothing open."""


async def test_what_comes_while_others_are_told_goes_out_in_the_same_announcement(store: Store):
    store.commit(Plan(alerts=(alert(0, channels=("desktop",)),)))
    channel = Busy(store=store)
    await outbox.announce(store, {"desktop": channel}, clock=TurnedClock(NOW), emit=Events())
    assert [told.id for told in channel.sent] == [alert(number).id for number in range(3)]


async def test_a_channel_that_wants_to_be_tried_again_at_once_is_tried_once_in_an_announcement(store: Store):
    store.commit(Plan(alerts=(alert(0, channels=("desktop",)),)))
    channel, events = Hasty(), Events()
    await outbox.announce(store, {"desktop": channel}, clock=TurnedClock(NOW), emit=events)
    assert len(channel.asked) == len(events.seen) == 1
    assert store.counts()["pending"] == 1


@pytest.mark.parametrize("mute", [{"story": "story-1"}, {"topic": "Muted"}])
async def test_what_was_held_before_it_was_muted_is_not_told_while_it_is_nor_afterwards(store: Store, mute):
    hour = timedelta(hours=1)
    loud, quiet = (
        held(number, Reason.PAUSE, due=NOW, story=f"story-{number}", topic=topic, channels=("desktop",))
        for number, topic in ((0, "Heard"), (1, "Muted"))
    )
    store.commit(Plan(suppressed=(loud, quiet)))
    store.mute(Mute(until=NOW + hour, **mute))
    clock, channel = TurnedClock(NOW), Recorder()
    for _ in range(2):
        await outbox.announce(store, {"desktop": channel}, clock=clock, emit=Events())
        clock.turn(hours=2)
    assert [told.topic for told in channel.sent] == ["Heard"]
