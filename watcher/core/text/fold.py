"""One spelling for every way of writing the same letters, with the way back to the text as it was written.

NFKC and case folding (Unicode standard, 3.13 and UAX #15), then what news texts need on top: invisible characters
go, hyphens and quotes become one of each, HTML entities that somebody escaped twice are resolved, digits of every
script become ASCII. Combining marks go where they are spelling variants (Latin, Greek, Arabic, Hebrew, Cyrillic
stress) and stay where they are letters (й, ї, kana, Indic, Thai, Hangul).
"""

import html
import html.entities
import re
import unicodedata
from dataclasses import field
from functools import cache
from typing import Final

from watcher import late
from watcher.core.text.characters import in_categories
from watcher.frozen import dataclass

_NFC: Final = "NFC"
_PASSES: Final = 3  # so often has an ampersand been escaped again by the worst feeds seen
_FEW: Final = 48  # so many different characters are quicker replaced one by one than by a walk over the text

# Letters that Unicode does not take apart, and pairs that only orthography knows.
_PAIRS: Final = {
    **dict.fromkeys("‘’‚‛′‵ʹʻʼʽˈ`´＇׳", "'"),
    **dict.fromkeys("“”„‟«»‹›″‶〝〞〟＂״", '"'),
    **dict.fromkeys("‐‑‒–—―−⁃﹘﹣－־᠆⸺⸻", "-"),
    "…": "…",  # NFKC would make three characters of it
    "⋯": "…",
    "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ŧ": "t",
    "ё": "е", "ѐ": "е", "ѝ": "и",
    "ـ": "", "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ڪ": "ك", "ة": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه", "ۃ": "ه", "ٱ": "ا",
}  # fmt: skip

# Marks that never make another letter, whatever they stand on.
_MARKS: Final = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0898-\u089f\u08ca-\u08e1\u08e3-\u08ff"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
# Characters that fold to one character whatever stands beside them: a test holds them to it.
ONE_FOR_ONE: Final = (
    "\x00-\x7f\u00a0\u00ab\u00bb\u00c0-\u00c5\u00c7-\u00dd\u00e0-\u00e5\u00e7-\u00fd\u0401\u0404\u0406\u0407\u0410-\u044f\u0451"
    "\u0454\u0456\u0457\u0490\u0491\u05d0-\u05ea\u2010-\u2015\u2018-\u201f\u3001\u3002\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3"
)
# Characters without a look of their own: format controls, variation selectors, Hangul fillers, tags.
_INVISIBLE: Final = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_MARK: Final = late.pattern(f"[{_MARKS}]")
_GONE: Final = late.pattern(f"[{_INVISIBLE}]")
# Every character that folding may change once it is lower case: a few blocks too many cost nothing, one missing
# would be a letter that does not fold, so a test walks through Unicode.
_SPECIAL: Final = late.pattern(
    "[`\u00a0-\u02ff\u0300-\u0390\u03aa-\u03ce\u03d0-\u03ff\u0400-\u0407\u040c-\u040e\u0450\u0451\u045d\u0483-\u0489"
    "\u0587\u058a\u0591-\u05c7\u05ef-\u05f4\u0600-\u0605\u060c\u0610-\u061c\u0622-\u0626\u0629\u0640\u0649\u064b-\u0679"
    "\u06a9\u06aa\u06be-\u06c3\u06cc\u06d0-\u06ed\u06f0-\u06f9\u070f\u0890-\u089f\u08ca-\u08ff"
    "\u07c0-\u07c9\u0966-\u096f\u09e6-\u09ef\u0a66-\u0a6f\u0ae6-\u0aef\u0b66-\u0b6f\u0be6-\u0bef\u0c66-\u0c6f\u0ce6-\u0cef"
    "\u0d66-\u0d6f\u0de6-\u0def\u0e33\u0e50-\u0e59\u0eb3\u0ed0-\u0edd\u0f0c\u0f20-\u0f29\u0f77\u0f79\u1040-\u1049"
    "\u1090-\u1099\u10fc\u115f\u1160\u17b4\u17b5\u17e0-\u17e9\u1806\u180b-\u1819\u1946-\u194f\u19d0-\u19d9"
    "\u1a80-\u1a99\u1ab0-\u1aff\u1b50-\u1b59\u1bb0-\u1bb9\u1c40-\u1c59\u1d00-\u1fff\u2000-\u206f\u2070-\u209f\u20a8"
    "\u20d0-\u214f\u2150-\u218f\u2212\u2260\u226e\u226f\u222c-\u2230\u22ef\u2329\u232a\u2460-\u24ff\u2a0c\u2a74-\u2a76\u2adc\u2c60-\u2c7f\u2d6f"
    "\u2e3a\u2e3b\u2e9f\u2ef3\u2f00-\u2fd5\u3000\u301d-\u301f\u3036-\u303a\u309b-\u309f\u30ff\u3164\u3192-\u319f\u3200-\u33ff"
    "\ua620-\ua629\ua69c\ua69d\ua720-\ua7ff\ua8d0-\ua8d9\ua900-\ua909\ua9d0-\ua9d9\ua9f0-\ua9f9\uaa50-\uaa59"
    "\uab30-\uab6f\uabf0-\uabf9\uf900-\ufaff\ufb00-\uffff\U00010000-\U0001ffff\U0002f800-\U0002fa1f\U000e0000-\U000e0fff]"
)
_AMPERSAND: Final = r"(?:amp;|#0{0,5}38;|#x0{0,5}26;)"
_ENTITY: Final = late.pattern(rf"&{_AMPERSAND}*(#[0-9]{{1,7}}|#x[0-9a-f]{{1,6}}|[a-z][a-z0-9]{{1,31}});")


