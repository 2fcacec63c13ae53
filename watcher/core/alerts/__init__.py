"""What deserves to be told, when, and in what form.

    arising   an article belongs to a story: is that an occasion to tell it?     Wish
    plan      at once, in a digest, or not at all?                               Planned
    completed what an alert would say by now                             Alert
    digests   what was held and is due now                                       Alert
    retry_in  a channel did not take it: when is it tried again?

All of it is pure and driven by `now`. An alert's id is made of story, topic and occasion alone, so whoever plans it
again plans the same alert; and nothing that matched is dropped without a reason that is kept.
"""

from watcher.core.alerts.attention import BUDGET_SPAN, Planned, is_muted, plan
from watcher.core.alerts.digest import digests
from watcher.core.alerts.hours import Quiet
from watcher.core.alerts.occasion import Wish, arising, completed, telling, why
from watcher.core.alerts.outbox import retry_in
from watcher.core.alerts.routes import Deliver, Habits, Mood, Route

__all__ = [
    "BUDGET_SPAN",
    "Deliver",
    "Habits",
    "Mood",
    "Planned",
    "Quiet",
    "Route",
    "Wish",
    "arising",
    "completed",
    "digests",
    "is_muted",
    "plan",
    "retry_in",
    "telling",
    "why",
]
