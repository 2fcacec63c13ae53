"""Feed bodies for the tests: small well-formed ones, and builders for those that are not."""

from watcher.core.feeds import parse
from watcher.core.model import Feed, ParsedFeed, Reply

URL = "https://daily.example/news/feed.xml"
FEED = Feed(url=URL, name="Daily")
SENTINEL = "<item><title>Sentinel story</title><link>https://daily.example/s</link><guid>s-1</guid></item>"


def reply(body: str | bytes, content_type: str = "application/rss+xml", url: str = URL) -> Reply:
    headers = (("content-type", content_type),) if content_type else ()
    return Reply(url=url, status=200, headers=headers, body=body.encode() if isinstance(body, str) else body)


def read(
    body: str | bytes, content_type: str = "application/rss+xml", *, known: bytes = b"", encoding: str = ""
) -> ParsedFeed:
    return parse(reply(body, content_type), Feed(url=URL, encoding=encoding), known=known)


def rss(*items: str, head: str = '<?xml version="1.0" encoding="utf-8"?>', channel: str = "") -> str:
    return f'{head}<rss version="2.0"><channel><title>Daily</title>{channel}{"".join(items)}</channel></rss>'


def item(title: str = "", **fields: str) -> str:
    names = {"date": "pubDate", "text": "description"}
    inner = "".join(f"<{names.get(name, name)}>{value}</{names.get(name, name)}>" for name, value in fields.items())
    return f"<item><title>{title}</title>{inner}</item>"


ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>Le Quotidien</title>
<entry><id>urn:a:1</id><link href="/a/1"/><title>Une délégation part</title><updated>2026-11-20T10:00:00+01:00</updated>
<summary>Elle part lundi.</summary><author><name>A. Martin</name></author><category term="asie" label="Asie"/></entry>
<entry xml:base="https://other.example/x/" xml:lang="en"><id>urn:a:2</id><link rel="alternate" href="2"/>
<title type="html">Talks &amp;amp; ties</title><published>2026-11-19T10:00:00Z</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>First.</p><p>Second.</p></div></content></entry></feed>"""

RDF = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://r.example/">
<title>R</title></channel><item rdf:about="https://r.example/1"><title>RDF story</title><link>https://r.example/1</link>
<dc:date>2026-11-20T08:00:00+09:00</dc:date><dc:creator>Kim</dc:creator></item></rdf:RDF>"""

CDF = """<CHANNEL HREF="https://c.example/"><TITLE>C</TITLE><ITEM HREF="https://c.example/1"><TITLE>CDF story</TITLE></ITEM>
</CHANNEL>"""

RSS_091 = """<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"
 "http://daily.example/rss-0.91.dtd"><rss version="0.91"><channel><title>Old</title><item><title>Old story</title>
<link>https://old.example/1</link></item></channel></rss>"""

SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://s.example/1</loc><news:news><news:publication><news:name>S Times</news:name>
<news:language>en</news:language></news:publication><news:publication_date>2026-11-20T10:00:00Z</news:publication_date>
<news:title>Sitemap story</news:title><news:keywords>asia, arms</news:keywords></news:news>
<image:image><image:loc>https://s.example/1.jpg</image:loc></image:image></url></urlset>"""

JSON = """{"version": "https://jsonfeed.org/version/1.1", "title": "J", "language": "ko", "items": [
{"id": 7, "url": "/7", "title": "JSON story", "content_html": "<p>Hello <b>there</b>", "tags": ["a", 5],
"date_published": "2026-11-20T10:00:00Z", "authors": [{"name": "N"}, null], "image": "https://j.example/7.png"},
{"id": "8", "content_text": "No title here", "author": {"name": "Old form"}}, "not an item"]}"""
