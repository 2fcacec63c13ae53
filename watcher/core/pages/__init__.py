"""Bytes of an article's page to its text, without what stands around it."""

from watcher import late
from watcher.core.model import Page, Reply
from watcher.core.pages.document import Document, load
from watcher.core.pages.tidy import LONGEST, tidy
from watcher.core.text.charset import decode
from watcher.core.text.clean import clean, clean_block
from watcher.core.text.walls import Wall, marks, missing, walls
from watcher.errors import PageError, WallError

__all__ = ["read"]

_LARGEST = 5_000_000  # bytes; a page of 60 MB costs trafilatura 2.3 GB and 37 s
_SHORTEST = 50  # characters of a text; a flash of one sentence is an article, too
_SCRAP = 400  # characters that are not enough to overlook a wall's marks anywhere on the page
_TEASER = 1_200  # characters up to which a demand to pay says that the rest is missing
_NOTE = 800  # characters up to which one phrase of a wall makes the text a wall
_NOTICE = 6_000  # and up to which it takes three: some consent texts list a thousand partners
_CONTROL = late.pattern("[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_MOST_CONTROLS = 100
_FOREIGN = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"PK\x03\x04", "an archive"),
)


def read(reply: Reply, *, lang: str = "", limit: int = LONGEST) -> Page:
    """The text of an article's page, up to `limit` characters; `lang` is its language if the page does not say.

    Raises WallError if a wall stands before the article, PageError if there is no article.
    """
    if len(reply.body) > _LARGEST:
        raise PageError(f"the page is too large: {len(reply.body):,} bytes, {_LARGEST:,} are read")
    for magic, name in _FOREIGN:
        if reply.body.startswith(magic):
            raise PageError(f"this is {name}, not a page")
    markup, _codec = decode(reply.body, reply.header("content-type"))
    if not markup.strip():
        raise PageError("the answer is empty: the server sent no page")
    if len(_CONTROL.findall(markup[:10_000])) > _MOST_CONTROLS:
        raise PageError("this is not a page: it holds binary data")
    document = load(markup, reply.url)
    text = tidy(_extract(document), heading=document.heading)
    _refuse(document, text, markup)
    title = clean(document.heading or document.title)
    return Page(
        text=clean_block(text, limit=limit), lang=document.lang or lang, canonical=document.canonical, title=title
    )


def _extract(document: Document) -> str:
    """Trafilatura's reading. `fast` costs nothing in quality and a third of the time; metadata are in the feed."""
    import trafilatura  # takes a second, and only workers read pages

    try:
        return trafilatura.extract(document.tree, fast=True, include_comments=False) or ""
    except Exception as error:  # whatever goes wrong inside: it promises no exceptions and keeps none away
        raise PageError(f"the page's text cannot be extracted ({type(error).__name__})") from error


def _refuse(document: Document, text: str, markup: str) -> None:
    """Raise if what came is not the article: stored, a wall's text would match rules and bind stories together."""
    if kind := _wall(document, text, markup):
        raise WallError(f"this is a {kind}, not the article{_named(document.title)}")
    if len(text) < _TEASER and (missing(document.title) or missing(document.heading)):
        raise PageError(f"the page says that there is no such article{_named(document.title)}")
    if len(text) < _SHORTEST:
        raise PageError(f"the page holds no text that could be an article{_named(document.title)}")


def _wall(document: Document, text: str, markup: str) -> Wall | None:
    said = walls(f"{document.title}\n{text[:_NOTICE]}")
    if len(text) < _TEASER and (Wall.PAY in said or document.charges):
        return Wall.PAY
    if len(text) < _NOTE and said:
        return max(said, key=lambda kind: said[kind])
    if len(text) < _SCRAP:  # the wall's words may have been taken for clutter
        return next(iter(marks(markup)), None) or next(iter(walls(document.outline)), None)
    return Wall.CONSENT if len(text) < _NOTICE and said.get(Wall.CONSENT, 0) >= 3 else None


def _named(title: str) -> str:
    return f" ({clean(title, limit=100)!r})" if title else ""
