"""When a delivery that failed is tried again."""

from datetime import datetime, timedelta

from watcher.core.model import Delivery

FIRST_RETRY = timedelta(seconds=15)
LONGEST_RETRY = timedelta(hours=1)
EXPIRY = timedelta(days=1)  # yesterday's news is no alert; the dashboard still has it


def retry_in(delivery: Delivery, *, final: bool, now: datetime, asked: timedelta | None = None) -> timedelta | None:
    """How long to wait before a failed delivery is tried again, at least as `asked`; None gives it up."""
    wait = max(min(FIRST_RETRY * (1 << min(delivery.attempts, 20)), LONGEST_RETRY), asked or timedelta(0))
    if final or now - delivery.alert.created > EXPIRY:
        return None
    return min(wait, EXPIRY)
