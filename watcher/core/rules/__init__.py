"""The rule engine: what a person follows, compiled once, and what it says of each article."""

from watcher.core.rules.ruleset import Ruleset, compile_rules
from watcher.core.rules.spec import Company, FetchPolicy, Group, Topic

__all__ = ["Company", "FetchPolicy", "Group", "Ruleset", "Topic", "compile_rules"]
