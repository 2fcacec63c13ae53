"""What a visit to an article's page comes to: the first text, the same, an edit, a removal, or nothing that can be said.

1. Only a text that says something else is an edit; walls, faults and other pages under the same address are none.
2. A text of which little is left and whose headline is another is another page; one that breaks off early stands behind
   a demand to pay. Neither is an edit: who accuses an outlet of changing its words must be sure.
3. 404 and 410 are a removal, once, and when the page is there again that is a return.
"""

import gzip
import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from watcher.core.edits.compare import Edit, compare
from watcher.core.edits.units import statements
from watcher.core.model import Change, Outcome, Page, Reply, Request, Visit
from watcher.errors import FetchError, FetchFault, PageError
from watcher.frozen import dataclass

LARGEST: Final = 1_000_000  # bytes in gzip of a body that is kept; a large page has a tenth of it
ANOTHER: Final = 0.2  # the share of words that is left, below which it is another text if the headline is another
LONGEST_HEADER: Final = 2_000  # characters of a header's value that are kept
BROKEN_OFF: Final = 0.4  # the share of words up to which a beginning alone is a teaser
TRIES: Final = 3  # in a row, while nothing but the network stands between
RETRY: Final = timedelta(hours=1)
_NOT_MODIFIED: Final = 304
_PASSING: Final = frozenset({
    FetchFault.DNS, FetchFault.CONNECT, FetchFault.TLS, FetchFault.TIMEOUT, FetchFault.PROTOCOL, FetchFault.THROTTLED,
    FetchFault.SERVER,
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the configuration says about asking again."""

    spans: tuple[timedelta, ...] = ()  # after the first reading, ascending; none: never
    per_day: int = 0  # pages that are asked for again on one day
    keep_pages: bool = False  # bodies, too, not only their hashes


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A visit that found an article changed, and what changed; no edit where the page was removed or came back."""

    visit: Visit
    edit: Edit | None = None


def first(entry: str, reply: Reply, page: Page, *, rules: str, now: datetime, terms: Terms) -> Visit:
    """The visit whose text an article was judged by."""
    visit = Visit(entry=entry, at=now, outcome=Outcome.FIRST, title=page.title, text=page.text, rules=rules)
    return replace(_answered(visit, reply, terms), again_at=_next(now, now, terms))


def request(known: Sequence[Visit], url: str, *, now: datetime, terms: Terms) -> Request:
    """How to ask again: for what has changed only, but the last time for everything, since some servers forget to tell."""
    # Not the validators of a page that was none: "unchanged" would then speak of that.
    last = next((v for v in reversed(known) if v.body_hash and v.outcome is not Outcome.UNSEEN), None)
    if last is None or _next(known[0].at, now, terms) is None:
        return Request(url=url, page=True)
    return Request(url=url, page=True, etag=last.header("etag"), last_modified=last.header("last-modified"))


def again(known: Sequence[Visit], reply: Reply, page: Page | None, *, now: datetime, terms: Terms) -> Visit:
    """A later visit; `known` are all earlier ones, `page` is None if the server says that nothing has changed."""
    visit = _answered(_blank(known, now, terms), reply, terms)
    returned = (Change.RETURNED,) if _is_removed(known) else ()
    version = _version(known)
    if page is None or version is None:
        return replace(visit, outcome=Outcome.SAME, changes=returned)
    edit = compare((version.title, version.text), (page.title, page.text))
    if fault := _doubt(edit, version, page):
        return replace(visit, fault=fault)
    if not edit.changes:
        return replace(visit, outcome=Outcome.SAME, changes=returned)
    changes = (*edit.changes, *returned)
    return replace(visit, outcome=Outcome.EDITED, title=page.title or version.title, text=page.text, changes=changes)


def failed(known: Sequence[Visit], error: FetchError | PageError, *, now: datetime, terms: Terms) -> Visit:
    """A later visit that brought no article: a removal, if the server says so in plain words."""
    visit = replace(_blank(known, now, terms), fault=str(error))
    if isinstance(error, FetchError):
        visit = replace(visit, status=error.status, url=error.url)
        if error.kind in (FetchFault.MISSING, FetchFault.GONE):
            changes = () if _is_removed(known) else (Change.REMOVED,)
            return replace(visit, outcome=Outcome.REMOVED, changes=changes)
        if error.kind in _PASSING and any(one.outcome is not Outcome.UNSEEN for one in known[1 - TRIES :]):
            return replace(visit, again_at=min(visit.again_at or now + RETRY, now + RETRY))
    return visit


def history(known: Sequence[Visit]) -> tuple[Revision, ...]:
    """The changes among all visits of an article, the oldest first, each with its difference from the version before."""
    found: list[Revision] = []
    version: Visit | None = None
    for visit in known:
        if visit.outcome is Outcome.EDITED and version is not None:
            edit = compare((version.title, version.text), (visit.title, visit.text))
            found.append(Revision(visit=visit, edit=edit))
        elif visit.changes:
            found.append(Revision(visit=visit))
        if visit.outcome in (Outcome.FIRST, Outcome.EDITED):
            version = visit
    return tuple(found)


def _blank(known: Sequence[Visit], now: datetime, terms: Terms) -> Visit:
    due = _next(known[0].at, now, terms)
    return Visit(entry=known[0].entry, at=now, outcome=Outcome.UNSEEN, again_at=due)


def _answered(visit: Visit, reply: Reply, terms: Terms) -> Visit:
    headers = tuple((name, value[:LONGEST_HEADER]) for name, value in reply.headers)
    visit = replace(visit, url=reply.url, status=reply.status, headers=headers)
    if reply.status == _NOT_MODIFIED:
        return visit
    packed = gzip.compress(reply.body, mtime=0) if terms.keep_pages else b""
    digest = hashlib.sha256(reply.body).hexdigest()
    return replace(visit, body_hash=digest, body=packed if len(packed) <= LARGEST else b"")


def _next(begun: datetime, now: datetime, terms: Terms) -> datetime | None:
    """When to ask again; what was missed is not made up for."""
    return next((begun + span for span in terms.spans if begun + span > now), None)


def _version(known: Sequence[Visit]) -> Visit | None:
    """The text as it was seen last."""
    return next((visit for visit in reversed(known) if visit.outcome in (Outcome.FIRST, Outcome.EDITED)), None)


def _is_removed(known: Sequence[Visit]) -> bool:
    last = next((visit for visit in reversed(known) if visit.outcome is not Outcome.UNSEEN), None)
    return last is not None and last.outcome is Outcome.REMOVED


def _doubt(edit: Edit, version: Visit, page: Page) -> str:
    """Why what came may not be the article, "" if it is."""
    same_headline = bool(version.title and page.title and not edit.headline)
    if edit.kept < ANOTHER and not same_headline:
        return "another text stands at this address"
    old, new = statements(version.text), statements(page.text)
    is_beginning = [one.words for one in new] == [one.words for one in old[: len(new)]]
    sizes = [sum(len(one.words) for one in side) for side in (new, old)]
    if is_beginning and sizes[0] < sizes[1] * BROKEN_OFF:
        return "only the beginning of the article is shown"
    return ""
