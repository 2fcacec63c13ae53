"""One event as a sentence for people: the activity panel, the log and the lines of a headless run say the same."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from watcher.core.events import (
    AlertFailed,
    AlertSent,
    EntryDecided,
    Event,
    PageFailed,
    Polled,
    PollFailed,
    PollStarted,
    Started,
    Stopped,
    StoryChanged,
    Warned,
)
from watcher.core.model import Answer


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
        case PollStarted():
            return None
        case Started(at=at, version=version, feeds=feeds, topics=topics, config=config):
            text = f"watcher {version} with {count(feeds, 'feed')} and {count(len(topics), 'topic')} from {config}"
            return Line(at=at, tone=Tone.PLAIN, what="started", text=text)
        case Polled():
            return _polled(event)
        case PollFailed(at=at, name=name, feed=feed, fault=fault, state=state):
            again = f" ({state.failures} times in a row)" if state.failures > 1 else ""
            return Line(at=at, tone=Tone.BAD, what="failed", text=f"{name or feed}: {fault}{again}")
        case EntryDecided():
            return _decided(event)
        case PageFailed(at=at, url=url, fault=fault, final=final):
            text = f"{url}: {fault}" + ("; not asked again" if final else "")
            return Line(at=at, tone=Tone.WARN if final else Tone.QUIET, what="page", text=text)
        case StoryChanged(at=at, story=story, new=new):
            size = f"{count(len(story.outlets), 'outlet')}, {count(len(story.langs), 'language')}"
            what, tone = ("story", Tone.GOOD) if new else ("grows", Tone.QUIET)
            return Line(at=at, tone=tone, what=what, text=f"{story.title} ({size})")
        case AlertSent(at=at, alert=alert, channel=channel):
            return Line(at=at, tone=Tone.GOOD, what="alert", text=f"{channel}: {alert.title}")
        case AlertFailed(at=at, alert=alert, channel=channel, fault=fault, final=final):
            text = f"{channel}: {fault}, {'given up' if final else 'kept for another try'} ({alert.title})"
            return Line(at=at, tone=Tone.BAD, what="alert", text=text)
        case Warned(at=at, what=what, hint=hint):
            return Line(at=at, tone=Tone.WARN, what="note", text=f"{what}: {hint}" if hint else what)
        case Stopped(at=at, why=why):
            return Line(at=at, tone=Tone.PLAIN, what="stopped", text=why)
        case _:
            assert_never(event)


def _polled(event: Polled) -> Line:
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


def _decided(event: EntryDecided) -> Line:
    entry, matches = event.decision.article.entry, event.decision.matches
    if matches:
        topics = ", ".join(f"{verdict.topic} {verdict.score:.2f}" for verdict in matches)
        tone, what = (Tone.QUIET, "read") if event.again else (Tone.MATCH, "match")
        return Line(at=event.at, tone=tone, what=what, text=f"{entry.outlet}: {entry.title} [{topics}]")
    what = "open" if event.decision.answer is Answer.UNDECIDED else "entry"
    return Line(at=event.at, tone=Tone.QUIET, what=what, text=f"{entry.outlet}: {entry.title}")


def count(number: int, noun: str) -> str:
    """`1 entry`, `2 entries`, `3 feeds`."""
    plural = noun[:-1] + "ies" if noun.endswith("ry") else noun + ("es" if noun.endswith("ch") else "s")
    return f"{number:,} {noun if number == 1 else plural}"
