"""One event as a sentence for people: the activity panel, the log and the lines of a headless run say the same."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import assert_never

from watcher.core import events
from watcher.core.events import Event
from watcher.core.model import Answer, PageState
from watcher.frozen import dataclass

WALLED = "a wall stands before the page, so title and summary decided"


class Tone(StrEnum):
    """How much a line wants to be noticed."""

    QUIET = "quiet"  # routine: shown in the log, not in the activity panel
    PLAIN = "plain"
    GOOD = "good"
    MATCH = "match"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What happened, in words. `what` is one word for the kind, `text` the sentence."""

    at: datetime
    tone: Tone
    what: str
    text: str
    number: int = 0  # counts up from 1 in a log, so that a line keeps its place while others come


def sentence(event: Event) -> Line | None:
    """The event in words; None for what is only of interest while it lasts."""
    match event:
        case events.PollStarted():
            return None
        case events.Polled():
            return _polled(event)
        case events.PollFailed() | events.FeedDied() | events.FeedFellSilent() | events.FeedReturned():
            return _health(event)
        case events.EntryDecided():
            return _decided(event)
        case events.PageFailed() | events.ArticleEdited():
            return _page(event)
        case events.StoryChanged() | events.StoriesCorrected() | events.Muted():
            return _story(event)
        case events.AlertSent() | events.AlertFailed():
            return _alert(event)
        case events.Started() | events.Reloaded() | events.ReloadFailed() | events.Reapplied():
            return _configured(event)
        case events.Woke():
            return _woke(event)
        case events.Warned(at=at, what=what, hint=hint):
            return Line(at=at, tone=Tone.WARN, what="note", text=f"{what}: {hint}" if hint else what)
        case events.Stopped(at=at, why=why):
            return Line(at=at, tone=Tone.PLAIN, what="stopped", text=why)
        case _:
            assert_never(event)


def _health(event: events.PollFailed | events.FeedDied | events.FeedFellSilent | events.FeedReturned) -> Line:
    match event:
        case events.PollFailed(at=at, name=name, feed=feed, fault=fault, state=state):
            again = f" ({state.failures} times in a row)" if state.failures > 1 else ""
            return Line(at=at, tone=Tone.BAD, what="failed", text=f"{name or feed}: {fault}{again}")
        case events.FeedDied(at=at, name=name, reason=reason):
            return Line(at=at, tone=Tone.BAD, what="dead", text=f"{name} can no longer be read: {reason}")
        case events.FeedFellSilent(at=at, name=name, reason=reason):
            return Line(at=at, tone=Tone.WARN, what="silent", text=f"{name}: {reason}")
        case events.FeedReturned(at=at, name=name):
            return Line(at=at, tone=Tone.GOOD, what="back", text=f"{name} is well again")
        case _:
            assert_never(event)


def _page(event: events.PageFailed | events.ArticleEdited) -> Line:
    match event:
        case events.PageFailed(at=at, url=url, fault=fault, final=final):
            text = f"{url}: {fault}" + ("; not asked again" if final else "")
            return Line(at=at, tone=Tone.WARN if final else Tone.QUIET, what="page", text=text)
        case events.ArticleEdited(at=at, visit=visit, entry=entry):
            text = f"{entry.outlet}: {visit.changes_in_words} ({entry.title})"
            return Line(at=at, tone=Tone.WARN, what="edited", text=text)
        case _:
            assert_never(event)


def _story(event: events.StoryChanged | events.StoriesCorrected | events.Muted) -> Line:
    match event:
        case events.StoryChanged(at=at, story=story, new=new):
            size = f"{count(len(story.outlets), 'outlet')}, {count(len(story.langs), 'language')}"
            what, tone = ("story", Tone.GOOD) if new else ("grows", Tone.QUIET)
            return Line(at=at, tone=tone, what=what, text=f"{story.title} ({size})")
        case events.StoriesCorrected(at=at, correction=correction, stories=stories):
            text = ("taken back: " if correction.undone else "") + " | ".join(story.title for story in stories)
            return Line(at=at, tone=Tone.PLAIN, what=correction.way.value, text=text)
        case events.Muted(at=at, mute=mute, title=title):
            left = span(mute.until - at + timedelta(seconds=30))  # an hour is an hour a moment later, too
            until = f"muted for {left}" if mute.until > at else "no longer muted"
            return Line(at=at, tone=Tone.PLAIN, what="mute", text=f"{mute.topic or title or mute.story}: {until}")
        case _:
            assert_never(event)


