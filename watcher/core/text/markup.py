"""The text of an HTML fragment, read in one pass that no input can make slow.

A fragment is what a feed holds as title or summary: it may be cut off, nested a hundred thousand deep or no HTML at
all. So there is no tree: tags are skipped, block tags break the line, character references are resolved once.
"""

import html
import re
from typing import Final

from watcher import late

_PARAGRAPH: Final = late.pattern("article|blockquote|h[1-6]|hr|ol|p|pre|section|table|ul")
_BLOCK: Final = late.pattern(
    "address|aside|body|caption|center|d[dlt]|details|dialog|div|fieldset|figcaption|figure|footer|form|head|header"
    "|html|legend|li|main|menu|nav|option|select|summary|tbody|tfoot|thead|title|tr"
)
_BLOCK_MARK: Final = "\x1d"
_PARAGRAPH_MARK: Final = "\x1e"
_SPACE: Final = late.pattern(r"\s+")
_GAP: Final = late.pattern(f"[ \n{_BLOCK_MARK}{_PARAGRAPH_MARK}]+")
_CELLS: Final = frozenset(("td", "th"))
_RAW: Final = frozenset(("iframe", "noembed", "noframes", "script", "style", "template"))  # not for readers
_QUOTED: Final = 64  # so many quoted values a tag may hold before its next ">" is believed
_OPENING: Final = late.pattern("<(?=[A-Za-z/!?])")  # "a < b" and "<3" are text
_NAME: Final = late.pattern(r"/?([A-Za-z][^\s/><\"']{0,63})")
_EVENT: Final = late.pattern(r"[<>\"']")
# int() refuses more than 4,300 digits; no character has more than seven.
_HUGE_REFERENCE: Final = late.pattern(r"&#[0-9]{8,};?")


def strip_markup(fragment: str) -> str:
    """The text of a fragment with line breaks where blocks were; neither cleaned nor bounded. Takes linear time."""
    if "<" not in fragment:
        return _resolve(fragment)
    scan = _Scan(fragment)
    pieces: list[str] = []
    place = 0
    while match := _OPENING.search(fragment, place):
        pieces.append(_flowing(fragment[place : match.start()]))
        place, stands_for = scan.markup(match.start())
        pieces.append(stands_for)
    pieces.append(_flowing(fragment[place:]))
    return _GAP.sub(_gap, "".join(pieces))


def _flowing(text: str) -> str:
    """Text between tags: its own line ends are white space like any other."""
    return _SPACE.sub(" ", _resolve(text))


def _gap(match: re.Match[str]) -> str:
    """What a run of white space, breaks and borders of blocks amounts to."""
    gap = match[0]
    if _PARAGRAPH_MARK in gap or gap.count("\n") > 1:
        return "\n\n"
    return "\n" if "\n" in gap or _BLOCK_MARK in gap else " "


def _resolve(text: str) -> str:
    if "&" not in text:
        return text
    return html.unescape(_HUGE_REFERENCE.sub("\ufffd", text))


class _Scan:
    """Finds where a piece of markup ends. What was once sought in vain is not sought again."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._absent: set[str] = set()

    def markup(self, start: int) -> tuple[int, str]:
        """The end of the markup that a "<" opens, and what the reader sees in its place."""
        text = self._text
        if text.startswith("<!--", start):
            return self._after("-->", start + 4), ""
        if text.startswith("<![CDATA[", start):  # feeds wrap twice; its end mark goes with _resolve's neighbour
            end = self._find("]]>", start + 9)
            return (end + 3, _resolve(text[start + 9 : end])) if end >= 0 else (start + 9, "")
        if text.startswith(("<!", "<?"), start):
            return self._after(">", start + 2), ""
        name = _NAME.match(text, start + 1)
        end = self._tag_end(name.end()) if name else -1
        if name is None or end < 0:
            return start + 1, "<"
        tag = name[1].lower()
        if tag in _RAW and text[start + 1] != "/":
            return self._after_raw(tag, end), ""
        if _PARAGRAPH.fullmatch(tag):
            return end, _PARAGRAPH_MARK
        if _BLOCK.fullmatch(tag):
            return end, _BLOCK_MARK
        return end, "\n" if tag == "br" else " " if tag in _CELLS else ""

    def _tag_end(self, place: int) -> int:
        """The end of a tag, past quoted values that hold ">"; -1 if this is no tag after all."""
        begin = place
        for _ in range(_QUOTED):
            event = _EVENT.search(self._text, place)
            if event is None or event[0] == "<":
                return -1
            if event[0] == ">":
                return event.end()
            closing = self._find(event[0], event.end())
            place = closing + 1 if closing >= 0 else event.end()
        end = self._find(">", begin)
        return end + 1 if end >= 0 else -1

    def _find(self, mark: str, place: int) -> int:
        if mark in self._absent:
            return -1
        found = self._text.find(mark, place)
        if found < 0:
            self._absent.add(mark)
        return found

    def _after(self, mark: str, place: int) -> int:
        """The end of a mark, or of the text: HTML lets what is not closed run to the end."""
        found = self._find(mark, place)
        return found + len(mark) if found >= 0 else len(self._text)

    def _after_raw(self, tag: str, place: int) -> int:
        closing = re.compile(f"</{tag}[^>]*>?", re.IGNORECASE).search(self._text, place)
        return closing.end() if closing else len(self._text)
