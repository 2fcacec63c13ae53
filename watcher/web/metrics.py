"""What a monitor reads: Prometheus's text format, version 0.0.4."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from statistics import quantiles

from watcher.core.health import Condition, health
from watcher.core.model import FeedState
from watcher.ports import Store
from watcher.web.site import Site

KIND = "text/plain; version=0.0.4; charset=utf-8"
LATELY = timedelta(days=1)  # what delays are told of
MOST = 5000  # entries and deliveries that delays are computed from

Sample = tuple[Mapping[str, str], float]


def exposition(site: Site, store: Store) -> str:
    """Everything that is measured, one family after the other."""
    return "".join(_families(site, store))


def _families(site: Site, store: Store) -> Iterator[str]:
    states, counts, now = store.states(), store.counts(), site.clock.now()
    lately = store.delays(now - LATELY, MOST)
    yield _family("watcher_info", "gauge", "The version of what answers.", [({"version": site.version}, 1)])
    yield _family(
        "watcher_running", "gauge", "Whether a watcher writes to the database now.", [({}, bool(site.writer()))]
    )
    yield _family("watcher_database_bytes", "gauge", "Size of the database.", [({}, site.size())])
    yield _family("watcher_entries", "gauge", "Stored entries.", [({}, counts["entries"])])
    yield _family("watcher_matches", "gauge", "Stored entries that match a topic.", [({}, counts["matches"])])
    yield _family("watcher_stories", "gauge", "Stories.", [({}, counts["stories"])])
    yield _family("watcher_alerts", "gauge", "Alerts that were told or are owed.", [({}, counts["alerts"])])
    deliveries = [({"state": state}, counts[state]) for state in ("sent", "pending", "failed")]
    yield _family("watcher_deliveries", "gauge", "Alerts by channel, and how that ended.", deliveries)
    yield from _feeds(site, states)
    for name, about, delays in (
        ("watcher_seen_delay_seconds", "From an article's stated date until a feed showed it", lately.seen),
        ("watcher_told_delay_seconds", "From the moment an alert arose until a channel took it", lately.told),
    ):
        yield _family(name, "gauge", f"{about}, over the last day.", _quantiles(delays))


def _feeds(site: Site, states: Sequence[FeedState]) -> Iterator[str]:
    conditions = Counter(health(state).condition for state in states)
    yield _family(
        "watcher_feeds", "gauge", "Feeds by condition.", [({"condition": one}, conditions[one]) for one in Condition]
    )
    unchanged, failed = sum(state.not_modified for state in states), sum(state.failed for state in states)
    news = sum(state.polls for state in states) - unchanged - failed
    outcomes = {"read": news, "unchanged": unchanged, "failed": failed}
    polls = [({"outcome": name}, number) for name, number in outcomes.items()]
    yield _family("watcher_polls_total", "counter", "Polls of the feeds that are configured now.", polls)
    received = sum(state.bytes for state in states)
    yield _family("watcher_received_bytes_total", "counter", "Received from these feeds.", [({}, received)])
    named = [({"feed": name}, state) for name, state in _unique(site, states)]
    for family, about, samples in (
        ("watcher_feed_well", "Whether the feed is well.", [(name, health(one).well) for name, one in named]),
        ("watcher_feed_failures", "Polls in a row that failed.", [(name, one.failures) for name, one in named]),
        (
            "watcher_feed_last_success_timestamp_seconds",
            "When it last answered.",
            [(name, one.last_ok.timestamp()) for name, one in named if one.last_ok],
        ),
    ):
        yield _family(family, "gauge", about, samples)
    polled = max((state.last_poll.timestamp() for state in states if state.last_poll), default=0)
    yield _family("watcher_last_poll_timestamp_seconds", "gauge", "When any feed was last polled.", [({}, polled)])


def _unique(site: Site, states: Sequence[FeedState]) -> Iterator[tuple[str, FeedState]]:
    """Feeds with names that differ: a series must be there only once."""
    seen: Counter[str] = Counter()
    for state in states:
        name = site.name(state)
        seen[name] += 1
        yield (name if seen[name] == 1 else f"{name} ({seen[name]})"), state


def _quantiles(delays: Sequence[float]) -> list[Sample]:
    if len(delays) < 2:
        return [({"quantile": "0.5"}, delays[0])] if delays else []
    cuts = quantiles(delays, n=100, method="inclusive")
    return [({"quantile": f"{percent / 100:g}"}, cuts[percent - 1]) for percent in (50, 90, 99)]


def _family(name: str, kind: str, about: str, samples: Iterable[Sample]) -> str:
    lines = [f"# HELP {name} {about}", f"# TYPE {name} {kind}"]
    for labels, value in samples:
        inside = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
        lines.append(f"{name}{{{inside}}} {float(value):.15g}" if inside else f"{name} {float(value):.15g}")
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
