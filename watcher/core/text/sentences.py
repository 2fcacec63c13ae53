"""Where the sentences of a text begin and end, in any script."""

from typing import Final

from watcher import late

# What follows a full stop may close the sentence with it.
_CLOSERS: Final = "\"'”’»›)\\]」』）】〉》"
_END: Final = late.pattern(
    f"(?P<stop>\\.)[{_CLOSERS}]*(?=\\s|$)|[!?…؟۔।॥։።]+[.!?…]*[{_CLOSERS}]*(?=\\s|$)|[।॥۔]|[。！？｡]+[{_CLOSERS}]*|\\n+"
)
_MARKS: Final = ".!?…؟۔।॥։。！？｡\n"  # what one of those begins with
# Abbreviations after which a sentence goes on. Those that are words as well (no., art., sun.) are left out.
_ABBREVIATIONS: Final = frozenset(
    "mr mrs ms dr prof st jr gen col lt maj capt sgt adm gov sen rep rev hon vs dept univ approx jan feb apr jun jul aug "  # noqa: SIM905 - a list of words reads best as words
    "sep sept oct nov dec "
    "bzw ca evtl ggf inkl nr str usw vgl zzt abs bd sog tel dipl ing geb gest mio mrd "
    "mme mlle sr sra srta dña pág sig dott avv exmo exma bijv dhr mevr o.a esim mm ym osv kl bl "
    "г гг др им ул руб тыс млн млрд стр рис см тов акад обл р рр тис грн ім вул тзв "
    "np tzn płk mjr kpt ppłk godz ul tys mln mld płd płn zm red pol dol "
    "např tzv tj mj plk mjr ing mgr tzn sv stol pl ill kb yrd doç vb".split()
)
_LAST_WORD: Final = late.pattern(r"[^\W_]*\Z")
_LONGEST: Final = max(map(len, _ABBREVIATIONS))


def sentences(text: str, *, folded: bool = False) -> list[tuple[int, int]]:
    """The spans of the sentences of a text as it was written, in order, without the white space between them.

    A full stop ends none behind an abbreviation, an initial or an ordinal (S. Korea, z. B., 9. Juli), nor before a small
    letter; in a folded text all letters are small, and that last sign is not looked for.
    """
    found: list[tuple[int, int]] = []
    start = place = 0
    has_case = not (folded or text.islower())
    for stop in _stops(text):
        if stop < place:
            continue  # it belongs to the stop before
        place = stop + 1
        if text.startswith(". ", stop):  # as most sentences end
            if _goes_on(text, start, stop, place, has_case=has_case):
                continue
        elif match := _END.match(text, stop):
            place = match.end()
            if match["stop"] is not None and _goes_on(text, start, stop, place, has_case=has_case):
                continue
        else:
            continue
        _append(found, text, start, place)
        start = place
    _append(found, text, start, len(text))
    return found


def _stops(text: str) -> list[int]:
    """Where marks stand. Looked for one by one they are found in a third of the time that a pattern for all takes."""
    stops = []
    for mark in _MARKS:
        stop = text.find(mark)
        while stop >= 0:
            stops.append(stop)
            stop = text.find(mark, stop + 1)
    return sorted(stops)


def _goes_on(text: str, start: int, stop: int, end: int, *, has_case: bool) -> bool:
    """Whether a sentence goes on behind a full stop, which with what closes it ends somewhere."""
    following = text[end + 1 : end + 2]
    if has_case and following.islower():
        return True
    last = text[max(start, stop - _LONGEST - 1) : stop].rpartition(" ")[2]
    if not last.isalnum():
        last = _LAST_WORD.search(last)[0]  # type: ignore[index]  # it also matches nothing
    last = last.casefold()
    if last.isdigit():
        return len(last) < 3 and following not in ("", "\n")
    return len(last) == 1 or last in _ABBREVIATIONS


def _append(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        found.append((start, end))
