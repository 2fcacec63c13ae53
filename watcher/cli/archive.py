"""What commands read from the archive of entries: page by page, narrowed, and as facts for other programs."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from watcher.config import Loaded
    from watcher.core.model import Decision, Matched, Search
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


def facts(decision: "Decision") -> dict[str, Any]:
    """A decision for other programs."""
    from watcher.core.model import Matched

    entry = decision.article.entry
    one = Matched(
        entry=entry.id,
        title=entry.title,
        url=entry.url,
        outlet=entry.outlet,
        lang=entry.lang,
        country=entry.country,
        published=entry.published,
        first_seen=entry.first_seen,
        summary=entry.summary,
        page=decision.article.page,
        feed=entry.feed,
        topics=tuple((verdict.topic, verdict.score) for verdict in decision.matches),
        words=tuple(sorted({hit.text for verdict in decision.matches for hit in verdict.hits})),
    )
    return match_facts(one, decision.answer)


def match_facts(one: "Matched", decision: str = "yes") -> dict[str, Any]:
    """A match for other programs; whoever gets it does not get the credentials of the feed's address."""
    return {
        "id": one.entry,
        "title": one.title,
        "url": one.url,
        "outlet": one.outlet,
        "lang": one.lang,
        "country": one.country,
        "published": one.published.isoformat() if one.published else None,
        "first_seen": one.first_seen.isoformat(),
        "decision": decision,
        "topics": {topic: round(score, 4) for topic, score in one.topics},
        "hits": list(one.words),
        "summary": one.summary,
        "page": one.page,
        "feed": _address(one.feed),
    }


@lru_cache(maxsize=4096)
def _address(feed: str) -> str:
    """A feed's address as others may see it."""
    from watcher.log.mask import masked

    return masked(feed)
