"""What a report is made from, gathered from the archive, and the page that comes of it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from watcher.cli.options import fail
from watcher.cli.progress import steps

if TYPE_CHECKING:
    from watcher.core.model import Matched, Story
    from watcher.core.report import Asked, Match, Sources
    from watcher.ports import Store

ALWAYS = datetime(1971, 1, 1, tzinfo=UTC)
MOST_EDITS = 10_000


def page(store: "Store", asked: "Asked") -> Iterator[str]:
    """The report as a page of HTML, piece by piece."""
    from watcher.config import zone_of
    from watcher.core.report import report
    from watcher.report import render

    zone = zone_of("local")
    made = report(asked, gathered(store, asked), now=datetime.now(UTC), zone=zone)
    countries = {share.code for share in made.countries}
    countries |= {telling.member.country for account in made.accounts for telling in account.tellings}
    return render(made, countries=_names(countries), zone=zone)


def gathered(store: "Store", asked: "Asked") -> "Sources":
    """What the archive holds of what a report is about."""
    from watcher.core.edits import history
    from watcher.core.report import Sources

    since = asked.since or ALWAYS
    stories = _stories(store, asked)
    members = {member.entry for story in stories for member in story.members}
    matches = list(steps(_matches(store, asked, members), "Reading matches"))
    edited = dict.fromkeys(visit.entry for visit in store.edits(ALWAYS, MOST_EDITS))
    shown = members | {match.entry for match in matches}
    states = store.states()
    return Sources(
        matches=tuple(_match(one, asked) for one in matches),
        stories=stories,
        revisions={entry: history(store.visits(entry)) for entry in edited if entry in shown},
        volumes=store.volumes(since),
        states=states,
        names={state.url: state.called for state in states},
    )


def _stories(store: "Store", asked: "Asked") -> "tuple[Story, ...]":
    if asked.story:
        story = store.story(asked.story)
        if story is None:
            from watcher.dashboard.clean import clean

            fail(f'no story or article "{clean(asked.story)}" (`watcher stories --json` lists the ids)')
        return (story,)
    found = store.stories(asked.since or ALWAYS)
    return tuple(story for story in found if not asked.topic or asked.topic in story.topics)


def _matches(store: "Store", asked: "Asked", members: set[str]) -> "Iterator[Matched]":
    from watcher.core.model import Stretch

    for one in store.matches(Stretch(since=asked.since, topic=asked.topic)):
        if not asked.story or one.entry in members:
            yield one


def _match(one: "Matched", asked: "Asked") -> "Match":
    from watcher.core.report import Match

    return Match(
        entry=one.entry,
        at=one.published or one.first_seen,
        seen=one.first_seen,
        outlet=one.outlet,
        title=one.title,
        url=one.url,
        lang=one.lang,
        country=one.country,
        feed=one.feed,
        topics=tuple((topic, score) for topic, score in one.topics if not asked.topic or topic == asked.topic),
    )


def _names(codes: set[str]) -> dict[str, str]:
    """Countries by their codes; what has no name keeps its code."""
    from watcher.data.countries import country_codes, country_terms

    known = codes & set(country_codes())
    return {code: country_terms(code).get("en", (code,))[0] for code in known}
