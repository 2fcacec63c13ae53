"""feedparser's loose dictionaries to the strings of one item."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from watcher.core.feeds.entries import TITLE, Item, minutes
from watcher.core.text.bcp47 import language_tag
from watcher.core.text.clean import clean, plain

_PERIODS = {"hourly": 60, "daily": 24 * 60, "weekly": 7 * 24 * 60, "monthly": 30 * 24 * 60, "yearly": 365 * 24 * 60}
_HTML = ("text/html", "application/xhtml+xml")


def item(raw: Any, base: str, lang: str) -> Item:
    """The strings of an entry; `lang` is the feed's language. Its dates are taken as written: feedparser reads some foreign ones wrongly."""
    title, title_html = _split(raw.get("title_detail"), raw.get("title"))
    summary, summary_html = _split(raw.get("summary_detail"), raw.get("summary"))
    if not (summary or summary_html):
        for content in _dicts(raw, "content")[:1]:
            summary, summary_html = _split(content, content.get("value"))
    return Item(
        base=base,
        guid=_text(raw.get("id")),
        link=_text(raw.get("feedburner_origlink")) or _link(raw),
        title=title,
        title_html=title_html,
        summary=summary,
        summary_html=summary_html,
        author=_text(raw.get("author")),
        tags=[_text(tag.get("label")) or _text(tag.get("term")) for tag in _dicts(raw, "tags")],
        lang=_text(raw.get("language")) or _text((raw.get("title_detail") or {}).get("language")) or lang,
        images=_images(raw),
        dates=[_text(dict.get(raw, key)) for key in ("published", "updated", "created")],  # get() of its own warns
        source=_source(raw),
    )


def feed_title(feed: Any) -> str:
    text, markup = _split(feed.get("title_detail"), feed.get("title"))
    return clean(text or plain(markup), limit=TITLE)


def feed_lang(feed: Any) -> str:
    return language_tag(_text(feed.get("language")))


def feed_ttl(feed: Any) -> timedelta | None:
    """How long the feed wants to be left alone: <ttl> in minutes, or the syndication module's period and frequency."""
    ttl = _number(feed.get("ttl"))
    if ttl:
        return minutes(ttl)
    period = _PERIODS.get(_text(feed.get("sy_updateperiod")).strip().lower(), 0)
    return minutes(period / max(_number(feed.get("sy_updatefrequency")), 1)) if period else None


def _split(detail: Any, value: Any) -> tuple[str, str]:
    """A text construct as plain text or as markup. Without a declared type feedparser has looked at the characters."""
    text = _text(value)
    if isinstance(detail, dict) and detail.get("type") in _HTML:
        return "", text
    return (text, "") if isinstance(detail, dict) and detail.get("type") == "text/plain" else ("", text)


def _link(raw: Any) -> str:
    """The link, or the guid that stands for one: RSS says that a guid is an address unless it denies it; few deny it."""
    link = _text(raw.get("link"))
    return "" if link == _text(raw.get("id")) and not link.startswith(("http://", "https://")) else link


def _images(raw: Any) -> Iterator[str]:
    for media in _dicts(raw, "media_content"):
        kind = _text(media.get("medium")) or _text(media.get("type")).partition("/")[0] or "image"
        if kind == "image":
            yield _text(media.get("url"))
    for media in _dicts(raw, "media_thumbnail"):
        yield _text(media.get("url"))
    for link in _dicts(raw, "links"):
        if link.get("rel") == "enclosure" and _text(link.get("type")).startswith("image/"):
            yield _text(link.get("href"))
    image = raw.get("image")
    if isinstance(image, dict):
        yield _text(image.get("href"))


def _source(raw: Any) -> str:
    source = raw.get("source")
    if isinstance(source, dict) and _text(source.get("title")):
        return _text(source.get("title"))
    return _text(raw.get("dc_source"))


def _dicts(raw: Any, key: str) -> list[Any]:
    """A list of dictionaries, whatever the feed made feedparser put there."""
    values = raw.get(key)
    return [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []


def _number(value: Any) -> float:
    text = _text(value).strip()
    return float(text[:9]) if text[:9].isascii() and text[:9].isdigit() else 0


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
