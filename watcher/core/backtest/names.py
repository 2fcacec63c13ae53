"""Names that stand beside hits and in no list: candidates for the lists of a topic."""

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

import regex

from watcher.core.model import Article, Hit

BESIDE: Final = 150  # characters on either side of a hit: about its sentence
LOOKED_AT: Final = 12  # hits of one article
# Words with a capital, up to three in a row; runs of katakana, in which Japanese writes foreign names; Korean words.
_NAME: Final = regex.compile(
    r"\p{Lu}[\p{L}\p{M}'’-]+(?:[ \u00a0]\p{Lu}[\p{L}\p{M}'’-]+){0,2}|[\p{Katakana}ー]{3,}|\p{Hangul}{2,6}"
)


class Name(NamedTuple):
    """A name with the number of matches that it stands in beside a hit, and of entries that have it at all."""

    name: str
    matches: int
    entries: int
    weight: float  # how little chance explains that: G², beyond 10.8 once in a thousand


def beside(article: Article, hits: Iterable[Hit]) -> set[str]:
    """The names within so many characters of hits that are no part of a hit themselves."""
    return {name for hit in _first(hits) for name in _around(article, hit, tuple(hits))}


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


def _first(hits: Iterable[Hit]) -> list[Hit]:
    return list(hits)[:LOOKED_AT]


def _around(article: Article, hit: Hit, hits: tuple[Hit, ...]) -> Iterator[str]:
    text: str = article.text if hit.field == "text" else getattr(article.entry, hit.field)
    start, end = max(hit.start - BESIDE, 0), hit.end + BESIDE
    taken = [(other.start, other.end) for other in hits if other.field is hit.field]
    for match in _NAME.finditer(text, start, min(end, len(text))):
        cut_off = match.start() == start > 0 and text[start - 1].isalpha()
        if not cut_off and not any(first < match.end() and match.start() < last for first, last in taken):
            yield match[0]


def _g2(k1: int, n1: int, k2: int, n2: int) -> float:
    """How much likelier k1 of n1 and k2 of n2 are with a share each than with one for both."""
    share = (k1 + k2) / max(n1 + n2, 1)
    return 2 * sum(_log(k, n, k / n if n else 0.0) - _log(k, n, share) for k, n in ((k1, n1), (k2, n2)))


def _log(k: int, n: int, share: float) -> float:
    return (k * math.log(share) if k else 0.0) + ((n - k) * math.log(1 - share) if n > k else 0.0)
