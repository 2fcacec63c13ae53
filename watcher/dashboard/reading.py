"""What the dashboard keeps of a matching article: enough to show why it matched, bounded in memory."""

from dataclasses import dataclass, replace

from watcher.core.model import Article, Decision, Entry, Field, Hit, PageState, Verdict

EXCERPTS = 8  # places of one article that are shown
AROUND = 70  # characters on either side of a hit
LEAD = 1200  # characters of the article's own text


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """A hit with the words around it; `opens` and `closes` say that the article's text begins or ends with them."""

    field: Field
    before: str
    text: str
    after: str
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
        title_spans=_spans(hits),
        excerpts=_excerpts(article, hits),
        terms=tuple(dict.fromkeys(hit.text for hit in hits))[:24],
        lead=(article.text or article.entry.summary)[:LEAD],
        walled=article.page is PageState.WALLED,
    )


def _spans(hits: list[Hit]) -> tuple[tuple[int, int], ...]:
    spans: list[tuple[int, int]] = []
    for start, end in sorted((hit.start, hit.end) for hit in hits if hit.field is Field.TITLE):
        if not spans or start >= spans[-1][1]:
            spans.append((start, end))
    return tuple(spans)


def _excerpts(article: Article, hits: list[Hit]) -> tuple[Excerpt, ...]:
    """The first hits below the title that do not stand in the words around an earlier one."""
    texts = {Field.SUMMARY: article.entry.summary, Field.TEXT: article.text}
    excerpts: list[Excerpt] = []
    reach = dict.fromkeys(texts, -1)
    for hit in sorted((hit for hit in hits if hit.field in texts), key=lambda hit: (hit.field.value, hit.start)):
        if hit.start <= reach[hit.field] or len(excerpts) == EXCERPTS:
            continue
        text = texts[hit.field]
        reach[hit.field] = hit.end + AROUND
        first, last = max(0, hit.start - AROUND), hit.end + AROUND
        excerpts.append(
            Excerpt(
                field=hit.field,
                before=text[first : hit.start],
                text=text[hit.start : hit.end],
                after=text[hit.end : last],
                opens=first == 0,
                closes=last >= len(text),
            )
        )
    return tuple(excerpts)
