"""An article laid out for matching: its fields folded and cut into words, with what to leave out of them.

Left out, as if it stood not there: lines that lead to other articles ("Read also: …"), paragraphs that come a second
time (captions, teasers), and the outlet's own name at the end of a title ("… - Reuters", "… | The Moscow Times").
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, count
from operator import add
from typing import Final

from watcher.core.model import Article, Field, PageState
from watcher.core.rules.reading import Zone
from watcher.core.rules.runs import RUN_ROWS, has_runs
from watcher.core.text.fold import Folded, fold
from watcher.core.text.guess import guess, plausible
from watcher.core.text.languages import primary
from watcher.core.text.sentences import sentences
from watcher.core.text.words import Positions, Reach, positions, reach, tokens, words

LEAD_WORDS: Final = 60  # of the text: what a reader sees before scrolling, rules.md
SCRIPT_SAMPLE: Final = 300  # characters show whether a stated language's script is that of the text
FIELD_GAP: Final = 1_000_000  # words between fields: no distance of the rule language reaches across
CLUTTER_LENGTH: Final = 300  # characters; a longer line is a paragraph that happens to begin like a link
REPEATED_LENGTH: Final = 20  # characters; shorter lines may come twice: names, headings, "Moscow."
ASCII: Final = frozenset({0})
_PIECE: Final = re.compile(r"\S+")
_LINE: Final = re.compile(r"[^\n]*\S[^\n]*")
_BULLET: Final = re.compile(r"[\s\-*•·▪►→>\"'(\[]*")
_SET_OFF: Final = re.compile(r"\s*(?:[:|»>\-]|$)")
_TITLE_END: Final = re.compile(r"\s[-|•·»:/]\s+(?=[^|•·»]{2,60}$)")


@dataclass(frozen=True, kw_only=True)  # no slots: what only some documents need is worked out once, when asked for
class FieldText:
    """One field. Offsets are those of the folded text."""

    field: Field
    folded: Folded
    lang: str  # primary code that gates common words, "" if unknown
    muted: tuple[tuple[int, int], ...] = ()  # in order, apart

    @cached_property
    def rows(self) -> frozenset[int]:
        """The rows of 256 characters that its characters are in: a set of bytes, as one of characters is slow to make."""
        text = self.folded.text
        return ASCII if text.isascii() else frozenset(text.encode("utf-16-le", "surrogatepass")[1::2])

    @cached_property
    def has_runs(self) -> bool:
        """Whether some of it is in a script without spaces, or in Hangul."""
        return not RUN_ROWS.isdisjoint(self.rows) and has_runs(self.folded.text)

    @cached_property
    def pieces(self) -> list[str]:
        """What white space parts, each with any number of words: ten times as quick as words, and remembered as well.

        Words themselves where a script has no spaces, since nothing of that length comes twice.
        """
        return self.tokens if self.has_runs else self.folded.text.split()

    @cached_property
    def tokens(self) -> list[str]:
        return tokens(self.folded.text)

    @cached_property
    def _piece_starts(self) -> list[int]:
        text, pieces = self.folded.text, self.pieces
        if self.has_runs:
            return self.starts
        starts = list(map(add, accumulate(map(len, pieces), initial=0), count()))
        first = len(text) - len(text.lstrip())
        if starts[-1] - 1 == len(text.strip()):  # one character between each two, as clean texts have
            return [start + first for start in starts] if first else starts
        return [match.start() for match in _PIECE.finditer(text)]

    def word_span(self, number: int, before: Sequence[int]) -> tuple[int, int]:
        """Where a word stands, by its number; `before` says how many words stand before each piece."""
        piece = bisect_right(before, number) - 1
        start = self._piece_starts[piece]
        first, last = words(self.pieces[piece])[number - before[piece]]
        return start + first, start + last

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Where the tokens stand."""
        return words(self.folded.text)

    @cached_property
    def starts(self) -> list[int]:
        return [start for start, _ in self.spans]

    @cached_property
    def _positions(self) -> Positions | None:
        return positions(self.folded.text) if self.has_runs else None

    @cached_property
    def sentence_starts(self) -> list[int]:
        return [start for start, _ in sentences(self.folded.text)]

    def at(self, offset: int) -> int:
        """How many words stand before an offset."""
        return self._positions.at(offset) if self._positions else max(bisect_right(self.starts, offset) - 1, 0)

    def sentence(self, start: int) -> int:
        """The number of the sentence that a place is in."""
        return max(bisect_right(self.sentence_starts, start) - 1, 0)

    @cached_property
    def lead_end(self) -> int:
        """Where the lead ends, for the text."""
        return next((start for start in self.starts if self.at(start) >= LEAD_WORDS), len(self.folded.text))

    def zone(self, start: int, number: int | None = None) -> Zone:
        """Which zone a place is in; `number`, where it is known, is that of its word, and saves counting."""
        if self.field is Field.TITLE:
            return Zone.TITLE
        if self.field is Field.SUMMARY:
            return Zone.SUMMARY
        if number is not None and not self.has_runs:
            return Zone.LEAD if number < LEAD_WORDS else Zone.BODY
        return Zone.LEAD if start < self.lead_end else Zone.BODY

    def is_muted(self, start: int) -> bool:
        index = bisect_right(self.muted, (start, len(self.folded.text))) - 1
        return index >= 0 and start < self.muted[index][1]


