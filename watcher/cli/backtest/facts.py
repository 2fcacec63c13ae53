"""What a backtest found, as facts for other programs and for the lines that people read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from watcher.cli.progress import steps
from watcher.config import Loaded
from watcher.core.alerts import why
from watcher.core.backtest import DIMENSIONS, Counts, Sample, Tally, TopicTally, distinctive
from watcher.core.citations import find
from watcher.core.model import Article, Decision, Entry, PageState
from watcher.core.rules import Ruleset
from watcher.core.rules.explain import Explanation, explain
from watcher.core.rules.lint import speechless
from watcher.core.stories import WINDOW, LiveStories
from watcher.data import groups_for
from watcher.data.concept_lists import load_concepts
from watcher.data.sources import load_sources
from watcher.log.mask import masked
from watcher.ports import Store

NAMES: Final = 200  # that are looked up in the archive, the most frequent beside hits
LEAST_NAME: Final = 3  # matches that a name must stand in
SURE: Final = 10.83  # G² of what chance brings once in a thousand times; Dunning 1993

Facts = dict[str, Any]


def topic_facts(name: str, whole: Tally, *, store: Store, rules: Ruleset, days: float, limit: int) -> Facts:
    """Everything about one topic: figures, samples with their words, terms, and names that might be missing."""
    tally = whole.topics.get(name, TopicTally())
    return {
        "name": name,
        **_counts(tally.counts),
        "alerts_a_day": {
            "then": round(len(tally.told_then) / days, 2),
            "now": round(_stories(store, name, tally, rules) / days, 2),
        },
        "undecided": tally.undecided,
        "below": tally.below,
        "by": {dimension: _by(dimension, tally.by[dimension]) for dimension in DIMENSIONS},
        "terms": [
            {"group": group, "term": term, "fired": counts.fired, "decided": counts.decided}
            for (group, term), counts in sorted(
                tally.terms.items(), key=lambda item: (-item[1].decided, -item[1].fired, item[0])
            )
        ],
        "samples": {
            kind: samples(store, rules, name, found, limit)
            for kind, found in (("gained", tally.gained), ("lost", tally.lost), ("near", tally.near))
        },
        "names": _names(store, rules, tally, whole, limit),
    }


def _counts(counts: Counts) -> Facts:
    return {"then": counts.then, "now": counts.now, "gained": counts.gained, "lost": counts.lost}


def _by(dimension: str, values: Mapping[str, Counts]) -> list[Facts]:
    """Days in their order; feeds and languages by how much changes, then by how much there is."""

    def rank(item: tuple[str, Counts]) -> tuple[Any, ...]:
        value, counts = item
        changed = counts.gained + counts.lost
        return (value,) if dimension == "day" else (-changed, -counts.now, value)

    return [{dimension: masked(value), **_counts(counts)} for value, counts in sorted(values.items(), key=rank)]


# --- samples ----------------------------------------------------------------------------------------------------------


def samples(store: Store, rules: Ruleset, topic: str, found: Sequence[Sample], limit: int) -> list[Facts]:
    """Entries with what the rules say of them now, and by which words or for want of what."""
    decisions = (store.decision(sample.entry) for sample in sorted(found, reverse=True)[:limit])
    return [sample_facts(decision, rules, topic) for decision in decisions if decision is not None]


def sample_facts(decision: Decision, rules: Ruleset, topic: str) -> Facts:
    article, entry = decision.article, decision.article.entry
    cited = tuple(one.source for one in find(article, load_sources())) if rules.asks_for_citations else ()
    found = explain(rules, article, now=decision.decided_at, citations=cited)
    now = next((one for one in found if one.verdict.topic == topic), None)
    then = next((verdict for verdict in decision.verdicts if verdict.topic == topic), None)
    return {
        "id": entry.id,
        "first_seen": entry.first_seen.isoformat(),
        "outlet": entry.outlet,
        "lang": entry.lang,
        "title": entry.title,
        "url": entry.url,
        "page": article.page.value,
        "answer": now.verdict.answer.value if now else None,
        "score": round(now.verdict.score, 4) if now else None,
        "threshold": now.verdict.threshold if now else None,
        "words": why(now.verdict.hits) if now else "",
        "wanting": _wanting(now),
        "score_then": round(then.score, 4) if then else None,
    }


def _wanting(one: Explanation | None) -> str:
    """What keeps an entry from being a match, in words; "" if nothing does."""
    if one is None:
        return "no topic has this name any more"
    if one.lacks:
        lacks = (f"{lack.part} {lack.why}{_nearest(lack.near)}" for lack in one.lacks)
        return "; ".join(lacks)
    return f"pulled down by {', '.join(part.label for part in one.lowers)}" if one.lowers else ""


def _nearest(near: Iterable[Any]) -> str:
    words = ", ".join(one.word for one in near)
    return f" (nearest: {words})" if words else ""


# --- alerts a day -----------------------------------------------------------------------------------------------------


def _stories(store: Store, topic: str, tally: TopicTally, rules: Ruleset) -> float:
    """How many stories would have been told: those that still match, and those that gained entries open.

    What was gained is in no story yet. The newest of it are joined to the stories of their time as the daemon would
    have joined them, and if there are more, these count for all.
    """
    if not tally.homeless:
        return len(tally.told_now)
    opened = _opened(store, topic, sorted(tally.homeless), rules) - tally.told_now
    return len(tally.told_now) + len(opened) * tally.unhoused / len(tally.homeless)


def _opened(store: Store, topic: str, gained: Sequence[Sample], rules: Ruleset) -> set[str]:
    """The stories that gained entries belong to."""
    sources, live, opened = load_sources(), LiveStories(load_concepts()), set[str]()
    coming = sorted(store.stories(gained[0].first_seen - WINDOW), key=lambda one: one.first_seen, reverse=True)
    for sample in steps(gained, "Joining what was gained", len(gained)):
        decision = store.decision(sample.entry)
        if decision is None:
            continue
        while coming and coming[-1].first_seen <= sample.first_seen:
            live.take(coming.pop())
        live.forget(sample.first_seen - WINDOW)
        cited = find(decision.article, sources)
        judged = rules.judge(decision.article, now=decision.decided_at, citations=tuple(one.source for one in cited))
        verdicts = tuple(verdict for verdict in judged if verdict.topic == topic)
        story = live.join(replace(decision, verdicts=verdicts), cited)
        live.take(story)
        opened.add(story.id)
    return opened


def days_of(tally: Tally) -> float:
    """How many days the entries span; one at least."""
    if tally.oldest is None or tally.newest is None:
        return 1.0
    return max((tally.newest - tally.oldest) / timedelta(days=1), 1.0)


# --- what might be missing --------------------------------------------------------------------------------------------


def _names(store: Store, rules: Ruleset, tally: TopicTally, whole: Tally, limit: int) -> list[Facts]:
    """Names that stand beside hits oftener than chance would have it and that the topic's lists do not hold."""
    common = {name: number for name, number in tally.names.most_common(NAMES) if number >= LEAST_NAME}
    unknown = {name: number for name, number in common.items() if not _is_listed(rules, name)}
    frequencies = {name: store.frequency(f'"{name}"') for name in unknown}
    found = distinctive(unknown, frequencies, matches=tally.counts.now, entries=whole.entries)
    return [
        {"name": one.name, "matches": one.matches, "entries": one.entries, "weight": round(one.weight, 1)}
        for one in found[:limit]
        if one.weight > SURE
    ]


def silent_languages(whole: Tally, tried: Loaded, topic: str | None) -> list[Facts]:
    """Languages that feeds deliver and in which a topic can match nothing, with how many entries that concerns."""
    groups = groups_for(tried.rules.topics, tried.config.group)
    names = [one.name for one in tried.rules.topics]
    found = [
        {"topic": names[index], "lang": code, "entries": whole.langs[code], "parts": list(parts)}
        for index, code, parts in speechless(tried.rules, groups, [code for code in whole.langs if code])
        if topic in (None, names[index])
    ]
    return sorted(found, key=lambda one: (one["topic"], -one["entries"], one["lang"]))


def _is_listed(rules: Ruleset, name: str) -> bool:
    entry = Entry(id="", feed="", outlet="", title=name, first_seen=datetime(1971, 1, 1, tzinfo=UTC))
    return bool(rules.look(Article(entry=entry, page=PageState.ABSENT)).atoms)
