"""Articles for the tests of citations."""

from datetime import UTC, datetime

from watcher.core.citations import find
from watcher.core.model import Article, Entry, PageState
from watcher.data.sources import load_sources

NOW = datetime(2026, 1, 2, tzinfo=UTC)


def article(*, title="", summary="", text="", canonical="", **entry):
    """An article whose page was read if it has a text."""
    stated = {"id": "e", "feed": "https://feed.example/", "outlet": "Example", "first_seen": NOW, **entry}
    page = PageState.READ if text else PageState.ABSENT
    return Article(entry=Entry(title=title, summary=summary, **stated), text=text, page=page, canonical=canonical)


def citations(**fields):
    """What an article cites."""
    return find(article(**fields), load_sources())


def cited(**fields):
    """The names of what it cites, nearest first."""
    return [citation.source for citation in citations(**fields)]
