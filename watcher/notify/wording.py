"""What a notification says of an alert, within the length that a bubble can show."""

from urllib.parse import urlsplit

from watcher.core.model import Alert
from watcher.core.text.clean import clean

TITLE = 200  # characters
BODY = 500


def title_of(alert: Alert) -> str:
    """The article's title, or where it stands if it has none."""
    return clean(alert.title, limit=TITLE) or clean(alert.url, limit=TITLE) or clean(alert.topic, limit=TITLE)


def body_of(alert: Alert) -> str:
    """The outlet, the topic and the words that fired, on one line."""
    return clean(" · ".join(part for part in (alert.outlet, alert.topic, alert.why) if part), limit=BODY)


def is_web(url: str) -> bool:
    """Whether a click may open it: no other scheme than http and https is ever handed to the desktop."""
    try:
        return urlsplit(url).scheme in {"http", "https"}
    except ValueError:
        return False
