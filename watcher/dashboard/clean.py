"""Foreign text made safe for a terminal: nothing that steers it, nothing whose width terminals disagree about."""

import unicodedata
from functools import lru_cache
from itertools import groupby

from watcher import late

LONGEST = 4000  # characters of one text that are looked at; no screen shows more, and a title may be a megabyte
MARKS = 3  # combining marks on one letter that any script needs; "zalgo" piles up thousands

# Text is clean when it becomes a value; this is the last line of defence, and cheap: control characters, bidi controls,
# tag characters, line and paragraph separators, private use, surrogates.
_STEERING = late.pattern(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e0fff]"
)
# Terminals disagree about emoji clusters: a family is two cells in one and six in another. One emoji of a joined
# sequence stays, and selectors, skin tones and keycaps go.
_JOINED = late.pattern("\u200d[^\\s\u200d]?")
_CLUSTER = late.pattern("[\ufe00-\ufe0f\u20dd-\u20e0\u20e2-\u20e4\U0001f3fb-\U0001f3ff]")
_FLAG_LETTERS = {0x1F1E6 + i: chr(ord("A") + i) for i in range(26)}
_SPACES = late.pattern(r"\s+")
_PLAIN = late.pattern(r"[ -~]*")  # printable ASCII, which most titles are


def clean(text: str, encoding: str = "utf-8") -> str:
    """Text that is safe to show on one line, in characters that `encoding` has."""
    return text[:LONGEST] if _PLAIN.fullmatch(text[:LONGEST]) else _clean(text[:LONGEST], encoding)


@lru_cache(maxsize=2048)  # most of a frame was on the frame before
def _clean(text: str, encoding: str) -> str:
    text = _STEERING.sub("", _JOINED.sub("", _SPACES.sub(" ", text)))
    text = unicodedata.normalize("NFC", _CLUSTER.sub("", text).translate(_FLAG_LETTERS))
    text = _few_marks(text)
    return text if encoding == "utf-8" else "".join(_encodable(char, encoding) for char in text)


def _encodable(char: str, encoding: str) -> str:
    """The character, its letter without the accent, or a question mark: the first that the encoding has."""
    for form in (char, unicodedata.normalize("NFD", char)[0]):
        try:
            form.encode(encoding)
        except UnicodeEncodeError:
            continue
        return form
    return "?"


def _few_marks(text: str) -> str:
    """Drop the combining marks beyond the first few of each letter."""
    runs = groupby(text, key=lambda char: unicodedata.category(char) in {"Mn", "Me"})
    return "".join("".join(run)[: MARKS if marks else None] for marks, run in runs)
