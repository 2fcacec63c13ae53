"""What `watcher check` looks at beyond faults: the examples beside a topic, tried on its rule, and what is doubtful."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from watcher.core.model import Article, Entry, PageState

if TYPE_CHECKING:
    from watcher.config import Example, Loaded


def failing_examples(loaded: "Loaded") -> list[str]:
    """A sentence for each example on which its topic does not say what it should."""
    return [
        f'topic "{topic.name}": {"misses" if example.match else "matches, but should not"}: {example.title}'
        for topic in loaded.config.topic
        for example in topic.example
        if _matches(loaded, topic.name, example) != example.match
    ]


def _matches(loaded: "Loaded", topic: str, example: "Example") -> bool:
    now = datetime.now(UTC)
    verdicts = loaded.rules.judge(article_of(example, now), now=now)
    return any(verdict.topic == topic and verdict.matches for verdict in verdicts)


def article_of(example: "Example", now: datetime) -> Article:
    """An example as if a feed had brought it."""
    entry = Entry(
        id="example",
        feed="",
        outlet="",
        title=example.title,
        summary=example.summary,
        lang=example.lang,
        first_seen=now,
    )
    return Article(entry=entry, text=example.text, page=PageState.READ if example.text else PageState.ABSENT)


def warnings(loaded: "Loaded") -> list[str]:
    """What is probably not meant in a configuration, each with its line and column."""
    from watcher.config import starter_text
    from watcher.config.places import Places
    from watcher.core.rules.lint import Example, lint
    from watcher.data import groups_for, own_groups

    config, now = loaded.config, datetime.now(UTC)
    examples = [
        Example(("topic", number, "example", place), topic.name, example.match, article_of(example, now))
        for number, topic in enumerate(config.topic)
        for place, example in enumerate(topic.example)
    ]
    found = lint(
        loaded.rules,
        groups_for(loaded.rules.topics, config.group),
        own_groups(config.group),
        langs={feed.lang for feed in config.feeds if feed.lang},
        examples=examples,
        now=now,
    )
    if not found:
        return []
    path = Path(loaded.source)
    places = Places(loaded.source, path.read_text(encoding="utf-8-sig") if path.exists() else starter_text())
    return [str(places.fault(warned.path, f"warning: {warned.message}")) for warned in found]
