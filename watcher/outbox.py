"""From the outbox to the channels: what is owed is sent, and how each delivery ended is recorded.

At least once: a delivery is marked after its channel has taken it, so a crash in between sends it again.
"""

import asyncio
from collections.abc import Mapping, Sequence

from watcher.core import alerts
from watcher.core.events import AlertFailed, AlertSent
from watcher.core.model import Delivery, Plan
from watcher.errors import NotifyError
from watcher.ports import Clock, Emit, Notifier, Store

BATCH = 100  # deliveries that are looked at together


async def announce(store: Store, notifiers: Mapping[str, Notifier], *, clock: Clock, emit: Emit) -> None:
    """Send what is owed, every channel on its own. Must not run twice at once, or alerts go out twice."""
    now = clock.now()
    if held := store.held(now):
        mutes = store.mutes(now)
        heard = [one for one in held if not alerts.is_muted(one.alert, mutes)]  # some were muted as they waited
        listed = tuple(one.alert.id for one in held)
        store.commit(Plan(alerts=alerts.digests(heard, now=now), listed=listed))
    tried = set[tuple[str, str]]()  # once each, whatever a channel says of trying again
    # What comes while others are told goes out at once, too, not with the next announcement.
    while owed := [one for one in store.unsent(clock.now(), BATCH) if (one.alert.id, one.channel) not in tried]:
        tried.update((delivery.alert.id, delivery.channel) for delivery in owed)
        channels = dict.fromkeys(delivery.channel for delivery in owed)
        lots = ([delivery for delivery in owed if delivery.channel == name] for name in channels)
        await asyncio.gather(*(_deliver(lot, store, notifiers, clock=clock, emit=emit) for lot in lots))


async def _deliver(
    owed: Sequence[Delivery], store: Store, notifiers: Mapping[str, Notifier], *, clock: Clock, emit: Emit
) -> None:
    for delivery in owed:
        alert, channel = delivery.alert, delivery.channel
        try:
            await _notifier(notifiers, channel).send(alert)
        except NotifyError as error:
            now = clock.now()
            retry = alerts.retry_in(delivery, final=error.final, now=now, asked=error.retry_after)
            store.mark(delivery, sent_at=None, fault=str(error), retry_in=retry, now=now)
            emit(AlertFailed(at=now, alert=alert, channel=channel, fault=str(error), final=retry is None))
        else:
            store.mark(delivery, sent_at=clock.now())
            emit(AlertSent(at=clock.now(), alert=alert, channel=channel))


def _notifier(notifiers: Mapping[str, Notifier], channel: str) -> Notifier:
    try:
        return notifiers[channel]
    except KeyError:
        raise NotifyError(f'there is no channel "{channel}" any more', final=True) from None
