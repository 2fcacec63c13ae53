"""Whether an article is an occasion to tell its story: for the first time, or again because something changed.

A story is told once per topic. It is told again when it escalates: another source says so independently, it is reported
in another language bloc, a key number changed, or its topic became more urgent. What an escalation is shows in the
story alone, with the article and without it; so every machine finds the same, in whatever pauses it looked.
"""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from watcher.core.alerts.blocs import bloc_of, blocs_of
from watcher.core.alerts.routes import Route
from watcher.core.model import Alert, Decision, Hit, Member, Occasion, Priority, Story, Verdict
from watcher.core.stories import origins, root
from watcher.core.stories.numbers import counts
from watcher.core.text.fold import fold
from watcher.frozen import dataclass

WHY_WORDS = 6
SAME_SIZE = 10  # a number that is more than so many times another does not correct it
LOUDNESS = tuple(Priority)  # the quietest first


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """An alert that an article calls for. `silent`: it came with a feed's first poll."""

    alert: Alert
    silent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that is new about a story: `key` makes the alert's id, `news` tells people."""

    occasion: Occasion
    key: str = ""
    news: str = ""


def arising(
    story: Story, decision: Decision, *, routes: Mapping[str, Route], earlier: Sequence[Alert], now: datetime
) -> tuple[Wish, ...]:
    """The alerts that an article calls for, now that it belongs to `story`; `earlier` were told or held of it."""
    known = {alert.id for alert in earlier}
    wishes = []
    for verdict in decision.matches:
        route = routes.get(verdict.topic)
        if route is None:
            continue
        told = [alert for alert in earlier if alert.topic == verdict.topic]
        changes = tuple(_changes(story, decision, told, route)) if told else (Change(occasion=Occasion.FIRST),)
        if not changes or (told and decision.silent):
            continue
        alert = _alert(story, decision, verdict, route=route, changes=changes, now=now)
        if alert.id not in known:
            wishes.append(Wish(alert=alert, silent=decision.silent))
    return tuple(wishes)


def _changes(story: Story, decision: Decision, told: Sequence[Alert], route: Route) -> Iterator[Change]:
    """How an article escalates its story, the weightiest first."""
    entry = decision.article.entry.id
    member = next(one for one in story.members if one.entry == entry)
    before = [one for one in story.members if one.entry != entry]
    loudest = max(LOUDNESS.index(alert.priority) for alert in told)
    if LOUDNESS.index(route.priority) > loudest:
        yield Change(occasion=Occasion.PRIORITY, key=route.priority, news=f"now {route.priority}")
    if origin := _new_origin(story, member, before):
        yield Change(occasion=Occasion.ORIGIN, key=origin, news=f"{origin} says so, too")
    if number := _new_number(member, before, told):
        yield Change(occasion=Occasion.NUMBER, key=number, news=f"now {number}")
    bloc, blocs = bloc_of(member.lang), blocs_of(one.lang for one in before)
    if bloc and blocs and bloc not in blocs:
        yield Change(occasion=Occasion.BLOC, key=bloc, news=f"now in {bloc}")


def _new_origin(story: Story, member: Member, before: Sequence[Member]) -> str:
    """The named source on which the story rests beside those that it rested on before; "" if there is none.

    Outlets that name nobody are no origins here: they may all have read one wire, and each would be an alert.
    """
    known_sources = {citation.source for other in before for citation in other.citations}
    rests_on = root(member, known_sources)
    if not rests_on or rests_on in known_sources:
        return ""  # folding origins is dear, and this is the usual case
    known = _named_origins(replace(story, members=tuple(before))) if before else ()
    now = _named_origins(story) if known else ()
    return next((name for name in now if name not in known), "") if len(now) > len(known) else ""


def _named_origins(story: Story) -> tuple[str, ...]:
    return tuple(origin.name for origin in origins(story).origins if origin.kind)


def _new_number(member: Member, before: Sequence[Member], told: Sequence[Alert]) -> str:
    """The number in a title that takes the place of one that was told; "" if there is none.

    It may count something else. So it must have the unit and about the size of one that was told, and its outlet must
    have given another before, which it corrects, or a second outlet must give the new one, too.
    """
    known = {number for alert in told for number in _numbers(alert.title)}
    if not known:
        return ""
    corrects = any(one.outlet == member.outlet and _numbers(one.title) for one in before)
    for number in _numbers(member.title):
        said = any(one.outlet != member.outlet and number in _numbers(one.title) for one in before)
        if number not in known and any(_alike(number, old) for old in known) and (corrects or said):
            return number
    return ""


def _alike(one: str, other: str) -> bool:
    """Whether two numbers may count the same."""
    (first, _, unit), (second, _, other_unit) = one.partition(" "), other.partition(" ")
    low, high = sorted((float(first), float(second)))
    return unit == other_unit and high <= SAME_SIZE * low


@lru_cache(maxsize=4096)
def _numbers(title: str) -> tuple[str, ...]:
    return tuple(number for number, _, _ in counts(fold(title).text))


def why(hits: Sequence[Hit]) -> str:
    """The words that fired in one line."""
    return " · ".join(telling(hits))


def telling(hits: Sequence[Hit]) -> list[str]:
    """The words that fired, as they stand in the article, each group's first ones before its others."""
    by_group: dict[str, dict[str, str]] = {}
    for hit in hits:
        by_group.setdefault(hit.group, {}).setdefault(hit.text.casefold(), hit.text)
    rows = [[text for key, text in words.items() if not _within(key, words)] for words in by_group.values()]
    depth = max((len(row) for row in rows), default=0)
    ordered = dict.fromkeys(row[i] for i in range(depth) for row in rows if i < len(row))
    return list(ordered)[:WHY_WORDS]


def _within(word: str, words: Collection[str]) -> bool:
    """Whether a longer one of the words says it already, as `Corée du Nord` does `du Nord`."""
    return any(word in longer and len(word) < len(longer) for longer in words)


def _alert(
    story: Story, decision: Decision, verdict: Verdict, *, route: Route, changes: Sequence[Change], now: datetime
) -> Alert:
    entry = decision.article.entry
    member = next(one for one in story.members if one.entry == entry.id)
    occasion = "+".join(f"{change.occasion}{':' if change.key else ''}{change.key}" for change in changes)
    return Alert(
        id=hashlib.sha256(f"{story.id}\0{verdict.topic}\0{occasion}".encode()).hexdigest()[:16],
        story=story.id,
        topic=verdict.topic,
        entry=entry.id,
        title=entry.title,
        outlet=entry.outlet,
        lang=entry.lang,
        url=entry.url,
        why=why(verdict.hits),
        score=verdict.score,
        priority=route.priority,
        created=now,
        channels=route.channels,
        occasion=changes[0].occasion,
        news=" · ".join(change.news for change in changes if change.news),
        cites=_cited(member),
        origins=_named_origins(story),
        langs=story.langs,
        outlets=len(story.outlets),
        added=member.news,
    )


def _cited(member: Member) -> tuple[str, ...]:
    return tuple(one.source for one in sorted(member.citations, key=lambda one: one.order))


def completed(alert: Alert, story: Story) -> Alert:
    """An alert with whom its article cites as far as the story knows it by now; an article's page tells more than its title."""
    member = next((one for one in story.members if one.entry == alert.entry), None)
    return replace(alert, cites=_cited(member), origins=_named_origins(story)) if member else alert
