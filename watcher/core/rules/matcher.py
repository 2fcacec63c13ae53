"""Finds all terms of all rules in one pass over an article.

Built once, asked often. Lists of names are looked for in every document; lists of common words only in documents of
their own language, or of an unknown one; terms of no language inflect as the document's language does. So there is one
index that all documents share and one for each language, built when the first document of that language comes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Final, NamedTuple

from watcher.core.model import Article
from watcher.core.rules.document import Clutter, FieldText, lay_out
from watcher.core.rules.lookup import Memo, Words
from watcher.core.rules.runs import Runs, has_runs
from watcher.core.rules.sighting import Sighting, Spot
from watcher.core.rules.terms import PATTERN_SECONDS, Shape, Term, compile_pattern
from watcher.core.rules.vocabulary import ANY, Listing, Vocabulary
from watcher.core.text.languages import PLAIN, Language, language, primary
from watcher.core.text.words import tokens

MAX_PATTERN_HITS: Final = 200  # of one regular expression in one field
JOINED_WORDS: Final = 3  # longer names are not written in one
_KIN: Final[Mapping[str, str]] = {"nb": "no", "nn": "no"}  # codes whose lists serve one another


class Phrase(NamedTuple):
    """Words in a row, looked for by the longest of them, which stands at `anchor`."""

    numbers: tuple[int, ...]
    anchor: int
    listing: Listing


class _Lists(NamedTuple):
    """One set of listings, ready to be looked for."""

    words: Words
    runs: Runs
    patterns: list[Listing]


class Matcher:
    """An immutable index; what it remembers between documents only makes it faster."""

    __slots__ = ("_clutter", "_count", "_gated", "_memos", "_open", "_phrases", "_shared", "_singles", "vocabulary")

    def __init__(self, vocabulary: Vocabulary, clutter: Clutter) -> None:
        self.vocabulary = vocabulary
        self._clutter = clutter
        self._count = count()
        self._singles: dict[int, list[Listing]] = {}
        self._phrases: dict[int, list[Phrase]] = {}
        self._memos: dict[str, tuple[Memo, tuple[_Lists, ...]]] = {}
        self._open: list[Listing] = []  # of no language
        self._gated: dict[str, list[Listing]] = {}
        self._shared: _Lists | None = None

    def read(self, article: Article) -> Sighting:
        """Everything that stands in an article."""
        if self._shared is None:
            self._shared = self._sort()
        fields = lay_out(article, self._clutter)
        seen: dict[tuple[str, int], dict[Listing, list[Spot]]] = {}
        slow: list[str] = []
        for index, field in enumerate(fields):
            for listing, spots in self._field(index, field, slow):
                seen.setdefault(listing[:2], {}).setdefault(listing, []).extend(spots)
        return Sighting(fields=fields, seen=seen, vocabulary=self.vocabulary, slow=tuple(dict.fromkeys(slow)))

    # --- looking ------------------------------------------------------------------------------------------------------

    def _field(self, index: int, field: FieldText, slow: list[str]) -> Iterator[tuple[Listing, list[Spot]]]:
        memo, lists = self._memos.get(field.lang) or self._language(field.lang)
        yield from self._words(index, field.tokens, memo)
        text = field.folded.text
        runs = has_runs(text)
        for each in lists:
            if runs:
                for listing, start, end in each.runs.find(text):
                    yield listing, [Spot(index, start, end - start, by_words=False)]
            for listing in each.patterns:
                spots = _pattern_spots(listing.term, index, text, slow)
                if spots:
                    yield listing, spots

    def _words(self, index: int, words: Sequence[str], memo: Memo) -> Iterator[tuple[Listing, list[Spot]]]:
        at: dict[int, list[int]] = {}
        for place, word in enumerate(words):
            for number in memo[word]:
                at.setdefault(number, []).append(place)
        for number, places in at.items():
            for listing in self._singles.get(number, ()):
                yield listing, [Spot(index, place, 1, by_words=True) for place in places]
            for phrase in self._phrases.get(number, ()):
                spots = [
                    Spot(index, place - phrase.anchor, len(phrase.numbers), by_words=True)
                    for place in places
                    if _stands(phrase, place - phrase.anchor, words, memo)
                ]
                if spots:
                    yield phrase.listing, spots

    # --- building -----------------------------------------------------------------------------------------------------

    def _sort(self) -> _Lists:
        """Part the listings by whom they concern; index those that concern every document."""
        names = []
        for listing in self.vocabulary.listings:
            if listing.lang == ANY:
                self._open.append(listing)
            elif listing.gated:
                code = primary(listing.lang)[0]
                self._gated.setdefault(_KIN.get(code, code), []).append(listing)
            else:
                names.append(listing)
        return self._index(names, PLAIN)

    def _language(self, lang: str) -> tuple[Memo, tuple[_Lists, ...]]:
        assert self._shared is not None, "read sorts first"
        common = self._gated.get(_KIN.get(lang, lang), [])
        if not lang:
            common = [listing for lists in self._gated.values() for listing in lists]
        own = self._index([*self._open, *common], language(lang) if lang else PLAIN)
        self._memos[lang] = Memo((self._shared.words, own.words)), (self._shared, own)
        return self._memos[lang]

    def _index(self, listings: Iterable[Listing], document_row: Language) -> _Lists:
        lists = _Lists(Words(self._count), Runs(), [])
        by_lang: dict[str, list[Listing]] = {}
        for listing in listings:
            if listing.term.shape is Shape.PATTERN:
                lists.patterns.append(listing)
            else:
                by_lang.setdefault(listing.lang, []).append(listing)
        for lang, some in by_lang.items():
            row = document_row if lang == ANY else language(lang)
            # One fold for the whole list: folding term by term would cost more than all the rest.
            plain, *others = (spelt.split("\n") for spelt in row.spellings("\n".join(one.term.text for one in some)))
            for listing, folded in zip(some, plain, strict=True):
                self._add(lists, listing, folded, row)
            for spelt in others:
                for listing, usual, folded in zip(some, plain, spelt, strict=True):
                    if folded != usual and listing.term.shape is not Shape.EXACT:
                        self._add(lists, listing, folded, row)
        return lists

    def _add(self, lists: _Lists, listing: Listing, folded: str, row: Language) -> None:
        if has_runs(folded):
            lists.runs.add(listing, folded)
            return
        if listing.term.shape is not Shape.WORDS:
            row = PLAIN
        words = tokens(folded)
        if "*" in folded:
            numbers = tuple(_wild(lists.words, folded, row))
        else:
            numbers = tuple([lists.words.inflected(word, row) for word in words])
        self._enter(numbers, words, listing)
        if 1 < len(words) <= JOINED_WORDS and not listing.gated and listing.term.shape is Shape.WORDS:
            self._add_joined(lists.words, listing, words, row)

    def _enter(self, numbers: tuple[int, ...], words: Sequence[str], listing: Listing) -> None:
        if len(numbers) == 1:
            self._singles.setdefault(numbers[0], []).append(listing)
        elif numbers:
            lengths = [len(word) for word in words]
            anchor = lengths.index(max(lengths))
            self._phrases.setdefault(numbers[anchor], []).append(Phrase(numbers, anchor, listing))

    def _add_joined(self, known: Words, listing: Listing, words: list[str], row: Language) -> None:
        """A name is also written without what parts it: Kim Jongun, #NorthKorea."""
        if not listing.term.text[0].isupper() or "*" in listing.term.text:
            return
        ways = [["".join(words)]]
        if len(words) == JOINED_WORDS:
            ways += [[words[0] + words[1], words[2]], [words[0], words[1] + words[2]]]
        for way in ways:
            self._enter(tuple([known.inflected(word, row) for word in way]), way, listing)


def _wild(known: Words, folded: str, row: Language) -> Iterator[int]:
    for chunk in folded.split():
        parts = tokens(chunk)
        for index, part in enumerate(parts):
            start = index > 0 or not chunk.startswith("*")
            end = index < len(parts) - 1 or not chunk.endswith("*")
            yield known.inflected(part, row) if start and end else known.part(part, start=start, end=end)


def _stands(phrase: Phrase, first: int, words: Sequence[str], memo: Memo) -> bool:
    """Whether a phrase's words stand in a row from here; what parts them is looked at when the place is wanted."""
    if first < 0 or first + len(phrase.numbers) > len(words):
        return False
    return all(number in memo[words[first + offset]] for offset, number in enumerate(phrase.numbers))


def _pattern_spots(term: Term, index: int, text: str, slow: list[str]) -> list[Spot]:
    spots: list[Spot] = []
    try:
        for match in compile_pattern(term.text).finditer(text, timeout=PATTERN_SECONDS):
            if match.end() > match.start():
                spots.append(Spot(index, match.start(), match.end() - match.start(), by_words=False))
            if len(spots) == MAX_PATTERN_HITS:
                break
    except TimeoutError:
        slow.append(term.notation)
        return []
    return spots
