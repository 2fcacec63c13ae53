"""Foreign text in the cells of a terminal: nothing that steers it, nothing whose width terminals disagree about."""

import unicodedata
from functools import lru_cache
from itertools import groupby

from rich.cells import cell_len
from rich.style import Style

from watcher import late

NO_STYLE = Style()
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


class Strip:
    """A piece of a line: runs of text, each in its style. Lighter than rich's Text, which is made for far more."""

    __slots__ = ("runs",)

    def __init__(self, text: str = "", style: Style = NO_STYLE) -> None:
        self.runs: list[tuple[str, Style]] = [(text, style)] if text else []

    @property
    def plain(self) -> str:
        return "".join(text for text, _ in self.runs)

    @property
    def cell_len(self) -> int:
        return sum(len(text) if text.isascii() else cell_len(text) for text, _ in self.runs)

    def append(self, text: str, style: Style = NO_STYLE) -> "Strip":
        if text:
            self.runs.append((text, style))
        return self

    def extend(self, *others: "Strip") -> "Strip":
        for other in others:
            self.runs += other.runs
        return self

    def stylize(self, style: Style) -> None:
        """Lay a style over all runs."""
        self.runs = [(text, below + style) for text, below in self.runs]

    def cut(self, start: int, end: int) -> "Strip":
        """The characters from `start` to `end`."""
        part = Strip()
        for text, style in self.runs:
            part.append(text[max(0, start) : max(0, end)], style)
            start, end = start - len(text), end - len(text)
        return part


def fit(strip: Strip, width: int, *, ellipsis: str = "…") -> Strip:
    """The strip cut or padded to exactly `width` cells."""
    length = strip.cell_len
    if length > width:
        strip = strip.cut(0, _characters(strip.plain, max(0, width - len(ellipsis))))
        strip.append(ellipsis[:width], strip.runs[-1][1] if strip.runs else NO_STYLE)
        length = strip.cell_len
    return Strip().extend(strip).append(" " * (width - length))


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


def wrap(strip: Strip, width: int, *, most: int = 1000) -> list[Strip]:
    """The strip as lines of at most `width` cells, broken at spaces where there are any; at most `most` lines."""
    plain, at = strip.plain, 0
    lines: list[Strip] = []
    while at < len(plain) and len(lines) < most:
        rest = plain[at : at + width * (MARKS + 1) + 1]
        end = len(rest) if cell_len(rest) <= width else max(1, _characters(rest, width))
        if end < len(rest) and (space := rest.rfind(" ", 0, end + 1)) > 0:
            end = space
        lines.append(strip.cut(at, at + end))
        at += end
        at += len(plain[at:]) - len(plain[at:].lstrip(" "))
    return lines


def between(left: Strip, right: Strip, width: int, *, ellipsis: str = "…") -> Strip:
    """Two strips at the two ends of a line; the left one gives way."""
    room = width - right.cell_len
    return fit(left, width, ellipsis=ellipsis) if room < 8 else fit(left, room, ellipsis=ellipsis).extend(right)


def marked(text: str, spans: tuple[tuple[int, int], ...], *, style: Style, hit: Style, encoding: str) -> Strip:
    """The text with its spans highlighted; offsets count in `text` as given, before it is cleaned for the screen."""
    line, at = Strip(), 0
    for start, end in spans:
        if not at <= start < end <= min(len(text), LONGEST):
            continue
        line.append(clean(text[at:start], encoding), style)
        line.append(clean(text[start:end], encoding), hit)
        at = end
    return line.append(clean(text[at : at + LONGEST], encoding), style)
