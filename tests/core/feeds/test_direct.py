"""What is read off the tree is what feedparser reads, and most items are read off the tree."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.feeds.bodies import URL, read
from watcher.core.feeds import direct, xmlfeed
from watcher.core.feeds.xmltree import tree

SPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/" '
    'xmlns:a10="http://www.w3.org/2005/Atom" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
)
RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
TEXTS = st.sampled_from([
    "", " ", "Plain words", "한국의 소식", "Ärger um Öl", "Tom &amp; Jerry", "A &lt;b&gt;bold&lt;/b&gt; claim", "&amp;eacute;t&amp;#233;",
    "<![CDATA[<p>One</p><p>Two & three</p>]]>", "3 &lt; 5", "Ã¤rger", "caf\x92s", "a<!-- b -->c", "<i>x</i>", "many\n  lines",
    "AT&amp;amp;T", "&lt;p&gt;", "\u202eright to left",
])  # fmt: skip
ADDRESSES = st.sampled_from([
    "https://daily.example/1/@", "/2/@", "https://daily.example/3?a=@&amp;b=2", "https://daily.example/4?a=@&amp;b;=2", "",
    "tag:daily.example,2026:5:@", "http:///odd/@", " https://daily.example/6/@ ", "17@", "javascript:alert(@)",
])  # fmt: skip
DATES = st.sampled_from(["Fri, 20 Nov 2026 10:00:00 GMT", "2026-11-20T10:00:00Z", "yesterday", ""])
# No xml:base: feedparser lets that of one item leak into the next, and that is not imitated.
MARKS = st.sampled_from(["", ' type="html"', ' type="text"', ' type="xhtml"', ' xml:lang="fr"', ' lang="fr"'])


def leaf(tag, text, marks=st.just("")):  # noqa: B008 - a strategy is a value
    return st.builds(lambda value, mark: f"<{tag}{mark}>{value}</{tag}>", text, marks)


MEDIA = st.sampled_from([
    '<media:content url="https://i.example/1.jpg" medium="image"/>', '<media:content url="/2.mp4" type="video/mp4"/>',
    '<media:thumbnail url="https://i.example/3.jpg" width="10"/>', "<media:title>Other title</media:title>",
    '<media:content url="/4.jpg"><media:credit role="author">AFP</media:credit></media:content>',
    '<media:content url="/5.jpg"><media:title>Inner</media:title></media:content>', "<media:description>M</media:description>",
    '<media:group><media:content url="/6.jpg"/></media:group>',
])  # fmt: skip
RSS_PARTS = st.one_of(
    leaf("title", TEXTS), leaf("link", ADDRESSES), leaf("description", TEXTS, MARKS), leaf("content:encoded", TEXTS),
    leaf("guid", ADDRESSES, st.sampled_from(["", ' isPermaLink="false"', ' isPermaLink="true"'])),
    leaf("pubDate", DATES), leaf("dc:date", DATES), leaf("author", TEXTS), leaf("dc:creator", TEXTS), MEDIA,
    leaf("category", TEXTS, st.sampled_from(["", ' domain="d"', ' term="t"'])), leaf("dc:subject", TEXTS),
    leaf("source", TEXTS, st.sampled_from(["", ' url="https://s.example/"'])), leaf("comments", ADDRESSES),
    leaf("itunes:author", TEXTS), leaf("slash:comments", TEXTS), leaf("dc:language", st.just("fr")), leaf("unknown", TEXTS),
    st.sampled_from(['<enclosure url="/e.jpg" type="image/jpeg"/>', '<a10:link href="/atom/@"/>', "<!-- note -->", "loose text"]),
)  # fmt: skip
ATOM_PARTS = st.one_of(
    leaf("title", TEXTS, MARKS), leaf("id", ADDRESSES), leaf("summary", TEXTS, MARKS), leaf("content", TEXTS, MARKS),
    leaf("published", DATES), leaf("updated", DATES), leaf("dc:creator", TEXTS), MEDIA, leaf("rights", TEXTS, MARKS),
    st.builds("<author><name>{}</name>{}</author>".format, TEXTS, st.sampled_from(["", "<uri>/u</uri>", "<email>a(at)b.example</email>"])),
    st.builds('<link href="{}"{}/>'.format, ADDRESSES, st.sampled_from([
        "", ' rel="alternate"', ' rel="self"', ' rel="enclosure" type="image/png"', ' rel="alternate" type="application/json"',
    ])),
    st.sampled_from(['<category term="t"/>', '<category term="t" label="L"/>', "<source><title>S</title></source>"]),
)  # fmt: skip


RSS_CORE = ("<title>A story</title>", "<link>https://d.example/0/@</link>")
ATOM_CORE = ("<title>A story</title>", '<link href="https://d.example/0/@"/>', "<id>tag:d.example,2026:0:@</id>")


def feed(parts, head, tail, name):
    core = ATOM_CORE if name == "entry" else RSS_CORE
    everyday = st.lists(parts, max_size=4).flatmap(lambda more: st.permutations([*core, *more]))
    items = st.lists(st.one_of(everyday, st.lists(parts, max_size=8)), min_size=1, max_size=4)
    # Each item has addresses of its own: which ids are shared is judged from all items and tested elsewhere.
    return items.map(
        lambda all_of: (
            head
            + "".join(
                f"<{name}>{''.join(one)}</{name.split()[0]}>".replace("@", str(n)) for n, one in enumerate(all_of)
            )
            + tail
        )
    )


BODIES = st.one_of(
    feed(RSS_PARTS, f'<rss version="2.0" {SPACES}><channel><title>D</title><language>de</language>', "</channel></rss>", "item"),
    feed(RSS_PARTS, f'<rss version="2.0" xml:lang="pl_PL" {SPACES}><channel><title>D</title>', "</channel></rss>", "item"),
    feed(
        RSS_PARTS.filter(lambda part: "a10:" not in part),
        f"<rdf:RDF {RDF}{SPACES.replace('xmlns:a10', 'xmlns:other')}><channel><title>R</title></channel>",
        "</rdf:RDF>", 'item rdf:about="https://r.example/@"',
    ),
    feed(ATOM_PARTS, f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="uk" {SPACES}><title>A</title>', "</feed>", "entry"),
)  # fmt: skip


@settings(max_examples=400)
@given(BODIES)
def test_both_ways_of_reading_say_the_same(body):
    direct_way, plain_way = read(body), xmlfeed.read_plainly(body, URL, limit=100)
    assert replace(direct_way, item_hashes=b"", total=0, note="") == replace(plain_way, total=0, note="")


EVERYDAY = {
    "RSS": f"""<rss version="2.0" {SPACES}><channel><title>D</title><item><title>Talks end</title><link>https://d.example/1</link>
    <guid isPermaLink="false">1</guid><pubDate>Fri, 20 Nov 2026 10:00:00 GMT</pubDate><dc:creator><![CDATA[Kim]]></dc:creator>
    <category><![CDATA[Asia]]></category><description><![CDATA[<p>They met.</p>]]></description><slash:comments>0</slash:comments>
    <content:encoded><![CDATA[<p>They met again.</p>]]></content:encoded><media:thumbnail url="https://d.example/1.jpg"/></item>
    </channel></rss>""",
    "RDF": f"""<rdf:RDF {RDF}xmlns:dc="http://purl.org/dc/elements/1.1/"><item rdf:about="https://r.example/1"><title>Talks end</title>
    <link>https://r.example/1</link><description>They met.</description><dc:date>2026-11-20T10:00:00Z</dc:date></item></rdf:RDF>""",
    "Atom": """<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><entry><title type="html">Talks &amp;amp; ties</title>
    <link rel="alternate" type="text/html" href="https://a.example/1"/><id>tag:a.example,2026:1</id><category term="asia"/>
    <published>2026-11-20T10:00:00Z</published><updated>2026-11-20T10:00:00Z</updated><author><name>Kim</name></author>
    <summary type="html">&lt;p&gt;They met.&lt;/p&gt;</summary></entry></feed>""",
}


