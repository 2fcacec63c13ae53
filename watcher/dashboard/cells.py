"""Foreign text in the cells of a terminal: nothing that steers it, nothing whose width terminals disagree about."""

import re
import unicodedata
from itertools import groupby

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text

LONGEST = 4000  # characters of one text that are looked at; no screen shows more, and a title may be a megabyte
MARKS = 3  # combining marks on one letter that any script needs; "zalgo" piles up thousands

# Text is clean when it becomes a value; this is the last line of defence, and cheap: control characters, bidi controls,
# tag characters, line and paragraph separators, private use, surrogates.
_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e0fff]"
)
# Terminals disagree about emoji clusters: a family is two cells in one and six in another. One emoji of a joined
# sequence stays, and selectors, skin tones and keycaps go.
_JOINED = re.compile("\u200d[^\\s\u200d]?")
_CLUSTER = re.compile("[\ufe00-\ufe0f\u20dd-\u20e0\u20e2-\u20e4\U0001f3fb-\U0001f3ff]")
_FLAG_LETTERS = {0x1F1E6 + i: chr(ord("A") + i) for i in range(26)}
_SPACES = re.compile(r"\s+")
_PLAIN = re.compile(r"[ -~]*")  # printable ASCII, which most titles are


def clean(text: str, encoding: str = "utf-8") -> str:
    """Text that is safe to show on one line, in characters that `encoding` has."""
    text = text[:LONGEST]
    if not _PLAIN.fullmatch(text):
        text = _STEERING.sub("", _JOINED.sub("", _SPACES.sub(" ", text)))
        text = unicodedata.normalize("NFC", _CLUSTER.sub("", text).translate(_FLAG_LETTERS))
        text = _few_marks(text)
        if encoding != "utf-8":
            text = text.encode(encoding, "replace").decode(encoding)
    return text


def ink(text: str, style: Style) -> Text:
    """Our own text in a style that ends with it; what is appended to a Text's own style would inherit that."""
    return Text().append(text, style)


def _few_marks(text: str) -> str:
    """Drop the combining marks beyond the first few of each letter."""
    runs = groupby(text, key=lambda char: unicodedata.category(char) in {"Mn", "Me"})
    return "".join("".join(run)[: MARKS if marks else None] for marks, run in runs)


def fit(text: Text, width: int, *, ellipsis: str = "…") -> Text:
    """The text cut or padded to exactly `width` cells."""
    text = text.copy()
    length = cell_len(text.plain)
    if length > width:
        room = max(0, width - len(ellipsis))
        text.right_crop(len(text.plain) - _characters(text.plain, room))
        text.append(ellipsis[:width])
        length = cell_len(text.plain)
    text.append(" " * (width - length))
    return text


def _characters(text: str, width: int) -> int:
    """How many characters of the text fit into `width` cells."""
    if text.isascii():
        return width
    low, high = 0, min(len(text), width * (MARKS + 1))
    while low < high:
        middle = (low + high + 1) // 2
        if cell_len(text[:middle]) <= width:
            low = middle
        else:
            high = middle - 1
    return low


def wrap(text: Text, width: int, *, most: int = 1000) -> list[Text]:
    """The text as lines of at most `width` cells, broken at spaces where there are any; at most `most` lines."""
    lines: list[Text] = []
    rest = text
    while rest.plain and len(lines) < most:
        room = max(1, _characters(rest.plain, width)) if cell_len(rest.plain) > width else len(rest.plain)
        if room < len(rest.plain) and (space := rest.plain.rfind(" ", 0, room + 1)) > 0:
            room = space
        line, rest = rest.divide([room])[:2] if room < len(rest.plain) else (rest, Text())
        lines.append(line)
        rest = rest[len(rest.plain) - len(rest.plain.lstrip(" ")) :] if rest.plain else rest
    return lines


def between(left: Text, right: Text, width: int, *, ellipsis: str = "…") -> Text:
    """Two texts at the two ends of a line; the left one gives way."""
    room = width - cell_len(right.plain)
    if room < 8:
        return fit(left, width, ellipsis=ellipsis)
    line = fit(left, room, ellipsis=ellipsis)
    line.append_text(right)
    return line


def marked(text: str, spans: tuple[tuple[int, int], ...], *, style: Style, hit: Style, encoding: str) -> Text:
    """The text with its spans highlighted; offsets count in `text` as given, before it is cleaned for the screen."""
    line, at = Text(), 0
    for start, end in spans:
        if not at <= start < end <= min(len(text), LONGEST):
            continue
        line.append(clean(text[at:start], encoding), style)
        line.append(clean(text[start:end], encoding), hit)
        at = end
    line.append(clean(text[at : at + LONGEST], encoding), style)
    return line
