"""What a backtest found, as lines for people: figures first, then what changes where, then single entries with reasons."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from rich.text import Text

from watcher.dashboard.clean import clean
from watcher.dashboard.words import count

Facts = Mapping[str, Any]

ROWS: Final = 8  # of a table, unless more are asked for
BAR: Final = 40  # signs of the longest row
CURVE: Final = 60  # columns of days
LEVELS: Final = "▁▂▃▄▅▆▇█"


def lines(found: Facts, limit: int) -> Iterator[Text]:
    """Everything that was found, topic after topic."""
    yield Text.assemble(("Rules     ", "dim"), clean(found["rules"]))
    yield Text.assemble(("Against   ", "dim"), clean(found["compared_with"]))
    span = f"{found['entries']:,} entries"
    if found["since"]:
        span += f", {_day(found['since'])} to {_day(found['until'])} ({count(round(found['days']), 'day')})"
    yield Text.assemble(("Archive   ", "dim"), span)
    if not found["complete"]:
        yield Text("          stopped early: this is the newest part of it", style="yellow")
    for topic in found["topics"]:
        yield Text()
        yield from _topic(topic, max(limit, ROWS))
    if found["languages"]:
        yield Text()
        yield _head("Languages that a required part has no term in")
    for one in found["languages"]:
        yield Text(f"  {one['lang']:4}{one['entries']:>9,} entries  {', '.join(one['parts'])}  ({one['topic']})")


def _topic(topic: Facts, rows: int) -> Iterator[Text]:
    alerts = topic["alerts_a_day"]
    yield Text(clean(topic["name"]), style="bold")
    yield Text.assemble(
        f"  matches   {topic['then']:,} → {topic['now']:,}   ",
        (f"+{topic['gained']:,}", "green"),
        " ",
        (f"−{topic['lost']:,}", "red"),
        (f"   {topic['below']:,} more below the threshold, {topic['undecided']:,} undecided", "dim"),
    )
    yield Text(f"  alerts    {alerts['then']:.1f} → {alerts['now']:.1f} a day (stories)")
    yield from _days(topic["by"]["day"])
    for name, title in (("lang", "By language"), ("feed", "By outlet")):
        yield from _changes(title, name, topic["by"][name], rows)
    for kind, title, sign, style in (
        ("gained", "Gained", "+", "green"),
        ("lost", "Lost", "−", "red"),
        ("near", "Near misses", "~", "yellow"),
    ):
        yield from _samples(title, topic["samples"][kind], topic.get(kind, 0), sign, style)
    yield from _terms(topic["terms"], rows)
    yield from _names(topic["names"])


def _head(title: str) -> Text:
    return Text(f"  {title}", style="bold dim")


def _day(stamp: str) -> str:
    return f"{datetime.fromisoformat(stamp).astimezone():%Y-%m-%d}"


# --- what changes where -----------------------------------------------------------------------------------------------


def _changes(title: str, name: str, values: Sequence[Facts], rows: int) -> Iterator[Text]:
    """Rows as of `git diff --stat`: what is gained and lost, drawn to scale."""
    changed = [value for value in values if value["gained"] or value["lost"]]
    if not changed:
        return
    yield _head(title)
    longest = max(value["gained"] + value["lost"] for value in changed)
    width = min(max(len(clean(value[name])) for value in changed[:rows]), 30)
    for value in changed[:rows]:
        label = clean(value[name])[:width] or "–"
        plus, minus = (_length(value[kind], longest) for kind in ("gained", "lost"))
        yield Text.assemble(
            f"    {label:{width}} {value['then']:>7,} → {value['now']:<7,} ",
            ("+" * plus, "green"),
            ("−" * minus, "red"),
            (f"  +{value['gained']:,} −{value['lost']:,}", "dim"),
        )
    if len(changed) > rows:
        yield Text(f"    and {len(changed) - rows:,} more", style="dim")


def _length(number: int, longest: int) -> int:
    return 0 if not number else max(round(BAR * number / max(longest, BAR)), 1)


def _days(days: Sequence[Facts]) -> Iterator[Text]:
    """Matches day by day as a curve; several days to a column if there are many."""
    if len(days) < 2:
        return
    dates = [datetime.fromisoformat(day["day"]).toordinal() for day in days]
    span = dates[-1] - dates[0] + 1
    step = -(-span // CURVE)
    columns = [0] * -(-span // step)
    for date, day in zip(dates, days, strict=True):
        columns[(date - dates[0]) // step] += day["now"]
    most = max(columns)
    curve = "".join(LEVELS[(len(LEVELS) - 1) * number // most] if number else " " for number in columns) if most else ""
    each = "a day" if step == 1 else f"in {step} days"
    if curve:
        yield Text.assemble("  by day    ", (curve, "cyan"), (f"  at most {most:,} {each}", "dim"))


# --- single entries ---------------------------------------------------------------------------------------------------


def _samples(title: str, samples: Sequence[Facts], total: int, sign: str, style: str) -> Iterator[Text]:
    if not samples:
        return
    yield _head(title + (f", {len(samples)} of {total:,}" if total > len(samples) else ""))
    for one in samples:
        yield from sample(one, sign, style)


def sample(one: Facts, sign: str, style: str) -> Iterator[Text]:
    """An entry: where it stands, by which words, and what it lacks."""
    when = f"{datetime.fromisoformat(one['first_seen']).astimezone():%Y-%m-%d %H:%M}"
    about = ", ".join(filter(None, (clean(one["outlet"]), one["lang"], one["id"])))
    yield Text.assemble("  ", (f"{sign} ", style), (f"{when}  ", "dim"), clean(one["title"]), (f"  ({about})", "dim"))
    words = f"{clean(one['words'])}  " if one["words"] else ""
    yield Text.assemble("      ", (words, style), (f"{_score(one)}{clean(one['wanting'])}", "dim"))


def _score(one: Facts) -> str:
    before = f" (was {one['score_then']:.2f})" if one["score_then"] else ""
    if one["answer"] == "yes":
        return f"score {one['score']:.2f} of {one['threshold']:.2f}{before}  "
    return f"{one['answer'] or 'gone'}{before}: "


# --- terms and names --------------------------------------------------------------------------------------------------


def _terms(terms: Sequence[Facts], rows: int) -> Iterator[Text]:
    if not terms:
        return
    yield _head(
        "Terms: in how many matches and near misses each fired, and in how many matches it alone brought a required part"
    )
    width = max(len(_term(one)) for one in terms[:rows])
    yield Text(f"    {'':{width}} {'fired':>8} {'decided':>8}", style="dim")
    for one in terms[:rows]:
        yield Text(f"    {_term(one):{width}} {one['fired']:>8,} {one['decided']:>8,}")
    idle = sum(not one["decided"] for one in terms)
    more = f"and {len(terms) - rows:,} more, " if len(terms) > rows else ""
    yield Text(f"    {more}{idle:,} decided nothing (--json has all)", style="dim")


def _term(one: Facts) -> str:
    return clean(f"{'@' + one['group'] + ' ' if one['group'] else ''}{one['term']}")


def _names(names: Sequence[Facts]) -> Iterator[Text]:
    if names:
        yield _head("Names beside the hits that are in no list: in so many matches, of so many entries in all")
    for one in names:
        yield Text(f"    {clean(one['name']):30} {one['matches']:>8,} {one['entries']:>8,}")
