"""Names that stand as a mark rather than in a sentence: headlines, datelines, bylines, credits of pictures."""

import re
from bisect import bisect_right
from typing import Final

from watcher import late
from watcher.core.citations.mentions import Mention
from watcher.core.citations.sources import Sources
from watcher.core.model import Field
from watcher.core.rules.document import FieldText
from watcher.core.text.words import tokens

DATELINE: Final = 60  # characters from the start of a paragraph: "SEOUL, South Korea, July 9 (Yonhap) —"
BRACKET: Final = 45  # characters in a bracket that names agencies
BYLINE: Final = 60  # characters of a line that names nothing else
BYLINE_WORDS: Final = 4  # beside the names
HEADING: Final = 3  # words before the name in "South Korea's spy agency NIS: …"

_OPEN: Final = "([【〔"
_CLOSE: Final = ")]】〕"
_SPEAKS: Final = late.pattern(r"[\"')\]»』」]*\s?[:：]\s*\S|\s?[\"「『]\S")
_TIME: Final = late.pattern(r"\d+[:.]\d+|[+|]+")  # of an entry in a live ticker
_ENDS: Final = late.pattern(r"[,;:.!?。，：]")
_DASH: Final = late.pattern(r"(?:\A|.*\s)[-|/·:]\s+[\"«]?(?P<between>[^-|:,;.!?]*)\Z", re.DOTALL)
_TAIL: Final = late.pattern(r"[\"'»)\]]*\s*\Z")
_AFTER_DASH: Final = late.pattern(r"\A[^\n]{3,60}\s-\s*\Z")
_STOPS: Final = late.pattern(r"\s*(?:[.,:]|-|$|\n)")
_WIRE: Final = late.pattern(r"[^，。,.\n]{0,14}[电電讯訊](?:\s|[)）】:：]|[^\w\s]|$)")


def is_credit(name: Mention, text: FieldText, sources: Sources) -> bool:
    """Whether a name credits a picture, which says nothing of where the facts are from."""
    folded = text.folded.text
    start, end = _line(folded, name.place.start)
    if sources.credit.match(folded, start, end):
        return True
    before = max(start, name.place.start - BRACKET)
    opening = max(folded.rfind(char, before, name.place.start) for char in "([.!?")
    return opening >= 0 and sources.credit.match(folded, opening + 1) is not None


def is_word(name: Mention, text: FieldText) -> bool:
    """Whether a name that is a common word as well (listed as "=Bild") begins a sentence and may be just that word."""
    term, place = name.place.term, name.place
    if (
        not term.startswith("=")
        or " " in term
        or term.isupper()
        or text.folded.text[place.start - 1 : place.start] == '"'
    ):
        return False
    starts = text.sentence_starts
    return not text.folded.text[starts[max(bisect_right(starts, place.start) - 1, 0)] : place.start].strip()


def is_heading(name: Mention, text: FieldText) -> bool:
    """Whether a headline or teaser gives the word to a name: "NIS: …", "NIS “…”", "… – NIS"."""
    if text.field is Field.TEXT:
        return False
    folded, place = text.folded.text, name.place
    words = _TIME.sub(" ", folded[: min(place.start, DATELINE + 1)])
    begins = place.start <= DATELINE and len(tokens(words)) <= HEADING and not _ENDS.search(words)
    if begins and _SPEAKS.match(folded, place.end):
        return True
    dash = _DASH.match(folded[max(0, place.start - DATELINE) : place.start])
    closes = text.field is Field.TITLE and _TAIL.match(folded, place.end) is not None
    return closes and dash is not None and len(tokens(dash["between"])) <= HEADING


def is_slug(name: Mention, text: FieldText, sources: Sources) -> bool:
    """Whether a name is an agency's mark on its text: "(dpa)", "SEOUL, July 9 (Yonhap) —", "REUTERS", "Source: AFP"."""
    if text.field is Field.TITLE or name.outlet.kind in ("official", "research"):
        return False
    folded, place = text.folded.text, name.place
    start, end = _line(folded, place.start)
    named = sources.origin.match(folded, start, end) is not None
    if named and end - start <= BYLINE and len(tokens(folded[start:end])) <= 2 * BYLINE_WORDS:
        return True
    if name.outlet.kind == "outlet":
        return False
    if place.start - start > DATELINE:
        return _bracketed(folded, start, end, name)
    before = folded[start : place.start]
    if _AFTER_DASH.match(before) and _STOPS.match(folded, place.end) and len(tokens(before)) <= 2 * BYLINE_WORDS:
        return True
    alone = (
        end - start <= BYLINE and len(tokens(folded[start:end])) <= BYLINE_WORDS and not re.search(r"[.!?。]", before)
    )
    opens = not before.strip() and _WIRE.match(folded, place.end) is not None
    slashed = folded[place.start - 1 : place.start] == "/" == folded[place.end : place.end + 1]
    return opens or slashed or (alone and text.field is Field.TEXT) or _bracketed(folded, start, end, name)


def _bracketed(folded: str, start: int, end: int, name: Mention) -> bool:
    place = name.place
    opening = max(folded.rfind(char, max(start, place.start - BRACKET), place.start) for char in _OPEN)
    if opening < 0:
        return False
    closing = min((at for char in _CLOSE if (at := folded.find(char, place.end, min(end, place.end + BRACKET))) >= 0), default=-1)  # fmt: skip
    if closing < 0 or closing - opening > BRACKET or any(char in folded[opening + 1 : place.start] for char in ")]】"):
        return False
    return opening - start <= DATELINE or (end - closing <= BRACKET and not tokens(folded[closing:end]))


def _line(folded: str, place: int) -> tuple[int, int]:
    start = folded.rfind("\n", 0, place) + 1
    end = folded.find("\n", place)
    return start, end if end >= 0 else len(folded)
