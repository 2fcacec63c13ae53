"""Where the marks of a chart stand: shapes with plain numbers, which the page draws as SVG."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Final

from watcher.core.report import Account, Bar, Course
from watcher.frozen import dataclass

WIDTH: Final = 720.0
LEFT: Final = 40.0  # room for the numbers of the axis
HEIGHT: Final = 150.0  # of the bars
TOP: Final = 22.0  # room for the label of the peak
WIDEST: Final = 56.0  # of a bar
ROW: Final = 40.0  # of one story in the map
LABELS: Final = 6  # along the axis of time, about
MOST_ROWS: Final = 15
LONGEST: Final = 88  # characters of a label

_SHORT: Final = {"minute": "%H:%M", "hour": "%d %b, %H:%M", "day": "%d %b", "week": "%d %b", "month": "%b %Y"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One bar, with what it says when somebody points at it."""

    x: float
    y: float
    width: float
    height: float
    bar: Bar
    is_peak: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A label on an axis, at `at` along it."""

    at: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseChart:
    columns: tuple[Column, ...]
    times: tuple[Tick, ...]
    counts: tuple[Tick, ...]
    height: float = TOP + HEIGHT + 26


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One story of the map: where its articles stand in time, the first one apart."""

    y: float
    label: str
    account: Account
    first: float
    last: float
    dots: tuple[float, ...]  # the later articles


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryMap:
    rows: tuple[Row, ...]
    times: tuple[Tick, ...]
    height: float


def course_chart(course: Course) -> CourseChart:
    """The bars of matches over time, with a label for some of them."""
    most = max((bar.matches for bar in course.bars), default=0)
    top = _round_up(most)
    step = (WIDTH - LEFT) / max(len(course.bars), 1)
    width = min(step - min(step * 0.2, 4.0), WIDEST)
    columns = []
    for place, bar in enumerate(course.bars):
        height = HEIGHT * bar.matches / top
        columns.append(
            Column(
                x=round(LEFT + (place + 0.5) * step - width / 2, 2),
                y=round(TOP + HEIGHT - height, 2),
                width=round(width, 2),
                height=round(height, 2),
                bar=bar,
                is_peak=bool(most) and bar is course.peak,
            )
        )
    every = max(1, -(-len(course.bars) // LABELS))
    times = tuple(
        Tick(at=round(LEFT + (place + 0.5) * step, 2), label=bar.start.strftime(_SHORT[course.unit]))
        for place, bar in enumerate(course.bars)
        if place % every == 0
    )
    counts = tuple(
        Tick(at=round(TOP + HEIGHT * (1 - share), 2), label=f"{top * share:,.0f}")
        for share in ((0.0, 0.5, 1.0) if top % 2 == 0 else (0.0, 1.0))
    )
    return CourseChart(columns=tuple(columns), times=times, counts=counts)


def story_map(accounts: Sequence[Account], zone: tzinfo) -> StoryMap:
    """Stories one below the other along one axis of time, as they began."""
    shown = sorted(accounts[:MOST_ROWS], key=lambda account: account.first)
    if not shown:
        return StoryMap(rows=(), times=(), height=0.0)
    begin, end = shown[0].first, max(account.last for account in shown)
    span = max(end - begin, timedelta(minutes=1))

    def place(at: datetime) -> float:
        return round(8 + (WIDTH - 16) * ((at - begin) / span), 2)

    rows = tuple(
        Row(
            y=round(ROW * (number + 1), 2),
            label=account.title if len(account.title) <= LONGEST else f"{account.title[: LONGEST - 1].rstrip()}…",
            account=account,
            first=place(account.first),
            last=place(account.last),
            dots=tuple(place(telling.member.published) for telling in account.tellings[1:]),
        )
        for number, account in enumerate(shown)
    )
    times = tuple(_times(begin, span, zone))
    return StoryMap(rows=rows, times=times, height=ROW * len(rows) + 40)


def _times(begin: datetime, span: timedelta, zone: tzinfo) -> Iterator[Tick]:
    form = (
        "%H:%M:%S"
        if span <= timedelta(minutes=5)
        else "%H:%M"
        if span <= timedelta(hours=20)
        else "%d %b %H:%M"
        if span <= timedelta(days=4)
        else "%d %b"
    )
    for part in range(5):
        at = (begin + span * part / 4).astimezone(zone)
        yield Tick(at=round(8 + (WIDTH - 16) * part / 4, 2), label=at.strftime(form))


def _round_up(most: int) -> int:
    """A number at or above the highest that people read well on an axis."""
    scale = 1
    while most > 10 * scale:
        scale *= 10
    return next(step * scale for step in (1, 2, 3, 4, 5, 6, 8, 10) if most <= step * scale)
