"""A report as one page of HTML that needs nothing else: no script, no font, no picture from anywhere."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, tzinfo
from importlib import resources
from itertools import groupby
from typing import Final

import jinja2

from watcher import __version__, late
from watcher.core.report import Report
from watcher.core.text.languages import LANGUAGES
from watcher.report import wording
from watcher.report.charts import course_chart, story_map

MOST_MATCHES: Final = 2_000  # lines of the list at the end
MOST_OTHERS: Final = 500  # stories that have a line each
_RIGHT_TO_LEFT: Final = frozenset({"ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
_NOT_XML: Final = late.pattern("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report, *, countries: Mapping[str, str], zone: tzinfo) -> Iterator[str]:
    """The page piece by piece; `countries` are names by ISO 3166-1 alpha-2 code, `zone` is that of shown times."""
    listed = report.matches[:MOST_MATCHES]
    pieces = (
        environment(zone, countries)
        .get_template("report.html")
        .stream(
            report=report,
            heading=_heading(report),
            lead=list(wording.lead(report)),
            period=wording.period(report.start, report.end, zone),
            finding=wording.course_finding(report),
            first_finding=wording.first_finding(report.movers),
            course=course_chart(report.course),
            map=story_map(report.accounts, zone),
            days=[
                (day, list(matches))
                for day, matches in groupby(listed, key=lambda match: match.at.astimezone(zone).date())
            ],
            left_out=len(report.matches) - len(listed),
            others=report.others[:MOST_OTHERS],
            version=__version__,
            zone=_zone_name(report.made, zone),
        )
    )
    pieces.enable_buffering(200)
    return iter(pieces)


def environment(zone: tzinfo, countries: Mapping[str, str]) -> jinja2.Environment:
    """Templates of this package: everything is escaped, and nothing stands in them that XML could not hold."""
    made = jinja2.Environment(
        loader=jinja2.FunctionLoader(_source),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printable,
    )
    made.filters |= {
        "count": wording.count,
        "lag": wording.lag,
        "margins": _margins,
        "between": lambda first, last: wording.between(first.astimezone(zone), last.astimezone(zone)),
        "local": lambda at, form: at.astimezone(zone).strftime(form),
        "iso": lambda at: at.isoformat(timespec="seconds"),
        "address": lambda url: url if url.startswith(("http://", "https://")) else "",
        "language": lambda code: LANGUAGES[code].name if code in LANGUAGES else code or "unknown",
        "country": lambda code: countries.get(code, code) or "unknown",
        "direction": lambda lang: "rtl" if lang.split("-")[0] in _RIGHT_TO_LEFT else "ltr",
    }
    return made


def _printable(value: object) -> object:
    """A text without characters that XML cannot hold; what is marked safe has passed this before."""
    return _NOT_XML.sub("", value) if type(value) is str else value


def _source(name: str) -> str:
    return (resources.files("watcher.report") / name).read_text(encoding="utf-8")


def _heading(report: Report) -> str:
    if report.asked.story and report.accounts:
        return report.accounts[0].title
    names = [report.asked.topic] if report.asked.topic else [topic for topic, _ in report.topics]
    return ", ".join(names[:3]) + (" and more" if len(names) > 3 else "") or "All topics"


def _margins(text: str) -> tuple[str, str, str]:
    """A text and the white space around it, which no line should cross or underline."""
    inner = text.strip()
    before, _, after = text.partition(inner) if inner else (text, "", "")
    return before, inner, after


def _zone_name(at: datetime, zone: tzinfo) -> str:
    """`UTC+01:00`: an abbreviation such as IST names three places."""
    offset = at.astimezone(zone).utcoffset() or timedelta()
    minutes = round(abs(offset.total_seconds()) / 60)
    return f"UTC{'-' if offset < timedelta() else '+'}{minutes // 60:02}:{minutes % 60:02}" if minutes else "UTC"
