"""The newest alerts with what became of each: told, or why not."""

from datetime import datetime

from watcher.core.model import Alert, Reason, Untaken
from watcher.frozen import dataclass
from watcher.ports import Store

NEWEST = 300  # that are shown of either kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """An alert; `reason` says why it was not told when it arose, None that it was. `due`: when a digest tells it."""

    alert: Alert
    reason: Reason | None = None
    due: datetime | None = None
    untaken: Untaken | None = None  # that no channel has taken it

    @property
    def name(self) -> str:
        """What a selection is kept by: an alert that was silent once may have been told later under the same id."""
        return f"{self.alert.id} {self.reason or ''}"


def read_tellings(store: Store) -> tuple[Telling, ...]:
    """What a store knows of the newest alerts, newest first."""
    alerts = store.alerts(NEWEST)
    untaken = store.untaken([alert.id for alert in alerts])
    told = [Telling(alert=alert, untaken=untaken.get(alert.id)) for alert in alerts]
    held = [Telling(alert=held.alert, reason=held.reason, due=held.due) for held in store.suppressed(NEWEST)]
    return tuple(sorted([*told, *held], key=lambda telling: telling.alert.created, reverse=True))
