"""What the values of options and arguments may be, for shells that complete them: each with a word on what it is.

Whoever asks is typing: these read names off the configuration without checking it and a page of the database at most. They
raise whatever goes wrong; `complete.py` keeps that to itself.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from watcher.config.names import Names
    from watcher.ports import Store

NEWEST = 40  # stories that are offered
Values = list[tuple[str, str]]  # with what each is, in a few words


# --- of the program ---------------------------------------------------------------------------------------------------


def answers() -> list[str]:
    """What topics may have said of an entry."""
    from watcher.core.model import Answer

    return [*Answer]


def formats() -> list[str]:
    """The formats of an export."""
    from watcher.cli.formats import FORMATS

    return [*FORMATS, "html"]


def groups(context: typer.Context) -> Values:
    """The names of the groups of words, of yours, too."""
    from watcher.data import shipped_names

    own = _names(context).groups
    return [(name, "yours" if name in own else "") for name in sorted({*shipped_names(), *own})]


def languages() -> Values:
    """The codes of the languages."""
    from watcher.core.text.languages import LANGUAGES

    return [(row.code, row.name) for row in LANGUAGES.values()]


def log_levels() -> list[str]:
    """How much is logged."""
    from watcher.log.output import LEVELS

    return [*LEVELS]


def managers() -> list[str]:
    """What may run the program in the background."""
    from watcher.cli.units import KINDS

    return [*KINDS]


def shells() -> list[str]:
    """The shells that are served."""
    from watcher.cli.complete import SCRIPTS

    return [*SCRIPTS]


def views() -> list[str]:
    """The views of the dashboard, as pictures of it are asked for."""
    from watcher.cli.screenshot import EXPLAIN
    from watcher.dashboard.keys import Mode

    return [*Mode, EXPLAIN]


# --- of the configuration ---------------------------------------------------------------------------------------------


def topics(context: typer.Context) -> Values:
    """The names of the topics."""
    return [(name, "topic") for name in _names(context).topics]


def feeds(context: typer.Context) -> Values:
    """The names of the configured feeds, if they say which it is, and the addresses, if they hold no secret."""
    from watcher.log.mask import masked

    listed = _names(context).feeds
    times = Counter(name for _, name in listed)
    named = [(name, masked(url)) for url, name in listed if name and times[name] == 1]
    return named + [(url, name) for url, name in listed if masked(url) == url]


def outlets(context: typer.Context) -> Values:
    """The outlets, as they are configured."""
    return [(name, "outlet") for name in dict.fromkeys(name for _, name in _names(context).feeds if name)]


def channels(context: typer.Context) -> Values:
    """The names of the channels."""
    return [(name, "") for name in _names(context).channels]


def _names(context: typer.Context) -> "Names":
    from watcher.config.names import names

    return names(context.params.get("config"))


# --- of the database --------------------------------------------------------------------------------------------------


def stories(context: typer.Context) -> Values:
    """The ids of the newest stories, newest first."""
    with _store(context) as store:
        return [(story.id, story.title) for story in store.latest(NEWEST)]


def articles(context: typer.Context) -> Values:
    """The ids of the articles of the story that was named before."""
    with _store(context) as store:
        story = store.story(context.params["story"])
        return [(member.entry, f"{member.outlet}: {member.title}") for member in story.members] if story else []


def corrections(context: typer.Context) -> Values:
    """The ids of what was split and merged and not taken back."""
    with _store(context) as store:
        standing = [one for one in store.corrections(NEWEST) if one.undone is None]
        return [(one.id, f"{one.way} {one.story}") for one in standing]


def to_mute(context: typer.Context) -> Values:
    """The names of the topics; the ids of the newest stories if there is a database."""
    from watcher.errors import StoreError

    try:
        return topics(context) + stories(context)
    except StoreError:
        return topics(context)


def muted(context: typer.Context) -> Values:
    """What is muted."""
    from watcher.cli.correct import mutes

    with _store(context) as store:
        return [(one["topic"] or one["story"], one["title"] or "topic") for one in mutes(store, datetime.now(UTC))]


@contextmanager
def _store(context: typer.Context) -> "Iterator[Store]":
    from watcher.cli.stories import opened

    with opened(context.params.get("data")) as store:
        yield store