@pytest.mark.parametrize("kind", EVERYDAY)
def test_an_everyday_item_is_read_off_the_tree(kind):
    root = tree(EVERYDAY[kind])
    assert root is not None
    spoken = direct.dialect(root)
    assert spoken
    (element,) = root.iter("{*}item", "{*}entry")
    taken = direct.item(element, spoken, URL, "")
    assert taken is not None
    assert "Talks" in taken.title + taken.title_html


@pytest.mark.parametrize(
    "peculiar",
    [
        "<itunes:author>Kim</itunes:author>",
        "<a10:link href='/other'/>",
        "<title>Two titles</title>",
        "<guid><b/>7</guid>",
    ],
)
def test_an_item_with_anything_unforeseen_is_feedparsers_among_others_that_are_not(peculiar):
    body = EVERYDAY["RSS"].replace("<slash:comments>0</slash:comments>", peculiar)
    both = body.replace("</channel>", "<item><title>Plain</title><link>https://d.example/2</link></item></channel>")
    root = tree(body)
    assert root is not None
    spoken = direct.dialect(root)
    assert spoken
    (element,) = root.iter("{*}item")
    assert direct.item(element, spoken, URL, "") is None
    assert [entry.url for entry in read(both).entries] == [
        entry.url for entry in xmlfeed.read_plainly(both, URL, limit=9).entries
    ]
    assert len(read(both).entries) == 2
