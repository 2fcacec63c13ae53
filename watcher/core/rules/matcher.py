"""Finds all terms of all rules in one pass over an article.

Lists of names are looked for in every document; lists of common words only in documents of their own language, or of
an unknown one; terms of no language inflect as the document's language does. So there are indexes that all documents
share and indexes for each language, and of both one for each script: a text without Cyrillic needs no Russian list.
Each is built when the first document comes that needs it, which keeps a start fast however many words there are.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Final

from watcher.core.model import Article
from watcher.core.rules.document import ASCII, Clutter, FieldText, lay_out
from watcher.core.rules.index import Entries, Index
from watcher.core.rules.lookup import Memo
from watcher.core.rules.runs import has_runs
from watcher.core.rules.sighting import Sighting, Spot
from watcher.core.rules.terms import PATTERN_SECONDS, Term, compile_pattern
from watcher.core.rules.vocabulary import ANY, Listing, Vocabulary, WordList
from watcher.core.text.languages import PLAIN, Language, language, primary, staying

MAX_PATTERN_HITS: Final = 200  # of one regular expression in one field
# Letters that a name in one word needs to hold in texts of other languages, where shorter ones are common words (German
# "Este", an Estonian, is Spanish for this), and that a stem needs for endings to be exchanged on names of no language.
LONG_NAME: Final = 6
LONG_STEM: Final = 5
_KIN: Final[Mapping[str, str]] = {"nb": "no", "nn": "no"}  # codes whose lists serve one another
_LATIN: Final = "Latin"  # and everything that is no class of its own: needed by every text
_CLASSES: Final[Mapping[str, re.Pattern[str]]] = {
    "Hangul": re.compile("[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff]"),
    "Han": re.compile("[\u2e80-\u2fdf\u3005-\u312f\u31a0-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"),
    "Cyrillic": re.compile("[\u0400-\u052f]"),
    "Arabic and Hebrew": re.compile("[\u0590-\u08ff]"),
    "Greek": re.compile("[\u0370-\u03ff\u1f00-\u1fff]"),
    "Indic and others": re.compile("[\u0530-\u058f\u0900-\u10ff\u1200-\u1cff]"),
}
# The rows of 256 characters that each class has letters in, and perhaps others: an index too many finds nothing more.
_ROWS: Final[Mapping[str, frozenset[int]]] = {
    "Hangul": frozenset({0x11, 0x31, 0xA9, *range(0xAC, 0xD8)}),
    "Han": frozenset({*range(0x2E, 0xA0), *range(0xD8, 0xE0), 0xF9, 0xFA}),
    "Cyrillic": frozenset({0x04, 0x05}),
    "Arabic and Hebrew": frozenset({0x05, 0x06, 0x07, 0x08}),
    "Greek": frozenset({0x03, 0x1F}),
    "Indic and others": frozenset({0x05, *range(0x09, 0x11), *range(0x12, 0x1D)}),
}

_RUNS: Final = frozenset({"Hangul", "Han"})  # scripts whose terms do not inflect

Seen = dict[tuple[str, int], dict[Listing, list[Spot]]]
Needs = tuple[str, frozenset[str]]  # a document's language, and the classes of script in it


class Matcher:
    """Immutable to whoever asks; what it builds and remembers on the way only makes it faster."""

    __slots__ = ("_by_script", "_clutter", "_entries", "_indexes", "_owned", "_views", "vocabulary")

    def __init__(self, vocabulary: Vocabulary, clutter: Clutter) -> None:
        self.vocabulary = vocabulary
        self._clutter = clutter
        self._entries = Entries()
        self._owned: dict[str, list[WordList]] = {}
        self._by_script: dict[str, dict[str, list[tuple[WordList, str]]]] = {}
        self._indexes: dict[tuple[str, str, str], Index] = {}
        self._views: dict[Needs, tuple[Memo, tuple[Index, ...]]] = {}
        for words in vocabulary.lists:
            self._owned.setdefault(_owner(words), []).append(words)

    def read(self, article: Article) -> Sighting:
        """Everything that stands in an article."""
        fields = lay_out(article, self._clutter)
        seen: Seen = {}
        slow: list[str] = []
        before = [self._field(number, field, seen, slow) for number, field in enumerate(fields)]
        return Sighting(
            fields=fields, before=before, seen=seen, vocabulary=self.vocabulary, slow=tuple(dict.fromkeys(slow))
        )

    # --- looking ------------------------------------------------------------------------------------------------------

    def _field(self, number: int, field: FieldText, seen: Seen, slow: list[str]) -> list[int]:
        """Propose what stands in a field; how many words stand before each of its pieces, if any stands for something."""
        text = field.folded.text
        needs = (_KIN.get(field.lang, field.lang), _classes_in(field.rows))
        memo, indexes = self._views.get(needs) or self._view(needs)
        before = self._words(number, field.pieces, memo, seen)
        for index in indexes:
            if field.has_runs:
                for listing, start, end in index.runs.find(text):
                    _propose(seen, listing, [Spot(number, start, end - start, by_words=False)])
            for listing in index.patterns:
                spots = _pattern_spots(listing.term, number, text, slow)
                if spots:
                    _propose(seen, listing, spots)
        return before

    def _words(self, number: int, pieces: Sequence[str], memo: Memo, seen: Seen) -> list[int]:
        counts, hits = memo.count(pieces), memo.hits
        found = [(place, hits[piece]) for place, piece in enumerate(pieces) if piece in hits]
        if not found:
            return []
        before = list(accumulate(counts, initial=0))
        at: dict[int, dict[int, None]] = {}
        for place, words in found:
            first = before[place]
            for offset, known in words:
                for each in known:
                    at.setdefault(each, {})[first + offset] = None
        singles, phrases = self._entries.singles, self._entries.phrases
        for known_word, places in at.items():
            for listing in singles.get(known_word, ()):
                _propose(seen, listing, [Spot(number, place, 1, by_words=True) for place in places])
            for phrase in phrases.get(known_word, ()):
                firsts = (place - phrase.anchor for place in places)
                size = len(phrase.numbers)
                spots = [Spot(number, first, size, by_words=True) for first in firsts if phrase.stands(first, at)]
                if spots:
                    _propose(seen, phrase.listing, spots)
        return before

    # --- building -----------------------------------------------------------------------------------------------------

    def _view(self, needs: Needs) -> tuple[Memo, tuple[Index, ...]]:
        """The indexes that a document of some language in some scripts needs."""
        lang, classes = needs
        indexes = [
            self._index(kind, lang, each) for each in sorted(classes) for kind in ("names", "any names", "words")
        ]
        self._views[needs] = Memo([index.words for index in indexes]), tuple(indexes)
        return self._views[needs]

    def _parted(self, owner: str) -> Mapping[str, list[tuple[WordList, str]]]:
        """The terms of one owner by script, parted when they are first wanted: most languages never are."""
        if owner not in self._by_script:
            by_script = self._by_script[owner] = {}
            for words in self._owned.get(owner, ()):
                present = [name for name in _classes("\n".join(words.written)) if name != _LATIN]
                for written in dict.fromkeys(words.written):
                    script = _class(written, present) if present else _LATIN
                    by_script.setdefault(script, []).append((words, written))
        return self._by_script[owner]

    def _index(self, kind: str, lang: str, script: str) -> Index:
        key = (script, kind, "" if kind == "names" else lang)
        if key not in self._indexes:
            self._indexes[key] = Index(self._entries, self._gather(kind, lang, script))
        return self._indexes[key]

    def _gather(self, kind: str, lang: str, script: str) -> Iterable[tuple[Language, list[Listing]]]:
        own = language(lang) if lang else PLAIN
        if kind == "words":
            return _by_row(self._words_in(own, lang, script))
        terms = self._parted(kind).get(script, ())
        if kind == "any names":
            return _by_row((_cautious(own, written), words, written) for words, written in terms)
        rows = ((language(words.lang), words, written) for words, written in terms)
        if script not in _RUNS:
            rows = ((staying(row.code), words, written) for row, words, written in rows if _holds_abroad(written))
        return _by_row(rows)

    def _words_in(self, own: Language, lang: str, script: str) -> Iterator[tuple[Language, WordList, str]]:
        """Common words for texts in a language, and the names of that language, which are words like any other in it."""
        owners = ["", lang] if lang else [owner for owner in self._owned if owner not in ("names", "any names")]
        for owner in owners:
            for words, written in self._parted(owner).get(script, ()):
                yield own if words.lang == ANY else language(words.lang), words, written
        for words, written in () if script in _RUNS else self._parted("names").get(script, ()):
            row = language(words.lang)
            if not lang or row is own:
                yield row, words, written


def _by_row(terms: Iterable[tuple[Language, WordList, str]]) -> Iterable[tuple[Language, list[Listing]]]:
    found: dict[str, tuple[Language, list[Listing]]] = {}
    for row, words, written in terms:
        found.setdefault(row.code, (row, []))[1].append(words.listing(written))
    return found.values()


def _owner(words: WordList) -> str:
    """Whom a list concerns: names every text, "" every one as well, a code the texts in that language."""
    if not words.gated:
        return "any names" if words.lang == ANY else "names"
    code = primary(words.lang)[0]
    return "" if words.lang == ANY else _KIN.get(code, code)


def _holds_abroad(written: str) -> bool:
    """Whether a name is too long to be a common word of another language."""
    return " " in written or len(written.strip('="*')) >= LONG_NAME or has_runs(written)


def _cautious(row: Language, written: str) -> Language:
    """The row that a name of no language inflects by in a text of some language: Kiev is not Slovene ki."""
    word = written.casefold()
    stem = row.stem(word) if word.isalpha() else word
    return staying(row.code) if len(stem) < LONG_STEM and stem != word else row


def _propose(seen: Seen, listing: Listing, spots: list[Spot]) -> None:
    seen.setdefault((listing.atom, listing.slot), {}).setdefault(listing, []).extend(spots)


def _class(written: str, present: Iterable[str]) -> str:
    """The class of script that a text must hold for a term to stand in it."""
    if written.isascii() or written.startswith("/"):
        return _LATIN
    return next((name for name in present if _CLASSES[name].search(written)), _LATIN)


def _classes(text: str) -> frozenset[str]:
    if text.isascii():
        return frozenset({_LATIN})
    return frozenset({_LATIN, *(name for name, pattern in _CLASSES.items() if pattern.search(text))})


def _classes_in(rows: frozenset[int]) -> frozenset[str]:
    if rows == ASCII:
        return frozenset({_LATIN})
    return frozenset({_LATIN, *(name for name, known in _ROWS.items() if not known.isdisjoint(rows))})


def _pattern_spots(term: Term, number: int, text: str, slow: list[str]) -> list[Spot]:
    spots: list[Spot] = []
    try:
        for match in compile_pattern(term.text).finditer(text, timeout=PATTERN_SECONDS):
            if match.end() > match.start():
                spots.append(Spot(number, match.start(), match.end() - match.start(), by_words=False))
            if len(spots) == MAX_PATTERN_HITS:
                break
    except TimeoutError:
        slow.append(term.notation)
        return []
    return spots