class _Letters(dict[str, str]):
    """What a single character folds to, worked out when it is first met; bounded by the size of Unicode."""

    def __missing__(self, char: str) -> str:
        folded = self[char] = _letter(char)
        return folded


def _letter(char: str) -> str:
    if char in _PAIRS:
        return _PAIRS[char]
    if _MARK.match(char) or _GONE.match(char) or unicodedata.category(char) == "Cf":
        return ""
    if "\u3131" <= char <= "\u318e":  # compatibility jamo would join their neighbours into syllables: ㅋㅋㅋ stays
        return char
    if "\uffa1" <= char <= "\uffdc" and (wide := unicodedata.decomposition(char)):
        return chr(int(wide.split()[1], 16))  # half-width jamo become compatibility jamo for the same reason
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    base = unicodedata.normalize("NFD", char)[0]
    if base != char and _drops_marks(base):  # before case folding, which takes ΐ apart again
        return _LETTERS[base]
    other = unicodedata.normalize("NFKC", char).casefold()
    if other == char:
        return char
    return unicodedata.normalize(_NFC, "".join(map(_LETTERS.__getitem__, unicodedata.normalize(_NFC, other))))


def _drops_marks(base: str) -> bool:
    return base < "\u0400" or "\u05d0" <= base < "\u0700" or "\u1e00" <= base < "\u2000" or "\u2c60" <= base < "\u2c80"


_LETTERS: Final = _Letters()


def _fold(text: str) -> tuple[str, bool]:
    """The folded text without a look at entities, and whether every character kept its place."""
    folded = text.casefold()  # never shortens: equal length means one for one
    same = len(folded) == len(text)
    if not unicodedata.is_normalized(_NFC, folded):
        folded, same = unicodedata.normalize(_NFC, folded), False
    special = set(_SPECIAL.findall(folded))
    if not special:
        return folded, same
    if len(special) <= _FEW:
        for char in special:
            folded = folded.replace(char, _LETTERS[char])
    else:
        folded = "".join(map(_LETTERS.__getitem__, folded))
    same = same and all(len(_LETTERS[char]) == 1 for char in special)
    if not unicodedata.is_normalized(_NFC, folded):  # a half-width kana has met its mark, or what parted them has gone
        folded, same = unicodedata.normalize(_NFC, folded), False
    return folded, same


