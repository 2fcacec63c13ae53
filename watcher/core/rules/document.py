"""An article laid out for matching: its fields folded and cut into words, with what to leave out of them.

Left out, as if it stood not there: lines that lead to other articles ("Read also: …"), paragraphs that come a second
time (captions, teasers), and the outlet's own name at the end of a title ("… - Reuters", "… | The Moscow Times").
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property, lru_cache
from itertools import accumulate
from typing import Final

from watcher import late
from watcher.core.model import Article, Field, PageState
from watcher.core.rules.reading import Zone
from watcher.core.rules.runs import has_runs
from watcher.core.text.fold import Folded, fold
from watcher.core.text.guess import guess, plausible
from watcher.core.text.languages import primary
from watcher.core.text.sentences import sentences
from watcher.core.text.words import Positions, Reach, has_unspaced, positions, reach, tokens, words
from watcher.frozen import dataclass

LEAD_WORDS: Final = 60  # of the text: what a reader sees before scrolling, rules.md
SCRIPT_SAMPLE: Final = 300  # characters show whether a stated language's script is that of the text
FIELD_GAP: Final = 1_000_000  # words between fields: no distance of the rule language reaches across
CLUTTER_LENGTH: Final = 300  # characters; a longer line is a paragraph that happens to begin like a link
REPEATED_LENGTH: Final = 20  # characters; shorter lines may come twice: names, headings, "Moscow."
_PIECE: Final = late.pattern(r"\S+")
_LINE: Final = late.pattern(r"[^\n]*\S[^\n]*")
_BULLET: Final = late.pattern(r"[\s\-*•·▪►→>\"'(\[]*")
_SET_OFF: Final = late.pattern(r"\s*(?:[:|»>\-]|$)")
_TITLE_END: Final = late.pattern(r"\s[-|•·»:/]\s+(?=[^|•·»]{2,60}$)")


@dataclass(frozen=True, kw_only=True)  # no slots: what only some documents need is worked out once, when asked for
class FieldText:
    """One field. Offsets are those of the folded text."""

    field: Field
    folded: Folded
    lang: str  # primary code that gates common words, "" if unknown
    muted: tuple[tuple[int, int], ...] = ()  # in order, apart

    @cached_property
    def has_runs(self) -> bool:
        """Whether some of it is in a script without spaces, or in Hangul."""
        return has_runs(self.folded.text)

    @cached_property
    def is_unspaced(self) -> bool:
        """Whether some of it is in a script without spaces, where characters count instead of words."""
        return self.has_runs and has_unspaced(self.folded.text)

    @cached_property
    def tokens(self) -> list[str]:
        """The words, those of a run without spaces as one."""
        return tokens(self.folded.text)

    @cached_property
    def pieces(self) -> list[str]:
        """What white space parts, each with any number of words: ten times as quick as words, and met as often before."""
        return self.folded.text.split()

    def piece_starts(self, numbers: Iterable[int]) -> Iterator[int]:
        """Where some pieces stand, by their numbers in order."""
        pieces, text = self.pieces, self.folded.text
        if sum(map(len, pieces)) + len(pieces) - 1 < len(text):  # more than one character parts some
            starts = [match.start() for match in _PIECE.finditer(text)]
            yield from map(starts.__getitem__, numbers)
            return
        start = last = 0
        for number in numbers:
            start += sum(map(len, pieces[last:number])) + number - last
            last = number
            yield start

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Where the tokens stand."""
        return words(self.folded.text)

    @cached_property
    def starts(self) -> list[int]:
        return [start for start, _ in self.spans]

    @cached_property
    def _positions(self) -> Positions | None:
        return positions(self.folded.text) if self.is_unspaced else None

    @cached_property
    def sentence_starts(self) -> list[int]:
        return [start for start, _ in sentences(self.folded.text, folded=True)]

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
        if number is not None and not self.is_unspaced:
            return Zone.LEAD if number < LEAD_WORDS else Zone.BODY
        return Zone.LEAD if start < self.lead_end else Zone.BODY

    def is_muted(self, start: int) -> bool:
        index = bisect_right(self.muted, (start, len(self.folded.text))) - 1
        return index >= 0 and start < self.muted[index][1]


@cache
def _beginnings(cues: tuple[str, ...]) -> re.Pattern[str] | None:
    folded = sorted({fold(cue).text.strip() for cue in cues} - {""}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, folded))) if folded else None


class Clutter:
    """Knows the words that lines to other articles begin with."""

    __slots__ = ("_hash", "_words")

    def __init__(self, cues: Iterable[str] = ()) -> None:
        self._words = tuple(cues)
        self._hash = hash(self._words)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Clutter) and self._words == other._words

    @property
    def _cues(self) -> re.Pattern[str] | None:
        return _beginnings(self._words)  # when the first text comes, and once for all who know the same words

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
        cues = self._cues
        if cues is None:
            return 0
        bullet = _BULLET.match(line)
        found = cues.match(line, bullet.end() if bullet else 0)
        if found is None:
            return 0
        after = line[found.end() :]
        alone = " " not in found[0] and reach(found[0]) is Reach.WORD
        return found.end() if (_SET_OFF.match(after) if alone else not after[:1].isalpha()) else 0


@lru_cache(maxsize=8)  # rules, concepts and sources look at one article one after the other
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
