"""What the dashboard keeps of a matching article: enough to show why it matched, bounded in memory."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from watcher.core.model import Article, Decision, Entry, Field, Hit, PageState, Verdict
from watcher.frozen import dataclass

EXCERPTS = 8  # places of one article that are shown
AROUND = 70  # characters on either side of a hit
WIDEST = 300  # from the first hit of an excerpt to the last
LEAD = 1200  # characters of the article's own text


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """Hits with the words around them; `opens` and `closes` say that the article's text begins or ends with them."""

    text: str
    spans: tuple[tuple[int, int], ...]  # the hits, sorted
    opens: bool
    closes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An article as it was decided. `verdicts` are those that match, without their hits."""

    entry: Entry
    verdicts: tuple[Verdict, ...]
    title_spans: tuple[tuple[int, int], ...]  # hits in the title, sorted, not overlapping
    excerpts: tuple[Excerpt, ...]
    terms: tuple[str, ...]  # the words that fired, each once
    lead: str
    walled: bool = False  # a wall stands before the page: title and summary decided


def read(decision: Decision) -> Reading:
    """What is worth keeping of a decision."""
    article = decision.article
    hits = [hit for verdict in decision.matches for hit in verdict.hits]
    return Reading(
        entry=replace(article.entry, summary=article.entry.summary[:LEAD], keys=()),
        verdicts=tuple(replace(verdict, hits=()) for verdict in decision.matches),
        title_spans=_spans(hit for hit in hits if hit.field is Field.TITLE),
        excerpts=tuple(islice(_excerpts(article, hits), EXCERPTS)),
        terms=tuple(dict.fromkeys(hit.text for hit in hits))[:24],
        lead=(article.text or article.entry.summary)[:LEAD],
        walled=article.page is PageState.WALLED,
    )


def _spans(hits: Iterable[Hit]) -> tuple[tuple[int, int], ...]:
    """Where hits stand in a text, sorted and without overlaps."""
    spans: list[tuple[int, int]] = []
    for start, end in sorted((hit.start, hit.end) for hit in hits):
        if not spans or start >= spans[-1][1]:
            spans.append((start, end))
    return tuple(spans)


def _excerpts(article: Article, hits: list[Hit]) -> Iterator[Excerpt]:
    """The hits below the title with the words around them; those that stand close together share an excerpt."""
    texts = {Field.SUMMARY: article.entry.summary, Field.TEXT: article.text}
    if article.entry.summary in article.text:
        del texts[Field.SUMMARY]  # the text says it again
    for field, text in texts.items():
        near: list[tuple[int, int]] = []
        for span in _spans(hit for hit in hits if hit.field is field):
            if near and (span[0] - near[-1][1] > 2 * AROUND or span[1] - near[0][0] > WIDEST):
                yield _excerpt(text, near)
                near = []
            near.append(span)
        if near:
            yield _excerpt(text, near)


def _excerpt(text: str, spans: list[tuple[int, int]]) -> Excerpt:
    """The spans with whole words around them."""
    first, last = max(0, spans[0][0] - AROUND), min(len(text), spans[-1][1] + AROUND)
    if first:
        first = text.find(" ", first, spans[0][0]) + 1 or first
    if last < len(text):
        last = max(text.rfind(" ", spans[-1][1], last), spans[-1][1]) if " " in text[spans[-1][1] : last] else last
    return Excerpt(
        text=text[first:last],
        spans=tuple((start - first, end - first) for start, end in spans),
        opens=first == 0,
        closes=last == len(text),
    )
