r"""Where the words of a folded text stand, told apart by how their script separates them.

Python's `\w` cuts Indic words at every vowel sign, so letters and marks are one character class here, built once.
Apostrophes, hyphens and full stops part words, and so does a change between a script with spaces and one without:
*l'armée* is two words, *Kim Jong-un* three, *KN-23미사일* three.
"""

from bisect import bisect_right
from dataclasses import field
from enum import StrEnum
from typing import Final

from watcher import late
from watcher.core.text.characters import as_class, basic, named_in, runs_in, without
from watcher.frozen import dataclass

# Scripts written without spaces: Thai, Lao, Tibetan, Burmese, Khmer; then Han with kana and Bopomofo.
_UNSPACED: Final = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0eae\u0eb0-\u0ecd\u0edc-\u0edf\u0f40-\u0fbc\u1000-\u103f\u1050-\u108f\u109a-\u109d"
    "\u1780-\u17d3\u17d7\u17dc\u17dd\ua9e0-\ua9ef\ua9fa-\ua9fe\uaa60-\uaa7f"
    "\u2e80-\u2fd5\u3005-\u3007\u3021-\u302f\u3031-\u3035\u3038-\u303c\u3041-\u3096\u3099-\u309f\u30a1-\u30fa\u30fc-\u30ff"
    "\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
)
_UNSPACED_BEYOND: Final = "\U00016fe0-\U00016fff\U0001aff0-\U0001b16f\U00020000-\U0003ffff"
_SPACED_BEYOND: Final = "\U00010000-\U00016fdf\U0001e000-\U0001efff"
_HANGUL: Final = "\u1100-\u11ff\u3131-\u318e\ua960-\ua97f\uac00-\ud7ff"


def _word() -> str:
    """Letters, marks and digits; a class that reaches beyond the basic plane loses its bitmap and is four times slower."""
    others = as_class(basic(without(runs_in("L N Mn Mc Me"), named_in(_UNSPACED + _HANGUL))))
    return f"[{others}]+|[{_HANGUL}]+|[{_UNSPACED}]+|[{_SPACED_BEYOND}]+|[{_UNSPACED_BEYOND}]+"


_WORD: Final = late.pattern(_word)
_IS_UNSPACED: Final = late.pattern(f"[{_UNSPACED}{_UNSPACED_BEYOND}]")
_IS_HANGUL: Final = late.pattern(f"[{_HANGUL}]")


class Reach(StrEnum):
    """Where in a word a term of some script may stand."""

    WORD = "word"  # the word is the term, inflected perhaps
    START = "start"  # a word begins with it: two syllables of Hangul, which particles and compounds prolong
    INSIDE = "inside"  # anywhere: scripts without spaces, and Hangul long enough not to arise by chance


def reach(term: str) -> Reach:
    """How a folded term's script lets it stand; the first letter decides. One syllable of Hangul is a whole word."""
    if term[:1].isascii():
        return Reach.WORD
    if _IS_UNSPACED.match(term):
        return Reach.INSIDE
    if not _IS_HANGUL.match(term):
        return Reach.WORD
    return (Reach.WORD, Reach.START, Reach.INSIDE)[min(len(term), 3) - 1]


def has_unspaced(text: str) -> bool:
    """Whether a text holds a letter of a script that is written without spaces; Hangul has them."""
    return _IS_UNSPACED.search(text) is not None


def tokens(text: str) -> list[str]:
    """The words of a folded text; `tokens(text)[i]` stands at `words(text)[i]`. A run without spaces is one word."""
    return _WORD.findall(text)


def first_word(text: str) -> tuple[int, int]:
    """The span of the first word of a folded text; an empty one at its start if it has none."""
    match = _WORD.search(text)
    return match.span() if match else (0, 0)


def words(text: str) -> list[tuple[int, int]]:
    """The spans of the words of a folded text, in order, without overlap."""
    return [match.span() for match in _WORD.finditer(text)]


@dataclass(frozen=True, slots=True)
class Positions:
    """Counts words along a folded text, so that a distance is one subtraction.

    In scripts without spaces two characters count as a word.
    """

    _starts: list[int] = field(repr=False)
    _counts: list[int] = field(repr=False)
    _widths: list[int] = field(repr=False)  # in words, of a run without spaces; 0 for a word

    def at(self, offset: int) -> int:
        """How many words stand before an offset of the folded text."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0:
            return 0
        inside = min((offset - self._starts[index]) // 2, self._widths[index])
        return self._counts[index] + inside


def positions(text: str) -> Positions:
    """Number the words of a folded text for distances."""
    starts: list[int] = []
    counts: list[int] = []
    widths: list[int] = []
    count = 0
    for start, end in words(text):
        width = max(1, (end - start) // 2) if _IS_UNSPACED.match(text, start) else 0
        starts.append(start)
        counts.append(count)
        widths.append(width)
        count += width or 1
    return Positions(starts, counts, widths)
