"""What commands read from the archive of entries: page by page and narrowed."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from watcher.config import Loaded
    from watcher.core.model import Decision, Search
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
