"""The examples that stand beside a topic, tried on its rule."""

from datetime import UTC, datetime
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
    entry = Entry(
        id="example",
        feed="",
        outlet="",
        title=example.title,
        summary=example.summary,
        lang=example.lang,
        first_seen=now,
    )
    page = PageState.READ if example.text else PageState.ABSENT
    verdicts = loaded.rules.judge(Article(entry=entry, text=example.text, page=page), now=now)
    return any(verdict.topic == topic and verdict.matches for verdict in verdicts)