class Clutter:
    """Knows the words that lines to other articles begin with."""

    __slots__ = ("_cues",)

    def __init__(self, cues: Iterable[str] = ()) -> None:
        folded = sorted({fold(cue).text.strip() for cue in cues} - {""}, key=len, reverse=True)
        self._cues = re.compile("|".join(map(re.escape, folded))) if folded else None

    def spans(self, text: str) -> tuple[tuple[int, int], ...]:
        """The lines of a folded text that are not the article itself."""
        muted = []
        seen: set[str] = set()
        follows_cue = False
        for match in _LINE.finditer(text):
            line = match[0].strip()
            cue = self._cue_end(line)
            leads_away = (cue or follows_cue) and len(line) <= CLUTTER_LENGTH
            if leads_away or (line in seen and len(line) >= REPEATED_LENGTH):
                muted.append(match.span())
            follows_cue = bool(cue) and not tokens(line[cue:])
            seen.add(line)
        return tuple(muted)

    def _cue_end(self, line: str) -> int:
        if self._cues is None:
            return 0
        bullet = _BULLET.match(line)
        found = self._cues.match(line, bullet.end() if bullet else 0)
        if found is None:
            return 0
        after = line[found.end() :]
        alone = " " not in found[0] and reach(found[0]) is Reach.WORD
        return found.end() if (_SET_OFF.match(after) if alone else not after[:1].isalpha()) else 0


def lay_out(article: Article, clutter: Clutter) -> tuple[FieldText, ...]:
    """The fields of an article that hold something. The page of a wall is not the article, so its text is none."""
    entry = article.entry
    teaser = f"{entry.title}\n{entry.summary}".strip()
    teaser_lang = language_of(entry.lang, teaser) if teaser else ""
    fields = []
    if entry.title:
        folded = fold(entry.title)
        muted = _outlet_at_end(folded.text, entry.outlet)
        fields.append(_field(Field.TITLE, folded, teaser_lang, muted))
    if entry.summary:
        fields.append(_field(Field.SUMMARY, fold(entry.summary), teaser_lang, ()))
    if article.text and article.page is not PageState.WALLED:
        folded = fold(article.text)
        lang = language_of(entry.lang, article.text)
        fields.append(_field(Field.TEXT, folded, lang, clutter.spans(folded.text)))
    return tuple(fields)


def _field(field: Field, folded: Folded, lang: str, muted: tuple[tuple[int, int], ...]) -> FieldText:
    return FieldText(field=field, folded=folded, lang=lang, muted=muted)


def _outlet_at_end(title: str, outlet: str) -> tuple[tuple[int, int], ...]:
    """The end of a title that is the outlet's name. It says who speaks, not what about."""
    named = set(tokens(fold(outlet).text))
    for match in _TITLE_END.finditer(title):
        ending = set(tokens(title[match.end() :]))
        if ending and named and (ending <= named or named <= ending):
            return ((match.start(), len(title)),)
    return ()


def language_of(stated: str, text: str) -> str:
    """The primary code that gates common words: what is stated unless the script belies it, else a guess, else ""."""
    return primary(stated)[0] if stated and plausible(stated, text[:SCRIPT_SAMPLE]) else guess(text)


def field_offsets(fields: Sequence[FieldText]) -> list[int]:
    """How many sentences stand before each field, so that sentence numbers run on through the article."""
    return list(accumulate((len(field.sentence_starts) for field in fields), initial=0))
