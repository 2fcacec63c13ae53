"""Which alerts are told at once, which are held for a digest, and which are not told at all.

Nothing is lost: what is not told at once is kept with its reason, and what is held is told by the digest that is due.
`urgent` alerts heed nothing but mutes and a topic's own `deliver`.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import datetime

from watcher.core.alerts.hours import DAY, awake, midnight, next_daily, next_hour
from watcher.core.alerts.occasion import Wish
from watcher.core.alerts.routes import Deliver, Habits, Mood, Route
from watcher.core.model import Alert, Candidate, Mute, Occasion, Priority, Reason, Suppressed
from watcher.frozen import dataclass

BUDGET_DAYS = 7  # over which a budget learns what a good score is
BUDGET_SPAN = BUDGET_DAYS * DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What became of the alerts that arose together."""

    alerts: tuple[Alert, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()


def plan(
    wishes: Sequence[Wish],
    *,
    earlier: Iterable[Alert],
    routes: Mapping[str, Route],
    habits: Habits,
    mood: Mood,
    now: datetime,
) -> Planned:
    """Decide about alerts that arose together; `earlier` are those of the same stories that were told or held."""
    attention = _Attention(routes=routes, habits=habits, mood=mood, now=now, earlier=tuple(earlier))
    held = [attention.held(wish) for wish in wishes]
    instant = [wish.alert for wish, reason in zip(wishes, held, strict=True) if reason is None]
    suppressed = [reason for reason in held if reason is not None]
    told, beyond = _within_budget(instant, attention)
    suppressed += beyond
    others = [alert for alert in told if alert.priority is not Priority.URGENT]
    if len(others) > habits.flood:
        suppressed += [Suppressed(alert=alert, reason=Reason.FLOOD, due=now) for alert in others]
        told = [alert for alert in told if alert.priority is Priority.URGENT]
    return Planned(alerts=tuple(told), suppressed=tuple(suppressed))


def is_muted(alert: Alert, mutes: Iterable[Mute]) -> bool:
    """Whether somebody wants to hear nothing of an alert's topic or story now."""
    return any(alert.topic == mute.topic or alert.story == mute.story for mute in mutes)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Attention:
    """What one alert after the other is held against."""

    routes: Mapping[str, Route]
    habits: Habits
    mood: Mood
    now: datetime
    earlier: tuple[Alert, ...]

    def held(self, wish: Wish) -> Suppressed | None:
        """Why an alert is not told at once, whatever else there is to tell; None if it may be."""
        alert, habits, now = wish.alert, self.habits, self.now
        deliver = self.routes[alert.topic].deliver
        if wish.silent:
            return Suppressed(alert=alert, reason=Reason.SILENT)
        if is_muted(alert, self.mood.mutes):
            return Suppressed(alert=alert, reason=Reason.MUTED)
        if deliver is Deliver.HOURLY:
            return self.until(alert, Reason.HOURLY, next_hour(now, habits.zone))
        if deliver is Deliver.DAILY:
            return self.until(alert, Reason.DAILY, next_daily(now, habits.daily, habits.zone))
        if alert.priority is Priority.URGENT:
            return None
        if self.mood.catching_up is not None and now < self.mood.catching_up:
            return self.until(alert, Reason.ASLEEP, self.mood.catching_up)
        if habits.quiet and (over := habits.quiet.until(now, habits.zone)):
            return Suppressed(alert=alert, reason=Reason.QUIET, due=over)
        return self._paused(alert)

    def until(self, alert: Alert, reason: Reason, due: datetime) -> Suppressed:
        return Suppressed(alert=alert, reason=reason, due=awake(due, self.habits.quiet, self.habits.zone))

    def _paused(self, alert: Alert) -> Suppressed | None:
        """Let a story rest that was told lately. Its pauses begin with its first alert, so one alert ends each."""
        times = [one.created for one in self.earlier if (one.story, one.topic) == (alert.story, alert.topic)]
        pause = self.habits.pause
        rests = bool(pause and times) and self.now - max(times) < pause
        if alert.occasion in {Occasion.FIRST, Occasion.PRIORITY} or not rests:
            return None
        passed = math.floor((self.now - min(times)) / pause)
        return self.until(alert, Reason.PAUSE, min(times) + (passed + 1) * pause)


def _within_budget(alerts: Sequence[Alert], attention: _Attention) -> tuple[list[Alert], list[Suppressed]]:
    """Those that the day's budgets allow, and the rest; the best are looked at first."""
    habits, now = attention.habits, attention.now
    budgets = {"": habits.budget} | {topic: route.budget for topic, route in attention.routes.items()}
    spent = {
        scope: _Spent(budget=budget, candidates=_of(scope, attention.mood.candidates), today=midnight(now, habits.zone))
        for scope, budget in budgets.items()
        if budget and scope in {"", *(alert.topic for alert in alerts)}
    }
    told, beyond = [], []
    for alert in sorted(alerts, key=lambda one: (-one.score, one.id)):
        mine = [spent[scope] for scope in ("", alert.topic) if scope in spent]
        if alert.priority is Priority.URGENT or all(one.allows(alert) for one in mine):
            told.append(alert)
            for one in mine:
                one.told += 1
        else:
            due = next_daily(now, habits.daily, habits.zone)
            beyond.append(attention.until(alert, Reason.BUDGET, due))
    ids = {alert.id for alert in told}
    return [alert for alert in alerts if alert.id in ids], beyond


@dataclass(slots=True, kw_only=True)
class _Spent:
    """One budget: how much of it is left, and how good an alert must be."""

    budget: int
    candidates: tuple[Candidate, ...]
    today: datetime
    told: int = field(init=False)

    def __post_init__(self) -> None:
        self.told = sum(one.told and one.created >= self.today for one in self.candidates)

    def allows(self, alert: Alert) -> bool:
        """Something must be left, and the alert among as many of the last days' best as their budgets allow.

        So a busy week's budget is not spent on whatever comes first in the morning, and a calm week holds nothing back.
        """
        better = sum(one.score > alert.score for one in self.candidates)
        return self.told < self.budget and better < self.budget * BUDGET_DAYS


def _of(topic: str, candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    return tuple(one for one in candidates if topic in {"", one.topic})
