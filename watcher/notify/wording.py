"""What a notification says of an alert, within the length that a bubble can show."""

from collections.abc import Mapping
from dataclasses import fields
from urllib.parse import urlsplit

from watcher.core.model import Alert, Headline
from watcher.core.text.clean import clean

TITLE = 200  # characters
BODY = 500
QUOTED = 200  # of a sentence that says something new
LINES = 5  # headlines of a digest; a bubble holds no more
CHAIN = " ← "


def title_of(alert: Alert) -> str:
    """The article's title, or where it stands if it has none."""
    return clean(alert.title, limit=TITLE) or clean(alert.url, limit=TITLE) or clean(alert.topic, limit=TITLE)


def body_of(alert: Alert) -> str:
    """On one line: what is new, the outlet with those it cites, the topic, the words that fired and a new sentence; or a digest's best."""
    if alert.digest:
        lines = [clean(_headline(line), limit=BODY // LINES) for line in alert.digest[:LINES]]
        more = alert.total - len(lines)
        return "\n".join([*lines, f"and {more} more"] if more > 0 else lines)
    chain = CHAIN.join(part for part in (alert.outlet, *alert.cites) if part)
    added = f"“{clean(added, limit=QUOTED)}”" if (added := _added(alert)) else ""
    return clean(" · ".join(part for part in (alert.news, chain, alert.topic, alert.why, added) if part), limit=BODY)


def _added(alert: Alert) -> str:
    """The first sentence beside the title that says what no earlier article of the story did."""
    return next((one.sentence for one in alert.added if one.sentence not in alert.title), "")


def values_of(alert: Alert) -> Mapping[str, object]:
    """What a template may name."""
    own = {field.name: getattr(alert, field.name) for field in fields(alert)}
    return own | {"heading": title_of(alert), "body": body_of(alert)}


def is_web(url: str) -> bool:
    """Whether a click may open it: no other scheme than http and https is ever handed to the desktop."""
    try:
        return urlsplit(url).scheme in {"http", "https"}
    except ValueError:
        return False


def _headline(line: Headline) -> str:
    return line.title + (f" ({line.outlet})" if line.outlet else "")
