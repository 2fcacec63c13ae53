"""Mends what feeds commonly get wrong in their XML, so that the quick and safe parser takes them."""

import re
from html.entities import html5

from watcher import late
from watcher.errors import FeedError

_ILLEGAL = late.pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Sections whose text is literal are matched first and left alone. `\Z` ends an unclosed one at once: without it each
# of 20,000 opened sections would be searched to the end of the text.
_FAULT = late.pattern(
    r"(?P<literal><!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z))"
    r"|(?P<reference>&\#(?:x[0-9A-Fa-f]{1,8}|[0-9]{1,10});)"
    r"|&(?P<name>[A-Za-z][A-Za-z0-9]{1,30});"
    r"|(?P<bare>&|<(?![A-Za-z_/!?]))",
    re.DOTALL,
)
_REFERENCE = late.pattern(r"&#(x[0-9A-Fa-f]{1,8}|[0-9]{1,10});")
_XML_ENTITIES = frozenset({"lt", "gt", "amp", "quot", "apos"})
_PREFIX = late.pattern(
    r"</?([A-Za-z_][\w.-]{0,30}):[A-Za-z_]|[\s\"']([A-Za-z_][\w.-]{0,30}):[A-Za-z_][\w.-]{0,30}\s?=\s?[\"']"
)
_DECLARED = late.pattern(r"xmlns:([A-Za-z_][\w.-]{0,30})\s?=")
_NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "itunes": "http://www.itunes.com/DTDs/PodCast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
}
_ROOT_NAME = late.pattern(r"<[A-Za-z_][\w:.-]*")
_LITERAL = late.pattern(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = late.pattern(r"<(/?)[A-Za-z_][^<>]*>")
_DEEPEST = 2_000
_MOST_MARKS = 60_000  # tags and references that feedparser's lenient parser is asked to look at: about two seconds


def repair(text: str) -> str:
    """The text with stray signs escaped, HTML's entities resolved and undeclared prefixes declared.

    Illegal characters go, and so do references to them. What CDATA sections and comments hold stays as it is.
    """
    legal = _REFERENCE.sub(_legal, _ILLEGAL.sub("", text))  # in CDATA sections, too: a lenient parser may not see them
    return _declare(_FAULT.sub(_mended, legal))


def refuse_bombs(text: str) -> None:
    """Raise FeedError if feedparser's lenient parser would take many seconds for a text, or the whole stack."""
    if "<!ENTITY" in text:
        raise FeedError("refused: the feed declares XML entities, which can make a parser swell or read local files")
    text = _LITERAL.sub("", text)
    if text.count("<") + text.count("&") > _MOST_MARKS:
        raise FeedError("refused: the feed is too broken for a quick parser and too large for a lenient one")
    depth = 0
    for tag in _TAG.finditer(text):
        depth += -1 if tag[1] else 0 if tag[0].endswith("/>") else 1
        if depth > _DEEPEST:
            raise FeedError(f"refused: elements are nested more than {_DEEPEST} deep")


def _legal(reference: re.Match[str]) -> str:
    """A numeric reference to a character that XML knows; lxml trips over its own surrogates."""
    number = reference[1]
    code = int(number[1:], 16) if number[0] == "x" else int(number)
    legal = code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF
    return reference[0] if legal else "\ufffd" if code > 0x20 else ""


def _mended(found: re.Match[str]) -> str:
    if kept := found["literal"] or found["reference"]:
        return kept
    if name := found["name"]:
        return found[0] if name in _XML_ENTITIES else _character(name)
    return "&lt;" if found["bare"] == "<" else "&amp;"


def _character(name: str) -> str:
    characters = html5.get(f"{name};")
    return "".join(f"&#{ord(character)};" for character in characters) if characters else f"&amp;{name};"


def _declare(text: str) -> str:
    used = {prefix for found in _PREFIX.finditer(text) for prefix in found.groups() if prefix}
    missing = sorted(used - set(_DECLARED.findall(text)) - {"xml", "xmlns"})[:50]
    root = _ROOT_NAME.match(text)
    if not missing or not root:
        return text
    declarations = "".join(
        f' xmlns:{prefix}="{_NAMESPACES.get(prefix, "urn:undeclared:" + prefix)}"' for prefix in missing
    )
    return text[: root.end()] + declarations + text[root.end() :]
