"""Articles for the tests of citations."""

from datetime import UTC, datetime

from watcher.core.citations import find
from watcher.core.model import Article, Entry, PageState
from watcher.data.sources import load_sources

NOW = datetime(2026, 1, 2, tzinfo=UTC)


def article(*, title="", summary="", text="", **entry):
    """An article whose page was read if it has a text."""
    stated = {"id": "e", "feed": "https://feed.example/", "outlet": "Example", "first_seen": NOW, **entry}
    page = PageState.READ if text else PageState.ABSENT
    return Article(entry=Entry(title=title, summary=summary, **stated), text=text, page=page)


def citations(*, feed_source="", canonical="", **fields):
    """What an article cites."""
    return find(article(**fields), load_sources(), feed_source=feed_source, canonical=canonical)


def cited(**fields):
    """The names of what it cites, nearest first."""
    return [citation.source for citation in citations(**fields)]
