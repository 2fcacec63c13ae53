"""Near copies: wire text with small edits, told by the word shingles that two texts share.

Broder's containment over a sketch (On the resemblance and containment of documents, 1997): of all hashes of four words
in a row only the smallest are kept, and two sketches are compared where both are complete.
"""

from collections.abc import Collection, Iterator
from typing import Final
from zlib import crc32

from watcher import late
from watcher.core.text.words import Reach, reach, tokens

KEPT: Final = 16  # hashes of an article
COPY: Final = 0.35  # containment that makes a copy
LEAST: Final = 4  # shared hashes: fewer are a phrase that everybody uses
_SHINGLE: Final = 4  # words
_CHARACTERS: Final = 8  # where there are no spaces between words
_SPAN: Final = 600  # characters of a text that are looked at: agencies open alike, and editors cut from the end
_MARK: Final = late.pattern(
    r"^\s*(?:[\[【(〔<][^\]】)〕>]{1,14}[\]】)〕>]\s*)+|^\s*(?:update|upd|exclusive|breaking|eil|eilmeldung|corrected|wrapup|обновлено|срочно|молния)"
    r"\s*\d*\s*(?:[:\-–—|]\s*|\s)|\s*[(\[【][^)\]】]{1,8}[)\]】]\s*$"
)


def without_marks(title: str) -> str:
    """A folded title without what an agency puts around it: "UPDATE 2-", "(상보)", "【速報】"."""
    return _MARK.sub("", title) or title


def sketch(texts: Collection[str]) -> tuple[str, ...]:
    """The smallest hashes of the shingles of some folded texts, as names of features, sorted."""
    hashes = {crc32(shingle.encode()) for text in texts for shingle in _shingles(text[:_SPAN])}
    return tuple(f"{value:08x}" for value in sorted(hashes)[:KEPT])


def containment(first: tuple[str, ...], second: tuple[str, ...]) -> float:
    """How much of the smaller text stands in the other one, from 0 to 1, by their sketches."""
    shared = set(first).intersection(second)
    if len(shared) < LEAST:
        return 0.0
    complete = min([kept[-1] for kept in (first, second) if len(kept) == KEPT], default="g")
    return len(shared) / min(sum(value <= complete for value in kept) for kept in (first, second))


def _shingles(text: str) -> Iterator[str]:
    words = [piece for token in tokens(text) for piece in _pieces(token)]
    for start in range(len(words) - _SHINGLE + 1):
        yield " ".join(words[start : start + _SHINGLE])


def _pieces(token: str) -> list[str]:
    """A word as it stands; a run of a script without spaces in twos, as long as words are elsewhere."""
    if reach(token) is not Reach.INSIDE or "가" <= token[0] <= "힣":
        return [token]
    size = _CHARACTERS // _SHINGLE
    return [token[start : start + size] for start in range(0, len(token), size)]