def _alert(event: events.AlertSent | events.AlertFailed) -> Line:
    title = event.alert.title
    if isinstance(event, events.AlertSent):
        return Line(at=event.at, tone=Tone.GOOD, what="alert", text=f"{event.channel}: {title}")
    kept = "given up" if event.final else "kept for another try"
    return Line(at=event.at, tone=Tone.BAD, what="alert", text=f"{event.channel}: {event.fault}, {kept} ({title})")


def _configured(event: events.Started | events.Reloaded | events.ReloadFailed | events.Reapplied) -> Line:
    match event:
        case events.Started(at=at, version=version, feeds=feeds, topics=topics, config=config):
            text = f"watcher {version} with {count(feeds, 'feed')} and {count(len(topics), 'topic')} from {config}"
            return Line(at=at, tone=Tone.PLAIN, what="started", text=text)
        case events.Reloaded(at=at, changes=changes, later=later):
            said = [*changes, *(f"{what}: at the next start" for what in later)]
            text = f"the configuration was read anew: {'; '.join(said) or 'nothing is different'}"
            return Line(at=at, tone=Tone.GOOD, what="config", text=text)
        case events.ReloadFailed(at=at, faults=faults):
            more = f" (and {count(len(faults) - 1, 'further fault')})" if len(faults) > 1 else ""
            text = f"{' '.join(faults[0].split())}{more}; the last good configuration stays in force"
            return Line(at=at, tone=Tone.BAD, what="config", text=text)
        case events.Reapplied(at=at, entries=entries, changed=changed):
            text = f"the rules were applied to {count(entries, 'stored entry')}: {changed} came out otherwise"
            return Line(at=at, tone=Tone.PLAIN, what="rules", text=text)
        case _:
            assert_never(event)


def _woke(event: events.Woke) -> Line:
    """One line for a jump in time, instead of one for everything that is late because of it."""
    said = []
    if event.slept:
        said.append(f"nothing ran for {span(event.slept)}")
    if event.shifted:
        said.append(
            f"the clock was set {'ahead' if event.shifted > timedelta() else 'back'} by {span(abs(event.shifted))}"
        )
    text = f"{' and '.join(said)}: {count(event.feeds, 'feed')} due"
    if event.feeds > 1:
        text += f", asked over the next {span(event.within)}"
    return Line(at=event.at, tone=Tone.WARN, what="woke", text=text)


def _polled(event: events.Polled) -> Line:
    name = event.name or event.feed
    if event.recovered:
        tone, what = Tone.GOOD, "back"
    else:
        tone, what = (Tone.PLAIN if event.note else Tone.QUIET), "polled"
    if event.not_modified:
        text = f"{name}: unchanged"
    elif event.baseline:
        text = f"{name}: {count(event.new, 'entry')}, taken as known"
    else:
        text = f"{name}: {event.new} new of {event.total}"
    return Line(at=event.at, tone=tone, what=what, text=f"{text} ({event.note})" if event.note else text)


def _decided(event: events.EntryDecided) -> Line | None:
    """None for what a first poll brings and nobody waits for: thousands, which the line of the poll counts."""
    entry, matches = event.decision.article.entry, event.decision.matches
    if event.silent and not matches:
        return None
    if matches:
        topics = ", ".join(f"{verdict.topic} {verdict.score:.2f}" for verdict in matches)
        tone, what = (Tone.QUIET, "read") if event.again else (Tone.MATCH, "match")
        bare = f"; {WALLED}" if event.decision.article.page is PageState.WALLED else ""
        return Line(at=event.at, tone=tone, what=what, text=f"{entry.outlet}: {entry.title} [{topics}]{bare}")
    what = "open" if event.decision.answer is Answer.UNDECIDED else "entry"
    return Line(at=event.at, tone=Tone.QUIET, what=what, text=f"{entry.outlet}: {entry.title}")


def count(number: int, noun: str) -> str:
    """`1 entry`, `2 entries`, `3 feeds`."""
    plural = noun[:-1] + "ies" if noun.endswith("ry") else noun + ("es" if noun.endswith("ch") else "s")
    return f"{number:,} {noun if number == 1 else plural}"


def span(delta: timedelta) -> str:
    """A length of time in one unit, or two where the second still matters: `12 s`, `4 min`, `3 h 12 min`, `5 d 2 h`."""
    seconds = max(0, int(delta.total_seconds()))
    if seconds < 60:
        return f"{seconds} s"
    minutes, hours = seconds // 60, seconds // 3600
    if minutes < 60:
        return f"{minutes} min"
    if hours < 24:
        return f"{hours} h {minutes % 60} min" if minutes % 60 else f"{hours} h"
    return f"{hours // 24} d {hours % 24} h" if hours % 24 else f"{hours // 24} d"
