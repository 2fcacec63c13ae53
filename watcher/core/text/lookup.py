"""How a text is kept for full-text search, and how a query becomes terms of the same kind.

Words are folded. Runs of a script without spaces, and of Hangul with its particles, are cut into overlapping pairs of
characters with the last character once more by itself, so that any part of such a run, even a single character, is
found by the pairs that it is made of or begins.
"""

import re
from collections.abc import Iterator
from functools import cache
from operator import add
from typing import NamedTuple

from watcher import late
from watcher.core.text.fold import fold
from watcher.core.text.words import Reach, reach, tokens

VERSION = 1  # of what this module, folding and words make of a text: an index of another version is built anew

_PIECE = late.pattern(r'(-?)(?:"([^"]*)"?|([^\s"]+))')
_FIRST_OF_RUNS = "\u0e00"  # no script without spaces has letters before this
_MAY_RUN = late.pattern("[\u0e00-\u1fff\u2e80-\U0010ffff]")  # every script without spaces, Hangul, and some others
_MOST = 64  # terms of a query


class Term(NamedTuple):
    """Words that stand in this order, side by side."""

    words: tuple[str, ...]
    is_open: bool = False  # the last one goes on: `sanction*`
    is_unwanted: bool = False


def indexed(text: str) -> str:
    """The words of a text by which it is found, parted by whatever is no letter, mark or digit."""
    folded = fold(text).text
    if not _MAY_RUN.search(folded):
        return folded  # its words are found as they stand, and much sooner
    found = tokens(folded)
    return " ".join([token if token < _FIRST_OF_RUNS else " ".join(_cut(token, whole=True)) for token in found])


def terms(query: str) -> tuple[Term, ...]:
    """What a person looks for: words, "words in a row", -unwanted ones, and beginnings*."""
    return tuple(_terms(query))[:_MOST]


def spans(text: str, wanted: tuple[Term, ...]) -> list[tuple[int, int]]:
    """Where a text has the wanted words, in order and apart."""
    folded = fold(text)
    found: list[tuple[int, int]] = []
    for term in wanted:
        if not term.is_unwanted:
            found += (folded.origin(*match.span()) for match in _pattern(term).finditer(folded.text))
    apart: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if end > start and (not apart or start >= apart[-1][1]):
            apart.append((start, end))
    return apart


def _terms(query: str) -> Iterator[Term]:
    for sign, phrase, word in _PIECE.findall(query):
        found = tokens(fold(phrase or word).text)
        if not found:
            continue
        # Only behind the last run is its last character left out: between two words it stands in the index, too.
        cut = tuple(part for at, token in enumerate(found, 1) for part in _cut(token, whole=at < len(found)))
        begins = word.endswith("*") or (len(found[-1]) == 1 and reach(found[-1]) is Reach.INSIDE)
        yield Term(cut, is_open=begins, is_unwanted=bool(sign))


def _cut(token: str, *, whole: bool) -> list[str]:
    """The words of a token; `whole` adds the last character, which no pair begins with."""
    if not is_cut(token):
        return [token]
    pairs = [*map(add, token, token[1:])]
    if whole or not pairs:
        pairs.append(token[-1])
    return pairs


def is_cut(token: str) -> bool:
    """Whether the index has overlapping pairs of a word instead of itself; the first character decides."""
    return _is_of_run(token[0])


@cache
def _is_of_run(character: str) -> bool:
    return reach(character) is Reach.INSIDE or "\u1100" <= character <= "\u11ff" or "\u3131" <= character <= "\ud7ff"


def _pattern(term: Term) -> re.Pattern[str]:
    """The words as they stand in a folded text, whatever parts them."""
    joined = ""
    for word in term.words:
        if joined and len(word) == 1 and is_cut(word) and joined.endswith(re.escape(word)):
            continue  # the last character of a run, which its last pair has
        if joined and len(word) == 2 and is_cut(word) and joined.endswith(re.escape(word[0])):
            joined += re.escape(word[1])  # the next pair of the same run
        else:
            joined += (r"\W*" if joined else "") + re.escape(word)
    inside = is_cut(term.words[0])
    return re.compile(joined if inside else rf"(?<!\w){joined}" + ("" if term.is_open else r"(?!\w)"))
