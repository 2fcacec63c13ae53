"""An outlet's items as the feed it serves: RSS 2.0, RSS 1.0 (RDF), Atom or JSON Feed, in the outlet's own encoding."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from email.utils import format_datetime
from html import escape

from watcher.demo.outlets import Item, Outlet

Dated = Sequence[tuple[Item, str, datetime]]  # item, link, time; newest first
Writer = Callable[[Outlet, str, Dated], str]

CONTENT_TYPES = {
    "rss": "application/rss+xml",
    "rdf": "application/rdf+xml",
    "atom": "application/atom+xml",
    "json": "application/feed+json",
}


def write_feed(outlet: Outlet, home: str, items: Dated) -> bytes:
    """The bytes of an outlet's feed. `home` is the outlet's own address."""
    return WRITERS[outlet.format](outlet, home, items).encode(outlet.encoding)


def _rss(outlet: Outlet, home: str, items: Dated) -> str:
    entries = "".join(
        f"<item><title>{escape(item.title)}</title><link>{link}?utm_source=rss&amp;utm_medium=feed</link>"
        f"<description>{escape(f'<p>{item.summary}</p>')}</description>"
        f'<guid isPermaLink="false">{outlet.key}-{item.number}</guid>'
        f"<pubDate>{format_datetime(time)}</pubDate></item>\n"
        for item, link, time in items
    )
    return (
        f'<?xml version="1.0" encoding="{outlet.encoding}"?>\n<rss version="2.0"><channel>\n'
        f"<title>{escape(outlet.name)}</title><link>{home}</link><description>{escape(outlet.name)}</description>"
        f"<language>{outlet.lang}</language>\n{entries}</channel></rss>\n"
    )


def _rdf(outlet: Outlet, home: str, items: Dated) -> str:
    order = "".join(f'<rdf:li rdf:resource="{link}"/>' for _, link, _ in items)
    entries = "".join(
        f'<item rdf:about="{link}"><title>{escape(item.title)}</title><link>{link}</link>'
        f"<description>{escape(item.summary)}</description><dc:date>{time.isoformat()}</dc:date></item>\n"
        for item, link, time in items
    )
    return (
        f'<?xml version="1.0" encoding="{outlet.encoding}"?>\n'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f'<channel rdf:about="{home}"><title>{escape(outlet.name)}</title><link>{home}</link>'
        f"<description/><dc:language>{outlet.lang}</dc:language><items><rdf:Seq>{order}</rdf:Seq></items></channel>\n"
        f"{entries}</rdf:RDF>\n"
    )


def _atom(outlet: Outlet, home: str, items: Dated) -> str:
    entries = "".join(
        f"<entry><id>tag:demo.invalid,2026:{outlet.key}/{item.number}</id><title>{escape(item.title)}</title>"
        f'<link rel="alternate" href="{link}"/><updated>{time.isoformat()}</updated>'
        f'<summary type="html">{escape(item.summary)}</summary></entry>\n'
        for item, link, time in items
    )
    updated = max((time for _, _, time in items), default=datetime.fromtimestamp(0).astimezone()).isoformat()
    return (
        f'<?xml version="1.0" encoding="{outlet.encoding}"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{outlet.lang}"><title>{escape(outlet.name)}</title>'
        f'<id>{home}</id><link rel="self" href="{home}feed"/><updated>{updated}</updated>\n{entries}</feed>\n'
    )


def _json(outlet: Outlet, home: str, items: Dated) -> str:
    entries = [
        {
            "id": f"{outlet.key}-{item.number}",
            "url": link,
            "title": item.title,
            "summary": item.summary,
            "content_html": f"<p>{item.summary}</p>",
            "date_published": time.isoformat(),
        }
        for item, link, time in items
    ]
    head = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.name,
        "home_page_url": home,
        "language": outlet.lang,
    }
    return json.dumps({**head, "items": entries}, ensure_ascii=False, indent=1)


WRITERS: Mapping[str, Writer] = {"rss": _rss, "rdf": _rdf, "atom": _atom, "json": _json}
