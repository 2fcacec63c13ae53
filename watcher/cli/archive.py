"""What commands read from the archive of entries: page by page, narrowed, and as facts for other programs."""

import gc
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from watcher.config import Loaded
    from watcher.core.model import Decision, Search, Stretch
    from watcher.core.rules import Ruleset
    from watcher.ports import Store

PAGE = 200  # entries that are in memory at a time


def found(store: "Store", wanted: "Search", rules: "Ruleset | None" = None) -> Iterator["Decision"]:
    """What somebody looks for, newest first; with rules, only what one of them says yes to."""
    from watcher.core.model import Answer

    before, now = None, datetime.now(UTC)
    while page := store.search(wanted, PAGE, before=before):
        before = page[-1][0]
        for _, decision in page:
            if rules is None or any(v.answer is Answer.YES for v in rules.judge(decision.article, now=now)):
                yield decision


def compiled(rule: str, loaded: "Loaded") -> "Ruleset":
    """A rule from the command line, with the groups of the configuration; raises ConfigError."""
    from watcher.core.rules import Topic, compile_rules
    from watcher.data import groups_for
    from watcher.errors import ConfigError, Fault, RuleFaults

    topics = (Topic(name="--rule", rule=rule),)
    try:
        return compile_rules(topics, groups_for(topics, loaded.config.group))
    except RuleFaults as error:
        faults = [Fault(message=f"--rule: {problem}", excerpt=problem.excerpt) for _, problem in error.faults]
        raise ConfigError(faults) from error


def match_facts(store: "Store", wanted: "Stretch") -> Iterator[dict[str, Any]]:
    """What matched in a stretch of the archive, for other programs, newest first."""
    # Nothing of what is read refers to itself, so looking for circles again and again would only take a third longer.
    gc.set_threshold(100_000)
    rest = store.walk(wanted, without=("text", "hits", "parts", "keys"))
    while page := list(islice(rest, PAGE)):
        words = store.words([decision.article.entry.id for decision in page])
        yield from (facts(decision, words.get(decision.article.entry.id, ())) for decision in page)


def facts(decision: "Decision", words: Sequence[str] | None = None) -> dict[str, Any]:
    """A decision for other programs; whoever gets it does not get the credentials of the feed's address.

    `words` are what stands there for its matches, if somebody knows that better than the decision.
    """
    entry = decision.article.entry
    return {
        "id": entry.id,
        "title": entry.title,
        "url": entry.url,
        "outlet": entry.outlet,
        "lang": entry.lang,
        "country": entry.country,
        "published": entry.published.isoformat() if entry.published else None,
        "first_seen": entry.first_seen.isoformat(),
        "decision": decision.answer,
        "topics": {verdict.topic: round(verdict.score, 4) for verdict in decision.matches},
        "hits": sorted({hit.text for one in decision.matches for hit in one.hits}) if words is None else list(words),
        "summary": entry.summary,
        "page": decision.article.page,
        "feed": _address(entry.feed),
    }


@lru_cache(maxsize=4096)
def _address(feed: str) -> str:
    """A feed's address as others may see it."""
    from watcher.log.mask import masked

    return masked(feed)
