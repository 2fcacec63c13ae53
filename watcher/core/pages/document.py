"""A page's source as a tree that is safe to walk, with what the page says of itself."""

import re
from typing import Any

from lxml import etree, html

from watcher import late
from watcher.core.text.address import web_address
from watcher.core.text.bcp47 import language_tag
from watcher.core.text.clean import clean, clean_block
from watcher.core.text.tags import long_tags
from watcher.errors import PageError
from watcher.frozen import dataclass

_MOST_WORDS = 2_000  # in one start tag
_MOST_CELLS = 2_000  # of a table: larger ones are data, not prose
_MOST_ELEMENTS = 40_000  # long articles with comments have 10,000; trafilatura needs some 5 s for so many
_DEEPEST = 200
_HEADING = 2_000  # characters of a title or heading that are looked at
_OUTLINE = 20_000  # characters of a page's whole text that are searched for walls
# Taken out before the parser: their text is not the page's, and comments come by the hundred thousand. JSON-LD stays:
# pages that are drawn by a script often hold the article there.
_MUTE = late.pattern(
    r"<!--.*?(?:-->|\Z)|<script\b(?![^>]{0,300}ld\+json).*?(?:</script\s*>|\Z)|<(style|svg|template)\b.*?(?:</\1\s*>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_CHARGES = late.pattern(r'"isAccessibleForFree"\s*:\s*"?false', re.IGNORECASE)  # schema.org, in JSON-LD
_CONTROL = late.pattern(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|&#(?:0*(?:[0-8]|1[124-9]|2[0-9]|3[01]|127)|x0*(?:[0-8bcef]|1[0-9a-f]|7f));",
    re.IGNORECASE,
)
_DECLARATION = late.pattern(r"^\s*<\?xml[^>]*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    tree: Any  # an lxml.html.HtmlElement; extraction may change it
    title: str
    heading: str
    lang: str
    canonical: str
    outline: str  # the beginning of all text on the page, menus and boxes included
    charges: bool  # says itself that it is not free


def load(markup: str, url: str) -> Document:
    """Parse a page's source; raise PageError if it is none or holds more than an article does."""
    for tag in reversed([tag for tag in long_tags(markup) if len(tag[0].split()) > _MOST_WORDS]):
        markup = markup[: tag.start()] + "<div" + markup[tag.end() :]
    source = _MUTE.sub(" ", _CONTROL.sub("", _DECLARATION.sub("", markup)))
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise PageError("the answer holds no page that could be read") from error
    _prune(tree)
    return Document(
        tree=tree,
        title=_line(tree.findtext(".//title") or ""),
        heading=_heading(tree),
        lang=_lang(tree),
        canonical=_canonical(tree, url),
        outline=clean_block(" ".join(tree.itertext())[:_OUTLINE], limit=_OUTLINE),
        charges=bool(_CHARGES.search(markup)),
    )


def _prune(tree: Any) -> None:
    for table in tree.xpath("//table"):
        if table.getparent() is not None and len(table.xpath(".//td | .//th")) > _MOST_CELLS:
            table.drop_tree()
    for element in tree.xpath(f"//*[count(ancestor::*) = {_DEEPEST}]"):
        element.drop_tree()
    elements = sum(1 for _ in tree.iter())
    if elements > _MOST_ELEMENTS:
        raise PageError(f"the page holds {elements:,} elements, more than an article does")


def _heading(tree: Any) -> str:
    headings = tree.xpath("//h1")
    return _line(headings[0].text_content()) if headings else ""


def _line(text: str) -> str:
    return clean(text[:_HEADING])


def _lang(tree: Any) -> str:
    """The language that the page declares, as a BCP 47 tag; "" if it declares none."""
    stated = [tree.get("lang"), tree.get("xml:lang")]
    stated += [
        meta.get("content")
        for meta in tree.iterfind(".//meta[@content]")
        if "content-language" in (meta.get("http-equiv") or "").lower() or meta.get("property") == "og:locale"
    ]
    return next((tag for text in stated if text and (tag := language_tag(text))), "")


def _canonical(tree: Any, url: str) -> str:
    """The address that the text is from, if the page says so (Google News' old metas still serve), or calls its own.

    One that only names the front page is a mistake of many sites.
    """
    for meta in tree.xpath("//meta[@name and @content]"):
        if meta.get("name").lower() in {"syndication-source", "original-source"}:
            return web_address(meta.get("content"), url)
    for link in tree.xpath("//link[@rel and @href]"):
        if "canonical" in link.get("rel").lower().split():
            address = web_address(link.get("href"), url)
            return "" if address.rstrip("/").count("/") < 3 and url.rstrip("/").count("/") >= 3 else address
    return ""