def _entities(text: str) -> list[tuple[int, int, str]]:
    """Spans of a folded text that are HTML entities, with what they stand for, folded."""
    return [
        (match.start(), match.end(), _fold(_unescape(match[1]))[0])
        for match in _ENTITY.finditer(text)
        if match[1][0] == "#" or f"{match[1]};" in html.entities.html5
    ]


def _unescape(name: str) -> str:
    character = html.unescape(f"&{name};")
    return "\ufffd" if "\ud800" <= character[:1] <= "\udfff" else character


def _resolve(text: str) -> str:
    for _ in range(_PASSES):
        found = _entities(text)
        if not found:
            break
        pieces: list[str] = []
        last = 0
        for start, end, character in found:
            pieces += (text[last:start], character)
            last = end
        text = "".join([*pieces, text[last:]])
    return text


@cache
def _cluster() -> re.Pattern[str]:
    """A character with what belongs to it or is removed; nothing composes across the border of two such clusters.

    Before that, the runs that most texts are made of: characters that each fold to one.
    """
    tail = f"{in_categories('Mn Mc Me Cf')}{_MARKS}{_INVISIBLE}\u0640\u1160-\u11ff\ud7b0-\ud7ff\uff9e\uff9f"
    return re.compile(f"(?P<run>[{ONE_FOR_ONE}]+)(?![{tail}])|[\\s\\S][{tail}]*")


def _origins(original: str) -> tuple[list[int], list[int]]:
    """Where each character of the folded text starts and ends in the original."""
    starts: list[int] = []
    ends: list[int] = []
    pieces = []
    memo: dict[str, str] = {}
    for match in _cluster().finditer(original):
        cluster = match[0]
        if match["run"]:
            pieces.append(_fold(cluster)[0])
            starts += range(match.start(), match.end())
            ends += range(match.start() + 1, match.end() + 1)
            continue
        folded = memo.get(cluster)
        if folded is None:
            folded = memo[cluster] = _fold(cluster)[0]
        pieces.append(folded)
        starts += [match.start()] * len(folded)
        ends += [match.end()] * len(folded)
    text = "".join(pieces)
    for _ in range(_PASSES if "&" in text else 0):
        last, text_before, starts_before, ends_before = 0, text, starts, ends
        pieces, starts, ends = [], [], []
        for start, end, character in [*_entities(text), (len(text), len(text), "")]:
            pieces += (text_before[last:start], character)
            starts += starts_before[last:start] + starts_before[start : start + 1] * len(character)
            ends += ends_before[last:start] + ends_before[end - 1 : end] * len(character)
            last = end
        text = "".join(pieces)
    return starts, ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """A folded text. `original[slice(*origin(start, end))]` is what stands behind `text[start:end]`."""

    text: str
    original: str
    _same: bool = True  # every character kept its place, so no map is needed
    _map: list[tuple[list[int], list[int]]] = field(default_factory=list, repr=False, compare=False)

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that a span of the folded text came from. Monotone; worked out when first asked."""
        if self._same:
            return start, end
        if not self._map:
            self._map.append(_origins(self.original))
        starts, ends = self._map[0]
        if start >= end:
            place = starts[start] if start < len(starts) else len(self.original)
            return place, place
        return starts[start], ends[end - 1]


def fold(text: str) -> Folded:
    """Fold a text for matching; see the module's docstring for what becomes equal."""
    if text.isascii() and "`" not in text:
        folded, same = text.lower(), True
    else:
        folded, same = _fold(text)
    if "&" in folded and ";" in folded:
        resolved = _resolve(folded)
        if resolved != folded:
            folded, same = resolved, False
    return Folded(text=folded, original=text, _same=same)
