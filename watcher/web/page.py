"""The one page for people: stories and how the feeds are, made by Jinja, which escapes whatever comes from outside."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from functools import cache
from typing import Any
from urllib.parse import urlencode

import jinja2

from watcher.core.alerts import telling
from watcher.core.model import Decision, Story
from watcher.frozen import dataclass
from watcher.interchange.shapes import FeedItem, StoryItem, feed_item, story_item
from watcher.ports import Store
from watcher.web.api import cursor, known_topic, place
from watcher.web.site import Site

STORIES = 20  # on one page
FEEDS = 500  # of which details are listed
TONES = {"ok": "good", "not modified": "good", "not polled yet": "idle", "empty": "warn", "silent": "warn"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A story as the page shows it."""

    story: StoryItem
    chain: tuple[str, ...]  # from an outlet to who said it first
    words: tuple[str, ...]  # that decided


def page(site: Site, store: Store, *, topic: str, before: str) -> bytes:
    """The page that begins behind a cursor; raises HTTPException for a topic or cursor that is none."""
    known_topic(site, topic)
    found, states, now = store.latest(STORIES, topic=topic, before=place(before)), store.states(), site.clock.now()
    feeds = [feed_item(state, site.name(state)) for state in states]
    feeds.sort(key=lambda feed: (feed.well, feed.name.casefold()))
    following = urlencode({**({"topic": topic} if topic else {}), "before": cursor(found[-1])}) if found else ""
    text = _template().render(
        cards=[_card(story, store.decision(story.members[0].entry)) for story in found],
        conditions=_conditions(feeds),
        condition=site.condition(store, now),
        counts=store.counts(),
        feeds=feeds[:FEEDS],
        left_out=len(feeds[FEEDS:]),
        older=following if len(found) == STORIES else "",
        polled=max((state.last_poll for state in states if state.last_poll), default=None),
        site=site,
        topic=topic,
        first=not before,
        tones=TONES,
        when=lambda moment: _when(moment, now, site.zone),
    )
    return text.encode(errors="replace")


def _card(story: Story, decision: Decision | None) -> Card:
    longest = max(story.members, key=lambda member: len(member.citations))
    cited = tuple(one.source for one in sorted(longest.citations, key=lambda one: one.order))
    hits = [hit for verdict in decision.matches for hit in verdict.hits] if decision else []
    return Card(
        story=story_item(story),
        chain=(longest.outlet, *cited) if cited else (),
        words=tuple(telling(hits)),
    )


def _conditions(feeds: Sequence[FeedItem]) -> Sequence[Mapping[str, Any]]:
    """The feeds by condition, with where each begins in a bar a hundred wide."""
    counted, start, parts = Counter(feed.condition for feed in feeds), 0.0, []
    for condition, number in sorted(counted.items(), key=lambda item: (TONES.get(item[0], "bad") != "good", -item[1])):
        width = 100 * number / len(feeds)
        parts.append({"name": condition, "number": number, "x": f"{start:.2f}", "width": f"{width:.2f}"})
        start += width
    return parts


def _when(moment: datetime, now: datetime, zone: tzinfo) -> str:
    """A time as people say it: an hour today, a date otherwise."""
    local, today = moment.astimezone(zone), now.astimezone(zone)
    if local.date() == today.date():
        return f"{local:%H:%M}"
    return f"{local.day} {local:%b %H:%M}" if local.year == today.year else f"{local.day} {local:%b %Y}"


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("watcher.web"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html")
