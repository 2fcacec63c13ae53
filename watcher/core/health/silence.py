"""How a feed's own rhythm is learned, and when its silence is out of character.

For each hour of the week we count how often it was watched and how often it brought news; a share of that says how
likely news are in such an hour. While nothing comes, each hour that was watched adds to the surprise: the logarithm of
how unlikely so long a silence is. Hours in which nobody watched add nothing, so neither sleep nor a clock that jumps
makes a feed silent. News come in bursts, not independently; so a silence must also be out of proportion to the
greatest surprise that ended well before, which a bursty feed soon has to its name.
"""

import math
import struct
from collections.abc import Collection
from datetime import datetime, timedelta

from watcher.frozen import dataclass, replace

WEEK = 7 * 24  # hours
_LEARNING = 2 * WEEK  # hours that must have been watched before anything is said
_FEWEST = 5  # hours with news; who brings less has no rhythm
_SURPRISE = 12.0  # a silence of this kind comes by chance once in 160,000 times (e^12)
_OUT_OF_PROPORTION = 2.0  # times the greatest surprise that news have ended
_FADING = 0.98  # of that surprise with each time that news end one: feeds change their ways
_MEMORY = 12  # weeks; then both counts are halved, so that the last weeks weigh most
_PRIOR = 2.0  # weeks of the feed's average that an hour of the week is believed to have had already
_SUREST = 0.9  # likelihood of news in an hour at most: nobody is surer than that
_UNWATCHED = 24  # hours between two polls, beyond which what came between them is unknown
_PACKED = struct.Struct(f"<IIff{WEEK}B{WEEK}B")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """What is known of when news come. Hours count from 1970; `watched` and `brought` are by hour of the week."""

    watched_to: int = 0  # the first hour that was not watched to its end
    news_at: int = 0  # the latest hour that brought news
    surprise: float = 0.0  # of the silence since then
    greatest: float = 0.0  # surprise that news have ended
    watched: tuple[int, ...] = (0,) * WEEK
    brought: tuple[int, ...] = (0,) * WEEK

    @property
    def silent(self) -> bool:
        """Whether the present silence is out of character."""
        return self.surprise >= max(_SURPRISE, _OUT_OF_PROPORTION * self.greatest)

    @property
    def usual(self) -> timedelta | None:
        """How far apart hours with news are on average; None while too little is known."""
        if sum(self.watched) < _LEARNING or sum(self.brought) < _FEWEST:
            return None
        return timedelta(hours=sum(self.watched) / sum(self.brought))

    def likelihood(self, hour: int) -> float:
        """Of news in an hour, from 0 to below 1."""
        average = sum(self.brought) / max(sum(self.watched), 1)
        at = hour % WEEK
        return min((self.brought[at] + _PRIOR * average) / (self.watched[at] + _PRIOR), _SUREST)


def unpack(packed: bytes) -> Rhythm:
    """The rhythm as it was packed; a fresh one from anything else."""
    if len(packed) != _PACKED.size:
        return Rhythm()
    watched_to, news_at, surprise, greatest, *counts = _PACKED.unpack(packed)
    return Rhythm(
        watched_to=watched_to,
        news_at=news_at,
        surprise=surprise,
        greatest=greatest,
        watched=tuple(counts[:WEEK]),
        brought=tuple(counts[WEEK:]),
    )


def pack(rhythm: Rhythm) -> bytes:
    return _PACKED.pack(
        rhythm.watched_to, rhythm.news_at, rhythm.surprise, rhythm.greatest, *rhythm.watched, *rhythm.brought
    )


def listen(rhythm: Rhythm, news: Collection[datetime], now: datetime) -> Rhythm:
    """The rhythm after a poll that went well and brought news that are dated so."""
    present = _hour(now)
    if rhythm.watched_to == present and not news:
        return rhythm
    start = rhythm.watched_to if 0 <= present - rhythm.watched_to <= _UNWATCHED else present
    fresh = {min(max(_hour(moment), start), present) for moment in news}
    for hour in range(start, present):
        rhythm = _watched(rhythm, hour, brought=hour in fresh)
    if present in fresh and rhythm.news_at != present:  # the hour is not over, but the silence is
        rhythm = _with_news(rhythm, present)
    return replace(rhythm, watched_to=present)


def _watched(rhythm: Rhythm, hour: int, *, brought: bool) -> Rhythm:
    """The rhythm with one more hour that was watched to its end."""
    if brought and rhythm.news_at != hour:
        rhythm = _with_news(rhythm, hour)
    elif rhythm.news_at != hour and rhythm.usual:
        rhythm = replace(rhythm, surprise=rhythm.surprise - math.log(1 - rhythm.likelihood(hour)))
    at = hour % WEEK
    watched, had = rhythm.watched[at] + 1, rhythm.brought[at]
    if watched >= _MEMORY:
        watched, had = watched // 2, (had + 1) // 2
    return replace(rhythm, watched=_with(rhythm.watched, at, watched), brought=_with(rhythm.brought, at, had))


def _with_news(rhythm: Rhythm, hour: int) -> Rhythm:
    at = hour % WEEK
    return replace(
        rhythm,
        news_at=hour,
        greatest=max(rhythm.greatest * _FADING, rhythm.surprise),
        surprise=0.0,
        brought=_with(rhythm.brought, at, rhythm.brought[at] + 1),
    )


def _with(counts: tuple[int, ...], at: int, count: int) -> tuple[int, ...]:
    return (*counts[:at], count, *counts[at + 1 :])


def _hour(moment: datetime) -> int:
    return max(int(moment.timestamp()) // 3600, 0)
