"""Articles for the tests of rules."""

from datetime import UTC, datetime

from watcher.core.model import Article, Entry, PageState
from watcher.core.rules import Group, Topic, compile_rules

NOW = datetime(2026, 1, 2, tzinfo=UTC)


def article(*, title="", summary="", text="", page=None, **entry):
    """An article whose page was read if it has a text, and is unread otherwise."""
    state = page or (PageState.READ if text else PageState.UNREAD)
    stated = {"id": "e", "feed": "https://feed.example/", "outlet": "Example", "first_seen": NOW, **entry}
    return Article(entry=Entry(title=title, summary=summary, **stated), text=text, page=state)


def judge(rule, read, *, groups=None, against=(), fetch="half", citations=(), clutter=()):
    """What one rule says of an article: its verdict, or None where it was left out."""
    topic = Topic(name="t", rule=rule, against=against, fetch=fetch, threshold=0.0)
    rules = compile_rules([topic], {group.name: group for group in groups or ()}, clutter=clutter)
    verdicts = rules.judge(read, now=NOW, citations=citations)
    return verdicts[0] if verdicts else None


def hits(rule, text, *, groups=None, lang="", **entry):
    """The words that a rule hits in a text."""
    verdict = judge(rule, article(text=text, lang=lang, **entry), groups=groups)
    return [hit.text for hit in verdict.hits] if verdict else []


def group(name="g", **fields):
    """A group of names unless it says otherwise."""
    return Group(**{"name": name, "kind": "names", **fields})
