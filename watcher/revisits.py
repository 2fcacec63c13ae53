"""Pages that are asked for again, to see what outlets change in articles without saying so.

The archive keeps an article as it was judged; what becomes of it stands beside it, visit by visit. Nothing is decided
anew by an edit: a sentence that an outlet takes back is the last thing that should make an article disappear here.
"""

import asyncio
from datetime import timedelta

from watcher.core import edits
from watcher.core.events import ArticleEdited
from watcher.core.model import Plan, Visit
from watcher.errors import FetchError, PageError
from watcher.ports import Clock, Emit, Fetcher, Reader, Store

DAY = timedelta(days=1)
UNCHANGED = 304


def due(store: Store, *, terms: edits.Terms, clock: Clock, limit: int) -> tuple[Visit, ...]:
    """The last visits of the pages to ask for again now, as many as the day still allows."""
    now = clock.now()
    waiting = store.revisits(now, limit) if terms.spans else ()
    if not waiting:
        return ()
    return waiting[: max(0, terms.per_day - store.revisited(now - DAY))]


async def revisit(
    last: Visit, *, store: Store, fetcher: Fetcher, reader: Reader, terms: edits.Terms, clock: Clock, emit: Emit
) -> None:
    """Ask for one page again and record what came, if only that nothing did."""
    known, decision = store.visits(last.entry), store.decision(last.entry)
    if not known or decision is None:
        return  # forgotten meanwhile
    entry = decision.article.entry
    try:
        reply = await fetcher.get(edits.request(known, entry.url, now=clock.now(), terms=terms))
        page = None if reply.status == UNCHANGED else await reader.page(reply, entry.lang)
    except (FetchError, PageError) as error:
        visit = edits.failed(known, error, now=clock.now(), terms=terms)
    else:
        # A hostile page can make comparing take a second.
        visit = await asyncio.to_thread(edits.again, known, reply, page, now=clock.now(), terms=terms)
    store.commit(Plan(visits=(visit,)))
    if visit.changes:
        story = store.story(visit.entry)
        emit(ArticleEdited(at=visit.at, visit=visit, entry=entry, story=story.id if story else ""))
