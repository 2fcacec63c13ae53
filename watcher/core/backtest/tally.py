"""Counts what changes when other rules judge stored entries: one by one, in any order, and added up from any parts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime, tzinfo
from heapq import nlargest
from typing import Final

from watcher.core.backtest.names import beside
from watcher.core.model import Answer, Decision, Verdict, Volume
from watcher.core.rules import Ruleset
from watcher.core.text.languages import primary
from watcher.frozen import dataclass

DIMENSIONS: Final = ("feed", "lang", "day")
KEPT: Final = 200  # samples of each kind: as many as somebody labels in one sitting
HOMELESS: Final = 500  # gained entries that are tried on stories; the newest
NAMES: Final = 50_000  # kept; of twice as many the rarer ones go
UNREAD_SHARE: Final = 0.5  # how near an undecided entry with all its parts is: as near as a match with half the score


@dataclass(slots=True, kw_only=True)
class Counts:
    """Matches before and after, and the difference."""

    then: int = 0
    now: int = 0
    gained: int = 0
    lost: int = 0

    def count(self, *, then: bool, now: bool) -> None:
        self.then += then
        self.now += now
        self.gained += now and not then
        self.lost += then and not now

    def add(self, other: "Counts") -> None:
        self.then += other.then
        self.now += other.now
        self.gained += other.gained
        self.lost += other.lost


@dataclass(slots=True, kw_only=True)
class TermCounts:
    """In how many matches and near misses a term stood, and in how many matches no other brought a part that the rule requires."""

    fired: int = 0
    decided: int = 0


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Sample:
    """An entry worth a look; of two the greater is shown first."""

    nearness: float = 0.0  # of near misses: 1 at the threshold
    first_seen: datetime
    entry: str


@dataclass(slots=True, kw_only=True)
class TopicTally:
    """What changes for one topic."""

    counts: Counts = field(default_factory=Counts)
    by: dict[str, dict[str, Counts]] = field(default_factory=lambda: {name: {} for name in DIMENSIONS})
    undecided: int = 0  # entries whose page nobody read, and of which the rules would want it
    below: int = 0  # the rule holds, the score does not reach the threshold
    terms: dict[tuple[str, str], TermCounts] = field(default_factory=dict)  # by group and term
    names: Counter[str] = field(default_factory=Counter)  # beside hits of matches, by the number of these
    gained: list[Sample] = field(default_factory=list)
    lost: list[Sample] = field(default_factory=list)
    near: list[Sample] = field(default_factory=list)
    told_then: set[str] = field(default_factory=set)  # stories
    told_now: set[str] = field(default_factory=set)
    homeless: list[Sample] = field(default_factory=list)  # gained, in no story, and to be told
    unhoused: int = 0  # how many of these there are in all

    def add(self, other: "TopicTally") -> None:
        self.counts.add(other.counts)
        for name, values in other.by.items():
            for value, counts in values.items():
                self.by[name].setdefault(value, Counts()).add(counts)
        self.undecided += other.undecided
        self.below += other.below
        for key, term in other.terms.items():
            mine = self.terms.setdefault(key, TermCounts())
            mine.fired += term.fired
            mine.decided += term.decided
        self.names.update(other.names)
        if len(self.names) > 2 * NAMES:
            self.names = Counter(dict(self.names.most_common(NAMES)))
        self.told_then |= other.told_then
        self.told_now |= other.told_now
        self.unhoused += other.unhoused
        for name, most in (("gained", KEPT), ("lost", KEPT), ("near", KEPT), ("homeless", HOMELESS)):
            setattr(self, name, nlargest(most, (*getattr(self, name), *getattr(other, name))))


@dataclass(slots=True, kw_only=True)
class Tally:
    """What changes in a part of the archive. The parts' tallies, added in any order, are that of the whole."""

    entries: int = 0
    oldest: datetime | None = None
    newest: datetime | None = None
    langs: Counter[str] = field(default_factory=Counter)  # of all entries, by primary code
    topics: dict[str, TopicTally] = field(default_factory=dict)

    def deliver(self, volume: Volume) -> None:
        """Count entries that came in one language, whatever is said of them."""
        self.entries += volume.entries
        self.oldest = min(self.oldest or volume.oldest, volume.oldest)
        self.newest = max(self.newest or volume.newest, volume.newest)
        self.langs[primary(volume.lang)[0]] += volume.entries

    def take(
        self,
        decision: Decision,
        then: Sequence[Verdict],
        now: Sequence[Verdict],
        *,
        rules: Ruleset,
        home: str = "",
        zone: tzinfo,
    ) -> None:
        """Count what was said of an entry, what `rules` say now, and the story that it is in, if any."""
        before = {verdict.topic for verdict in then if verdict.matches}
        after = {verdict.topic: verdict for verdict in now}
        for topic in dict.fromkeys((*before, *after)):
            tally = self.topics.setdefault(topic, TopicTally())
            _take(tally, decision, topic in before, after.get(topic), rules=rules, home=home, zone=zone)

    def add(self, other: "Tally") -> None:
        self.entries += other.entries
        times = [time for time in (self.oldest, self.newest, other.oldest, other.newest) if time is not None]
        self.oldest, self.newest = min(times, default=None), max(times, default=None)
        self.langs.update(other.langs)
        for topic, tally in other.topics.items():
            self.topics.setdefault(topic, TopicTally()).add(tally)


