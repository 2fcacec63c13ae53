"""What a report says in sentences."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Final

from watcher.core.report import Account, Mover, Report

OUTSTANDING: Final = 0.2  # the share of all matches from which a peak is what a chart is about


def count(number: int, noun: str) -> str:
    """`1 story`, `2 stories`, `1,200 matches`."""
    if number == 1:
        return f"1 {noun}"
    plural = f"{noun[:-1]}ies" if noun.endswith("ry") else f"{noun}es" if noun.endswith("ch") else f"{noun}s"
    return f"{number:,} {plural}"


def lag(delta: timedelta) -> str:
    """How far behind: `first`, `+40 s`, `+7 min`, `+3 h 12 min`, `+2 d 4 h`."""
    seconds = max(0, int(delta.total_seconds()))
    if seconds == 0:
        return "first"
    minutes, hours = seconds // 60, seconds // 3600
    if minutes == 0:
        return f"+{seconds} s"
    if hours == 0:
        return f"+{minutes} min"
    if hours < 24:
        return f"+{hours} h {minutes % 60} min" if minutes % 60 else f"+{hours} h"
    return f"+{hours // 24} d {hours % 24} h" if hours % 24 else f"+{hours // 24} d"


def period(start: datetime, end: datetime, zone: tzinfo) -> str:
    """`20 to 22 November 2026`; times where it is one day."""
    first, last = start.astimezone(zone), end.astimezone(zone)
    if first.date() == last.date():
        return f"{last.day} {last:%B %Y}, {first:%H:%M} to {last:%H:%M}"
    if first.year == last.year:
        month = "" if first.month == last.month else f" {first:%B}"
        return f"{first.day}{month} to {last.day} {last:%B %Y}"
    return f"{first.day} {first:%B %Y} to {last.day} {last:%B %Y}"


def between(first: datetime, last: datetime) -> str:
    """Two times of one zone as short as can be: `22 Nov 2026, 16:00 to 17:10`."""
    begin, end = f"{first.day} {first:%b %Y, %H:%M}", f"{last.day} {last:%b %Y, %H:%M}"
    if begin == end:
        return begin
    return f"{begin} to {last:%H:%M}" if first.date() == last.date() else f"{begin} to {end}"


def lead(report: Report) -> Iterator[str]:
    """What a reader in a hurry needs to know, one sentence after the other."""
    if not report.matches:
        yield "Nothing matched in this time."
        return
    langs = len([share for share in report.langs if share.code])
    told = _opening(report.outlets, "outlet") + (f" in {count(langs, 'language')}" if langs else "")
    articles = count(len(report.matches), "matching article")
    if report.stories == 1:
        yield f"{told} published {articles} on one story."
    else:
        stories = f", which make {count(report.stories, 'story')}" if report.stories else ""
        yield f"{told} published {articles}{stories}."
    if report.accounts and report.accounts[0].outlets > 1:
        yield _widest(report.accounts[0], alone=report.stories == 1)
    if report.edited:
        were = "was changed after watcher had read it" if report.edited == 1 else "were changed after they were read"
        yield f"{_opening(report.edited, 'article')} {were}."


def _opening(number: int, noun: str) -> str:
    """A number that begins a sentence, in letters if it is small."""
    words = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve"]
    _, _, rest = count(number, noun).partition(" ")
    return f"{words[number] if number < len(words) else f'{number:,}'} {rest}"


def _widest(account: Account, *, alone: bool) -> str:
    reached = f"{count(account.outlets, 'outlet')} in {count(len(account.langs), 'language')}"
    rests = f"rests on at most {count(len(account.origins), 'origin')}"
    first = account.tellings[0].member.outlet
    return f"{'It' if alone else f'The widest reached {reached} and'} {rests}; {first} had it first."


def course_finding(report: Report) -> str:
    """What the chart of matches over time shows, as its headline."""
    peak, unit = report.course.peak, report.course.unit
    if peak is None or not peak.matches:
        return "No match in this time"
    if peak.matches == 1:
        return "When they came"
    start, day = peak.start, f"{peak.start.day} {peak.start:%B}"
    when = {
        "minute": f"at {start:%H:%M}",
        "hour": f"on {day} between {start:%H:%M} and {start + timedelta(hours=1):%H:%M}",
        "day": f"on {day}",
        "week": f"in the week of {day}",
        "month": f"in {start:%B %Y}",
    }[unit]
    shown = sum(bar.matches for bar in report.course.bars)
    average = shown / len(report.course.bars)
    if peak.matches < shown * OUTSTANDING and average >= 1:
        return f"{average:,.0f} matches {'an' if unit == 'hour' else 'a'} {unit} on average, {peak.matches:,} {when}"
    part = f"All {peak.matches:,}" if peak.matches == shown else f"{peak.matches:,} of {shown:,}"
    return f"{part} matches came {when}"


def first_finding(movers: Sequence[Mover]) -> str:
    """Who was first most often, if one outlet was."""
    if len(movers) > 1 and movers[0].first > movers[1].first:
        return f"{movers[0].outlet} was first most often"
    return "Who was first"
