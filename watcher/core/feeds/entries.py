"""One item's loose strings to a RawEntry: cleaned once, bounded, links resolved, whatever the format."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from watcher.core.feeds import dates
from watcher.core.model import RawEntry
from watcher.core.text.address import web_address
from watcher.core.text.bcp47 import language_tag
from watcher.core.text.clean import clean, clean_block, plain
from watcher.frozen import dataclass

TITLE, SUMMARY, GUID, NAME, TAG, TAGS = 500, 5_000, 1_000, 200, 80, 20  # characters; the last: how many
_HEADLINE = 100  # characters of a summary that stand in for a missing title
_MARKUP = 60_000  # characters of a summary's markup that are looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What a format says of one item, as it says it. Addresses may be relative to `base`; `…_html` strings hold markup."""

    base: str
    guid: str = ""
    link: str = ""
    title: str = ""
    title_html: str = ""
    summary: str = ""
    summary_html: str = ""
    author: str = ""
    tags: Iterable[str] = ()
    lang: str = ""
    images: Iterable[str] = ()
    dates: Iterable[str] = ()  # the best first
    source: str = ""


def entry(item: Item) -> RawEntry:
    """The item with its text cleaned. A title that is missing or invisible is made from the summary or the link."""
    url = web_address(item.link, item.base) or _permalink(item.guid)
    summary = clean_block(item.summary[:_MARKUP], limit=SUMMARY) or plain(item.summary_html[:_MARKUP], limit=SUMMARY)
    title = clean(item.title, limit=TITLE) or clean(plain(item.title_html[:_MARKUP]), limit=TITLE)
    return RawEntry(
        guid=identifier(item.guid),
        url=url,
        title=title or headline(summary) or url,
        summary=summary,
        author=clean(item.author, limit=NAME),
        tags=_tags(item.tags),
        lang=language_tag(item.lang),
        image=next((found for image in item.images if (found := web_address(image, item.base))), ""),
        published=published(item.dates),
        source=clean(item.source, limit=NAME),
    )


def identifier(guid: str) -> str:
    """A guid as far as it is kept."""
    return clean(guid, limit=GUID)


def headline(summary: str) -> str:
    """A summary's first words, for want of a title."""
    line = clean(summary)
    if len(line) <= _HEADLINE:
        return line
    head = clean(line, limit=_HEADLINE - 1)
    return (head[: head.rfind(" ")] if " " in head[_HEADLINE // 2 :] else head) + "…"


def published(texts: Iterable[str]) -> datetime | None:
    """The first date that can be read."""
    return next((moment for text in texts if (moment := dates.parse(text))), None)


def minutes(number: float) -> timedelta | None:
    """How long a feed wants to be left alone, within a minute and a week; None for nonsense."""
    return timedelta(minutes=min(number, 7 * 24 * 60)) if number >= 1 else None


def _permalink(guid: str) -> str:
    return web_address(guid) if guid.startswith(("http://", "https://")) else ""


def _tags(tags: Iterable[str]) -> tuple[str, ...]:
    kept: dict[str, None] = {}
    for tag in tags:
        if len(kept) == TAGS:
            break
        if text := clean(tag, limit=TAG):
            kept[text] = None
    return tuple(kept)
