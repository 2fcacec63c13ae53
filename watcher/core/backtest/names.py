"""Names that stand beside hits and in no list: candidates for the lists of a topic."""

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import regex

from watcher.core.model import Article, Hit

BESIDE: Final = 150  # characters on either side of a hit: about its sentence
LOOKED_AT: Final = 12  # hits of one article
# Words with a capital, up to three in a row; runs of katakana, in which Japanese writes foreign names; Korean words.
_NAME: Final = regex.compile(
    r"\p{Lu}[\p{L}\p{M}'’-]+(?:[ \u00a0]\p{Lu}[\p{L}\p{M}'’-]+){0,2}|[\p{Katakana}ー]{3,}|\p{Hangul}{2,6}"
)

Span = tuple[int, int]


class Name(NamedTuple):
    """A name with the number of matches that it stands in beside a hit, and of entries that have it at all."""

    name: str
    matches: int
    entries: int
    weight: float  # how little chance explains that: G², beyond 10.8 once in a thousand


def beside(article: Article, hits: Sequence[Hit]) -> set[str]:
    """The names within so many characters of hits that are no part of a hit themselves."""
    looked_at, names = hits[:LOOKED_AT], set[str]()
    for field in {hit.field for hit in looked_at}:
        text: str = article.text if field == "text" else getattr(article.entry, field)
        around = [(max(hit.start - BESIDE, 0), hit.end + BESIDE) for hit in looked_at if hit.field is field]
        taken = _joined((hit.start, hit.end) for hit in hits if hit.field is field)
        for start, end in _joined(around):
            names.update(_named(text, start, end, taken))
    return names


def distinctive(
    names: Mapping[str, int], frequencies: Mapping[str, int], *, matches: int, entries: int
) -> tuple[Name, ...]:
    """Those that are more frequent in matches than elsewhere, the most telling first.

    By the log-likelihood ratio G² of Dunning, "Accurate Methods for the Statistics of Surprise and Coincidence" (1993),
    which does not overrate rare words. `frequencies` say how many of all entries have a name.
    """
    found = []
    for name, inside in names.items():
        everywhere = max(frequencies[name], inside)
        if inside * entries > everywhere * matches:
            outside = everywhere - inside
            found.append(Name(name, inside, everywhere, _g2(inside, matches, outside, max(entries - matches, outside))))
    return tuple(sorted(found, key=lambda one: (-one.weight, one.name)))


def _joined(spans: Iterable[Span]) -> list[Span]:
    """The same places as spans that do not overlap, in their order."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _named(text: str, start: int, end: int, taken: Sequence[Span]) -> Iterator[str]:
    """The names in a piece of a text that touch nothing that is taken, and that do not begin before it."""
    ends = [last for _, last in taken]
    for match in _NAME.finditer(text, start, min(end, len(text))):
        first, last = match.span()
        cut_off = first == start > 0 and text[start - 1].isalpha()
        following = bisect_right(ends, first)  # the first taken span that ends behind the name's beginning
        if not cut_off and (following == len(taken) or taken[following][0] >= last):
            yield match[0]


def _g2(k1: int, n1: int, k2: int, n2: int) -> float:
    """How much likelier k1 of n1 and k2 of n2 are with a share each than with one for both."""
    share = (k1 + k2) / max(n1 + n2, 1)
    return 2 * sum(_log(k, n, k / n if n else 0.0) - _log(k, n, share) for k, n in ((k1, n1), (k2, n2)))


def _log(k: int, n: int, share: float) -> float:
    return (k * math.log(share) if k else 0.0) + ((n - k) * math.log(1 - share) if n > k else 0.0)
