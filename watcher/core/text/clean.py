"""Foreign text made fit to store and to show: the border that everything from a feed or a page passes.

What leaves here holds no control character that a terminal would obey, nothing invisible that could hide or reorder
text, and no letter under a pile of marks. Joiners stay where a script needs them.
"""

import unicodedata
from collections.abc import Callable
from typing import Final

from watcher import late
from watcher.core.text.characters import as_class, basic, in_categories, runs_in
from watcher.core.text.markup import strip_markup

LINE: Final = 1_000  # characters of a title, a name, an author
BLOCK: Final = 500_000  # of an article's text
FRAGMENT: Final = 20_000  # of a summary
_MARKS_IN_A_ROW: Final = 5  # cantillated Hebrew needs five, Vietnamese two, Thai two, Tibetan and Burmese four
_HEADROOM: Final = 4  # characters looked at for each one kept: marks and white space fall away

# Controls (but those that are white space), soft hyphen and other invisible fillers, zero width, bidi, line and
# paragraph marks of annotation, variation selectors but the emoji one, surrogates, noncharacters, tags.
_FORBIDDEN: Final = late.pattern(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff]"
)
_FORBIDDEN_BEYOND: Final = late.pattern(
    "["
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
    + "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_MARKS: Final = in_categories("Mn Me")
_SPACING: Final = in_categories("Mc")
# Most texts hold none of these and are spared the costlier looks. Without a range beyond the basic plane a class is a
# bitmap, and ten times faster.
_PECULIAR: Final = late.pattern(f"[{as_class(basic(runs_in('Mn Me')))}\u200c\u200d\ufe0f]")
_BEYOND: Final = late.pattern("[\U00010000-\U0010ffff]")
_CURSIVE: Final = "\u0620-\u06ff\u0710-\u077f\u08a0-\u08ff\u1820-\u18aa"  # Arabic, Syriac, Mongolian
_INDIC: Final = "\u0900-\u0dff\u1000-\u109f\u1780-\u17d3"
_PICTURE: Final = "\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff"
# A joiner stays between two letters that it shapes, the emoji selector behind a picture or a keycap's digit.
_STRAY: Final = late.pattern(
    f"(?<![{_CURSIVE}{_INDIC}])\u200c|\u200c(?![{_CURSIVE}{_INDIC}])"
    f"|(?<![{_CURSIVE}{_INDIC}{_PICTURE}\ufe0f])\u200d|(?<=[{_CURSIVE}])\u200d(?![{_CURSIVE}])"
    f"|(?<=[{_PICTURE}\ufe0f])\u200d(?![{_PICTURE}])"
    f"|(?<![{_PICTURE}#*0-9])\ufe0f"
)
_HEAP: Final = late.pattern(f"([{_MARKS}\u200c\u200d]{{{_MARKS_IN_A_ROW}}})[{_MARKS}\u200c\u200d]+")
_ORPHANS: Final = late.pattern(f"^[{_MARKS}\u200c\u200d\ufe0f\\s]+")
_JOINED: Final = late.pattern(f"[{_MARKS}{_SPACING}\u1160-\u11ff\u200c\u200d\ufe0f\U0001f3fb-\U0001f3ff]")
_FLAG: Final = late.pattern("[\U0001f1e6-\U0001f1ff]")
_EMPTY_LINES: Final = late.pattern("\n{3,}")
_VIRAMA: Final = 9  # canonical combining class
_LONGEST_CLUSTER: Final = 40  # a family of emoji has eleven characters; longer ones are made up and may come apart


def clean(text: str, *, limit: int = LINE) -> str:
    """A text as one line: title, name, author. Holds at most `limit` characters; "" if nothing visible is in it."""
    if text.isascii() and text.isprintable():
        return _bounded(" ".join(text.split()), limit)
    return _bounded(_settled(text, limit, _one_line), limit)


def clean_block(text: str, *, limit: int = BLOCK) -> str:
    """A text of several paragraphs; line breaks stay, more than one empty line does not."""
    return _bounded(_settled(text, limit, _lines), limit)


def plain(html: str, *, limit: int = FRAGMENT) -> str:
    """An HTML fragment, as a feed holds a title or a summary, as clean text; references are resolved exactly once."""
    return clean_block(strip_markup(html), limit=limit)


def _settled(text: str, limit: int, shape: Callable[[str], str]) -> str:
    """The text once nothing more changes: what is removed can bring together what must not stand together."""
    text = _FORBIDDEN.sub("", text)
    if _BEYOND.search(text):
        text = _FORBIDDEN_BEYOND.sub("", text)
    elif not _PECULIAR.search(text):
        return shape(unicodedata.normalize("NFC", text[: limit * _HEADROOM + LINE]))
    text = _HEAP.sub(r"\1", text)[: limit * _HEADROOM + LINE]
    while True:
        before = text
        text = _HEAP.sub(r"\1", _STRAY.sub("", text))
        text = shape(unicodedata.normalize("NFC", text))
        if text == before:
            return text


def _one_line(text: str) -> str:
    return " ".join(_ORPHANS.sub("", text).split())


def _lines(text: str) -> str:
    return _EMPTY_LINES.sub("\n\n", "\n".join(map(_one_line, text.splitlines()))).strip("\n")


def _bounded(text: str, limit: int) -> str:
    """At most `limit` characters, cut where no mark, emoji sequence, flag or conjunct comes apart."""
    if len(text) <= limit:
        return text
    cut = next((place for place in range(limit, max(0, limit - _LONGEST_CLUSTER), -1) if _may_cut(text, place)), limit)
    return text[:cut].rstrip()


def _may_cut(text: str, place: int) -> bool:
    before, after = text[place - 1], text[place]
    if _JOINED.match(after) or before in "\u200c\u200d" or unicodedata.combining(before) == _VIRAMA:
        return False
    if not _FLAG.match(after):
        return True
    flags = place
    while flags and _FLAG.match(text[flags - 1]):
        flags -= 1
    return (place - flags) % 2 == 0