def _take(
    tally: TopicTally,
    decision: Decision,
    then: bool,  # noqa: FBT001 - beside `now`, which says the same of the new rules
    now: Verdict | None,
    *,
    rules: Ruleset,
    home: str,
    zone: tzinfo,
) -> None:
    entry = decision.article.entry
    matches = now is not None and now.matches
    sample = Sample(first_seen=entry.first_seen, entry=entry.id)
    if then or matches:
        _count(tally, _values(decision, zone), then=then, now=matches)
        if not decision.silent:
            _tell(tally, sample, then=then, now=matches, home=home)
    if then != matches:
        _keep(tally.lost if then else tally.gained, sample, KEPT)
    if now is None or (now.answer is not Answer.YES and not now.wants_page):
        return  # of all that has one of a rule's words, nobody would read the page
    decisive = rules.decisive(now) if matches else frozenset()
    for key in {(hit.group, hit.term) for hit in now.hits}:
        counts = tally.terms.setdefault(key, TermCounts())
        counts.fired += 1
        counts.decided += key in decisive
    if matches:
        tally.names.update(beside(decision.article, now.hits))
        return
    nearness = now.score / now.threshold if now.answer is Answer.YES else UNREAD_SHARE * rules.shown(now)
    tally.below += now.answer is Answer.YES
    tally.undecided += now.answer is not Answer.YES
    if not then:
        _keep(tally.near, replace(sample, nearness=nearness), KEPT)


def _values(decision: Decision, zone: tzinfo) -> Mapping[str, str]:
    entry = decision.article.entry
    return {
        "feed": entry.outlet or entry.feed,
        "lang": primary(entry.lang)[0],
        "day": entry.first_seen.astimezone(zone).date().isoformat(),
    }


def _count(tally: TopicTally, values: Mapping[str, str], *, then: bool, now: bool) -> None:
    tally.counts.count(then=then, now=now)
    for name, value in values.items():
        tally.by[name].setdefault(value, Counts()).count(then=then, now=now)


def _tell(tally: TopicTally, sample: Sample, *, then: bool, now: bool, home: str) -> None:
    """A story is told once: alerts are counted by stories, and what has none yet is kept to be tried on them."""
    if home:
        tally.told_then.update((home,) if then else ())
        tally.told_now.update((home,) if now else ())
    elif now:
        tally.unhoused += 1
        _keep(tally.homeless, sample, HOMELESS)


def _keep(samples: list[Sample], sample: Sample, most: int) -> None:
    """Add a sample; once there are twice as many as are kept, the lesser half goes."""
    samples.append(sample)
    if len(samples) > 2 * most:
        samples[:] = nlargest(most, samples)
